"""The promises of a charter as rows hold them and as rules reckon with them, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from muhatap.charters.mapping import to_plain
from muhatap.charters.schedules import schedule_of
from muhatap.charters.shape import CharterDocument, LadderStep
from muhatap.charters.shape import Promise as Said
from muhatap.promises.models import Promise
from muhatap.promises.rules import Rule, rule_of


def promise_values(document: CharterDocument, said: Said, schedule: Mapping[str, Any]) -> dict[str, Any]:
    """What the row of a promise says, with the schedule of its calendar as JSON."""
    return {
        "clock": said.clock,
        "names": to_plain(said.name),
        "target": said.target,
        "limit": said.limit,
        "schedule": schedule,
        "conditions": document.conditions_of(said),
        "pauses": list(said.pauses),
        "pause_cap": said.pause_cap,
        "law": said.law,
        "last_day": said.last_day or ("stay" if said.law else ""),
        "ladder": [_step(step) for step in document.ladder.steps_of(said.clock)],
        "is_public": said.public,
    }


def rules_of_charter(document: CharterDocument, years: Iterable[int]) -> tuple[Rule, ...]:
    """The promises of a charter that need not run, with the holidays of these years; ids are their places."""
    years = list(years)
    schedules = {
        calendar.code: schedule_of(calendar, document.brand.zone, years).to_json()
        for calendar in document.calendars
    }
    return tuple(
        rule_of(
            Promise(
                id=place,
                code=said.id,
                position=place,
                **promise_values(document, said, schedules[document.calendar_of(said)]),
            )
        )
        for place, said in enumerate(document.promises)
    )


def _step(step: LadderStep) -> dict[str, Any]:
    plain = {"at": str(step.at), "do": list(step.do), "to": step.to, "tell_customer": step.tell_customer}
    return plain | ({"page_every": step.page_every} if step.page_every else {})
