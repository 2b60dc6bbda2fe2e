"""Mailing the links that wait; an address is forgotten as soon as the mail server has taken it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from muhatap.audit.recording import unit_of_work
from muhatap.channels.adapters.email import composing, smtp
from muhatap.channels.adapters.email.letter_html import Frame, letter_html
from muhatap.channels.adapters.email.sending import server_from
from muhatap.channels.adapters.email.signing import stamped
from muhatap.channels.contract import NotReady
from muhatap.incidents.models import State
from muhatap.incidents.wording import STATE_WORDS, said_in
from muhatap.kernel.actors import Actor
from muhatap.portal.keys import (
    ACCOUNT,
    CHANGED,
    DATA,
    FOLLOW,
    LOCKED,
    LOCKER,
    PAYEE,
    REENROLLED,
    STANDING,
    TRACK,
    UNLOCKED,
)
from muhatap.portal.models import MailedLink
from muhatap.portal.queries import address_of, links_due

# Longer than a conversation with a mail server, so that two workers never mail the same link.
_LEASE = timedelta(minutes=5)
_PAUSE = timedelta(minutes=2)


def send_links(*, by: Actor, at: datetime) -> int:
    """Mail every link that is due; returns how many were taken, 0 while no mail server is set."""
    try:
        server = server_from(settings.MUHATAP_SMTP_URL)
    except NotReady:
        return 0
    return sum(_send(link, server, by=by, at=at) for link in links_due(at) if _claim(link, at))


def text_of(*, link: MailedLink, by: Actor, at: datetime) -> tuple[str, str]:
    """Subject and text of a link's mail, also for the outbox page."""
    with translation.override(link.language), timezone.override(ZoneInfo(link.brand.zone)):
        words = _WORDS.get(link.kind, _form_words)
        subject, lines = words(link)
    return subject, "\n\n".join([*lines, link.brand.name]) + "\n"


def _case_words(link: MailedLink) -> tuple[str, list[str]]:
    return _("Link to your case"), [
        _("You asked for a link to your case. It opens the case once, within 30 minutes:"),
        address_of(link),
        _("If you did not ask for it, ignore this message. Nobody can open your case without it."),
    ]


def _locker_words(link: MailedLink) -> tuple[str, list[str]]:
    return _("Link to your locker"), [
        _("In your locker you keep receipts and numbers for a case to come. The link opens it once:"),
        address_of(link),
        _("If you did not ask for it, ignore this message. Nobody can open the locker without it."),
    ]


def _account_words(link: MailedLink) -> tuple[str, list[str]]:
    minutes = round((link.valid_until - link.made_at).total_seconds() / 60)
    return _("Sign in to your account"), [
        _("The link signs you in once, within %(minutes)d minutes:") % {"minutes": minutes},
        address_of(link),
        _("If you did not ask for it, ignore this message. Nobody can sign in without it."),
    ]


def _changed_words(link: MailedLink) -> tuple[str, list[str]]:
    return _("Your account was changed"), [
        _("How one signs in to your account was changed just now, and other sessions are over."),
        _("If it was not you, sign in by a link and end all sessions, or write to us at once:"),
        address_of(link),
    ]


def _locked_words(link: MailedLink) -> tuple[str, list[str]]:
    return _("Your account is locked"), [
        _("Nobody can sign in to your account any more, and all sessions are over."),
        _("Write to us to have it opened again; we will ask you to show who you are:"),
        address_of(link),
    ]


def _unlocked_words(link: MailedLink) -> tuple[str, list[str]]:
    return _("Your account is open again"), [
        _("Two of our staff made sure who asked, and opened your account again. Earlier sessions are over."),
        _("If you did not ask for this, write to us at once:"),
        address_of(link),
    ]


def _reenrolled_words(link: MailedLink) -> tuple[str, list[str]]:
    return _("Your sign-in codes were taken off"), [
        _("Two of our staff made sure who asked, and took the codes of your app and the backup codes off."),
        _("The old codes are no longer good, and sessions are over. Set up a new app after signing in."),
        _("If you did not ask for this, write to us at once:"),
        address_of(link),
    ]


def _payee_words(link: MailedLink) -> tuple[str, list[str]]:
    return _("The account that we pay to is to change"), [
        _("Somebody, probably you, asked us to pay to another account. Two of our staff agreed to it."),
        _("If you did not ask for this, write to us at once:"),
        address_of(link),
    ]


def _follow_words(link: MailedLink) -> tuple[str, list[str]]:
    return _("Shall we write to you when something does not work?"), [
        _("Somebody, probably you, asked to hear of incidents and maintenance. Open this link to begin:"),
        address_of(link),
        _("If it was not you, ignore this message. Nothing is sent before the link is opened."),
    ]


def _standing_words(link: MailedLink) -> tuple[str, list[str]]:
    update, languages = link.update, (link.language, link.brand.default_language)
    state = str(STATE_WORDS[State(update.state)])
    return f"{state}: {said_in(update.incident.titles, languages)}", [
        said_in(update.texts, languages),
        _("Everything about it: %(page)s")
        % {"page": f"{settings.MUHATAP_ORIGIN}/{link.brand.code}/status/incidents/{update.incident_id}/"},
        _("You get this because you follow the page. This link ends it: %(link)s")
        % {"link": address_of(link)},
    ]


def _form_words(link: MailedLink) -> tuple[str, list[str]]:
    until = date_format(timezone.localtime(link.valid_until), "j F Y H:i")
    return _("Link to your unfinished form"), [
        _("With this link you go on with the form that you began, in any browser:"),
        address_of(link),
        _("It is good until %(until)s. Whoever has the link can read the form, so do not pass it on.")
        % {"until": until},
    ]


def _claim(link: MailedLink, at: datetime) -> bool:
    waiting = MailedLink.objects.filter(id=link.id, sent_at__isnull=True, next_try_at__lte=at)
    return waiting.update(next_try_at=at + _LEASE) == 1


def _send(link: MailedLink, server: smtp.SmtpServer, *, by: Actor, at: datetime) -> bool:
    said = link.brand.contact.get("sender") or {}
    address = said.get("email") or link.brand.contact.get("email") or ""
    subject, text = text_of(link=link, by=by, at=at)
    try:
        raw = composing.compose(
            composing.OutgoingMail(
                from_name=said.get("name") or link.brand.name,
                from_address=address,
                to=(link.recipient,),
                subject=subject,
                text=text,
                html=letter_html(text, _frame(link, subject)),
                message_id=f"<link-{link.id}@{address.rpartition('@')[2]}>",
                sent_at=at,
                auto="auto-generated",
                language=link.language,
            )
        )
        raw = stamped(raw, brand_id=link.brand_id, sender=address, at=at)
        smtp.deliver(server, address, (link.recipient,), raw)
    except (smtp.NotDelivered, NotReady, ValueError) as error:
        return _failed(link, error, at)
    with unit_of_work():
        link.sent_at, link.sealed_url, link.error = at, b"", ""
        # Who follows the status page may leave it, and then nothing of her is left.
        link.recipient = "" if link.kind == STANDING else link.recipient
        link.save(update_fields=["sent_at", "sealed_url", "error", "recipient"])
    return True


def _frame(link: MailedLink, subject: str) -> Frame:
    colour = (link.brand.contact.get("sender") or {}).get("colour", "")
    return Frame(link.brand.name, subject, "", link.language, colour, is_automatic=True)


def _failed(link: MailedLink, error: Exception, at: datetime) -> bool:
    link.attempts += 1
    link.error = f"{type(error).__name__}: {error}"
    # A refusal is final; waiting would only keep the sealed address longer than needed.
    may_work = isinstance(error, smtp.Retry | NotReady)
    link.next_try_at = at + _PAUSE * link.attempts if may_work else None
    link.save(update_fields=["attempts", "error", "next_try_at"])
    return False


def _data_words(link: MailedLink) -> tuple[str, list[str]]:
    return _("Link to the copy of your data"), [
        _("You asked for the copy of your data. The link opens it once, within 30 minutes:"),
        address_of(link),
        _("It asks for the code that the page of your case shows. Without it nobody can read the copy."),
        _("If you did not ask for it, write to us: somebody has the number and the secret of your case."),
    ]


_WORDS = {
    TRACK: _case_words,
    LOCKER: _locker_words,
    ACCOUNT: _account_words,
    CHANGED: _changed_words,
    FOLLOW: _follow_words,
    STANDING: _standing_words,
    LOCKED: _locked_words,
    UNLOCKED: _unlocked_words,
    REENROLLED: _reenrolled_words,
    PAYEE: _payee_words,
    DATA: _data_words,
}
