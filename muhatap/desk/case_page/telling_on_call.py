"""What pages, and the reasons for a delay, say to staff in the timeline."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from muhatap.promises.delays import delay_sentence


def _paged(told: Mapping[str, Any], names: Any) -> str:
    said = {"name": names.person(told["staff"]), "promise": names.promise(told)}
    return _("Paged: %(name)s, for %(promise)s") % said


def _answered(told: Mapping[str, Any], names: Any) -> str:
    return _("Page answered by %(name)s") % {"name": names.person(told["staff"])}


def _reason(told: Mapping[str, Any], names: Any) -> str:
    said = {"promise": names.promise(told), "reason": delay_sentence(str(told["reason"]))}
    return _("Reason for a delay of %(promise)s: %(reason)s") % said


ON_CALL_WORDS: dict[str, tuple[str, Callable[..., str]]] = {
    "on_call.paged": ("phone", _paged),
    "on_call.acknowledged": ("check", _answered),
    "clock.delay_reason_chosen": ("clock", _reason),
}
