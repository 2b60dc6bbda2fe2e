"""Reading the sums of a brand: the fewest spans that make up a period."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError
from django.db.models import Q

from muhatap.brands.models import Brand
from muhatap.reports import standby
from muhatap.reports.figures import SPANS, span_of
from muhatap.reports.grains import DAY, MONTH, YEAR, covering
from muhatap.reports.measures import Measure
from muhatap.reports.models import Rollup
from muhatap.reports.observations import DIMENSIONS
from muhatap.reports.rollups import KEPT_UNDER, Cell, pair_for, unpack

BRAND = "brand"


def sums_of(
    measures: Sequence[Measure],
    days: tuple[date, date],
    brand: Brand,
    by: Sequence[str],
    where: Mapping[str, str],
) -> Iterator[tuple[tuple[str, ...], Cell]]:
    """The sums of measures over the days from the first to before the second, in parts that add up."""
    pair = pair_for({*where, *(name for name in by if name in DIMENSIONS)})
    names = list(dict.fromkeys(measure.kept_as for measure in measures))
    wanted = {name: pair.index(name) for name in {*where, *by} if name in pair}
    coarsest = DAY if {"day", "week"} & set(by) else MONTH if "month" in by else YEAR
    for begins_on, cells in rolled(days, brand, pair, coarsest=coarsest):
        spans = {name: span_of(name, begins_on) for name in by if name in SPANS} | {BRAND: brand.code}
        for key, cell in unpack(bytes(cells), names):
            if all(key[wanted[name]] == value for name, value in where.items()):
                yield tuple(key[wanted[name]] if name in wanted else spans[name] for name in by), cell


def rolled(
    days: tuple[date, date], brand: Brand, pair: tuple[str, str], *, coarsest: str = YEAR
) -> Iterator[tuple[date, bytes]]:
    """The packed sums of a pair, each with its first day, by spans no coarser than this grain."""
    if (using := standby.alias()) == standby.COPY:
        try:
            yield from list(_rolled(days, brand, pair, coarsest, using))
        except (OperationalError, InterfaceError) as error:
            standby.leave_alone(error)
        else:
            return
    yield from _rolled(days, brand, pair, coarsest, DEFAULT_DB_ALIAS)


def _rolled(
    days: tuple[date, date], brand: Brand, pair: tuple[str, str], coarsest: str, using: str
) -> Iterator[tuple[date, bytes]]:
    since, until = days
    rows = Rollup.objects.using(using).filter(brand=brand, pair=":".join(pair), rules=KEPT_UNDER)
    kept = rows.filter(begins_on__gte=since, begins_on__lt=until).values_list("grain", "begins_on")
    by_grain: dict[str, list[date]] = {}
    for grain, begins_on in covering(kept, since, until, coarsest):
        by_grain.setdefault(grain, []).append(begins_on)
    chosen = Q()
    for grain, begins in by_grain.items():
        chosen |= Q(grain=grain, begins_on__in=begins)
    if by_grain:
        yield from rows.filter(chosen).values_list("begins_on", "cells")
