"""Writing the observations of cases, and marking the days that they change."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Count, OuterRef, Subquery

from muhatap.audit.models import Stream
from muhatap.audit.turns import Portions
from muhatap.cases.models import Case
from muhatap.kernel.ids import new_id
from muhatap.reports.folding import Folded
from muhatap.reports.models import DirtyDay, Observed, Progress
from muhatap.reports.observations import DIMENSIONS, Observation
from muhatap.reports.surroundings import Ground, fold_cases

State = tuple[int, int]
FOLLOW, REBUILD = "follow", "rebuild"
CASES_AT_ONCE = 100


def write_cases(
    case_ids: Sequence[int], *, at: datetime, ground: Ground | None = None, portions: Portions | None = None
) -> None:
    """Fold cases out of their events and write what changed, in portions that others can wait for."""
    if not case_ids:
        return
    ground, portions = ground or Ground(), portions or Portions(CASES_AT_ONCE)
    left = list(case_ids)
    while left:
        waiting, left = left[: portions.size], left[portions.size :]
        while waiting:
            states = _states(waiting)
            folded = fold_cases(waiting, ground=ground, as_of=at, and_later=True)
            waiting = _write(folded, states, portions)


def _write(folded: dict[int, tuple[int, Folded]], states: dict[int, State], portions: Portions) -> list[int]:
    """Write the rows of cases; those of which more was told meanwhile come back to be folded again."""
    with portions.turn():
        # Whoever writes observations waits here, so that nobody overwrites newer ones with older.
        list(Progress.objects.select_for_update().filter(name=FOLLOW))
        again = [case_id for case_id, state in _states(list(folded)).items() if state != states[case_id]]
        ready = {case_id: each for case_id, each in folded.items() if case_id not in again}
        new = [
            row_of(seen, brand_id, place, case.look_again_at if place == 0 else None)
            for brand_id, case in ready.values()
            for place, seen in enumerate(case.observations)
        ]
        _replace(list(ready), new)
    return again


def _replace(case_ids: list[int], new: list[Observed]) -> None:
    old = {(row.case_id, row.place): row for row in Observed.objects.filter(case_id__in=case_ids)}
    changed: list[Observed] = []
    for row in new:
        before = old.pop((row.case_id, row.place), None)
        if before is not None and _is_same(before, row):
            continue
        if before is not None:
            row.id = before.id
            changed.append(before)
        changed.append(row)
    gone = list(old.values())
    Observed.objects.filter(id__in=[row.id for row in (*changed, *gone)]).delete()
    Observed.objects.bulk_create({row.id: row for row in changed}.values())
    mark_dirty({(row.brand_id, row.on) for row in (*changed, *gone)})


def _is_same(before: Observed, after: Observed) -> bool:
    names = ("brand_id", "kind", "subject", "at", "on", "values", "look_again_at", *DIMENSIONS)
    return all(getattr(before, name) == getattr(after, name) for name in names)


def row_of(
    seen: Observation, brand_id: int, place: int, look_again_at: datetime | None = None, source: str = ""
) -> Observed:
    """The row of an observation."""
    return Observed(
        brand_id=brand_id,
        kind=seen.kind.value,
        case_id=seen.case_id,
        place=place,
        source=source,
        subject=seen.subject,
        at=seen.at,
        on=seen.on,
        values=dict(seen.values),
        look_again_at=look_again_at,
        **{name: seen.place(name) for name in DIMENSIONS},
    )


def _states(case_ids: Sequence[int]) -> dict[int, State]:
    """By case how much was told of it, and how many cases its customer has."""
    lengths = dict(Stream.objects.filter(id__in=case_ids).values_list("id", "length"))
    beside = Case.objects.filter(customer_id=OuterRef("customer_id")).order_by().values("customer_id")
    counts = dict(
        Case.objects.filter(id__in=case_ids).values_list("id", Subquery(beside.values(count=Count("id"))))
    )
    return {case_id: (lengths.get(case_id, 0), counts.get(case_id, 0)) for case_id in case_ids}


def mark_dirty(days: Iterable[tuple[int, date]]) -> None:
    """Note that the sums of these days (with their brand) have to be written anew, inside a transaction."""
    rows = [DirtyDay(brand_id=brand_id, on=on, mark=new_id()) for brand_id, on in sorted(set(days))]
    if rows:
        DirtyDay.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["brand", "on"], update_fields=["mark"]
        )
