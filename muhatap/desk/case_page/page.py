"""Everything that the page of a case shows, put together once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import get_language

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import Scope, answering_in, scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.cases.statuses import Status, may_move
from muhatap.desk import about_case
from muhatap.desk.about_case import Signs
from muhatap.desk.case_page.composing import Composer, HeldFace, composer_of, held_faces
from muhatap.desk.case_page.panels import PANELS, Beside, Panel
from muhatap.desk.case_page.timeline import Timeline, timeline_of
from muhatap.desk.wording import kind_words, status_words
from muhatap.promises.clocks import ClockState
from muhatap.promises.models import Clock
from muhatap.promises.queries import clocks_alone
from muhatap.promises.readings import ClockReading, reading_of
from muhatap.promises.rules import rules_at
from muhatap.promises.wording import clock_words
from muhatap.topics.queries import queues_in_force, topics_in_force
from muhatap.topics.questions import words

_RUNNING = frozenset({ClockState.CALM, ClockState.SOON, ClockState.LATE})


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the template shows."""

    case: Case
    signs: Signs
    status: str
    kind: str
    topic: str
    promises: Sequence[ClockReading]
    current: ClockReading | None
    timeline: Timeline
    panels: Sequence[Panel]
    composer: Composer
    held: Sequence[HeldFace]
    may_answer: bool
    may_erase: bool
    may_audit: bool
    may_see_source: bool
    may_hand_over: bool
    is_hers: bool
    moves: frozenset[Status] = frozenset()
    colleagues: Sequence[tuple[int, str]] = ()
    queues: Sequence[tuple[int, str]] = ()
    escalates_to: str = ""
    next_update: str = ""
    languages: tuple[str, ...] = field(default=())


def case_page_of(staff: Staff, case: Case, at: datetime, composer: Composer | None = None) -> CasePage:
    """Read everything that the page of a case shows to this member of staff."""
    scope = scope_of(staff)
    may_answer = scope.may(Permission.ANSWER_CASES, case.brand_id)
    language = get_language() or case.language
    signs = about_case.signs_of(case, staff)
    clocks = [(clock, reading_of(clock, language, at)) for clock in clocks_alone(case)]
    topics = topics_in_force(case.brand)
    queues = queues_in_force(case.brand_id, case.brand.charter_number)
    if case.queue is not None:
        case.queue.brand = case.brand
    latest = _latest(clocks)
    beside = Beside(case, staff, at, signs, clocks, topics, queues, may_answer)
    languages = beside.languages
    promise_names = {
        rule.code: words(rule.names, languages) for rule in rules_at(case.brand, case.received_at)
    }
    promise_names |= {reading.code: reading.label for _, reading in clocks}
    above = next((each for each in queues if case.queue and each.id == case.queue.escalates_to_id), None)
    return CasePage(
        case=case,
        signs=signs,
        status=status_words(case.status),
        kind=kind_words(case.kind),
        topic=words(case.topic.names, languages) if case.topic else "",
        promises=latest,
        current=_current(latest),
        timeline=timeline_of(case, at, signs, topics=topics, promises=promise_names),
        panels=[build(beside) for build in PANELS],
        composer=composer_of(staff, case, composer, may_answer, signs, at),
        held=held_faces(case, staff, signs, at) if may_answer else (),
        may_answer=may_answer,
        may_erase=scope.may(Permission.ERASE_CONTENT, case.brand_id),
        may_audit=scope.may(Permission.READ_AUDIT, case.brand_id),
        may_see_source=scope.may(Permission.READ_SOURCE, case.brand_id),
        may_hand_over=may_hand_over(scope, case),
        is_hers=case.owner_id == staff.pk,
        moves=frozenset(status for status in Status if may_move(Status(case.status), status)),
        colleagues=answering_in(case.brand_id) if may_answer else (),
        queues=[(queue.id, words(queue.names, languages) or queue.code) for queue in queues],
        escalates_to=(words(above.names, languages) or above.code) if above else "",
        next_update=f"{localtime(case.next_update_at):%Y-%m-%dT%H:%M}" if case.next_update_at else "",
        languages=languages,
    )


def may_hand_over(scope: Scope, case: Case) -> bool:
    """Whether she may give the case to somebody else: her own case, or any by her role."""
    if not scope.may(Permission.ANSWER_CASES, case.brand_id):
        return False
    return case.owner_id == scope.staff_id or scope.may(Permission.ASSIGN_OTHERS, case.brand_id)


def _latest(clocks: Sequence[tuple[Clock, ClockReading]]) -> list[ClockReading]:
    """Each promise once in the bar: its latest run."""
    runs: dict[str, ClockReading] = {}
    for clock, reading in clocks:
        runs[clock.name] = replace(reading, label=clock_words(clock.name))
    return list(runs.values())


def _current(readings: Sequence[ClockReading]) -> ClockReading | None:
    running = [each for each in readings if each.state in _RUNNING]
    return min(running, key=lambda each: each.due_at, default=None)
