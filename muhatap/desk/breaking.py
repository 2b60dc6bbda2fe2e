"""What is about to break: promises that end within hours, by team, and pages that nobody answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.cases.queries import cases_visible_to
from muhatap.promises.models import Clock, ClockStep
from muhatap.promises.readings import ClockReading, reading_of

HOURS = (2, 8, 24, 72)
AT_MOST = 200
_LATE_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Threatened:
    """One case whose promise ends soon."""

    case: Case
    reading: ClockReading


@dataclass(frozen=True, slots=True)
class TeamAtRisk:
    """The threatened cases that wait for one team, the first to end first."""

    team_id: int
    name: str
    rows: tuple[Threatened, ...]


def teams_at_risk(staff: Staff, at: datetime, hours: int, team_id: int | None = None) -> list[TeamAtRisk]:
    """The promises that end within so many hours on cases she sees, each case once, by team."""
    clocks = (
        Clock.objects.filter(
            case__in=cases_visible_to(staff).filter(is_open=True),
            stopped_at__isnull=True,
            paused_at__isnull=True,
            limit_at__gt=at,
            limit_at__lte=at + timedelta(hours=hours),
        )
        .exclude(name="ack")
        .select_related("case__queue__team", "case__owner")
        .order_by("limit_at", "id")
    )
    if team_id is not None:
        clocks = clocks.filter(case__queue__team_id=team_id)
    first: dict[int, Clock] = {}
    for clock in clocks[:AT_MOST]:
        first.setdefault(clock.case_id, clock)
    return _by_team(list(first.values()), at)


def pages_waiting(staff: Staff) -> list[ClockStep]:
    """The pages that nobody has answered, on cases she sees, the oldest first."""
    steps = ClockStep.objects.filter(
        page_next_at__isnull=False,
        clock__stopped_at__isnull=True,
        clock__case__in=cases_visible_to(staff).filter(is_open=True),
    )
    return list(steps.select_related("clock__case", "clock__promise", "paged").order_by("reached_at", "id"))


def found_late(staff: Staff, at: datetime) -> int:
    """How many steps of the last seven days were found late, on cases she sees."""
    return ClockStep.objects.filter(
        is_late_detected=True,
        reached_at__gt=at - _LATE_FOR,
        clock__case__in=cases_visible_to(staff),
    ).count()


def _by_team(clocks: list[Clock], at: datetime) -> list[TeamAtRisk]:
    language = get_language() or ""
    names: dict[int, str] = {}
    rows: dict[int, list[Threatened]] = {}
    for clock in clocks:
        team = clock.case.queue.team if clock.case.queue else None
        key = team.id if team else 0
        names[key] = team.name if team else _("Without a team")
        rows.setdefault(key, []).append(Threatened(clock.case, reading_of(clock, language, at)))
    return [TeamAtRisk(key, names[key], tuple(rows[key])) for key in rows]
