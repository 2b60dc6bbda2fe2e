"""From a stored mail to a case: each item once, whole or not at all."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error, IntegrityError
from django.utils import translation

from muhatap.audit.recording import unit_of_work
from muhatap.audit.updating import update_row
from muhatap.brands.queries import brand_in_force
from muhatap.cases.joined import lead_of
from muhatap.cases.models import Case
from muhatap.cases.queries import case_of_brand
from muhatap.channels import operations as channels
from muhatap.channels.adapters.email import asides, budgets, notes, redacting, returned
from muhatap.channels.adapters.email.authentication import Mark, verdict_of
from muhatap.channels.adapters.email.budgets import Traffic
from muhatap.channels.adapters.email.intake import BY_MAIL
from muhatap.channels.adapters.email.own_ids import case_number_of
from muhatap.channels.adapters.email.parsed import ParsedMail
from muhatap.channels.adapters.email.parsing import parse
from muhatap.channels.adapters.email.placing import Place, is_our_address, place_of
from muhatap.channels.adapters.email.reading import Reading, read
from muhatap.channels.adapters.email.sittings import MOST_LETTERS, Letter, Sitting, in_sittings
from muhatap.channels.models import VaultItem, VaultState
from muhatap.channels.operations.reviewing import doubt_match
from muhatap.channels.operations.vaulting import put_in_case
from muhatap.files.disk import written_together
from muhatap.kernel.outages import is_outage

_log = logging.getLogger("muhatap.mail")
_TWINS = 3
MOST_ATTEMPTS = 6
_ORPHANED = timedelta(seconds=20)
BY_HAND = "by_hand"
# Machines that answer rather than write: without a case there is nothing in them to handle.
_ANSWERING = (
    "auto-submitted:auto-replied",
    "auto-submitted:auto-notified",
    "report:",
    "empty-return-path",
    "mail-system",
    "precedence:auto",
    "x-autoreply",
    "x-auto-reply",
    "x-autorespond",
    "x-mail-autoreply",
    "x-mail-autoresponder",
    "x-vacation",
    "x-out-of-office",
)


def file_item(*, item: VaultItem, at: datetime) -> VaultItem:
    """Make a stored mail part of a case or set it aside with the reason; a failure leaves it for later."""
    file_items(items=[item], at=at)
    return VaultItem.objects.select_related("case").get(id=item.id)


def file_items(*, items: Iterable[VaultItem], at: datetime, raws: Mapping[int, bytes] | None = None) -> None:
    """File mails several in a transaction, in their order; where one of them fails, each gets its own.

    `raws` are bytes by the item's id, for callers that hold them still.
    """
    for letters in in_sittings(_opened(items, raws or {}, at)):
        if len(letters) > 1 and _is_filed_together(letters, at):
            continue
        for letter in letters:
            _file_alone(letter, at)


def file_again(*, item: VaultItem, at: datetime) -> VaultItem:
    """File a mail that waits or was set aside once more, by the same rules."""
    with unit_of_work():
        VaultItem.objects.filter(id=item.id, state=VaultState.SET_ASIDE).update(
            state=VaultState.STORED, reason="", attempts=0
        )
    return file_item(item=VaultItem.objects.get(id=item.id), at=at)


def file_by_hand(*, item: VaultItem, at: datetime) -> VaultItem:
    """Make a case of a mail that a rule put aside, because a person wants it; no machine answers it."""
    with unit_of_work():
        VaultItem.objects.filter(id=item.id, state=VaultState.SET_ASIDE).update(
            state=VaultState.STORED, reason=BY_HAND, attempts=0, no_auto_reply=True
        )
    return file_item(item=VaultItem.objects.get(id=item.id), at=at)


def refile(*, at: datetime, everything: bool = False, also_failed: bool = False, limit: int = 200) -> int:
    """File what waits in the vault and is due, or `everything`; returns how many were tried.

    `also_failed` takes back what was set aside because it had failed too often.
    """
    waiting = VaultItem.objects.exclude(state=VaultState.IN_CASE).filter(source__startswith="email:")
    stored = waiting.filter(state=VaultState.STORED)
    if also_failed:
        stored = stored | waiting.filter(state=VaultState.SET_ASIDE, reason__startswith="failed:")
    # What was tried often stands last, so that it never keeps others waiting.
    rows = stored.defer("sealed", "wrapped_key").order_by("attempts", "stored_at", "id")[:limit]
    due = [item.id for item in rows if everything or also_failed or item.stored_at + _pause(item) <= at]
    VaultItem.objects.filter(id__in=due, state=VaultState.SET_ASIDE).update(state=VaultState.STORED)
    for start in range(0, len(due), MOST_LETTERS):
        some = VaultItem.objects.in_bulk(due[start : start + MOST_LETTERS])
        file_items(items=(some[each] for each in due[start : start + MOST_LETTERS]), at=at)
    return len(due)


def _pause(item: VaultItem) -> timedelta:
    """Never tried: nobody is at it any more, since storing and filing lie seconds apart."""
    return timedelta(minutes=2**item.attempts) if item.attempts else _ORPHANED


def _opened(items: Iterable[VaultItem], raws: Mapping[int, bytes], at: datetime) -> Iterator[Letter]:
    for item in items:
        try:
            item.brand = brand_in_force(item.brand_id)
            raw = raws.get(item.id) or channels.open_item(item=item)
            mail = parse(raw)
            proof = verdict_of(raw, mail.from_email, trusted_receivers(item))
            yield Letter(item, mail, read(mail, raw, item), proof)
        except Exception as error:
            _log.exception("mail could not be read", extra={"item": item.id})
            _note_failure(item, error, at)


def trusted_receivers(item: VaultItem) -> list[str]:
    """Whose word about senders counts for this mail: receivers of its mailbox, and of the installation."""
    of_box = item.mailbox.state.get("trusted_receivers", []) if item.mailbox else []
    return [*of_box, *settings.MUHATAP_TRUSTED_RECEIVERS]


def _is_filed_together(letters: list[Letter], at: datetime) -> bool:
    try:
        _file(letters, at)
    except Exception as error:
        _log.info("filed one by one, because together: %s", type(error).__name__)
        return False
    return True


def _file_alone(letter: Letter, at: datetime) -> None:
    for attempt in range(1, _TWINS + 1):
        try:
            _file([letter], at)
        except IntegrityError as error:
            # Somebody else made the same customer's acquaintance in this moment.
            if attempt == _TWINS:
                _log.exception("mail could not be filed", extra={"item": letter.stored.id})
                _note_failure(letter.stored, error, at)
        except Exception as error:
            _log.exception("mail could not be filed", extra={"item": letter.stored.id})
            _note_failure(letter.stored, error, at)
            return
        else:
            return


def _file(letters: list[Letter], at: datetime) -> None:
    with unit_of_work() as unit, written_together():
        sitting = Sitting.of(letters)
        for letter in letters:
            twins = sitting.twins_of(letter)
            item = next(twin for twin in twins if twin.id == letter.stored.id)
            if item.state != VaultState.STORED:
                continue
            if not sitting.stands_alone(letter):
                unit.flush()
            with translation.override(item.brand.default_language):
                _decide(item, twins, letter, sitting, at)


def _decide(item: VaultItem, twins: list[VaultItem], letter: Letter, sitting: Sitting, at: datetime) -> None:
    mail, reading = letter.mail, letter.reading
    copy = next((twin for twin in twins if twin.id != item.id and twin.state == VaultState.IN_CASE), None)
    if copy is not None and copy.case is not None:
        item.reason = f"copy:{copy.id}"
        _finish(item, copy.case, mail, reading, at)
    elif item.reason == BY_HAND:
        _file_message(item, _place(item, letter), letter, sitting, at)
    elif reason := _own_mail(item, mail):
        channels.set_aside(item=item, reason=reason, by=BY_MAIL, at=at)
    elif mail.is_bounce or mail.complaint:
        case = returned.take_back(mail, item, at=at)
        _finish_or_set_aside(item, case, "bounce_of_nothing", mail, reading, at)
    elif side := asides.side_of(mail, item.brand_id):
        _finish(item, asides.take_aside(item, side, mail, reading, at=at), mail, reading, at)
    elif mail.is_auto:
        _file_automatic(item, letter, sitting, at)
    else:
        _file_message(item, _place(item, letter), letter, sitting, at)


def _place(item: VaultItem, letter: Letter) -> Place:
    return place_of(letter.mail, item.mailbox, item.brand_id, letter.proof)


def _own_mail(item: VaultItem, mail: ParsedMail) -> str:
    """Why a mail of our own goes no further, empty for everybody else's."""
    number = case_number_of(mail.own_id) or case_number_of(mail.message_id)
    if not number:
        return ""
    if case_of_brand(item.brand_id, number) is not None:
        return "own_mail"
    return "own_automatic_mail" if mail.is_auto else ""


def _file_automatic(item: VaultItem, letter: Letter, sitting: Sitting, at: datetime) -> None:
    """A machine's word about a case is kept there as a note: it opens nothing again and is not answered."""
    mail, reading = letter.mail, letter.reading
    place = _place(item, letter)
    case = lead_of(place.for_machines) if place.for_machines else None
    if case is not None:
        notes.machine_wrote(case, reading, item, at=at)
        _finish(item, case, mail, reading, at)
    elif mail.auto_reason.startswith(_ANSWERING):
        channels.set_aside(item=item, reason=f"automatic:{mail.auto_reason}", by=BY_MAIL, at=at)
    else:
        _file_message(item, place, letter, sitting, at)


def _file_message(item: VaultItem, place: Place, letter: Letter, sitting: Sitting, at: datetime) -> None:
    mail, reading = letter.mail, letter.reading
    # A mail without a sender gets no answer anyway.
    item.sender = reading.sender.email or "-"
    item.authentication = letter.proof.to_json()
    traffic = Traffic()
    # Mail from an archive was marked when it was stored: nobody answers it, so it cannot loop.
    is_old = item.no_auto_reply
    if sitting.may_know_sender(letter) and place.case is None and not is_old:
        traffic = budgets.traffic_of(item.brand_id, item.sender, at)
    is_forged = letter.proof.mark is Mark.FAILED
    # An answer to a forged sender would go to somebody who never wrote.
    asks_for_silence = is_old or mail.is_auto or mail.wants_no_auto_reply or is_forged
    item.no_auto_reply = asks_for_silence or traffic.is_loop or _is_ours(item, sitting)
    # Written at once: whose mail it is is asked of this row before it is in the case.
    update_row(item, "sender", "no_auto_reply")
    with unit_of_work() as unit:
        unit.hold(item)
    is_repeat = sitting.may_know_id(letter) and reading.is_repeated_id(item.brand_id)
    into = place.case or (traffic.newest if traffic.is_flood else None)
    receipt = channels.receive(
        inbound=reading.inbound(
            item, into.id if into else None, is_proved=letter.proof.mark is Mark.VERIFIED
        ),
        by=BY_MAIL,
        at=at,
    )
    with unit_of_work() as unit:
        case = unit.pending(Case, receipt.case_id) or Case.objects.select_related(
            "brand", "customer", "topic", "queue"
        ).get(id=receipt.case_id)
    asides.suggest_copied(case, mail, at=at)
    notes.refused_files(case, reading.refused, at=at)
    if receipt.opened and place.quoted is not None and place.doubt is not None:
        notes.doubtful(case, lead_of(place.quoted).number, at=at)
        doubt_match(case=case, quoted=lead_of(place.quoted), reason=place.doubt, item=item, by=BY_MAIL, at=at)
    elif receipt.opened and not item.no_auto_reply and case.intake.get("complete") is False:
        notes.lacks_answers(case, at=at)
    if is_repeat:
        notes.repeated_id(case, at=at)
    if traffic.is_loop and not asks_for_silence:
        _tell_of_traffic(case, traffic, reading, at)
    _finish(item, case, mail, reading, at)


def _is_ours(item: VaultItem, sitting: Sitting) -> bool:
    return sitting.may_be_ours(item) and is_our_address(item.sender, item.brand_id)


def _tell_of_traffic(case: Case, traffic: Traffic, reading: Reading, at: datetime) -> None:
    if not traffic.is_flood:
        notes.loops(case, reading, traffic, at=at)
    elif notes.floods(case, reading, at=at) is None:
        return
    budgets.tell_of_loop(case, reading.sender.email, at=at)


def _finish_or_set_aside(
    item: VaultItem, case: Case | None, reason: str, mail: ParsedMail, reading: Reading, at: datetime
) -> None:
    if case is None:
        channels.set_aside(item=item, reason=reason, by=BY_MAIL, at=at)
    else:
        _finish(item, case, mail, reading, at)


def _finish(item: VaultItem, case: Case, mail: ParsedMail, reading: Reading, at: datetime) -> None:
    put_in_case(item=item, case=case, by=BY_MAIL, at=at)
    if redacting.shows_a_card(mail):
        channels.redact_item(
            item=item, data=redacting.redacted(mail, reading.refused, item), by=BY_MAIL, at=at
        )


def _note_failure(item: VaultItem, error: Exception, at: datetime) -> None:
    reason = f"{type(error).__name__}: {error}"[:250]
    try:
        with unit_of_work():
            fresh = VaultItem.objects.select_for_update(of=("self",)).get(id=item.id)
            if fresh.state != VaultState.STORED:
                return
            if is_outage(error):
                # No fault of the mail: it is tried soon and without end.
                fresh.reason = fresh.reason or reason
                fresh.save(update_fields=["reason"])
                return
            if fresh.attempts + 1 >= MOST_ATTEMPTS:
                channels.set_aside(item=fresh, reason=f"failed:{reason}", by=BY_MAIL, at=at)
                return
            fresh.attempts += 1
            fresh.reason = reason
            fresh.save(update_fields=["attempts", "reason"])
    except Error:
        _log.exception("the failure could not be noted", extra={"item": item.id})
