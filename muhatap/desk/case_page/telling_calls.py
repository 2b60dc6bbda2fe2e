"""What the facts about promised calls say to staff."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from muhatap.desk.calling import ended_words, outcome_words

Told = Mapping[str, Any]


def _slot(told: Told) -> dict[str, str]:
    begins = localtime(datetime.fromisoformat(told["begins_at"]))
    ends = localtime(datetime.fromisoformat(told["ends_at"]))
    return {"begins": f"{begins:%d.%m. %H:%M}", "ends": f"{ends:%H:%M}"}


def _promised(told: Told, names: object) -> str:
    if told["is_urgent"]:
        return _("A call was promised, %(begins)s to %(ends)s; it goes first, as the case is urgent") % _slot(
            told
        )
    return _("A call was promised, %(begins)s to %(ends)s") % _slot(told)


def _moved(told: Told, names: object) -> str:
    match told["cause"]:
        case "missed":
            return _("The promised call was missed; new time %(begins)s to %(ends)s") % _slot(told)
        case "unanswered":
            return _("Not reached; called again %(begins)s to %(ends)s") % _slot(told)
        case _:
            return _("The customer chose another time for the call: %(begins)s to %(ends)s") % _slot(told)


def _ended(told: Told, names: object) -> str:
    return _("The promised call is over: %(how)s") % {"how": ended_words(told["ended_as"])}


def _attempted(told: Told, names: object) -> str:
    said = {"outcome": outcome_words(told["outcome"])}
    if told["seconds"]:
        said["seconds"] = told["seconds"]
        return _("Called: %(outcome)s, %(seconds)s s") % said
    return _("Called: %(outcome)s") % said


def _restarted(told: Told, names: object) -> str:
    return _("The promise of the call counts from the time that the customer chose")


CALL_WORDS: dict[str, tuple[str, Callable[[Told, Any], str]]] = {
    "callback.promised": ("phone", _promised),
    "callback.moved": ("phone", _moved),
    "callback.ended": ("phone", _ended),
    "call.attempted": ("phone", _attempted),
    "clock.restarted": ("clock", _restarted),
}
