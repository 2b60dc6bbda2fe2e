"""What became of a message on its way out, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from muhatap.channels.manners import Manner, Withheld
from muhatap.channels.models import Delivery, DeliveryState
from muhatap.ui.dates import moment_words

_ICONS = {
    DeliveryState.QUEUED: "send",
    DeliveryState.DEFERRED: "clock",
    DeliveryState.SENT: "check",
    DeliveryState.BOUNCED: "alert",
    DeliveryState.COMPLAINED: "thumbdown",
    DeliveryState.WITHHELD: "minus",
}


@dataclass(frozen=True, slots=True)
class DeliveryFace:
    """The mark of one delivery under its message, and what unfolds from it."""

    id: int
    state: str
    icon: str
    line: str
    words: str
    attempts: int
    next_try_at: datetime | None
    message_id: str

    @property
    def has_more(self) -> bool:
        """Whether there is anything to unfold."""
        return bool(self.words or self.attempts > 1 or self.state == DeliveryState.DEFERRED)


def delivery_face(delivery: Delivery, at: datetime) -> DeliveryFace:
    """A delivery as the timeline shows it."""
    state = DeliveryState(delivery.state)
    waits = state in (DeliveryState.QUEUED, DeliveryState.DEFERRED)
    return DeliveryFace(
        id=delivery.id,
        state=state.value,
        icon=_ICONS[state],
        line=delivery_words(delivery, at),
        words=delivery.error if _is_servers(delivery) else "",
        attempts=delivery.attempts,
        next_try_at=delivery.next_try_at if waits else None,
        message_id=delivery.external_id,
    )


def delivery_words(delivery: Delivery, at: datetime) -> str:
    """Where a delivery stands, in one line."""
    to = {"recipient": delivery.recipient}
    match delivery.state:
        case DeliveryState.SENT if delivery.error:
            return _("Sent to %(recipient)s; the mail server there reports a delay") % to
        case DeliveryState.SENT if delivery.manner == Manner.CALL:
            said = {**to, "time": moment_words(delivery.sent_at, at)}
            return _("Told by telephone %(time)s: %(recipient)s") % said
        case DeliveryState.SENT if delivery.read_at or delivery.arrived_at:
            return _told_words(delivery, at)
        case DeliveryState.SENT:
            sent = _("Sent to %(recipient)s %(time)s") % {**to, "time": moment_words(delivery.sent_at, at)}
            return f"{sent}; {manner_words(delivery.manner)}" if manner_words(delivery.manner) else sent
        case DeliveryState.BOUNCED if delivery.sent_at:
            return _("Came back: not delivered to %(recipient)s") % to
        case DeliveryState.BOUNCED:
            return _("Not delivered to %(recipient)s") % to
        case DeliveryState.COMPLAINED:
            return _("%(recipient)s reported this letter as unwanted") % to
        case DeliveryState.WITHHELD:
            return _("Not sent to %(recipient)s: %(why)s") % {**to, "why": why_words(delivery)}
        case DeliveryState.QUEUED if delivery.manner == Manner.CALL:
            return _("To be told by telephone: %(recipient)s") % to
        case DeliveryState.QUEUED if delivery.manner == Manner.QUIET and delivery.next_try_at:
            said = {**to, "time": moment_words(delivery.next_try_at, at)}
            return _("Waits for the end of the customer’s quiet hours, %(time)s: %(recipient)s") % said
        case DeliveryState.DEFERRED if delivery.next_try_at:
            said = {**to, "time": moment_words(delivery.next_try_at, at)}
            return _("Not yet taken for %(recipient)s; tried again %(time)s") % said
        case _:
            return _("Waits to be sent to %(recipient)s: %(why)s") % {**to, "why": why_words(delivery)}


def _told_words(delivery: Delivery, at: datetime) -> str:
    said = {
        "recipient": delivery.recipient,
        "time": moment_words(delivery.read_at or delivery.arrived_at, at),
    }
    words = (
        _("Read by %(recipient)s %(time)s") if delivery.read_at else _("Arrived with %(recipient)s %(time)s")
    ) % said
    return f"{words}; {manner_words(delivery.manner)}" if manner_words(delivery.manner) else words


def why_words(delivery: Delivery) -> str:
    """Why a delivery waits, was withheld or was given up."""
    match delivery.error:
        case "":
            return _("it is next in line") if delivery.attempts == 0 else _("it is being tried")
        case "withheld":
            return _("an automatic letter is not sent to a machine")
        case "marked":
            return _("automatic letters to this address are stopped")
        case "declined":
            return _("the customer wants no such letters")
        case "erased":
            return _("its content was erased")
        case "read_in_chat":
            return _("it was read in the chat")
        case "no_sender":
            return _("the brand has no sender address yet")
        case "no_mail_server":
            return _("no mail server is set up")
        case "signing_key":
            return _("the key that signs the mail cannot be opened")
        case "wrong_mail_server":
            return _("the address of the mail server cannot be read")
        case _:
            return _wish_words(delivery.error) or _whatsapp_words(delivery.error) or delivery.error


def _whatsapp_words(error: str) -> str:
    match error:
        case "window_closed":
            return _(
                "WhatsApp takes our own words only within 24 hours of the customer’s last message. It leaves "
                "by itself when she writes again; until then her page shows it, and you can write to her by "
                "e-mail or call her"
            )
        case "no_whatsapp":
            return _("no WhatsApp number is set up for this brand")
        case "whatsapp_file":
            return _("the file with the brand’s WhatsApp secrets cannot be read")
        case "whatsapp_token":
            return _("WhatsApp does not accept the brand’s token; it must be renewed")
        case _:
            return ""


def _wish_words(error: str) -> str:
    match error:
        case Withheld.PAGE:
            return _("the customer reads it on her page and wants no mail")
        case Withheld.PHONE:
            return _("the customer wants to be called; notices stand on her page")
        case Withheld.CONSENT:
            return _("the customer did not agree to advertising")
        case _:
            return ""


def manner_words(manner: str) -> str:
    """Why a letter left although the customer asked for quiet or another way; empty where it simply left."""
    match manner:
        case Manner.URGENT:
            return _("in her quiet hours, because it is urgent")
        case Manner.RECEIPT:
            return _("at once, because the charter promises the receipt at once")
        case Manner.LAW:
            return _("by mail, because it is a letter of the law")
        case Manner.DUE:
            return _("in her quiet hours, because its time ends before they do")
        case Manner.NOTICE:
            return _("as an approved notice that names the case; the words stand on her page")
        case Manner.NO_PHONE:
            return _("by mail, because no telephone number is known")
        case _:
            return ""


def _is_servers(delivery: Delivery) -> bool:
    """Whether the words are a server's, and not a reason of our own."""
    return bool(delivery.error) and why_words(delivery) == delivery.error
