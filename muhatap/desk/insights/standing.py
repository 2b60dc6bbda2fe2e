"""How things stand at this moment: running promises, people, and the age of what is open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _

from muhatap.accounts.duty import Presence
from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.cases.queries import cases_visible_to
from muhatap.cases.statuses import Status
from muhatap.channels.chat_queries import waiting_chats
from muhatap.desk.insights.asking import Asked
from muhatap.promises.models import Clock
from muhatap.reports.charts import Bar, bars

_ELSEWHERE = (Status.WAITING_CUSTOMER, Status.WAITING_THIRD_PARTY)
_SEEN_WITHIN = timedelta(minutes=15)
# By age in days, from the first and before the second.
AGES = ((0, 3), (3, 8), (8, 15), (15, 29), (29, None))


@dataclass(frozen=True, slots=True)
class Wallboard:
    """The running promises by state, and who is there to keep them."""

    late: int
    today: int
    calm: int
    paused: int
    open_cases: int
    people: int
    unassigned: int
    oldest_wait_seconds: int
    chats: int
    oldest_chat_seconds: int


@dataclass(frozen=True, slots=True)
class Age:
    """How many open cases are so many days old, with us and waiting for others."""

    label: str
    ours: int
    elsewhere: int
    past_limit: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.ours + self.elsewhere


def open_cases_of(asked: Asked) -> QuerySet[Case]:
    """The open cases that she sees, of the chosen brands and team, or her own."""
    rows = cases_visible_to(asked.staff).filter(is_open=True, brand__in=list(asked.brands))
    if asked.is_own:
        return rows.filter(owner=asked.staff)
    return rows.filter(queue__team__code=asked.team) if asked.team else rows


def wallboard_of(asked: Asked, at: datetime, day_end: datetime) -> Wallboard:
    """What stands now."""
    cases = open_cases_of(asked)
    clocks = Clock.objects.filter(case__in=cases, stopped_at__isnull=True).exclude(name="ack")
    running = Q(paused_at__isnull=True)
    told = clocks.aggregate(
        late=Count("id", filter=running & Q(limit_at__lte=at)),
        today=Count("id", filter=running & Q(limit_at__gt=at, limit_at__lte=day_end)),
        calm=Count("id", filter=running & Q(limit_at__gt=max(at, day_end))),
        paused=Count("case", filter=~running, distinct=True),
    )
    waiting = cases.filter(owner__isnull=True).exclude(status__in=_ELSEWHERE)
    queue = waiting.aggregate(count=Count("id"), oldest=Min("received_at"))
    oldest = queue["oldest"]
    chats = waiting_chats(cases.values("id"), [brand.id for brand in asked.brands])
    return Wallboard(
        **told,
        open_cases=cases.count(),
        people=_people(asked, at),
        unassigned=queue["count"],
        oldest_wait_seconds=int((at - oldest).total_seconds()) if oldest else 0,
        chats=len(chats),
        oldest_chat_seconds=max((int((at - each.waits_since).total_seconds()) for each in chats), default=0),
    )


def ages_of(asked: Asked, at: datetime) -> list[Age]:
    """The open cases by age, and how many of them have passed the limit of a promise."""
    counts = {}
    for start, until in AGES:
        received = Q(received_at__lte=at - timedelta(days=start))
        if until is not None:
            received &= Q(received_at__gt=at - timedelta(days=until))
        counts |= {
            f"ours_{start}": Count("id", filter=received & ~Q(status__in=_ELSEWHERE)),
            f"else_{start}": Count("id", filter=received & Q(status__in=_ELSEWHERE)),
            f"past_{start}": Count("id", filter=received & Q(next_due_at__lte=at)),
        }
    told = open_cases_of(asked).aggregate(**counts)
    return [
        Age(_age_words(start, until), told[f"ours_{start}"], told[f"else_{start}"], told[f"past_{start}"])
        for start, until in AGES
    ]


def _age_words(start: int, until: int | None) -> str:
    if until is None:
        return _("older than %(count)s days") % {"count": start - 1}
    return _("%(from)s–%(to)s days") % {"from": start, "to": until - 1}


def _people(asked: Asked, at: datetime) -> int:
    rows: QuerySet[Staff] = Staff.objects.filter(
        memberships__brand__in=list(asked.brands),
        is_active=True,
        presence=Presence.AVAILABLE,
        visits__ended_at__isnull=True,
        visits__seen_at__gt=at - _SEEN_WITHIN,
    )
    if asked.team:
        rows = rows.filter(teams__code=asked.team, teams__brand__in=list(asked.brands))
    return rows.distinct().count()


def aged(asked: Asked, at: datetime) -> tuple[list[Age], tuple[Bar, ...], int]:
    """The ages of open cases, their bars with what is ours dark, and how many there are."""
    ages = ages_of(asked, at)
    made = bars([(age.label, age.ours, age.elsewhere, str(age.total)) for age in ages])
    return ages, made, sum(age.total for age in ages)
