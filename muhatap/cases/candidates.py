"""What the full-text indexes give for some terms: the newest rows first, never all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from muhatap.cases.terms import match_of, tsquery_of
from muhatap.kernel.search_text import PREFIX_AT_LEAST, Term, needles_of

BEYOND = (1 << 63) - 1
# The index knows beginnings of three letters; a longer one is looked for among so many rows that begin so.
_LOOKED_THROUGH = 5

_SQLITE = (
    "SELECT s.{key}, s.case_id, s.body FROM {fulltext} f JOIN {table} s ON s.{key} = f.rowid "
    "WHERE {fulltext} MATCH %s AND f.rowid < %s AND s.brand_id IN ({brands}){also} "
    "ORDER BY f.rowid DESC LIMIT {limit}"
)
_GLANCE = (
    "SELECT s.{key}, s.case_id, s.body FROM (SELECT rowid FROM {fulltext} f "
    "WHERE {fulltext} MATCH %s AND f.rowid < %s ORDER BY f.rowid DESC LIMIT {most}) g "
    "CROSS JOIN {table} s ON s.{key} = g.rowid "
    "WHERE s.brand_id IN ({brands}){also} ORDER BY s.{key} DESC LIMIT {limit}"
)
_POSTGRESQL = (
    "SELECT s.{key}, s.case_id, s.body FROM {table} s "
    "WHERE s.words @@ CAST(%s AS tsquery) AND s.{key} < %s AND s.brand_id IN ({brands}){also} "
    "ORDER BY s.{key} DESC LIMIT {limit}"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an index: its id, the case, and its tokens."""

    id: int
    case_id: int
    body: str

    def has(self, terms: Sequence[Term]) -> bool:
        """Whether it has all of these terms."""
        tokens = f" {self.body} "
        return all(term.is_in(tokens) for term in terms)


@dataclass(frozen=True, slots=True)
class Index:
    """One of the two indexes."""

    table: str
    key: str
    fulltext: str
    also: str = ""


HEADS = Index("cases_headtext", "case_id", "cases_headwords")
MESSAGES = Index("cases_searchtext", "message_id", "cases_fulltext")
OPEN_MESSAGES = Index("cases_searchtext", "message_id", "cases_fulltext", " AND NOT s.is_inside")


def newest(
    index: Index, brand_ids: Sequence[int], terms: Sequence[Term], *, limit: int, before: int = BEYOND
) -> list[Row]:
    """The newest rows of these brands that have all terms, phrases as loose words; at most `limit`."""
    asked = _Asked(index, tuple(brand_ids), before, limit)
    if connection.vendor == "postgresql":
        return asked.rows(_POSTGRESQL, tsquery_of(terms))
    shorter = [_shortened(term) for term in terms]
    if shorter != list(terms):
        # To merge all rows with some long beginning takes a while where it is a common one. Then a glance
        # at the newest rows with its first letters finds enough; where not, there are few to merge.
        most = limit * _LOOKED_THROUGH
        rows = asked.rows(_GLANCE.replace("{most}", str(most)), match_of(shorter), _holding(terms))
        if len(rows) >= limit:
            return rows
    return asked.rows(_SQLITE, match_of(terms))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every statement asks for."""

    index: Index
    brand_ids: tuple[int, ...]
    before: int
    limit: int

    def rows(self, sql: str, words: str, holding: tuple[str, list[str]] = ("", [])) -> list[Row]:
        """The rows of a statement; `holding` is a further condition on the tokens, and its values."""
        statement = sql.format(
            table=self.index.table,
            key=self.index.key,
            fulltext=self.index.fulltext,
            also=self.index.also + holding[0],
            brands=", ".join(["%s"] * len(self.brand_ids)),
            limit=self.limit,
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [words, self.before, *self.brand_ids, *holding[1]])
            return [Row(*row) for row in cursor.fetchall()]


def _holding(terms: Sequence[Term]) -> tuple[str, list[str]]:
    """The terms as a condition on the tokens themselves."""
    groups = [any_of for term in terms for any_of in needles_of(term)]
    tests = [" OR ".join(["instr(' ' || s.body || ' ', %s) > 0"] * len(any_of)) for any_of in groups]
    return "".join(f" AND ({test})" for test in tests), [needle for any_of in groups for needle in any_of]


@dataclass(frozen=True, slots=True)
class _Shortened:
    """A term with its beginnings cut to what the index knows."""

    term: Term

    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """As of a term."""
        return tuple(
            tuple(
                f"{token[:PREFIX_AT_LEAST]}*" if token[-1] == "*" and len(token) > PREFIX_AT_LEAST else token
                for token in any_of
            )
            for any_of in self.term.alternatives()
        )


def _shortened(term: Term) -> Term | _Shortened:
    shortened = _Shortened(term)
    return shortened if shortened.alternatives() != term.alternatives() else term
