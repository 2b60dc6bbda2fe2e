"""How much comes in each half hour of a day to come, and who it takes: pure.

A day is expected to be like the last days of its weekday that were no holidays: their mean by half hour.
The interval holds nine days of ten: the spread between those days, but never less than chance alone
(a Poisson count varies by its mean), widened by what a mean of few days leaves open.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import sqrt

from muhatap.reports.erlang import Goal, Load, Staffing, agents_needed, heads_for, staffing

SLOTS, SLOT_SECONDS = 48, 1800
# How many days of a weekday are looked at, and below how many a forecast is a guess.
WEEKS, FEW_DAYS = 8, 4
# Of the normal distribution: 90 % lie within.
_NINETY = 1.644854

# By day the arrivals of each half hour; a day that is not there was not counted.
Days = Mapping[date, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected in a half hour, and between which bounds nine of ten will be."""

    slot: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """The half hours of a day, from how many days they are reckoned, and whether as a holiday."""

    day: date
    slots: tuple[Expected, ...]
    basis: int
    is_holiday: bool = False

    @property
    def is_guess(self) -> bool:
        """Whether too few days stand behind it."""
        return self.basis < FEW_DAYS

    @property
    def total(self) -> float:
        """What is expected on the whole day."""
        return sum(each.mean for each in self.slots)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Seconds a contact takes, how many go at once, what should be reached, and the change tried."""

    handling: float
    goal: Goal
    at_once: float = 1
    volume: float = 1
    longer: float = 1
    more_people: int = 0

    @property
    def is_tried(self) -> bool:
        """Whether it asks what would be if."""
        return (self.volume, self.longer, self.more_people) != (1, 1, 0)

    @property
    def as_it_is(self) -> "Work":
        """The same without the change that is tried."""
        return replace(self, volume=1, longer=1, more_people=0)


@dataclass(frozen=True, slots=True)
class Need:
    """A half hour: the people it takes, the people if it goes high, who is there, and what they reach."""

    expected: Expected
    agents: int
    agents_high: int
    scheduled: int
    reached: Staffing

    @property
    def missing(self) -> int:
        """How many people too few are there."""
        return max(0, self.agents - self.scheduled)


@dataclass(frozen=True, slots=True)
class Outlook:
    """A day: its half hours, the most people at once, the heads for them, their hours, what is reached."""

    needs: tuple[Need, ...]
    peak: int
    heads: int
    hours: float
    hours_scheduled: float
    short: int
    service_level: float | None


def forecast(history: Days, day: date, *, holidays: Set[date] = frozenset(), weeks: int = WEEKS) -> Forecast:
    """What is expected on a day, from the days before it.

    A holiday gets the share of an ordinary day of its weekday that earlier holidays had; where none is known,
    it is taken for a Sunday.
    """
    ordinary = {on: counts for on, counts in history.items() if on < day and on not in holidays}
    if day not in holidays:
        basis = _last(ordinary, day.weekday(), weeks)
        return Forecast(day, _expected(basis), len(basis))
    share = _share_of_holidays(history, ordinary, day, holidays, weeks)
    basis = _last(ordinary, 6 if share is None else day.weekday(), weeks)
    return Forecast(day, _expected(basis, 1.0 if share is None else share), len(basis), is_holiday=True)


def outlook(expected: Sequence[Expected], work: Work, scheduled: Sequence[int]) -> Outlook:
    """Who it takes for these half hours against who is there, `scheduled` for each of them."""
    needs = tuple(
        _need(each, work, there + work.more_people if there else 0)
        for each, there in zip(expected, scheduled, strict=True)
    )
    arriving = sum(each.expected.mean for each in needs) * work.volume
    in_time = sum(each.expected.mean * work.volume * each.reached.service_level for each in needs)
    peak = max((each.agents for each in needs), default=0)
    return Outlook(
        needs=needs,
        peak=peak,
        heads=heads_for(peak, work.goal.shrinkage),
        hours=sum(each.agents for each in needs) * SLOT_SECONDS / 3600,
        hours_scheduled=sum(each.scheduled for each in needs) * SLOT_SECONDS / 3600,
        short=sum(each.missing > 0 for each in needs),
        service_level=in_time / arriving if arriving else None,
    )


def clock_of(slot: int) -> str:
    """When a half hour begins, such as 09:30."""
    return f"{slot // 2:02}:{slot % 2 * 30:02}"


def _last(days: Days, weekday: int, weeks: int) -> list[Sequence[int]]:
    found = sorted((on for on in days if on.weekday() == weekday), reverse=True)
    return [days[on] for on in found[:weeks]]


def _expected(basis: Sequence[Sequence[int]], share: float = 1.0) -> tuple[Expected, ...]:
    told = []
    for slot in range(SLOTS):
        counts = [counts[slot] for counts in basis]
        mean = sum(counts) / len(counts) if counts else 0.0
        spread = sum((count - mean) ** 2 for count in counts) / (len(counts) - 1) if len(counts) > 1 else 0.0
        variance = max(spread * share * share, mean * share) * (1 + 1 / max(1, len(counts)))
        off = _NINETY * sqrt(variance)
        told.append(Expected(slot, mean * share, max(0.0, mean * share - off), mean * share + off))
    return tuple(told)


def _share_of_holidays(
    history: Days, ordinary: Days, day: date, holidays: Set[date], weeks: int
) -> float | None:
    """What earlier holidays had, of what days of their weekday have."""
    came = usual = 0.0
    for on in holidays & set(history):
        basis = _last(ordinary, on.weekday(), weeks)
        if on < day and basis:
            came += sum(history[on])
            usual += sum(map(sum, basis)) / len(basis)
    return came / usual if usual else None


def _need(expected: Expected, work: Work, there: int) -> Need:
    def load(contacts: float) -> Load:
        return Load(
            contacts=contacts * work.volume,
            period=SLOT_SECONDS,
            handling=work.handling * work.longer,
            at_once=work.at_once,
        )

    return Need(
        expected=expected,
        agents=agents_needed(load(expected.mean), work.goal).agents,
        agents_high=agents_needed(load(expected.high), work.goal).agents,
        scheduled=there,
        reached=staffing(load(expected.mean), work.goal, there),
    )


def counted(moments: Iterable[tuple[date, int]], since: date, until: date) -> dict[date, list[int]]:
    """Arrivals by day and half hour, added up for each day from `since` to before `until`."""
    days = {since + timedelta(days=day): [0] * SLOTS for day in range((until - since).days)}
    for on, slot in moments:
        if on in days:
            days[on][slot] += 1
    return days
