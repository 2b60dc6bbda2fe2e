"""Where the lines and bars of a chart stand, in the units of its view box: pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from muhatap.reports.statistics import control_limits

WIDTH, LEFT, RIGHT = 560, 34, 514
_TOP, _BOTTOM = 12, 196
_STEPS = (1, 2, 2.5, 5, 10)
# So many times the highest value, a target is out of sight.
_FAR = 3
_BAR_LEFT, _BAR_LENGTH, _ROW = 130, 330, 30


@dataclass(frozen=True, slots=True)
class Dot:
    """One value of a line: where it stands, and whether it lies outside the limits."""

    x: str
    y: str
    value: float
    label: str
    is_out: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale with its value."""

    y: str
    text_y: str
    value: float


@dataclass(frozen=True, slots=True)
class LineChart:
    """A line with its scale, the period before, a target and control limits."""

    ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    line: str
    before: str
    target_y: str
    band_y: str
    band_height: str
    low_y: str
    high_y: str
    has_target: bool
    has_limits: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in two parts."""

    label: str
    y: int
    text_y: int
    x: str
    whole: str
    part: str
    rest_x: str
    rest: str
    end_x: str
    note: str


def line_chart(
    labels: Sequence[str],
    values: Sequence[float | None],
    before: Sequence[float | None] = (),
    *,
    target: float | None = None,
    is_better_up: bool | None = None,
) -> LineChart:
    """A line over days; days without a value are left out."""
    known = [each for each in (*values, *before) if each is not None]
    # A limit far above what is reached would press the line to the floor: it stands at the upper edge.
    near = target is not None and target <= _FAR * max(known, default=target)
    low, high, ticks = scale_of([*known, target] if near else known)
    limits = control_limits([each for each in values if each is not None])

    def y(value: float) -> float:
        share = (value - low) / (high - low)
        return _BOTTOM - min(1.0, max(0.0, share)) * (_BOTTOM - _TOP)

    def x(place: int) -> float:
        return LEFT + (RIGHT - LEFT) * (place / (len(labels) - 1) if len(labels) > 1 else 0.5)

    dots = tuple(
        Dot(_n(x(place)), _n(y(value)), value, label, _is_out(value, limits, target, is_better_up))
        for place, (label, value) in enumerate(zip(labels, values, strict=True))
        if value is not None
    )
    target_y = y(target) if target is not None else 0.0
    band_top = _TOP if is_better_up else target_y
    band_bottom = target_y if is_better_up else _BOTTOM
    return LineChart(
        ticks=tuple(Tick(_n(y(each)), _n(y(each) + 4), each) for each in ticks),
        dots=dots,
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        before=" ".join(
            f"{_n(x(place))},{_n(y(value))}" for place, value in enumerate(before) if value is not None
        ),
        target_y=_n(target_y),
        band_y=_n(band_top),
        band_height=_n(band_bottom - band_top),
        low_y=_n(y(limits[1])) if limits else "",
        high_y=_n(y(limits[2])) if limits else "",
        has_target=target is not None,
        has_limits=limits is not None,
    )


def bars(rows: Sequence[tuple[str, float, float, str]]) -> tuple[Bar, ...]:
    """Bars of label, first part, second part and note, all to the scale of the longest."""
    longest = max((first + second for _, first, second, _ in rows), default=0) or 1
    made = []
    for place, (label, first, second, note) in enumerate(rows):
        part, rest = (_BAR_LENGTH * each / longest for each in (first, second))
        top = 9 + _ROW * place
        made.append(
            Bar(
                label=label,
                y=top,
                text_y=top + 12,
                x=str(_BAR_LEFT),
                whole=_n(part + rest),
                part=_n(part),
                rest_x=_n(_BAR_LEFT + part + (1 if rest else 0)),
                rest=_n(max(0.0, rest - 1) if rest else 0),
                end_x=_n(_BAR_LEFT + part + rest + 8),
                note=note,
            )
        )
    return tuple(made)


def height_of(count: int, *, legend: bool = False) -> int:
    """The height of a chart of so many bars."""
    return 6 + _ROW * max(1, count) + (22 if legend else 0)


def spark(values: Sequence[float]) -> tuple[str, str, str]:
    """A small line of 96 by 24: its points, and where its last one stands."""
    highest = max(values, default=0) or 1
    points = [
        (96 * place / (len(values) - 1) if len(values) > 1 else 96.0, 22 - 20 * value / highest)
        for place, value in enumerate(values)
    ] or [(96.0, 22.0)]
    told = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return told, _n(points[-1][0]), _n(points[-1][1])


def spark_between(values: Sequence[float], low: float, high: float) -> tuple[str, str, str]:
    """A small line of 96 by 24 on a scale of its own, so that shares close to the whole differ to the eye."""
    last = max(1, len(values) - 1)
    points = [
        (96 * place / last, 22 - 20 * (min(max(value, low), high) - low) / (high - low))
        for place, value in enumerate(values)
    ] or [(96.0, 22.0)]
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points), _n(points[-1][0]), _n(points[-1][1])


def scale_of(values: Sequence[float]) -> tuple[float, float, tuple[float, ...]]:
    """Lowest, highest and the lines of a scale of five that holds the values, from 0 where none is below."""
    low, high = min((0.0, *values)), max((0.0, *values)) or 1.0
    rough, power = (high - low) / 4, 1.0
    while power * 10 <= rough:
        power *= 10
    while power > rough:
        power /= 10
    step = next(power * each for each in _STEPS if power * each >= rough * 0.999)
    start = -step * (-low // step + (1 if -low % step else 0)) if low < 0 else 0.0
    ticks = [start + step * place for place in range(5)]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + step)
    return ticks[0], ticks[-1], tuple(ticks)


def heat_level(count: int, highest: int) -> int:
    """How dark a field is, from 0 to 5."""
    return 0 if not count or not highest else min(5, 1 + count * 5 // (highest + 1))


def _is_out(
    value: float,
    limits: tuple[float, float, float] | None,
    target: float | None,
    is_better_up: bool | None,
) -> bool:
    if limits is not None and not limits[1] <= value <= limits[2]:
        return True
    if target is None or is_better_up is None:
        return False
    return value < target if is_better_up else value > target


def _n(value: float) -> str:
    return f"{value:.1f}"
