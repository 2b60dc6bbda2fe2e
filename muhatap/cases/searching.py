"""Searching what was written: full text within what the reader may see, newest first, grouped by case."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case, Message
from muhatap.cases.queries import cases_visible_to
from muhatap.cases.terms import match_of, tsquery_of
from muhatap.kernel.search_text import Term, query_terms
from muhatap.kernel.snippets import Snippet, matches_all, snippet
from muhatap.kernel.text import fold

MATCHES_AT_MOST = 1000
CASES_AT_MOST = 50
# A reader of few queues may see little of what matches: so many portions are looked through for her.
_PORTIONS = 5
_CHECKED_AT_MOST = 300

_SQLITE = (
    "SELECT s.message_id, s.case_id FROM cases_fulltext f JOIN cases_searchtext s ON s.message_id = f.rowid "
    "WHERE cases_fulltext MATCH %s AND f.rowid < %s AND s.brand_id IN ({brands}) "
    "ORDER BY f.rowid DESC LIMIT {limit}"
)
_POSTGRESQL = (
    "SELECT message_id, case_id FROM cases_searchtext "
    "WHERE words @@ CAST(%s AS tsquery) AND message_id < %s AND brand_id IN ({brands}) "
    "ORDER BY message_id DESC LIMIT {limit}"
)
_BEYOND = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class Found:
    """A case with its newest matching message and how many of its messages match."""

    case: Case
    message_id: int
    at: datetime
    count: int
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Search:
    """What was found; `is_cut` when more matches exist than were looked at."""

    terms: Sequence[Term]
    found: Sequence[Found]
    is_cut: bool


def search_cases(staff: Staff, query: str) -> Search:
    """The cases whose messages hold every term of the query, among those that the reader may see."""
    terms = query_terms(query)
    if not terms:
        return Search((), (), False)
    matches, is_cut = _visible_matches(staff, terms)
    by_case: dict[int, list[int]] = {}
    for message_id, case_id in matches:
        by_case.setdefault(case_id, []).append(message_id)
    subjects = dict(Case.objects.filter(id__in=by_case).values_list("id", "subject"))
    ranked = sorted(subjects, key=lambda case_id: _rank(subjects[case_id], by_case[case_id], terms))
    ranked = ranked[: _CHECKED_AT_MOST if _has_phrase(terms) else CASES_AT_MOST]
    cases = {
        case.id: case
        for case in Case.objects.filter(id__in=ranked)
        .select_related("customer", "topic")
        .defer("fields", "notices", "sealed_fields", "topic__fields", "topic__evidence", "topic__quick_fixes")
    }
    found = list(_checked(ranked, cases, by_case, terms))
    return Search(terms, found, is_cut or len(by_case) > len(found) >= CASES_AT_MOST)


def _visible_matches(staff: Staff, terms: Sequence[Term]) -> tuple[list[tuple[int, int]], bool]:
    brands = scope_of(staff).brand_ids_with(Permission.READ_CASES)
    visible: list[tuple[int, int]] = []
    before = _BEYOND
    for _ in range(_PORTIONS if brands else 0):
        portion = _portion(brands, terms, before)
        ids = {case_id for _message, case_id in portion}
        hers = set(cases_visible_to(staff).filter(id__in=ids).values_list("id", flat=True))
        visible += [match for match in portion if match[1] in hers]
        if len(portion) < MATCHES_AT_MOST:
            return visible, False
        if len(visible) >= MATCHES_AT_MOST:
            return visible[:MATCHES_AT_MOST], True
        before = portion[-1][0]
    return visible, bool(brands)


def _portion(brands: Sequence[int], terms: Sequence[Term], before: int) -> list[tuple[int, int]]:
    is_postgresql = connection.vendor == "postgresql"
    sql, asked = (_POSTGRESQL, tsquery_of(terms)) if is_postgresql else (_SQLITE, match_of(terms))
    places = ", ".join(["%s"] * len(brands))
    with connection.cursor() as cursor:
        cursor.execute(sql.format(brands=places, limit=MATCHES_AT_MOST), [asked, before, *brands])
        return cursor.fetchall()


def _has_phrase(terms: Sequence[Term]) -> bool:
    return any(term.kind == "phrase" for term in terms)


def _rank(subject: str, message_ids: Sequence[int], terms: Sequence[Term]) -> tuple[bool, int]:
    """Cases that say it in their subject first, then the newest word."""
    folded = fold(subject)
    in_subject = all(fold(word) in folded for term in terms for word in term.words)
    return not in_subject, -message_ids[0]


def _checked(
    ranked: Sequence[int], cases: dict[int, Case], by_case: dict[int, list[int]], terms: Sequence[Term]
) -> Iterator[Found]:
    """The first cases that hold up: an index without positions knows no phrases, so texts are read."""
    texts = {
        message.id: message
        for message in Message.objects.filter(id__in=[by_case[case_id][0] for case_id in ranked]).only(
            "id", "text", "at"
        )
    }
    count = 0
    for case_id in ranked:
        case, message = cases[case_id], texts.get(by_case[case_id][0])
        if message is None or count >= CASES_AT_MOST:
            continue
        heads = f"{case.number} {case.subject}\n{case.customer} {case.customer.email}"
        if _has_phrase(terms) and not matches_all(f"{heads}\n{message.text}", terms):
            continue
        count += 1
        yield Found(case, message.id, message.at, len(by_case[case_id]), snippet(message.text, terms))
