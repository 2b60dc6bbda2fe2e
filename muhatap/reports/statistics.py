"""Intervals, agreement and control limits: pure."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from math import sqrt

Z_95 = 1.959964
# Mean moving range to standard deviation, for individual values (Shewhart's d2 of two).
_D2 = 1.128


def rounded(value: Fraction | float | int, decimals: int) -> Decimal:
    """The value half-up, away from zero, to so many decimals."""
    exact = Fraction(value)
    unit = 10**decimals
    scaled = abs(exact) * unit + Fraction(1, 2)
    whole = scaled.numerator // scaled.denominator
    sign = -1 if exact < 0 else 1
    return (Decimal(sign * whole) / unit).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson's score), between 0 and 1; ValueError without any."""
    if whole <= 0 or not 0 <= part <= whole:
        raise ValueError("a share of nothing has no interval")
    share, square = part / whole, Z_95 * Z_95
    middle = share + square / (2 * whole)
    half = Z_95 * sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    below = 1 + square / whole
    # The ends are exact where nothing or everything is in the part: no rest of the arithmetic stays there.
    low = 0.0 if part == 0 else (middle - half) / below
    high = 1.0 if part == whole else (middle + half) / below
    return low, high


def kappa(both_yes: int, first_only: int, second_only: int, both_no: int) -> Fraction | None:
    """Cohen's kappa of two raters; None where nothing was rated or chance alone explains all."""
    total = both_yes + first_only + second_only + both_no
    if not total:
        return None
    seen = Fraction(both_yes + both_no, total)
    first, second = both_yes + first_only, both_yes + second_only
    chance = Fraction(first * second + (total - first) * (total - second), total * total)
    return None if chance == 1 else (seen - chance) / (1 - chance)


def control_limits(values: Sequence[float]) -> tuple[float, float, float] | None:
    """Centre, lower and upper limit of a run of values (individuals chart); None below eight of them."""
    if len(values) < 8:
        return None
    centre = sum(values) / len(values)
    ranges = [abs(after - before) for before, after in pairwise(values)]
    spread = 3 * (sum(ranges) / len(ranges)) / _D2
    return centre, centre - spread, centre + spread
