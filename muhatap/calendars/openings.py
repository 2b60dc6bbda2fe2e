"""When a calendar is open, month by month, as sorted moments that can be searched instead of walked."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from muhatap.calendars import zones

type Intervals = tuple[tuple[int, int], ...]

HORIZON_MONTHS = 1200
REMEMBERED_MONTHS = 2400


class CannotReckon(ValueError):
    """A time that these rules cannot give."""


class NeverOpen(CannotReckon):
    """The calendar has no open hours in which the time could pass."""


class OutOfReach(CannotReckon):
    """The answer would lie more than a hundred years away."""


class CalendarExhausted(CannotReckon):
    """The answer would lie after the last day for which holidays are known."""


@dataclass(frozen=True, slots=True)
class Month:
    """The open intervals of one local month: where each begins and ends and what was worked before it."""

    start: int
    end: int
    opens: list[int]
    closes: list[int]
    worked: list[int]

    def worked_until(self, at: int) -> int:
        """Open microseconds from the start of the month until the moment."""
        index = bisect_right(self.opens, at) - 1
        if index < 0:
            return 0
        return self.worked[index] + min(at, self.closes[index]) - self.opens[index]

    def moment_after(self, worked: int) -> int:
        """The first moment by which so many open microseconds (more than none) have passed."""
        index = bisect_left(self.worked, worked, lo=1) - 1
        return self.opens[index] + worked - self.worked[index]


class Openings:
    """The open time of one calendar; months are laid out when first asked for and then remembered."""

    def __init__(self, zone: ZoneInfo, hours_on: Callable[[date], Intervals]) -> None:
        self._zone = zone
        self._hours_on = hours_on
        self._months: dict[int, Month] = {}

    def worked_between(self, start: int, end: int) -> int:
        """Open microseconds between two moments, start not after end; OutOfReach beyond a hundred years."""
        first, last = self._index_at(start), self._index_at(end)
        if last - first > HORIZON_MONTHS:
            raise OutOfReach("The two times lie more than a hundred years apart.")
        if first == last:
            month = self._month(first)
            return month.worked_until(end) - month.worked_until(start)
        between = sum(self._month(index).worked[-1] for index in range(first, last))
        return between - self._month(first).worked_until(start) + self._month(last).worked_until(end)

    def advance(self, start: int, amount: int, last: int | None = None) -> int:
        """The first moment by which `amount` open microseconds have passed since `start`.

        `last` is the last day (an ordinal) on which the calendar can be open at all: NeverOpen after it.
        """
        if amount == 0:
            return start
        index = self._index_at(start)
        limit = index + HORIZON_MONTHS
        month = self._month(index)
        needed = month.worked_until(start) + amount
        while needed > month.worked[-1]:
            needed -= month.worked[-1]
            index += 1
            self._refuse_beyond(index, limit, last)
            month = self._month(index)
        return month.moment_after(needed)

    def is_open(self, at: int) -> bool:
        """Whether the moment lies within open hours; closing time itself does not."""
        month = self._month(self._index_at(at))
        place = bisect_right(month.opens, at) - 1
        return place >= 0 and at < month.closes[place]

    def interval_ending_after(self, at: int, last: int | None = None) -> tuple[int, int]:
        """The open interval that contains the moment, or else the next one."""
        index = self._index_at(at)
        limit = index + HORIZON_MONTHS
        while True:
            month = self._month(index)
            place = bisect_right(month.closes, at)
            if place < len(month.closes):
                return month.opens[place], month.closes[place]
            index += 1
            self._refuse_beyond(index, limit, last)

    def interval_starting_before(self, at: int, first: int | None = None) -> tuple[int, int]:
        """The last open interval that began before the moment; `first` is the first day that can be open."""
        index = self._index_at(at)
        floor = index - HORIZON_MONTHS
        while True:
            month = self._month(index)
            place = bisect_left(month.opens, at) - 1
            if place >= 0:
                return month.opens[place], month.closes[place]
            index -= 1
            if index < floor or (first is not None and index < _month_index(date.fromordinal(first))):
                raise NeverOpen("The calendar was never open before this time.")

    def on(self, day: date) -> list[tuple[int, int]]:
        """The open intervals of one local day as moments, in order; empty ones are left out."""
        begin, even = zones.boundaries(self._zone, day)
        intervals = []
        for opening, closing in self._hours_on(day):
            if even:
                moments = begin + opening * zones.MINUTE, begin + closing * zones.MINUTE
            else:
                moments = self._reached(day, opening), self._reached(day, closing)
            if moments[0] < moments[1]:
                intervals.append(moments)
        return intervals

    def _reached(self, day: date, minutes: int) -> int:
        wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
        return zones.first_reached(self._zone, wall)

    def _month(self, index: int) -> Month:
        month = self._months.get(index)
        if month is None:
            if len(self._months) >= REMEMBERED_MONTHS:
                self._months.clear()
            month = self._months[index] = self._lay_out(index)
        return month

    def _lay_out(self, index: int) -> Month:
        first = _first_day(index)
        opens, closes, worked = [], [], [0]
        day, following = first, _first_day(index + 1)
        while day < following:
            for opening, closing in self.on(day):
                opens.append(opening)
                closes.append(closing)
                worked.append(worked[-1] + closing - opening)
            day += timedelta(days=1)
        start, end = zones.midnight(self._zone, first), zones.midnight(self._zone, following)
        return Month(start, end, opens, closes, worked)

    def _index_at(self, at: int) -> int:
        """Which local month holds the moment: that of UTC or a neighbour."""
        moment = zones.moment_of(at)
        index = moment.year * 12 + moment.month - 1
        month = self._month(index)
        if at >= month.end:
            return index + 1
        return index - 1 if at < month.start else index

    @staticmethod
    def _refuse_beyond(index: int, limit: int, last: int | None) -> None:
        if last is not None and index > _month_index(date.fromordinal(last)):
            raise NeverOpen("The calendar has no open hours left in which this time could pass.")
        if index > limit:
            raise OutOfReach("The answer lies more than a hundred years after the start.")


def _month_index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(index: int) -> date:
    year, month = divmod(index, 12)
    return date(year, month + 1, 1)
