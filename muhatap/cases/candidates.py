"""What the full-text indexes give for some terms: the newest rows first, never all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
    "SELECT rowid FROM {fulltext} WHERE {fulltext} MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT {most}"
)
# Without the sign SQLite would rather read the whole brand than these few rows.
_OF_GLANCE = (
    "SELECT s.{key}, s.case_id, s.body FROM {table} s WHERE s.{key} IN ({ids}) "
    "AND +s.brand_id IN ({brands}){also} ORDER BY s.{key} DESC LIMIT {limit}"
)
# PostgreSQL's guess how often a word occurs is often far off, and the plan with it; so its ways are given.
_NEWEST_ROWS = (
    "SELECT w.{key}, w.case_id, w.body FROM (SELECT * FROM {table} s WHERE s.{key} < %s "
    "AND s.brand_id IN ({brands}){also} ORDER BY s.{key} DESC LIMIT {most}) w "
    "WHERE w.words @@ CAST(%s AS tsquery) ORDER BY w.{key} DESC LIMIT {limit}"
)
# All rows that have the words, by their index; of these the newest, each with how many there were.
_BY_WORDS = (
    "WITH found AS MATERIALIZED (SELECT s.{key} AS id FROM {table} s WHERE s.words @@ CAST(%s AS tsquery) "
    "AND s.{key} < %s AND s.brand_id IN ({brands}){also} LIMIT {most}) "
    "SELECT s.{key}, s.case_id, s.body, (SELECT count(*) FROM found) FROM {table} s "
    "WHERE s.{key} = ANY(ARRAY(SELECT id FROM found ORDER BY id DESC LIMIT {limit})) ORDER BY s.{key} DESC"
)
_BY_AGE = (
    "SELECT s.{key}, s.case_id, s.body FROM {table} s WHERE (s.words @@ CAST(%s AS tsquery)) IS TRUE "
    "AND s.{key} < %s AND s.brand_id IN ({brands}){also} ORDER BY s.{key} DESC LIMIT {limit}"
)
# Rows whose case has some words in its head as well: the newer of two limits ends the looking.
_SQLITE_NAMED = (
    "SELECT s.{key}, s.case_id, s.body FROM {fulltext} f CROSS JOIN {table} s ON s.{key} = f.rowid "
    "CROSS JOIN cases_headtext h ON h.case_id = s.case_id "
    "WHERE {fulltext} MATCH %s AND f.rowid >= (SELECT min(rowid) FROM (SELECT rowid FROM {fulltext} "
    "WHERE {fulltext} MATCH %s ORDER BY rowid DESC LIMIT {most})) "
    "AND s.brand_id IN ({brands}){also} ORDER BY f.rowid DESC LIMIT {limit}"
)
_POSTGRESQL_NAMED = (
    "SELECT w.{key}, w.case_id, w.body FROM (SELECT * FROM {table} s WHERE "
    "s.brand_id IN ({brands}){also} ORDER BY s.{key} DESC LIMIT {most}) w "
    "JOIN cases_headtext h ON h.case_id = w.case_id WHERE w.words @@ CAST(%s AS tsquery) "
    "AND h.words @@ CAST(%s AS tsquery) ORDER BY w.{key} DESC LIMIT {limit}"
)
_NAMED_AMONG = {"sqlite": 4000, "postgresql": 12_000}
# Where one row in so many has the words, the newest rows are read; of rarer words each row by the index.
_GLANCED_AT, _ONE_IN, _FETCHED_AT_MOST = 4000, 100, 20_000
_SCANS = ("enable_seqscan", "enable_indexscan")
# To start workers and a compiler takes longer than what they would do here.
_AT_ONCE = "SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0"


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
    return asked.of_postgresql(terms) if connection.vendor == "postgresql" else asked.of_sqlite(terms)


def newest_named(
    index: Index, brand_ids: Sequence[int], terms: Sequence[Term], heads: Sequence[Term], *, limit: int
) -> list[Row]:
    """Of the newest rows that have all terms, those whose case has these in its head; at most `limit`."""
    asked = _Asked(index, tuple(brand_ids), BEYOND, limit)
    most = _NAMED_AMONG[connection.vendor]
    if connection.vendor == "postgresql":
        values = [*brand_ids, tsquery_of(terms), tsquery_of(heads)]
        return [Row(*row) for row in asked.glanced(_POSTGRESQL_NAMED, values, most)]
    shorter = match_of([_shortened(term) for term in terms])
    of_text, needles = _holding(terms)
    of_head, more = _holding(heads, "h")
    values = [shorter, shorter, *brand_ids, *needles, *more]
    return [Row(*row) for row in asked.rows(_SQLITE_NAMED, values, most=most, holding=of_text + of_head)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every statement asks for."""

    index: Index
    brand_ids: tuple[int, ...]
    before: int
    limit: int

    def of_sqlite(self, terms: Sequence[Term]) -> list[Row]:
        """The index gives the newest rows first; what it lacks are long beginnings."""
        shorter = [_shortened(term) for term in terms]
        if shorter != list(terms):
            # To merge all rows with some long beginning takes a while where it is a common one. Then a
            # glance at the newest with its first letters finds enough, or all; else there are few to merge.
            tests, needles = _holding(terms)
            most = self.limit * _LOOKED_THROUGH
            ids = [str(row[0]) for row in self.rows(_GLANCE, [match_of(shorter), self.before], most=most)]
            rows = self.rows(_OF_GLANCE, [*self.brand_ids, *needles], ids=", ".join(ids), holding=tests)
            if len(rows) >= self.limit or len(ids) < most:
                return [Row(*row) for row in rows]
        rows = self.rows(_SQLITE, [match_of(terms), self.before, *self.brand_ids])
        return [Row(*row) for row in rows]

    def of_postgresql(self, terms: Sequence[Term]) -> list[Row]:
        """Words that are not rare are among the newest rows; of others all rows are fetched by the index."""
        words = tsquery_of(terms)
        values = [self.before, *self.brand_ids, words]
        rows = self.glanced(_NEWEST_ROWS, values, _GLANCED_AT)
        if len(rows) < self.limit:
            rows = self._by_words(words)
        return [Row(*row) for row in rows]

    def glanced(self, sql: str, values: Sequence[Any], most: int) -> list[Any]:
        """What is among so many of the newest rows; where these promise enough, among as many as it takes."""
        rows = self.rows(sql, values, most=most)
        # One long conversation says nothing about the others.
        cases = len({case_id for _, case_id, _ in rows})
        if most <= cases * _ONE_IN and len(rows) < self.limit:
            # Half as many again, since words are not spread evenly.
            rows = self.rows(sql, values, most=most * self.limit * 3 // (2 * cases))
        return rows

    def _by_words(self, words: str) -> list[Any]:
        values = [words, self.before, *self.brand_ids]
        rows = self._alone(_BY_WORDS, values, _SCANS, most=_FETCHED_AT_MOST)
        if not rows or rows[0][3] < _FETCHED_AT_MOST:
            return [row[:3] for row in rows]
        return self._alone(_BY_AGE, values, ())

    def _alone(self, sql: str, values: Sequence[Any], without: Sequence[str], *, most: int = 0) -> list[Any]:
        """What a statement gives without compiler, workers and some ways of reading; in one message.

        Statements of one message are one transaction where there is none, so the settings end with it; where
        there is one, the ways of reading are allowed again.
        """
        said = [_AT_ONCE, *(f"SET LOCAL {each} = off" for each in without), self._statement(sql, most=most)]
        again = [f"SET LOCAL {each} = on" for each in without]
        with connection.cursor() as cursor:
            cursor.execute("; ".join([*said, *again]), values)
            while cursor.description is None:
                cursor.nextset()
            return cursor.fetchall()

    def rows(
        self, sql: str, values: Sequence[Any], *, most: int = 0, holding: str = "", ids: str = ""
    ) -> list[Any]:
        """What one of the statements gives."""
        with connection.cursor() as cursor:
            cursor.execute(self._statement(sql, most=most, holding=holding, ids=ids), values)
            return cursor.fetchall()

    def _statement(self, sql: str, *, most: int = 0, holding: str = "", ids: str = "") -> str:
        return sql.format(
            table=self.index.table,
            key=self.index.key,
            fulltext=self.index.fulltext,
            also=self.index.also + holding,
            brands=", ".join(["%s"] * len(self.brand_ids)),
            limit=self.limit,
            most=most,
            ids=ids,
        )


def _holding(terms: Sequence[Term], row: str = "s") -> tuple[str, list[str]]:
    """The terms as a condition on the tokens themselves."""
    groups = [any_of for term in terms for any_of in needles_of(term)]
    tests = [" OR ".join([f"instr(' ' || {row}.body || ' ', %s) > 0"] * len(any_of)) for any_of in groups]
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
