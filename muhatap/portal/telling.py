"""How a customer is told and what was sent to her, in her words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from muhatap.brands.models import Brand
from muhatap.cases.joined import ids_with_followers
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels.manners import Manner, Withheld
from muhatap.channels.models import Delivery, DeliveryState
from muhatap.channels.queries import sent_on
from muhatap.portal import queries
from muhatap.ui.dates import moment_words

_EXCERPT = 160
_WAITS = frozenset({DeliveryState.QUEUED, DeliveryState.DEFERRED})


@dataclass(frozen=True, slots=True)
class SentFace:
    """One letter: what it was, how it begins, and a line for each way by which it went."""

    what: str
    excerpt: str
    at: datetime
    ways: Sequence[str]


def consent_words(brand: Brand) -> str:
    """The question about advertising as she reads it."""
    said = {"brand": brand.legal.get("name") or brand.name}
    return _("%(brand)s may send me news and offers by e-mail. I can take this back at any time.") % said


def consent_version(brand: Brand) -> str:
    """The version of the question: of the brand's notice, and of its charter."""
    return f"{brand.notices.get('version', '')}/{brand.charter_number}"


def wishes_refused(code: str) -> str:
    """What is wrong with her wishes, and what to do."""
    match code:
        case "quiet":
            return _("Quiet hours: give both times, or leave both empty.")
        case "quiet_same":
            return _("Quiet hours: give two different times.")
        case "language":
            return _("Language: choose one of those shown.")
        case _:
            return _("Choose how we tell you.")


def sent_faces(case: Case, at: datetime) -> list[SentFace]:
    """What was sent on a case and those that go on in it, newest first, the links she asked for too."""
    own = [each for each in sent_on(ids_with_followers(case)) if each[0].case.customer_id == case.customer_id]
    letters = [_face(case, message, deliveries, at) for message, deliveries in own]
    links = [
        SentFace(_("Link to your case, as you asked"), "", each.made_at, [_link_words(each, at)])
        for each in queries.links_of(case)
    ]
    return sorted([*letters, *links], key=lambda face: face.at, reverse=True)


def _face(case: Case, message: Message, deliveries: Sequence[Delivery], at: datetime) -> SentFace:
    name = message.staff.name if message.staff else case.brand.name
    what = _("Notice") if message.author == Author.AUTOMATIC else _("Reply of %(name)s") % {"name": name}
    text = "" if message.erased_at else " ".join(message.text.split())
    excerpt = text if len(text) <= _EXCERPT else text[:_EXCERPT].rsplit(" ", 1)[0] + "…"
    # Who else got a copy is shown on the message itself; here it is about her.
    own = [each for each in deliveries if each.recipient in {case.customer_email, case.customer.phone}]
    ways = [_way_words(each, at) for each in own] or [_("On this page")]
    return SentFace(what, excerpt, message.at, ways)


def _way_words(delivery: Delivery, at: datetime) -> str:
    to = {"recipient": delivery.recipient}
    if delivery.manner == Manner.CALL:
        if delivery.sent_at is None:
            return _("On this page; we call you on %(recipient)s") % to
        return _("On this page, and told by telephone %(time)s") % {
            "time": moment_words(delivery.sent_at, at)
        }
    if delivery.state in _WAITS:
        return _waiting_words(delivery, at)
    match delivery.state:
        case DeliveryState.WITHHELD:
            return _withheld_words(delivery.error)
        case DeliveryState.SENT | DeliveryState.COMPLAINED if delivery.sent_at:
            sent = _("By e-mail to %(recipient)s %(time)s") % {
                **to,
                "time": moment_words(delivery.sent_at, at),
            }
            why = _why_then(delivery.manner)
            return f"{sent}. {why}" if why else sent
        case _:
            return _("On this page. The mail to %(recipient)s could not be delivered") % to


def _waiting_words(delivery: Delivery, at: datetime) -> str:
    if delivery.manner == Manner.QUIET and delivery.next_try_at:
        return _("On this page. The mail leaves %(time)s, after your quiet hours") % {
            "time": moment_words(delivery.next_try_at, at)
        }
    return _("On this page. The mail to %(recipient)s is on its way") % {"recipient": delivery.recipient}


def _withheld_words(error: str) -> str:
    match error:
        case Withheld.PAGE:
            return _("On this page only, as you wished")
        case Withheld.PHONE:
            return _("On this page; you wished to be called for answers")
        case Withheld.CONSENT:
            return _("Not sent: you did not agree to advertising")
        case "declined":
            return _("Not sent: you want no such letters")
        case _:
            return _("On this page; no mail was sent")


def _why_then(manner: str) -> str:
    match manner:
        case Manner.URGENT:
            return _("It came in your quiet hours because it is urgent.")
        case Manner.RECEIPT:
            return _("It came at once because our charter promises you the receipt at once.")
        case Manner.LAW:
            return _("It came by mail because it is a letter of the law.")
        case Manner.DUE:
            return _("It came in your quiet hours because what we promised ends before they do.")
        case Manner.NO_PHONE:
            return _("It came by mail because we know no telephone number of yours.")
        case _:
            return ""


def _link_words(link: queries.MailedLink, at: datetime) -> str:
    if link.sent_at is None:
        return _("The mail to %(recipient)s is on its way") % {"recipient": link.recipient}
    return _("By e-mail to %(recipient)s %(time)s") % {
        "recipient": link.recipient,
        "time": moment_words(link.sent_at, at),
    }
