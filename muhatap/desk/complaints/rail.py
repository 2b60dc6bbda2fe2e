"""The stages of a complaint as seven steps, with the clock that runs for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from muhatap.complaints.models import Complaint, StageMove
from muhatap.complaints.stages import SILENCE_AFTER, Stage
from muhatap.complaints.wording import stage_words
from muhatap.promises.readings import ClockReading
from muhatap.ui.dates import moment_words

S = Stage
_STEPS: Sequence[tuple[frozenset[Stage], str]] = (
    (frozenset({S.RECEIVED, S.ACKNOWLEDGED}), "ack"),
    (frozenset({S.TRIAGED}), "triage"),
    (
        frozenset({S.INVESTIGATING, S.WAITING_CUSTOMER, S.WAITING_THIRD_PARTY, S.REOPENED}),
        "investigation_start",
    ),
    (frozenset({S.PROPOSED, S.APPEAL}), "resolve"),
    (frozenset({S.RESPONDED, S.EXTERNAL}), ""),
    (frozenset({S.APPLYING, S.CONFIRMING}), ""),
    (frozenset({S.CLOSED, S.CLOSED_UNCONFIRMED, S.WITHDRAWN, S.SET_ASIDE}), ""),
)


@dataclass(frozen=True, slots=True)
class RailStep:
    """One step: its name, what happened there or is due, and its clock."""

    name: str
    note: str
    is_done: bool
    is_current: bool
    clock: ClockReading | None = None


def rail_of(
    complaint: Complaint, moves: Sequence[StageMove], readings: Mapping[str, ClockReading], at: datetime
) -> list[RailStep]:
    """The steps from receipt to the end; the present one carries the name of its own stage."""
    names = (
        _("Received"),
        _("Triage"),
        _("Investigation"),
        _("Decision"),
        _("Answer to the customer"),
        _("Carrying out"),
        _("Closing"),
    )
    current = next(place for place, (stages, _clock) in enumerate(_STEPS) if complaint.stage in stages)
    reached = {move.stage: move.at for move in moves}
    steps = []
    for place, (stages, clock) in enumerate(_STEPS):
        moments = [reached[stage] for stage in stages if stage in reached]
        note = moment_words(min(moments), at) if moments else ""
        if place == current:
            note = _note_now(complaint, at) or note
        name = stage_words(complaint.stage) if place == current else names[place]
        steps.append(
            RailStep(
                name=name,
                note=note,
                is_done=place < current and bool(moments),
                is_current=place == current,
                clock=readings.get(clock),
            )
        )
    return steps


def _note_now(complaint: Complaint, at: datetime) -> str:
    if complaint.stage in {Stage.RESPONDED, Stage.CONFIRMING}:
        until = complaint.stage_since + SILENCE_AFTER
        return _("the customer’s word, until %(day)s") % {"day": moment_words(until, at)}
    if at - complaint.stage_since < timedelta(minutes=1):
        return ""
    return _("since %(moment)s") % {"moment": moment_words(complaint.stage_since, at)}
