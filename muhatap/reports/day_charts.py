"""Where the half hours of a day stand in a chart: pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from muhatap.reports.charts import LEFT, RIGHT, Tick, scale_of
from muhatap.reports.forecasting import Expected, Need, clock_of

_TOP, _BOTTOM = 12, 196
_LABELS_AT_MOST = 9


@dataclass(frozen=True, slots=True)
class ArrivalChart:
    """What is expected as a line, and between which bounds nine of ten will be as a band."""

    ticks: tuple[Tick, ...]
    band: str
    line: str
    labels: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The people that a half hour takes; `is_short` where fewer are there."""

    x: str
    y: str
    width: str
    height: str
    is_short: bool


@dataclass(frozen=True, slots=True)
class PeopleChart:
    """The people that each half hour takes as columns, and those who are there as a stair."""

    ticks: tuple[Tick, ...]
    columns: tuple[Column, ...]
    stair: str
    labels: tuple[tuple[str, str], ...]


def arrival_chart(expected: Sequence[Expected]) -> ArrivalChart:
    """The chart of a forecast."""
    highest, ticks = _scale([each.high for each in expected])
    step = (RIGHT - LEFT) / max(1, len(expected))
    xs = [LEFT + step * (place + 0.5) for place in range(len(expected))]
    upper = [_point(x, each.high, highest) for x, each in zip(xs, expected, strict=True)]
    lower = [_point(x, each.low, highest) for x, each in zip(xs, expected, strict=True)]
    return ArrivalChart(
        ticks=ticks,
        band=" ".join([*upper, *reversed(lower)]),
        line=" ".join(_point(x, each.mean, highest) for x, each in zip(xs, expected, strict=True)),
        labels=_labels([each.slot for each in expected], step),
    )


def people_chart(needs: Sequence[Need]) -> PeopleChart:
    """The chart of who is needed against who is there."""
    highest, ticks = _scale([max(each.agents, each.scheduled) for each in needs])
    step = (RIGHT - LEFT) / max(1, len(needs))
    columns, stair = [], []
    for place, each in enumerate(needs):
        x, y = LEFT + step * place, _y(each.agents, highest)
        columns.append(
            Column(f"{x + 1:.1f}", f"{y:.1f}", f"{step - 2:.1f}", f"{_BOTTOM - y:.1f}", each.missing > 0)
        )
        stair += [_point(x, each.scheduled, highest), _point(x + step, each.scheduled, highest)]
    return PeopleChart(
        ticks, tuple(columns), " ".join(stair), _labels([n.expected.slot for n in needs], step)
    )


def _scale(values: Sequence[float]) -> tuple[float, tuple[Tick, ...]]:
    _, highest, ticks = scale_of(values)
    told = ((_y(tick, highest), tick) for tick in ticks)
    return highest, tuple(Tick(f"{y:.1f}", f"{y + 4:.1f}", tick) for y, tick in told)


def _labels(slots: Sequence[int], step: float) -> tuple[tuple[str, str], ...]:
    """Whole hours only, as many as have room."""
    hours = [(place, slot) for place, slot in enumerate(slots) if slot % 2 == 0]
    every = -(-len(hours) // _LABELS_AT_MOST) or 1
    return tuple((f"{LEFT + step * place:.1f}", clock_of(slot)) for place, slot in hours[::every])


def _point(x: float, value: float, highest: float) -> str:
    return f"{x:.1f},{_y(value, highest):.1f}"


def _y(value: float, highest: float) -> float:
    return _BOTTOM - value / highest * (_BOTTOM - _TOP)
