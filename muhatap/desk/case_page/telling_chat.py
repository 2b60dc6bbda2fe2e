"""What happened in a chat, as the timeline tells it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from muhatap.ui.durations import duration_words


def _started(told: Mapping[str, Any], names: Any) -> str:
    if told["channel"] == "in_app":
        return _("The customer began to chat in the app")
    return _("The customer began to chat")


def _handed_over(told: Mapping[str, Any], names: Any) -> str:
    return _("The bot asked for a person")


def _accepted(told: Mapping[str, Any], names: Any) -> str:
    said = {"name": names.person(told["staff"]), "time": duration_words(int(told["waited_seconds"]))}
    return _("%(name)s took part in the chat after %(time)s") % said


def _passed_on(told: Mapping[str, Any], names: Any) -> str:
    if told["staff"]:
        return _("The chat was passed on to %(name)s with a summary") % {"name": names.person(told["staff"])}
    return _("The chat was passed on to a queue with a summary")


def _ended(told: Mapping[str, Any], names: Any) -> str:
    match told["ended_by"]:
        case "visitor":
            return _("The customer ended the chat")
        case "left":
            return _("The chat ended: the customer had left")
        case _:
            return _("The chat was ended")


def _wrapped_up(told: Mapping[str, Any], names: Any) -> str:
    said = {"name": names.person(told["staff"]), "time": duration_words(int(told["seconds"]))}
    return _("%(name)s finished the work after the chat in %(time)s") % said


CHAT_WORDS: dict[str, tuple[str, Callable[[Any, Any], str]]] = {
    "chat.started": ("chat", _started),
    "chat.handed_over": ("users", _handed_over),
    "chat.accepted": ("chat", _accepted),
    "chat.passed_on": ("users", _passed_on),
    "chat.ended": ("chat", _ended),
    "chat.wrapped_up": ("check", _wrapped_up),
}
