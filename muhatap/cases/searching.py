"""Searching cases within what the reader may see: candidates from the indexes, ranked, then shown.

Never more than some portions of the newest candidates are looked at, so that a word that stands everywhere
costs no more than a rare one. A case is found where every term is in its head, or in one of its messages, or
some in the one and the rest in the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeGuard

from django.db.models import Q, QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.candidates import BEYOND, HEADS, MESSAGES, OPEN_MESSAGES, Index, Row, newest, newest_named
from muhatap.cases.conditions import AllOf, Condition, Test
from muhatap.cases.conditions.people import head_terms
from muhatap.cases.found import Found, shown
from muhatap.cases.models import Case, HeadText, Message, SearchText
from muhatap.cases.near import near_heads
from muhatap.cases.queries import allowed_within, known_cases, reach_of
from muhatap.cases.ranking import Match, Place, in_order
from muhatap.kernel.search_text import Term, query_terms

CASES_AT_MOST = 20
# A reader of few queues may see little of what matches: ever larger portions are looked through for her.
PORTIONS = (200, 800, 3200)
_HEADS_AT_MOST = 100
_NAMED_AT_MOST = 60
_HEADS_LOOKED_AT = 1000
# So few cases are read as they are, whatever the index says.
_FEW_CASES = 300
_ROWS_OF_FEW = 3000
_ENOUGH = 20
_CROSSED_TERMS = 4


@dataclass(frozen=True, slots=True)
class Reader:
    """Who searches: the cases, what holds for them, the brands, and whether notes and sides are for her."""

    cases: QuerySet[Case]
    allowed: Q
    brand_ids: tuple[int, ...]
    reads_inside: bool = True
    is_narrowed: bool = False
    # Where she reads whole brands, what the index has of them is what she may see.
    reads_all: bool = False
    # What the head of every case has that she asks for: a name is found there, not case by case.
    heads: tuple[Term, ...] = ()
    asks_more: bool = True

    def known(self, ids: Iterable[int]) -> QuerySet[Case]:
        """Those with these ids."""
        return known_cases(self.allowed, id__in=list(ids))

    def narrowed(self, condition: Q, asked: Condition | None = None) -> "Reader":
        """The same reader among the cases for which this holds; `asked` is what the filter was made of."""
        heads = tuple(heads_of(asked)) if asked else ()
        return replace(
            self,
            cases=self.cases.filter(condition),
            allowed=self.allowed & condition,
            is_narrowed=True,
            reads_all=False,
            heads=heads,
            asks_more=not heads or not all(map(_is_of_sender, _tests_of(asked))),
        )


@dataclass(frozen=True, slots=True)
class Search:
    """What was found, best first; `is_cut` when there may be more than was looked at."""

    terms: Sequence[Term]
    found: Sequence[Found] = ()
    is_cut: bool = False


@dataclass(slots=True)
class _Matches:
    """What was found so far, each case once, at its best place."""

    by_case: dict[int, Match] = field(default_factory=dict)
    is_cut: bool = False

    def add(self, matches: Iterable[Match]) -> None:
        """Take in further matches; a case that is there keeps the better place and gets the messages."""
        for match in matches:
            known = self.by_case.get(match.case_id)
            if known is None:
                self.by_case[match.case_id] = match
            elif match.message_ids and not known.message_ids:
                self.by_case[match.case_id] = Match(match.case_id, known.place, match.message_ids, known.body)


def reader_of(staff: Staff) -> Reader:
    """A member of staff, who reads notes wherever she reads cases."""
    brand_ids = scope_of(staff).brand_ids_with(Permission.READ_CASES)
    reads_all = not reach_of(staff)[1]
    allowed = allowed_within(*reach_of(staff))
    return Reader(Case.objects.filter(allowed), allowed, tuple(sorted(brand_ids)), reads_all=reads_all)


def reader_for_brand(brand_id: int) -> Reader:
    """A program that reads what the brand's customers could read."""
    allowed = Q(brand_id=brand_id)
    cases = Case.objects.filter(allowed)
    return Reader(cases, allowed, (brand_id,), reads_inside=False, reads_all=True)


def search_cases(staff: Staff, query: str, at: datetime) -> Search:
    """The cases that have every word and phrase of a plain query, best first."""
    terms = query_terms(query)
    return search_within(reader_of(staff), terms, at) if terms else Search(())


def search_within(
    reader: Reader, terms: Sequence[Term], at: datetime, *, limit: int = CASES_AT_MOST
) -> Search:
    """The cases that have every term, best first; without terms the newest that the reader reads."""
    matches = _matches(reader, list(terms), limit) if reader.brand_ids else _Matches()
    ordered = in_order(list(matches.by_case.values()), terms, _moments(matches), at)
    found = shown(ordered, terms, reads_inside=reader.reads_inside, limit=limit)
    return Search(terms, found, matches.is_cut or len(ordered) > len(found) >= limit)


def finds_any(reader: Reader, terms: Sequence[Term]) -> bool:
    """Whether these terms find anything at a first glance, for a hint."""
    if not reader.brand_ids or not terms:
        return False
    indexes = (HEADS, _messages_index(reader))
    return any(_visible(reader, newest(each, reader.brand_ids, terms, limit=50)) for each in indexes)


def _matches(reader: Reader, terms: list[Term], limit: int) -> _Matches:
    if not terms:
        few = _by_heads(reader)
        cases = reader.cases if few is None else reader.known(few)
        ids = list(cases.order_by("-updated_at", "id").values_list("id", flat=True)[: limit + 1])
        return _Matches({each: Match(each, Place.TEXT) for each in ids}, len(ids) > limit)
    if reader.heads:
        return _named(reader, terms, limit)
    matches = _by_index(reader, terms, PORTIONS[:1] if reader.is_narrowed else PORTIONS)
    if reader.is_narrowed and matches.is_cut and len(matches.by_case) < limit:
        return _narrowly(reader, terms)
    return _with_loose_ends(reader, terms, matches)


def _named(reader: Reader, terms: list[Term], limit: int) -> _Matches:
    """Words in the cases of a name: of those with the words, the heads say which are of it."""
    matches = _Matches()
    in_heads = newest(HEADS, reader.brand_ids, [*terms, *reader.heads], limit=_HEADS_AT_MOST)
    matches.add(Match(row.case_id, Place.HEAD, (), row.body) for row in _visible(reader, in_heads))
    index = _messages_index(reader)
    rows = newest_named(index, reader.brand_ids, terms, reader.heads, limit=_NAMED_AT_MOST)
    matches.add(_of_messages(_visible(reader, rows)))
    matches.is_cut = len(rows) >= _NAMED_AT_MOST or len(in_heads) >= _HEADS_AT_MOST
    if len(matches.by_case) >= limit:
        return matches
    if _by_heads(reader) is not None or reader.asks_more:
        return _narrowly(reader, terms)
    # Many have the name, and few of their newest messages the words.
    matches.is_cut = True
    return matches


def _narrowly(reader: Reader, terms: list[Term]) -> _Matches:
    """Few cases that the filters leave are read one by one; of many, more candidates are looked through."""
    few = _by_heads(reader)
    cases = reader.cases if few is None else reader.known(few)
    # Without an order: only whether there are more matters.
    ids = list(cases.order_by().values_list("id", flat=True)[: _FEW_CASES + 1])
    if len(ids) > _FEW_CASES:
        return _by_index(reader, terms, PORTIONS[1:])
    matches = _Matches()
    matches.add(_among(reader, ids, terms))
    return matches


def heads_of(asked: Condition) -> list[Term]:
    """The terms that the head of every case has for which this condition holds."""
    return [term for test in filter(_is_of_sender, _tests_of(asked)) for term in head_terms(test.values[0])]


def _tests_of(asked: Condition | None) -> Sequence[Condition]:
    return asked.parts if isinstance(asked, AllOf) else (asked,) if asked else ()


def _is_of_sender(test: Condition) -> TypeGuard[Test]:
    return isinstance(test, Test) and test.field == "from" and len(test.values) == 1


def _by_heads(reader: Reader) -> list[int] | None:
    """The cases with the heads that the filters ask for; None where they ask for none, or many have them."""
    if not reader.heads:
        return None
    rows = newest(HEADS, reader.brand_ids, reader.heads, limit=_HEADS_LOOKED_AT)
    return [row.case_id for row in rows] if len(rows) < _HEADS_LOOKED_AT else None


def _by_index(reader: Reader, terms: list[Term], portions: Sequence[int]) -> _Matches:
    matches = _Matches()
    heads, is_cut = _portions(reader, HEADS, terms, (_HEADS_AT_MOST, *portions[1:]))
    matches.add(Match(row.case_id, Place.HEAD, (), row.body) for row in heads)
    rows, is_cut_too = _portions(reader, _messages_index(reader), terms, portions)
    matches.add(_of_messages(rows))
    matches.is_cut = is_cut or is_cut_too
    return matches


def _with_loose_ends(reader: Reader, terms: list[Term], matches: _Matches) -> _Matches:
    """Where little was found: terms that are apart in head and message, and names that are nearly right."""
    if len(matches.by_case) < _ENOUGH and len(terms) > 1:
        matches.add(_crossed(reader, terms))
    if len(matches.by_case) < _ENOUGH:
        near = _visible(reader, near_heads(reader.brand_ids, terms))
        matches.add(Match(row.case_id, Place.NEAR, (), row.body) for row in near)
    return matches


def _portions(
    reader: Reader, index: Index, terms: Sequence[Term], portions: Sequence[int]
) -> tuple[list[Row], bool]:
    """The newest rows that she may see, as many as the first portion has; True when there may be more."""
    visible: list[Row] = []
    before = BEYOND
    for size in portions:
        rows = newest(index, reader.brand_ids, terms, limit=size, before=before)
        visible += _visible(reader, rows)
        if len(rows) < size:
            return visible[: portions[0]], len(visible) > portions[0]
        if len(visible) >= portions[0]:
            return visible[: portions[0]], True
        before = rows[-1].id
    return visible, True


def _visible(reader: Reader, rows: Sequence[Row]) -> list[Row]:
    if reader.reads_all:
        return list(rows)
    ids = {row.case_id for row in rows}
    hers = set(reader.known(ids).values_list("id", flat=True)) if ids else set()
    return [row for row in rows if row.case_id in hers]


def _of_messages(rows: Iterable[Row]) -> list[Match]:
    by_case: dict[int, list[Row]] = {}
    for row in rows:
        by_case.setdefault(row.case_id, []).append(row)
    return [
        Match(case_id, Place.TEXT, tuple(row.id for row in found), found[0].body)
        for case_id, found in by_case.items()
    ]


def _crossed(reader: Reader, terms: Sequence[Term]) -> list[Match]:
    """Cases whose head has one of the terms, looked through for the others: a name and a word."""
    ids: dict[int, None] = {}
    for term in terms[:_CROSSED_TERMS]:
        rows = newest(HEADS, reader.brand_ids, [term], limit=_HEADS_AT_MOST)
        ids |= dict.fromkeys(row.case_id for row in rows)
    visible = reader.known(ids).order_by("-id").values_list("id", flat=True)
    return _among(reader, list(visible[:_FEW_CASES]), terms)


def _among(reader: Reader, ids: Sequence[int], terms: Sequence[Term]) -> list[Match]:
    """Those of these cases that have every term in the head, in one message, or between the two."""
    heads = dict(HeadText.objects.filter(case_id__in=ids).values_list("case_id", "body"))
    inside = {} if reader.reads_inside else {"is_inside": False}
    texts = SearchText.objects.filter(case_id__in=ids, **inside).order_by("-message_id")
    rows: dict[int, list[Row]] = {}
    for row in texts.values_list("message_id", "case_id", "body")[:_ROWS_OF_FEW]:
        rows.setdefault(row[1], []).append(Row(*row))
    found = (_match(Row(each, each, heads.get(each, "")), rows.get(each, ()), terms) for each in ids)
    return [match for match in found if match is not None]


def _match(head: Row, rows: Sequence[Row], terms: Sequence[Term]) -> Match | None:
    missing = [term for term in terms if not head.has([term])]
    fitting = [row for row in rows if row.has(missing)] if missing else []
    ids = tuple(row.id for row in fitting)
    if not missing:
        return Match(head.case_id, Place.HEAD, (), head.body)
    if not fitting:
        return None
    place = Place.TEXT if len(missing) == len(terms) or fitting[0].has(terms) else Place.BOTH
    return Match(head.case_id, place, ids, f"{head.body} {fitting[0].body}")


def _moments(matches: _Matches) -> dict[int, datetime]:
    """When the newest matching message was written, or the case last changed."""
    newest_ids = [match.message_ids[0] for match in matches.by_case.values() if match.message_ids]
    others = [match.case_id for match in matches.by_case.values() if not match.message_ids]
    moments = dict(Message.objects.filter(id__in=newest_ids).values_list("id", "at")) if newest_ids else {}
    if others:
        moments |= dict(Case.objects.filter(id__in=others).values_list("id", "updated_at"))
    return moments


def _messages_index(reader: Reader) -> Index:
    return MESSAGES if reader.reads_inside else OPEN_MESSAGES
