"""Traces at payment providers as the desk and the timeline tell them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.cases.models import Case
from muhatap.money.queries import traces_of
from muhatap.money.trace_models import ProviderTrace, TraceResult

RESULTS: Mapping[str, Promise] = {
    TraceResult.PAID: gettext_lazy("It was paid"),
    TraceResult.ON_ITS_WAY: gettext_lazy("It is on its way"),
    TraceResult.RETURNED: gettext_lazy("It came back"),
    TraceResult.NOT_FOUND: gettext_lazy("It is not known there"),
    TraceResult.WITHDRAWN: gettext_lazy("We ask no longer"),
}


@dataclass(frozen=True, slots=True)
class TraceFace:
    """One trace with its own clock: how long is left, or how long it took."""

    trace: ProviderTrace
    result: str
    state: str

    @property
    def is_open(self) -> bool:
        """Whether the provider has not answered."""
        return self.trace.is_open


def trace_faces(case: Case, at: datetime) -> list[TraceFace]:
    """The traces of a case, the newest first."""
    return [TraceFace(each, str(RESULTS.get(each.result, "")), _state(each, at)) for each in traces_of(case)]


def _state(trace: ProviderTrace, at: datetime) -> str:
    if trace.answered_at is not None:
        return "kept" if trace.answered_at <= trace.due_at else "missed"
    return "late" if at >= trace.due_at else "calm"


def _asked(told: Mapping[str, Any], names: Any) -> str:
    if not told.get("provider"):
        return _("A provider was asked to trace a payment")
    said = {"provider": told["provider"], "reference": told.get("reference", "")}
    return _("%(provider)s was asked to trace %(reference)s") % said


def _answered(told: Mapping[str, Any], names: Any) -> str:
    return _("The provider answered: %(result)s") % {"result": RESULTS.get(told["result"], told["result"])}


TRACE_WORDS: dict[str, tuple[str, Callable[[Mapping[str, Any], Any], str]]] = {
    "trace.asked": ("search", _asked),
    "trace.answered": ("coin", _answered),
}
