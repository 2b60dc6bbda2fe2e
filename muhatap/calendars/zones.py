"""Wall time and real time: the two ways to turn what a wall clock shows into a moment.

Moments are whole microseconds since 1970 in UTC, so that sums and shares stay exact.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 86_400 * SECOND
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
MICROSECOND = timedelta(microseconds=1)


def micros_of(moment: datetime) -> int:
    """The moment as microseconds since 1970; ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone or an offset from UTC.")
    return (moment - EPOCH) // MICROSECOND


def in_utc(moment: datetime) -> datetime:
    """The moment in UTC; ValueError for a time without a zone, which would be read as the machine's."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone or an offset from UTC.")
    return moment.astimezone(UTC)


def moment_of(micros: int) -> datetime:
    """The UTC time of so many microseconds since 1970; OverflowError outside the years 1 to 9999."""
    return EPOCH + timedelta(microseconds=micros)


def wall_moment(zone: ZoneInfo, wall: datetime) -> int:
    """The moment a wall time names: a skipped one moves forward by the gap, a doubled one is the first."""
    return micros_of(wall.replace(tzinfo=zone, fold=0))


def first_reached(zone: ZoneInfo, wall: datetime) -> int:
    """The first moment at which the wall clock of the zone shows this time or a later one.

    Opening and closing times mean this: it never turns two boundaries round, so a gap shortens
    the open hours around it and never makes them overlap.
    """
    late = wall_moment(zone, wall)
    if moment_of(late).astimezone(zone).replace(tzinfo=None) == wall:
        return late
    early = micros_of(wall.replace(tzinfo=zone, fold=1))
    while late - early > 1:
        middle = (early + late) // 2
        if moment_of(middle).astimezone(zone).replace(tzinfo=None) < wall:
            early = middle
        else:
            late = middle
    return late


def midnight(zone: ZoneInfo, day: date) -> int:
    """The moment at which the day begins in the zone."""
    return first_reached(zone, datetime.combine(day, time()))


def boundaries(zone: ZoneInfo, day: date) -> tuple[int, bool]:
    """The moment of 00:00 and whether the day passes without a change of the zone's offset."""
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    offset = start.utcoffset() or timedelta()
    even = offset == (start + timedelta(days=1)).utcoffset()
    return (day.toordinal() - EPOCH_ORDINAL) * DAY - offset // MICROSECOND, even
