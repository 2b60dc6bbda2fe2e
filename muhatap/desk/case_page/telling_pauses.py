"""What longer pauses of promises say to staff in the timeline."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _


def _asked(told: Mapping[str, Any], names: Any) -> str:
    return _("Asked that %(promise)s may wait longer than 72 hours") % {"promise": names.promise(told)}


def _decided(told: Mapping[str, Any], names: Any) -> str:
    if told["is_approved"]:
        return _("Agreed that %(promise)s may wait longer") % {"promise": names.promise(told)}
    return _("Did not agree that %(promise)s waits longer") % {"promise": names.promise(told)}


PAUSE_WORDS: dict[str, tuple[str, Callable[..., str]]] = {
    "clock.longer_pause_asked": ("pause", _asked),
    "clock.longer_pause_decided": ("pause", _decided),
}
