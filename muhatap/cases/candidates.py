"""What the full-text indexes give for some terms: the newest rows first, never all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from muhatap.cases.terms import match_of, tsquery_of
from muhatap.kernel.search_text import PREFIX_AT_LEAST, Term

BEYOND = (1 << 63) - 1
# The index knows beginnings of three letters; a longer one is looked for among so many rows that begin so.
_LOOKED_THROUGH = 5

_SQLITE = (
    "SELECT s.{key}, s.case_id, s.body FROM {fulltext} f JOIN {table} s ON s.{key} = f.rowid "
    "WHERE {fulltext} MATCH %s AND f.rowid < %s AND s.brand_id IN ({brands}){also} "
    "ORDER BY f.rowid DESC LIMIT {limit}"
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
    if connection.vendor == "postgresql":
        return _rows(index, _POSTGRESQL, tsquery_of(terms), brand_ids, before, limit)
    shorter = [_shortened(term) for term in terms]
    if shorter != list(terms):
        # To merge all rows with some long beginning takes a while where it is a common one. Then a glance
        # at the newest rows with its first letters finds enough; where not, there are few to merge.
        most = limit * _LOOKED_THROUGH
        rows = _rows(index, _SQLITE, match_of(shorter), brand_ids, before, most)
        fitting = [row for row in rows if row.has(terms)]
        if len(rows) < most or len(fitting) >= limit:
            return fitting[:limit]
    return _rows(index, _SQLITE, match_of(terms), brand_ids, before, limit)


def _rows(index: Index, sql: str, asked: str, brand_ids: Sequence[int], before: int, limit: int) -> list[Row]:
    places = ", ".join(["%s"] * len(brand_ids))
    statement = sql.format(
        table=index.table, key=index.key, fulltext=index.fulltext, also=index.also, brands=places, limit=limit
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked, before, *brand_ids])
        return [Row(*row) for row in cursor.fetchall()]


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
