"""The verbs of `muhatap mail` that need the database."""

import argparse
import json
import os
import sys
from datetime import UTC, datetime

from django.conf import settings

from muhatap.channels.adapters.email import boxes, filing, hooks, intake, polling, reckoning
from muhatap.channels.models import Mailbox, VaultItem, VaultState
from muhatap.channels.operations.delivering import deliver_due
from muhatap.channels.operations.mailboxes import Trust, give_access, set_trust
from muhatap.kernel.actors import Actor
from muhatap.live import bus
from muhatap.wiring.mail_doors import listen
from muhatap.wiring.mail_import import import_archives
from muhatap.wiring.mail_signing import change_keys

CONSOLE = Actor.system("console")
DONE, FOUND_WRONG, WRONG_USE, NO_SERVER = 0, 1, 64, 69


class NoSuchMailbox(LookupError):
    """No mailbox, or more than one, goes by this name; the message says which there are."""


def receive(options: argparse.Namespace, raw: bytes) -> int:
    """Store a message and file it; 0 as soon as it is stored, for then it cannot be lost."""
    try:
        mailbox = _mailbox(options.mailbox, options.brand)
    except NoSuchMailbox as error:
        return _wrong(str(error))
    at = datetime.now(UTC)
    taken = intake.take(mailbox=mailbox, raw=raw, at=at)
    item = filing.file_item(item=taken.item, at=at)
    bus.nudge(settings.MUHATAP_DATA)
    number = item.case.number if item.case else ""
    if options.json:
        print(json.dumps({"stored": True, "new": taken.is_new, "state": item.state, "case": number or None}))
    else:
        print(f"{'stored' if taken.is_new else 'known already'}; {_standing(item, number)}")
    return DONE


def poll(options: argparse.Namespace) -> int:
    """Visit the named mailbox, or every one that can be reached."""
    try:
        found = [_mailbox(name, options.brand) for name in options.names]
    except NoSuchMailbox as error:
        return _wrong(str(error))
    found = found or list(Mailbox.objects.exclude(access=b"").order_by("id"))
    code = DONE
    for mailbox in found:
        polled = polling.poll_mailbox(mailbox=mailbox, at=datetime.now(UTC))
        code = FOUND_WRONG if polled.error else code
        print(f"{mailbox.address}: {polled.new} new, {polled.known} known  {polled.error}".rstrip())
    bus.nudge(settings.MUHATAP_DATA)
    return code


def mailbox(options: argparse.Namespace) -> int:
    """List the mailboxes, or say how one is reached and try it."""
    if not options.names:
        for each in Mailbox.objects.select_related("brand").order_by("brand__code", "id"):
            how = "IMAP" if each.access else "pipe only"
            print(f"{each.brand.code}/{each.name}  {each.address}  {how}  {each.error}".rstrip())
        return DONE
    try:
        known = _mailbox(options.names[0], options.brand)
        if trust := _trust(options):
            set_trust(mailbox=known, trust=trust, by=CONSOLE, at=datetime.now(UTC))
            print(f"{known.address}: {_trust_words(known)}")
            if options.imap is None:
                return DONE
        access = {} if options.imap == "none" else boxes.access_from(options.imap or "")
    except (NoSuchMailbox, boxes.WrongAddress) as error:
        return _wrong(str(error))
    if access:
        _add_password(access, options)
    at = datetime.now(UTC)
    give_access(mailbox=known, access=access, by=CONSOLE, at=at)
    if not access:
        print(f"{known.address}: no longer polled")
        return DONE
    trouble = reckoning.reckon(known, ask_server=True)
    if trouble.error:
        print(f"{known.address}: kept, but it cannot be read: {trouble.error}", file=sys.stderr)
        return FOUND_WRONG
    print(f"{known.address}: kept; {trouble.on_server} mails wait on the server")
    return DONE


def deliver(options: argparse.Namespace) -> int:
    """Deliver what is due, until nothing is."""
    if not settings.MUHATAP_SMTP_URL:
        print("no mail server is set: MUHATAP_SMTP_URL=smtp+tls://user:password@host:587", file=sys.stderr)
        return NO_SERVER
    total = 0
    while tried := deliver_due(by=CONSOLE, at=datetime.now(UTC)):
        total += tried
    print(f"{total} tried")
    return DONE


def retry(options: argparse.Namespace) -> int:
    """File what waits in the vault now."""
    hooks.take_in_waiting(at=datetime.now(UTC), limit=100_000)
    tried = filing.refile(at=datetime.now(UTC), everything=True, also_failed=options.all, limit=100_000)
    waiting = VaultItem.objects.filter(source__startswith="email:", state=VaultState.STORED).count()
    print(f"{tried} tried, {waiting} still waiting")
    return FOUND_WRONG if waiting else DONE


def reconcile(options: argparse.Namespace) -> int:
    """Account for every mail of every mailbox; 1 when something is neither in a case nor set aside."""
    code = DONE
    for each in Mailbox.objects.select_related("brand").order_by("brand__code", "id"):
        found = reckoning.reckon(each, ask_server=options.server)
        code = code if found.is_balanced else FOUND_WRONG
        if options.json:
            print(json.dumps(found.to_json(), ensure_ascii=False))
        else:
            _print_reckoning(found)
    unread = hooks.waiting_requests().count()
    if unread:
        print(f"{unread} webhook requests wait to be read", file=sys.stderr)
    return FOUND_WRONG if unread else code


def bring_in(options: argparse.Namespace) -> int:
    """Import maildirs, mbox files and single mails into a mailbox."""
    if not options.mailbox or not options.names:
        return _wrong("say which mailbox and where: muhatap mail import --mailbox NAME PATH...")
    try:
        return import_archives(_mailbox(options.mailbox, options.brand), options)
    except NoSuchMailbox as error:
        return _wrong(str(error))


def dkim(options: argparse.Namespace) -> int:
    """Make, bring, use or retire the keys that a mailbox's domain signs with, and print their records."""
    try:
        code, lines = change_keys(options, _mailbox(options.mailbox or "", options.brand))
    except NoSuchMailbox as error:
        return _wrong(str(error))
    print("\n".join(lines), file=sys.stderr if code else sys.stdout)
    return code


VERBS = {
    "dkim": dkim,
    "listen": listen,
    "import": bring_in,
    "poll": poll,
    "mailbox": mailbox,
    "deliver": deliver,
    "retry": retry,
    "reconcile": reconcile,
}


def _print_reckoning(found: reckoning.Reckoning) -> None:
    server = "" if found.on_server is None else f", {found.on_server} on the server"
    verdict = "balanced" if found.is_balanced else "NOT BALANCED"
    print(
        f"{found.brand}/{found.mailbox}  {found.stored} received = {found.in_case} in cases "
        f"+ {found.set_aside} set aside + {found.waiting} waiting{server}  {verdict}  {found.error}".rstrip()
    )
    for one in found.exceptions:
        print(f"  {one.stored_at:%Y-%m-%d %H:%M}  {one.item}  {one.state}  {one.reason}")


def _mailbox(name: str, brand: str | None) -> Mailbox:
    found = Mailbox.objects.select_related("brand").filter(name=name)
    if not found:
        found = Mailbox.objects.select_related("brand").filter(address__iexact=name)
    if brand:
        found = found.filter(brand__code=brand)
    rows = list(found[:2])
    if len(rows) == 1:
        return rows[0]
    if rows:
        raise NoSuchMailbox(f"several brands have a mailbox '{name}': add --brand CODE")
    known = [f"{box.brand.code}/{box.name}" for box in Mailbox.objects.select_related("brand")]
    raise NoSuchMailbox(
        f"there is no mailbox '{name}'; the charter names: {', '.join(sorted(known)) or 'none'}"
    )


def _trust(options: argparse.Namespace) -> Trust | None:
    """What is said about trust, None when nothing is."""
    names = () if options.trust == "none" else tuple((options.trust or "").replace(",", " ").split())
    trust = Trust(
        plus_addressing=_switch(options.plus_addressing),
        strict_senders=_switch(options.strict_senders),
        receivers=None if options.trust is None else names,
    )
    return trust if trust != Trust() else None


def _switch(said: str | None) -> bool | None:
    return None if said is None else said == "on"


def _trust_words(mailbox: Mailbox) -> str:
    plus = "with" if mailbox.state.get("plus_addressing") else "without"
    strict = "proved senders only" if mailbox.state.get("strict_senders") else "known senders"
    names = " ".join(mailbox.state.get("trusted_receivers") or ["none"])
    return f"{plus} plus addresses; {strict}; trusted receivers: {names}"


def _add_password(access: dict, options: argparse.Namespace) -> None:
    if options.password_stdin:
        access["password"] = sys.stdin.readline().rstrip("\r\n")
    if options.password_command:
        access["password_command"], access["password"] = options.password_command, ""
    if options.oauth2:
        access["sign_in"] = "xoauth2"
    if not access["password"] and not options.password_command:
        access["password"] = os.environ.get("MUHATAP_IMAP_PASSWORD", "")


def _standing(item: VaultItem, number: str) -> str:
    if number:
        return f"case {number}"
    if item.state == VaultState.SET_ASIDE:
        return f"set aside: {item.reason}"
    return "it will be filed soon"


def _wrong(message: str) -> int:
    print(f"muhatap mail: {message}", file=sys.stderr)
    return WRONG_USE
