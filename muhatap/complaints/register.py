"""The register of complaints: filters, rows, and returns that balance."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Prefetch, QuerySet

from muhatap.brands.models import Brand
from muhatap.complaints.models import Complaint, Decision, StageMove
from muhatap.complaints.stages import OVER, Stage
from muhatap.promises.models import Clock

# What a spreadsheet would take for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_FIELDS = ("severity", "complexity", "vulnerability", "origin", "channel")
NO_LAW = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which complaints: days until exclusive, and values that all have to fit."""

    since: date | None = None
    until: date | None = None
    stage: str = ""
    is_open: bool | None = None
    outcome: str = ""
    law: str = ""
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the register."""

    complaint: Complaint
    outcome: str
    law: str
    days_open: int
    legal_limit_at: datetime | None
    was_in_time: bool | None


@dataclass(frozen=True, slots=True)
class Return:
    """One balanced line: open at start + opened = closed + open at end."""

    pack: str
    open_at_start: int
    opened: int
    closed: int
    open_at_end: int
    upheld: int = 0
    partly: int = 0
    not_upheld: int = 0
    unconfirmed: int = 0
    withdrawn: int = 0
    set_aside: int = 0

    @property
    def balances(self) -> bool:
        """Whether it adds up."""
        return self.open_at_start + self.opened == self.closed + self.open_at_end


def filtered(complaints: QuerySet[Complaint], filters: Filters, zone: str) -> QuerySet[Complaint]:
    """The complaints that fit, newest first; days are those of the zone."""
    found = complaints
    if filters.since is not None:
        found = found.filter(received_at__gte=_begin(filters.since, zone))
    if filters.until is not None:
        found = found.filter(received_at__lt=_begin(filters.until, zone))
    if filters.stage:
        found = found.filter(stage=filters.stage)
    if filters.is_open is not None:
        found = found.filter(is_open=filters.is_open)
    if filters.outcome:
        latest = Decision.objects.filter(dropped_at__isnull=True, told_at__isnull=False)
        found = found.filter(decisions__in=latest.filter(outcome=filters.outcome)).distinct()
    if filters.law:
        legal = Clock.objects.filter(name="legal_response", promise__law=filters.law)
        found = found.filter(case_id__in=legal.values("case_id"))
    for name, value in filters.fields.items():
        if name in _FIELDS and value:
            found = found.filter(**{name: value})
    told = Decision.objects.filter(dropped_at__isnull=True, told_at__isnull=False).order_by("round")
    return found.prefetch_related(Prefetch("decisions", queryset=told)).order_by("-received_at", "-id")


def rows_of(complaints: Iterable[Complaint], at: datetime) -> Iterator[Row]:
    """The lines of these complaints, with the limit of law that ran on each."""
    found = list(complaints)
    clocks = legal_clocks([each.case_id for each in found])
    for complaint in found:
        clock = clocks.get(complaint.case_id)
        decisions = list(complaint.decisions.all())
        ended_at = complaint.over_at or at
        yield Row(
            complaint=complaint,
            outcome=decisions[-1].outcome if decisions else "",
            law=clock.promise.law if clock else NO_LAW,
            days_open=(ended_at - complaint.received_at) // timedelta(days=1),
            legal_limit_at=clock.limit_at if clock else None,
            was_in_time=clock.was_kept if clock else None,
        )


def legal_clocks(case_ids: Iterable[int]) -> dict[int, Clock]:
    """For each case the first clock of law that ran on it."""
    rows = Clock.objects.filter(case_id__in=list(case_ids), name="legal_response").exclude(promise__law="")
    clocks: dict[int, Clock] = {}
    for clock in rows.select_related("promise").order_by("started_at", "id"):
        clocks.setdefault(clock.case_id, clock)
    return clocks


def returns_of(brand: Brand, since: date, until: date, packs: Mapping[str, str]) -> list[Return]:
    """The balanced lines of a brand for days from `since` until before `until`, one for each rule pack.

    `packs` says in which pack a rule of law stands; complaints without a limit of law are a line apart.
    A complaint counts from when dissatisfaction was first expressed; opened again, it counts as opened.
    """
    begin, end = _begin(since, brand.zone), _begin(until, brand.zone)
    complaints = list(
        Complaint.objects.filter(brand=brand, received_at__lt=end).prefetch_related(
            Prefetch("moves", queryset=StageMove.objects.order_by(F("at"), F("id"))),
            Prefetch("decisions", queryset=Decision.objects.filter(told_at__lt=end).order_by("round")),
        )
    )
    clocks = legal_clocks([each.case_id for each in complaints])
    groups: dict[str, list[Complaint]] = {}
    for complaint in complaints:
        clock = clocks.get(complaint.case_id)
        law = clock.promise.law if clock else NO_LAW
        groups.setdefault(packs.get(law, law), []).append(complaint)
    return [_line(pack, members, begin, end) for pack, members in sorted(groups.items())]


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(pack: str, complaints: list[Complaint], begin: datetime, end: datetime) -> Return:
    counts = dict.fromkeys(
        ("open_at_start", "opened", "closed", "open_at_end", "upheld", "partly", "not_upheld"), 0
    ) | dict.fromkeys(("unconfirmed", "withdrawn", "set_aside"), 0)
    for complaint in complaints:
        counts["open_at_start"] += _is_open_at(complaint, begin)
        counts["open_at_end"] += _is_open_at(complaint, end)
        was_open = False
        for move in complaint.moves.all():
            is_open = move.stage not in OVER
            if begin <= move.at < end and is_open != was_open:
                counts["opened" if is_open else "closed"] += 1
                if not is_open:
                    counts[_how(complaint, move)] += 1
            was_open = is_open
    counts.pop("", None)
    return Return(pack=pack, **counts)


def _is_open_at(complaint: Complaint, moment: datetime) -> bool:
    past = [move.stage for move in complaint.moves.all() if move.at < moment]
    return bool(past) and past[-1] not in OVER


def _how(complaint: Complaint, move: StageMove) -> str:
    ended = {
        Stage.CLOSED_UNCONFIRMED: "unconfirmed",
        Stage.WITHDRAWN: "withdrawn",
        Stage.SET_ASIDE: "set_aside",
    }
    if move.stage in ended:
        return ended[Stage(move.stage)]
    told = [each for each in complaint.decisions.all() if each.told_at <= move.at]
    return told[-1].outcome if told else "not_upheld"


def _begin(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
