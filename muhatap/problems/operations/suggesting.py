"""Looking for cases that are alike, alarming when they come faster, and deciding on what was found."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.kernel.ids import first_id_of
from muhatap.notifications import operations as notifications
from muhatap.problems.alike import items_of
from muhatap.problems.codes import is_telling, normal_code
from muhatap.problems.events import RateRose, SuggestionDecided
from muhatap.problems.grouping import KEPT_FOR, Group, Memory, take_in
from muhatap.problems.models import (
    GroupingMemory,
    Problem,
    ProblemCase,
    Suggestion,
    SuggestionState,
)
from muhatap.problems.operations.opening import Description, open_problem
from muhatap.problems.operations.tying import tie_all
from muhatap.problems.queries import managers_of, terms_of
from muhatap.problems.rates import HISTORY, RECENT, Rate, Sensitivity, rate_of
from muhatap.problems.states import LIVE, ON_WATCH, How

CASES_AT_ONCE = 1000
# Ids of one minute: a case whose transaction ended after a younger one's is seen too.
_LATE_IDS = 60_000 << 21
_WORDS_SHOWN = 8
_QUIET_AFTER_ALARM = timedelta(days=7)


class DecidedAlready(Exception):
    """Somebody decided on this suggestion before."""


def look_for_groups(*, brand: Brand, by: Actor, at: datetime) -> int:
    """Take in the cases since the last look, at most 1,000; with the last of them renew suggestions.

    Returns how many cases were new, at least 1,000 where more may wait; running again at any time continues
    where it stopped.
    """
    kept = GroupingMemory.objects.filter(brand=brand).first() or _remembering(brand, at)
    last, new, is_last = _next_cases(brand, kept, at)
    # To compare takes long, so nothing is locked meanwhile.
    memory = Memory.restored(kept.memory)
    take_in(memory, items_of(new))
    as_stored, since = memory.as_stored(), _history_of(brand, at)
    with unit_of_work():
        held = GroupingMemory.objects.select_for_update().get(id=kept.id)
        # Words were forgotten meanwhile, or another process looked: the next look begins with what is kept.
        if _kept_by(held) != _kept_by(kept):
            return 0
        held.memory, held.seen_at = as_stored, at
        # What came too long ago is not looked for again either.
        held.last_case_id = max(held.last_case_id, last)
        seen = [*held.late_ids, *(case.id for case in new)]
        held.late_ids = [each for each in seen if each > held.last_case_id - _LATE_IDS]
        held.save(update_fields=["memory", "seen_at", "last_case_id", "late_ids"])
        if is_last:
            _suggest(brand, memory, since=since, by=by, at=at)
    return len(new) if is_last else max(len(new), CASES_AT_ONCE)


def _next_cases(brand: Brand, kept: GroupingMemory, at: datetime) -> tuple[int, list[Case], bool]:
    """How far the next portion of all cases goes, which of it are new here, and whether it is the last."""
    # A case is never older than the day before its id; before that SQLite would sort all cases of the brand.
    begin = max(kept.last_case_id - _LATE_IDS, first_id_of(at - KEPT_FOR - timedelta(days=1)))
    late = set(kept.late_ids)
    rows = Case.objects.filter(id__gt=begin).order_by("id").values_list("id", "brand_id", "received_at")
    portion = list(rows[: CASES_AT_ONCE + len(late)])
    ids = [
        each
        for each, brand_id, received_at in portion
        if brand_id == brand.id and received_at > at - KEPT_FOR and each not in late
    ]
    new = list(Case.objects.filter(id__in=ids).order_by("id"))
    return portion[-1][0] if portion else 0, new, len(portion) < CASES_AT_ONCE + len(late)


def _history_of(brand: Brand, at: datetime) -> datetime:
    """Since when the brand has cases, or the beginning of what rates look back upon."""
    rows = Case.objects.filter(brand=brand)
    if rows.filter(received_at__lt=at - HISTORY).exists():
        return at - HISTORY
    return rows.aggregate(first=Min("received_at"))["first"] or at


def _kept_by(row: GroupingMemory) -> tuple[int, list[int], dict[str, Any]]:
    return row.last_case_id, row.late_ids, row.memory


def _remembering(brand: Brand, at: datetime) -> GroupingMemory:
    return GroupingMemory.objects.get_or_create(brand=brand, defaults={"seen_at": at})[0]


def take_suggestion(
    *, suggestion: Suggestion, cases: Sequence[Case], known: Description, by: Actor, at: datetime
) -> Problem:
    """Say that one cause stands behind these cases: tie them to the problem it is like, or to a new one."""
    with unit_of_work():
        held = _held(suggestion)
        problem = held.problem or open_problem(brand=held.brand, known=known, by=by, at=at)
        tie_all(problem=problem, cases=cases, how=How.SUGGESTED, by=by, at=at)
        held.problem = problem
        _decide(held, SuggestionState.TAKEN, problem.id, len(cases), by=by, at=at)
    return problem


def decline_suggestion(*, suggestion: Suggestion, by: Actor, at: datetime) -> None:
    """Say that no cause stands behind these cases; the group is not suggested again."""
    with unit_of_work():
        _decide(_held(suggestion), SuggestionState.DECLINED, None, 0, by=by, at=at)


def _held(suggestion: Suggestion) -> Suggestion:
    row = Suggestion.objects.select_for_update(of=("self",)).select_related("brand", "problem__brand")
    held = row.get(id=suggestion.id)
    if held.state != SuggestionState.OPEN:
        raise DecidedAlready(held.id)
    return held


def _decide(row: Suggestion, state: str, problem: int | None, count: int, *, by: Actor, at: datetime) -> None:
    row.state, row.decided_at, row.decided_by_id = state, at, by.id
    row.save(update_fields=["state", "problem", "decided_at", "decided_by"])
    record(
        SuggestionDecided(brand=row.brand_id, suggestion=row.id, problem=problem, cases=count), by=by, at=at
    )


def _suggest(brand: Brand, memory: Memory, *, since: datetime, by: Actor, at: datetime) -> None:
    terms = terms_of(brand)
    problems = list(Problem.objects.filter(brand=brand, state__in=sorted(LIVE | ON_WATCH))[:500])
    alike = {group.first: _looks_like(group, problems) for group in memory.groups}
    large = [
        group for group in memory.groups if len(group.members) >= terms.least_cases or alike[group.first]
    ]
    known = {row.first_case_id: row for row in Suggestion.objects.filter(brand=brand)}
    tied = _tied([case for group in large for case in group.members])
    for group in large:
        rate = rate_of(
            list(group.members.values()),
            at=at,
            since=since,
            sensitivity=Sensitivity(terms.sensitivity),
            groups=len(large),
            least=terms.least_cases,
        )
        row = known.get(group.first)
        if row is not None and row.state != SuggestionState.OPEN:
            continue
        free = [case for case in group.members if case not in tied]
        problem = alike[group.first]
        if len(free) < terms.least_cases and not (free and problem):
            continue
        _bring_up_to_date(brand, row, group, free, rate, problem, by=by, at=at)


def _bring_up_to_date(
    brand: Brand,
    row: Suggestion | None,
    group: Group,
    free: Sequence[int],
    rate: Rate,
    problem: Problem | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    row = row or Suggestion(brand=brand, first_case_id=group.first, found_at=at)
    alarms = rate.is_rising and (row.rising_since is None or at - row.rising_since > _QUIET_AFTER_ALARM)
    known = _shown_of(row)
    row.problem = problem
    row.words, row.signs = group.usual_words[:_WORDS_SHOWN], group.usual_signs
    row.case_ids, row.count = list(free), len(free)
    row.recent, row.expected, row.changed_at = rate.recent, rate.expected, at
    if alarms:
        row.rising_since = at
    if row._state.adding or _shown_of(row) != known:
        row.save()
    if alarms:
        _alarm(row, rate, by=by, at=at)


def _shown_of(row: Suggestion) -> tuple[object, ...]:
    """What people see of a suggestion: what is expected changes with every minute, but not by much."""
    told = (row.problem_id, row.words, row.signs, row.case_ids, row.recent, row.rising_since)
    return (*told, round(row.expected, 1))


def _alarm(row: Suggestion, rate: Rate, *, by: Actor, at: datetime) -> None:
    record(
        RateRose(
            brand=row.brand_id,
            suggestion=row.id,
            recent=rate.recent,
            expected_tenths=round(rate.expected * 10),
        ),
        by=by,
        at=at,
    )
    notifications.tell(
        staff_ids=managers_of(row.brand_id),
        kind="problem_rising",
        brand_id=row.brand_id,
        case_id=None,
        params={
            "suggestion": str(row.id),
            "words": ", ".join(row.words[:4]) or ", ".join(row.signs.values()),
            "recent": rate.recent,
            "hours": int(RECENT.total_seconds()) // 3600,
        },
        once_key=f"problem-rising:{row.id}:{at.isoformat()}",
        by=by,
        at=at,
    )


def _tied(case_ids: Sequence[int]) -> set[int]:
    rows = ProblemCase.objects.filter(case_id__in=case_ids, untied_at__isnull=True)
    return set(rows.values_list("case_id", flat=True))


def _looks_like(group: Group, problems: Sequence[Problem]) -> Problem | None:
    """The problem that names what the group names: the code alone is enough, of the others two."""
    signs: Mapping[str, str] = group.usual_signs
    code = normal_code(signs.get("error_code", ""))
    for problem in problems:
        if code and is_telling(code) and problem.error_code == code:
            return problem
        same = [
            named and named.casefold() == signs.get(name, "").casefold()
            for name, named in (
                ("provider", problem.provider),
                ("promotion", problem.promotion),
                ("version", problem.app_version),
            )
        ]
        if sum(map(bool, same)) >= 2:
            return problem
    return None
