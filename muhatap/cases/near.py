"""Cases whose customer's name is one slip of the finger away from what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass

from muhatap.cases.candidates import HEADS, Row, newest
from muhatap.kernel.near_names import are_near, near_tokens
from muhatap.kernel.search_text import Term, skeleton

_ROWS_AT_MOST = 100


@dataclass(frozen=True, slots=True)
class _Near:
    """A word, or a name near to it."""

    kind: str
    words: tuple[str, ...]

    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """The tokens of the word and of all that is near to it."""
        return ((*Term("word", self.words).alternatives()[0], *near_tokens(self.words[0])),)

    def is_in(self, tokens: str) -> bool:
        """Whether the row has the word or a near one; the index alone gives some that are two slips away."""
        plain, letters = skeleton(self.words[0]), (each for each in tokens.split() if each.isalpha())
        return Term("word", self.words).is_in(tokens) or any(are_near(plain, each) for each in letters)


def near_heads(brand_ids: Sequence[int], terms: Sequence[Term]) -> list[Row]:
    """The newest heads that have every term, or a name near to it; none where no term can be a name."""
    loose = [_loosened(term) for term in terms]
    if loose == list(terms):
        return []
    rows = newest(HEADS, brand_ids, loose, limit=_ROWS_AT_MOST)
    return [row for row in rows if row.has(loose)]


def _loosened(term: Term) -> Term | _Near:
    is_name = term.kind in ("word", "start") and near_tokens(term.words[0])
    return _Near("near", term.words) if is_name else term
