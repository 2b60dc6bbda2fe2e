"""Coarser sums say what the finer ones say: which spans make up a period, and what comes out of them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel.actors import Actor
from muhatap.reports import operations as reports
from muhatap.reports import queries
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.grains import GRAINS, begin_of, covering, end_of
from muhatap.reports.keeping import mark_dirty
from muhatap.reports.models import Observed, Rollup
from muhatap.reports.queries import Period
from tests.world import World

_BY = Actor.system("test")
_FIRST = date(2024, 11, 1)
_DAYS = st.integers(0, 800).map(lambda days: _FIRST + timedelta(days=days))


def _days_of(grain: str, begins_on: date) -> set[date]:
    days = (end_of(grain, begins_on) - begins_on).days
    return {begins_on + timedelta(days=day) for day in range(days)}


@given(_DAYS, st.sampled_from(GRAINS))
def test_each_day_lies_in_one_span_of_each_grain(day: date, grain: str) -> None:
    begins_on = begin_of(grain, day)
    assert begins_on <= day < end_of(grain, begins_on)
    assert begin_of(grain, end_of(grain, begins_on)) == end_of(grain, begins_on)


@given(
    st.sets(_DAYS, max_size=40), st.sets(st.tuples(st.sampled_from(GRAINS[1:]), _DAYS)), _DAYS, _DAYS,
    st.sampled_from(GRAINS),
)  # fmt: skip
def test_the_spans_of_a_period_hold_each_day_once(
    days: set[date], spans: set[tuple[str, date]], one: date, other: date, coarsest: str
) -> None:
    since, until = min(one, other), max(one, other)
    joined = {(grain, begin_of(grain, day)) for grain, day in spans}
    inside = {day for grain, begins_on in joined for day in _days_of(grain, begins_on)}
    kept = {("day", day) for day in days | inside} | joined
    chosen = covering(kept, since, until, coarsest)
    held = [day for grain, begins_on in chosen for day in _days_of(grain, begins_on)]
    assert len(held) == len(set(held))
    assert set(held) == {day for day in days | inside if since <= day < until}
    assert all(GRAINS.index(grain) <= GRAINS.index(coarsest) for grain, _ in chosen)


def _seen(world: World, day: date, number: int) -> Observed:
    seconds = 60 + 977 * number % 90_000
    return Observed(
        brand=world.brand,
        kind="case",
        subject=f"S{number}",
        at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        on=day,
        channel=("email", "phone")[number % 2],
        topic=f"T{number % 3}",
        agent=str(number % 4),
        values={"reply": seconds, "solved": seconds * 2, "was_solved": True, "reopened": number % 5 == 0},
    )


@pytest.fixture
def years(world: World) -> World:
    days = [date(2025, 1, 1) + timedelta(days=7 * week) for week in range(80)]
    Observed.objects.bulk_create([_seen(world, day, number) for number, day in enumerate(days)])
    mark_dirty({(world.brand.id, day) for day in days})
    while reports.roll_days(by=_BY, at=datetime.now(UTC), limit=100):
        pass
    return world


def _join(**more: object) -> list[str]:
    while reports.roll_spans(by=_BY, at=datetime.now(UTC) + timedelta(seconds=1), limit=50, **more):
        pass
    return sorted(Rollup.objects.values_list("grain", flat=True).distinct())


def test_coarser_sums_are_those_of_the_days(years: World) -> None:
    asked = {"brands": [years.brand], "by": ["topic", "agent"]}
    ids = list(MEASURES)
    for period in (
        Period(date(2025, 1, 1), date(2026, 1, 1)),
        Period(date(2025, 2, 10), date(2026, 5, 20)),
        Period(date(2025, 3, 15), date(2025, 3, 16)),
    ):
        Rollup.objects.exclude(grain="day").delete()
        fine = queries.figures(ids, period, **asked)
        by_month = queries.figures(["frt_mean"], period, brands=[years.brand], by=["month", "topic"])
        assert _join(calm=timedelta(0)) == ["day", "month", "quarter", "year"]
        assert queries.figures(ids, period, **asked) == fine
        assert queries.figures(["frt_mean"], period, brands=[years.brand], by=["month", "topic"]) == by_month


def test_a_changed_day_takes_its_coarser_sums_with_it(years: World) -> None:
    _join(calm=timedelta(0))
    Observed.objects.filter(on__lt=date(2025, 2, 1)).update(channel="post")
    mark_dirty({(years.brand.id, date(2025, 1, 8))})
    reports.roll_days(by=_BY, at=datetime.now(UTC))
    gone = {("month", date(2025, 1, 1)), ("quarter", date(2025, 1, 1)), ("year", date(2025, 1, 1))}
    assert not gone & set(Rollup.objects.values_list("grain", "begins_on"))
    year = Period(date(2025, 1, 1), date(2026, 1, 1))
    found = queries.figures(["cases_received"], year, brands=[years.brand], by=["channel"])
    assert {each.key[0]: each.size for each in found}["post"] == 1
    # Months are joined at once, a quarter only when its months have lain still for an hour.
    assert ("month", date(2025, 1, 1)) not in set(Rollup.objects.values_list("grain", "begins_on"))
    _join()
    now = set(Rollup.objects.values_list("grain", "begins_on"))
    assert gone & now == {("month", date(2025, 1, 1))}


def test_sums_of_another_version_are_written_anew(years: World) -> None:
    _join(calm=timedelta(0))
    year = Period(date(2025, 1, 1), date(2026, 1, 1))
    before = queries.figures(["frt_median"], year, brands=[years.brand], by=["topic"])
    Rollup.objects.update(rules="of old")
    assert not queries.figures(["frt_median"], year, brands=[years.brand], by=["topic"])
    while reports.roll_days(by=_BY, at=datetime.now(UTC), limit=100):
        pass
    assert queries.figures(["frt_median"], year, brands=[years.brand], by=["topic"]) == before
