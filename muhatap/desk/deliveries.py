"""What became of a message on its way out, in words."""

from datetime import datetime

from django.utils.translation import gettext as _

from muhatap.channels.models import Delivery
from muhatap.ui.dates import moment_words


def delivery_words(delivery: Delivery, at: datetime) -> str:
    """Where a delivery stands: sent, waiting and why, or given up and why."""
    to = {"recipient": delivery.recipient}
    if delivery.sent_at:
        return _("Sent to %(recipient)s %(time)s") % {**to, "time": moment_words(delivery.sent_at, at)}
    if delivery.given_up_at:
        return _("Not delivered to %(recipient)s: %(why)s") % {**to, "why": why_words(delivery)}
    return _("Waits to be sent to %(recipient)s: %(why)s") % {**to, "why": why_words(delivery)}


def why_words(delivery: Delivery) -> str:
    """Why a delivery waits or was given up."""
    match delivery.error:
        case "":
            return _("it is next in line") if delivery.attempts == 0 else _("it is being tried")
        case "withheld":
            return _("an automatic letter is not sent to a machine")
        case "no_sender":
            return _("the brand has no sender address yet")
        case "no_mail_server":
            return _("no mail server is set up")
        case "wrong_mail_server":
            return _("the address of the mail server cannot be read")
        case _:
            return delivery.error
