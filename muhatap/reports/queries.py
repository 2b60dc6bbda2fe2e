"""Asking for figures: the stable way for everything that shows or publishes measures."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import batched
from typing import NamedTuple

from django.db.models import Q, QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.reports import standby
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.figures import SPANS, Figure, add_cells, figure_of, figures_of, grouped, key_of
from muhatap.reports.measures import Measure
from muhatap.reports.models import Alert, Bound, Closing, DirtyDay, Observed, Progress, Subscription
from muhatap.reports.observations import DIMENSIONS, Kind, Observation
from muhatap.reports.own import own_measures
from muhatap.reports.reviewed import as_known
from muhatap.reports.rolled import BRAND, rolled, sums_of
from muhatap.reports.rollups import DETAIL, DETAILS, Cell, details_of, merge, unpack
from muhatap.reports.surroundings import Ground, fold_cases

_BATCH = 500


class UnknownMeasure(LookupError):
    """There is no measure with this id."""


class Period(NamedTuple):
    """Days of receipt in each brand's own zone; `until` is the first day after."""

    since: date
    until: date

    @property
    def before(self) -> "Period":
        """As many days just before."""
        return Period(self.since - (self.until - self.since), self.since)


def measure_with(measure_id: str) -> Measure:
    """The measure with this id; UnknownMeasure."""
    try:
        return MEASURES[measure_id]
    except KeyError:
        raise UnknownMeasure(measure_id) from None


def figures(
    measure_ids: Sequence[str],
    period: Period,
    *,
    brands: Sequence[Brand],
    by: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
    as_of: datetime | None = None,
) -> list[Figure]:
    """The figures of measures, by at most two of the dimensions, `brand`, `day`, `week` and `month`.

    `where` keeps one value of each dimension that it names. `as_of` computes from the events as they were
    known at that moment, which gives the same figures for ever and reads every case of the period.
    """
    where, own = where or {}, own_measures(brands)
    if wanted := [own[each] for each in measure_ids if each in own]:
        rest = [each for each in measure_ids if each not in own]
        kept = figures(rest, period, brands=brands, by=by, where=where, as_of=as_of) if rest else []
        return [*kept, *_own(wanted, period, brands, by, where, as_of)]
    measures = [measure_with(each) for each in measure_ids]
    dimensions = {*where, *(name for name in by if name in DIMENSIONS)}
    if unknown := dimensions - set(DIMENSIONS) | {*by} - {*DIMENSIONS, *SPANS, BRAND}:
        raise LookupError(f"no dimension: {', '.join(sorted(unknown))}")
    groups: dict[tuple[str, ...], Cell] = {}
    for brand in brands:
        if as_of is None and len(dimensions) <= 2:
            add_cells(groups, sums_of(measures, period, brand, by, where))
        else:
            seen = observations(period, brand=brand, where=where, as_of=as_of)
            add_cells(groups, grouped(seen, by, brand.code).items())
    if not by:
        return [figure_of(measure, (), groups.get((), {})) for measure in measures]
    return figures_of(measures, groups)


def _own(
    measures: Sequence[Measure],
    period: Period,
    brands: Sequence[Brand],
    by: Sequence[str],
    where: Mapping[str, str],
    as_of: datetime | None,
) -> list[Figure]:
    """Figures of own questions, added up from their rows: they are few, and no rollup keeps them."""
    groups: dict[tuple[str, ...], Cell] = {}
    for brand in brands:
        seen = observations(period, brand=brand, where=where, kinds=(Kind.SURVEY,), as_of=as_of)
        for each in seen:
            cell = groups.setdefault(key_of(each, by, brand.code), {})
            for measure in measures:
                counts = measure.counts_of(each)
                if counts is not None:
                    merge(cell, {measure.kept_as: list(counts)})
    if not by:
        return [figure_of(measure, (), groups.get((), {})) for measure in measures]
    return figures_of(measures, groups)


def figure(measure_id: str, period: Period, *, brands: Sequence[Brand], **more: object) -> Figure:
    """The one figure of a measure."""
    return figures([measure_id], period, brands=brands, **more)[0]  # type: ignore[arg-type]


def details(
    prefix: str, period: Period, *, brands: Sequence[Brand], where: Mapping[str, str] | None = None
) -> dict[tuple[str, ...], int]:
    """How many cases arrived by hour of the week (`hour`), or how promises ended and why (`promise`).

    Keys are the parts after the prefix: weekday (0 is Monday) and hour; clock, result and cause.
    """
    where = where or {}
    found: Counter[tuple[str, ...]] = Counter()
    for brand in brands:
        if set(where) <= {DETAILS[0]}:
            team = where.get(DETAILS[0])
            for _, cells in rolled(period, brand, DETAILS):
                for (of_team, detail), cell in unpack(bytes(cells)):
                    if team in (None, of_team):
                        found[tuple(detail.split(":"))] += cell[DETAIL][0]
        else:
            for seen in observations(period, brand=brand, where=where, kinds=(Kind.CASE,)):
                found.update(tuple(detail.split(":")) for detail in details_of(seen))
    return {key[1:]: count for key, count in found.items() if key[0] == prefix}


def observations(
    period: Period,
    *,
    brand: Brand,
    where: Mapping[str, str] | None = None,
    kinds: Iterable[Kind] = (),
    as_of: datetime | None = None,
    using: str | None = None,
) -> Iterator[Observation]:
    """The rows behind the figures of a brand, in the order of their days.

    `using` names the database (`standby.alias`) for rows that are read after the door has answered.
    """
    rows = Observed.objects.filter(brand=brand, on__gte=period.since, on__lt=period.until)
    if kinds:
        rows = rows.filter(kind__in=[kind.value for kind in kinds])
    if as_of is None:
        chosen = rows.filter(**(where or {})).order_by("on", "id")
        yield from map(observation_of, standby.each_of(chosen, using or standby.alias()))
        return
    yield from _as_known(rows, period, where or {}, as_of)


def observation_of(row: Observed) -> Observation:
    """The observation that a row keeps."""
    return Observation(
        kind=Kind(row.kind),
        subject=row.subject,
        at=row.at,
        on=row.on,
        places={name: value for name in DIMENSIONS if (value := getattr(row, name))},
        values=row.values,
        case_id=row.case_id,
    )


def brands_read_by(staff: Staff) -> tuple[list[Brand], bool]:
    """The brands whose figures she reads, and whether as a whole or only her own work."""
    scope = scope_of(staff)
    readable = set(scope.brand_ids_with(Permission.READ_CASES))
    whole = readable & scope.whole_brand_ids
    brands = Brand.objects.filter(id__in=whole or readable).order_by("name", "id")
    return list(brands), bool(whole)


def closings_of(brands: Sequence[Brand]) -> list[Closing]:
    """The closed months of these brands, the oldest first."""
    rows = Closing.objects.filter(brand__in=list(brands)).select_related("brand")
    return list(rows.order_by("month", "brand"))


def rebuild_state() -> Progress | None:
    """How far the last rebuild came, None where none was asked for."""
    return Progress.objects.filter(name="rebuild").first()


def is_rebuilding() -> bool:
    """Whether a rebuild was asked for and is not over."""
    state = rebuild_state()
    return state is not None and state.ended_at is None


def days_to_roll() -> int:
    """How many days wait to be added up."""
    return DirtyDay.objects.count()


def bounds_of(brands: Sequence[Brand]) -> list[Bound]:
    """The bounds that are watched in these brands."""
    rows = Bound.objects.filter(brand__in=list(brands), retired_at__isnull=True)
    return list(rows.select_related("brand", "owner").order_by("id"))


def bound_within(bound_id: int, brands: Sequence[Brand]) -> Bound | None:
    """A bound of one of these brands."""
    rows = Bound.objects.filter(id=bound_id, brand__in=list(brands), retired_at__isnull=True)
    return rows.select_related("brand").first()


def alerts_standing(brands: Sequence[Brand]) -> list[Alert]:
    """The alerts of these brands that have not ended."""
    rows = Alert.objects.filter(bound__brand__in=list(brands), ended_at__isnull=True)
    return list(rows.select_related("bound").order_by("since_at"))


def alert_with(alert_id: int) -> Alert | None:
    """An alert that has not ended."""
    return Alert.objects.filter(id=alert_id, ended_at__isnull=True).select_related("bound").first()


def subscriptions_of(staff: Staff) -> list[Subscription]:
    """The reports that she gets by mail."""
    return list(Subscription.objects.filter(staff=staff, ended_at__isnull=True))


def subscriptions_due(at: datetime, limit: int = 20) -> list[Subscription]:
    """The reports whose time has come."""
    rows = Subscription.objects.filter(next_at__lte=at, ended_at__isnull=True)
    return list(rows.select_related("brand", "staff").order_by("next_at")[:limit])


def _as_known(
    rows: QuerySet[Observed], period: Period, where: Mapping[str, str], as_of: datetime
) -> Iterator[Observation]:
    ground = Ground()
    imported = rows.filter(Q(case_id__isnull=True), at__lte=as_of, **where).order_by("on", "id")
    for row in imported.iterator(chunk_size=2000):
        seen = as_known(observation_of(row), as_of)
        if all(seen.place(name) == value for name, value in where.items()):
            yield seen
    case_ids = rows.filter(case_id__isnull=False).order_by("case_id").values_list("case_id", flat=True)
    for portion in batched(case_ids.distinct(), _BATCH):
        for _, folded in fold_cases(portion, ground=ground, as_of=as_of).values():
            for seen in folded.observations:
                if period.since <= seen.on < period.until and all(
                    seen.place(name) == value for name, value in where.items()
                ):
                    yield seen
