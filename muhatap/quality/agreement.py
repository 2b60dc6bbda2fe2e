"""How far two reviewers agree beyond chance: pure.

Cohen, J. (1960): A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Table:
    """How often both passed a case, only the first, only the second, or neither."""

    both: int = 0
    first_only: int = 0
    second_only: int = 0
    neither: int = 0

    @property
    def total(self) -> int:
        """How many cases both reviewed."""
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def observed(self) -> Fraction | None:
        """The share on which they agreed."""
        return Fraction(self.both + self.neither, self.total) if self.total else None

    @property
    def expected(self) -> Fraction | None:
        """The share on which chance alone would have them agree."""
        if not self.total:
            return None
        first, second = self.both + self.first_only, self.both + self.second_only
        rest = (self.total - first) * (self.total - second)
        return Fraction(first * second + rest, self.total * self.total)

    @property
    def kappa(self) -> Fraction | None:
        """Cohen's kappa; None where nothing was rated or chance alone explains all."""
        if self.observed is None or self.expected is None or self.expected == 1:
            return None
        return (self.observed - self.expected) / (1 - self.expected)


def table_of(pairs: Iterable[tuple[bool, bool]]) -> Table:
    """The table of verdicts of the first and the second reviewer."""
    found = list(pairs)
    return Table(
        found.count((True, True)),
        found.count((True, False)),
        found.count((False, True)),
        found.count((False, False)),
    )


def kappa(both_yes: int, first_only: int, second_only: int, both_no: int) -> Fraction | None:
    """Cohen's kappa of two raters; None where nothing was rated or chance alone explains all."""
    return Table(both_yes, first_only, second_only, both_no).kappa


def same_marks(pairs: Iterable[tuple[Mapping[str, str], Mapping[str, str]]]) -> dict[str, tuple[int, int]]:
    """By criterion: how often both gave it the same mark, and how often both marked it."""
    found: dict[str, tuple[int, int]] = {}
    for first, second in pairs:
        for code in first.keys() & second.keys():
            same, all_of_them = found.get(code, (0, 0))
            found[code] = (same + (first[code] == second[code]), all_of_them + 1)
    return found
