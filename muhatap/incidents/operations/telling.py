"""Saying what does not work: opened, told in updates, ended; what was said keeps its words."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.incidents.events import IncidentEnded, IncidentOpened, IncidentUpdated
from muhatap.incidents.models import ENDS, Incident, IncidentUpdate, Sort, State
from muhatap.incidents.queries import offered_components
from muhatap.incidents.spans import Effect
from muhatap.kernel.actors import Actor

STATES = {
    Sort.TROUBLE: (State.INVESTIGATING, State.IDENTIFIED, State.MONITORING, State.RESOLVED),
    Sort.MAINTENANCE: (State.PLANNED, State.UNDER_WAY, State.DONE, State.CANCELLED),
}


class LacksWords(ValueError):
    """A title or text is missing in a language that the brand speaks; `field` and `language` say which."""

    def __init__(self, field: str, language: str) -> None:
        super().__init__(f"{field} {language}")
        self.field = field
        self.language = language


class NotAPart(ValueError):
    """No part is named, or one that the brand does not offer."""


class NotAState(ValueError):
    """Trouble and maintenance have states of their own, and nothing is cancelled that has begun."""


class NotATime(ValueError):
    """Trouble begins in the past, maintenance has an end after its beginning, and updates go forward."""


class EndedAlready(Exception):
    """The incident is over; what is new is a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIncident:
    """What does not work or will not: its parts, what people notice, and from when."""

    sort: Sort
    components: Sequence[str]
    effect: Effect
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    begins_at: datetime
    until_at: datetime | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What is said now; `holds_at` is since when that holds, `until_at` a later end of maintenance."""

    state: State
    effect: Effect
    texts: Mapping[str, str]
    holds_at: datetime
    until_at: datetime | None = None


def open_incident(*, brand: Brand, new: NewIncident, by: Actor, at: datetime) -> Incident:
    """Say what does not work; `LacksWords`, `NotAPart`, `NotAState`, `NotATime`."""
    titles, texts = _spoken(brand, "title", new.titles), _spoken(brand, "text", new.texts)
    parts = _parts(brand, new.components)
    state = new.state or STATES[new.sort][0]
    if state not in STATES[new.sort] or state in ENDS or new.effect is Effect.NONE:
        raise NotAState(state)
    if new.sort == Sort.TROUBLE and (new.begins_at > at or new.until_at is not None):
        raise NotATime(new.begins_at)
    if new.sort == Sort.MAINTENANCE and (
        new.until_at is None or new.until_at <= max(new.begins_at, at) or new.begins_at < at
    ):
        raise NotATime(new.until_at)
    with unit_of_work():
        row = Incident.objects.create(
            brand=brand,
            sort=new.sort,
            components=parts,
            titles=titles,
            state=state,
            effect=new.effect,
            begins_at=new.begins_at,
            until_at=new.until_at,
            opened_by_id=by.id,
            opened_at=at,
        )
        said = _say(row, texts, new.begins_at if new.sort == Sort.TROUBLE else at, by=by, at=at)
        record(
            IncidentOpened(
                brand=brand.id,
                incident=row.id,
                update=said.id,
                sort=row.sort,
                components=tuple(parts),
                effect=row.effect,
                begins_at=row.begins_at,
                until_at=row.until_at,
                text_digest=_digest(titles, texts),
            ),
            by=by,
            at=at,
        )
    return row


def update_incident(*, incident: Incident, update: Update, by: Actor, at: datetime) -> IncidentUpdate:
    """Say more, or that it is over; `EndedAlready`, `LacksWords`, `NotAState`, `NotATime`."""
    with unit_of_work():
        row = Incident.objects.select_for_update(of=("self",)).select_related("brand").get(id=incident.id)
        if row.ends_by(at) is not None:
            raise EndedAlready(row.id)
        texts = _spoken(row.brand, "text", update.texts)
        _may_say(row, update, at)
        is_over = update.state in ENDS
        row.state = update.state
        # What is over keeps its last effect, which the page shows of it.
        row.effect = row.effect if is_over else update.effect
        row.until_at = update.until_at or row.until_at
        row.ended_at = update.holds_at if is_over else None
        row.save(update_fields=["state", "effect", "until_at", "ended_at"])
        said = _say(row, texts, update.holds_at, by=by, at=at)
        if is_over:
            fact: IncidentEnded | IncidentUpdated = IncidentEnded(
                brand=row.brand_id,
                incident=row.id,
                update=said.id,
                state=row.state,
                ended_at=update.holds_at,
                text_digest=_digest(texts),
            )
        else:
            fact = IncidentUpdated(
                brand=row.brand_id,
                incident=row.id,
                update=said.id,
                state=row.state,
                effect=row.effect,
                holds_at=update.holds_at,
                until_at=row.until_at,
                text_digest=_digest(texts),
            )
        record(fact, by=by, at=at)
    return said


def _may_say(row: Incident, update: Update, at: datetime) -> None:
    allowed = update.state in STATES[Sort(row.sort)]
    has_begun = row.begins_at <= at
    too_early = update.state in {State.DONE, State.UNDER_WAY} and not has_begun
    if not allowed or too_early or (update.state == State.CANCELLED and has_begun):
        raise NotAState(update.state)
    last = IncidentUpdate.objects.filter(incident=row).latest("holds_at").holds_at
    if update.holds_at > at or update.holds_at < last:
        raise NotATime(update.holds_at)
    if update.until_at is not None and (row.sort == Sort.TROUBLE or update.until_at <= at):
        raise NotATime(update.until_at)


def _say(
    row: Incident, texts: Mapping[str, str], holds_at: datetime, *, by: Actor, at: datetime
) -> IncidentUpdate:
    return IncidentUpdate.objects.create(
        incident=row,
        state=row.state,
        effect=row.effect,
        texts=texts,
        holds_at=holds_at,
        written_by_id=by.id,
        written_at=at,
    )


def _parts(brand: Brand, named: Sequence[str]) -> list[str]:
    offered = offered_components(brand, section_of(brand, "channels") or brand.channels)
    parts = [code for code in offered if code in named]
    if not parts or len(parts) != len(set(named)):
        raise NotAPart(", ".join(named))
    return parts


def _spoken(brand: Brand, field: str, given: Mapping[str, str]) -> dict[str, str]:
    said = {code: given.get(code, "").strip() for code in brand.languages}
    for code, text in said.items():
        if not text:
            raise LacksWords(field, code)
    return said


def _digest(*said: Mapping[str, str]) -> str:
    whole = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()
