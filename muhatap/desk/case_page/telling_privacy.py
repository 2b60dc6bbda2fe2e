"""What the timeline says of a request about data, copies and erasures."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from muhatap.dossiers.wording import event_words
from muhatap.privacy.codes import Outcome, Right
from muhatap.privacy.wording import OUTCOME_WORDS, RIGHT_WORDS
from muhatap.ui.dates import moment_words

Told = Mapping[str, Any]


def _asked(told: Told, names: Any) -> str:
    return _("Asked about data: %(right)s") % {"right": RIGHT_WORDS[Right(told["right"])]}


def _decided(told: Told, names: Any) -> str:
    return _("Decided about the request: %(outcome)s") % {"outcome": OUTCOME_WORDS[Outcome(told["outcome"])]}


def _restricted(told: Told, names: Any) -> str:
    return _("Processing was stopped") if told["is_restricted"] else _("Processing goes on again")


def _extended(told: Told, names: Any) -> str:
    said = {
        "promise": names.promise(told),
        "old": _moment(told["previous_limit_at"], names),
        "new": _moment(told["limit_at"], names),
    }
    return _("The law allows a longer time for %(promise)s: %(old)s → %(new)s") % said


def _moment(written: str, names: Any) -> str:
    return moment_words(datetime.fromisoformat(written), names.at)


def _said(kind: str) -> Callable[[Told, Any], str]:
    return lambda told, names: event_words(kind)


PRIVACY_WORDS: dict[str, tuple[str, Callable[[Told, Any], str]]] = {
    "privacy.asked": ("shield", _asked),
    "privacy.decided": ("shield", _decided),
    "clock.extended": ("clock", _extended),
    "privacy.processing_restricted": ("shield", _restricted),
} | {
    kind: ("shield", _said(kind))
    for kind in (
        "privacy.right_corrected",
        "privacy.identity_asked",
        "privacy.extended",
        "privacy.answered",
        "privacy.copy_made",
        "privacy.copy_fetched",
        "privacy.copy_destroyed",
        "privacy.erasure_planned",
        "privacy.erasure_begun",
        "privacy.case_erased",
        "privacy.erasure_rested",
        "privacy.erasure_ended",
        "privacy.restricted_opened",
    )
}
