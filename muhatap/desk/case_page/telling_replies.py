"""What replies that wait to leave say to staff in the timeline."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from muhatap.ui.dates import moment_words


def _planned(told: Mapping[str, Any], names: Any) -> str:
    time = moment_words(datetime.fromisoformat(str(told["leaves_at"])), names.at)
    if told.get("previous"):
        return _("A planned reply leaves at another time: %(time)s") % {"time": time}
    return _("A reply was planned: it leaves %(time)s") % {"time": time}


def _called_off(told: Mapping[str, Any], names: Any) -> str:
    return _("A planned reply did not leave: %(why)s") % {"why": stop_words(str(told.get("reason", "")))}


def stop_words(reason: str) -> str:
    """Why a reply did not leave."""
    match reason:
        case "writer":
            return _("its writer took it back")
        case "colleague":
            return _("a colleague took it back")
        case "news":
            return _("something new arrived before")
        case "status":
            return _("the status of the case was changed before")
        case "joined":
            return _("the case goes on in another one")
        case "gone":
            return _("its writer may no longer answer here")
        case "public":
            return _("everybody could have read a number in it")
        case _:
            return reason


REPLY_WORDS: dict[str, tuple[str, Callable[..., str]]] = {
    "reply.planned": ("calendar", _planned),
    "reply.called_off": ("pause", _called_off),
}
