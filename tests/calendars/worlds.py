"""Calendars that several tests use, random ones, and a naive oracle that walks minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from muhatap.calendars.feasts import with_public_holidays
from muhatap.calendars.schedules import Schedule

NINE_TO_SIX = ((540, 1080),)
OFFICE = (*(NINE_TO_SIX,) * 5, (), ())
ZONES = (
    "Europe/Istanbul",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Havana",
    "Asia/Beirut",
)
# Around a change of the offset in each of the zones, and one quiet week.
STARTS = (
    (2026, 3, 6),
    (2026, 3, 27),
    (2026, 4, 3),
    (2026, 6, 10),
    (2026, 10, 2),
    (2026, 10, 23),
    (2026, 10, 30),
)

TURKIYE = with_public_holidays(Schedule("Europe/Istanbul", OFFICE), "TR", [2026])
BRITAIN = with_public_holidays(Schedule("Europe/London", OFFICE), "GB-ENG", [2026, 2027])


def istanbul(*wall: int) -> datetime:
    return datetime(*wall, tzinfo=ZoneInfo("Europe/Istanbul"))


def london(*wall: int) -> datetime:
    return datetime(*wall, tzinfo=ZoneInfo("Europe/London"))


@st.composite
def day_hours(draw) -> tuple[tuple[int, int], ...]:
    marks = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return tuple((opening * 15, closing * 15) for opening, closing in pairs)


@st.composite
def schedules(draw) -> Schedule:
    near = st.sampled_from(STARTS).flatmap(
        lambda start: st.integers(-3, 12).map(lambda n: date(*start) + timedelta(days=n))
    )
    hours = draw(st.tuples(*(day_hours(),) * 7))
    if not any(hours):
        hours = OFFICE
    return Schedule(
        tz=draw(st.sampled_from(ZONES)),
        hours=hours,
        holidays=draw(st.frozensets(near, max_size=4)),
        half_days=draw(st.dictionaries(near, day_hours(), max_size=3)),
        half_days_count=draw(st.booleans()),
    )


def moments() -> st.SearchStrategy[datetime]:
    """Times around a change of the offset, in whole minutes."""
    return st.builds(
        lambda start, minutes: datetime(*start, tzinfo=UTC) + timedelta(minutes=minutes),
        st.sampled_from(STARTS),
        st.integers(0, 6 * 1440),
    )


def spans_of_time() -> st.SearchStrategy[int]:
    return st.one_of(st.integers(0, 3 * 86_400), st.integers(0, 72).map(lambda hours: hours * 3600))


def open_minutes(schedule: Schedule, start: datetime, end: datetime) -> int:
    """Open minutes between two whole minutes, counted one by one.

    The desk opens when the wall clock first shows the opening time or a later one, and closes so too;
    the greatest wall time seen so far says which boundaries have been passed.
    """
    zone = ZoneInfo(schedule.tz)
    begin = start.astimezone(zone).replace(hour=0, minute=0, fold=0).astimezone(UTC) - timedelta(days=1)
    seen = datetime.min  # noqa: DTZ901
    counted = 0
    moment = begin
    while moment < end:
        seen = max(seen, moment.astimezone(zone).replace(tzinfo=None))
        minutes = seen.hour * 60 + seen.minute
        hours = schedule.hours_on(seen.date())
        if moment >= start and any(opening <= minutes < closing for opening, closing in hours):
            counted += 1
        moment += timedelta(minutes=1)
    return counted
