"""Words of a condition: found by the full-text index, or among the indexed words of one case.

The index keeps no order of words, so a phrase holds here where one message has all of its words; the search
page, which reads the texts it shows, is stricter.
"""

from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from muhatap.cases.conditions.fields import Facts, Viewpoint
from muhatap.cases.conditions.tree import Words
from muhatap.cases.models import SearchText
from muhatap.cases.terms import match_of, tsquery_of
from muhatap.kernel.search_text import Term, query_terms

# A word that stands nearly everywhere narrows nothing; only the newest messages that have it count.
MESSAGES_AT_MOST = 10_000

_SQLITE = (
    "SELECT case_id FROM (SELECT s.case_id AS case_id FROM cases_fulltext f "
    "JOIN cases_searchtext s ON s.message_id = f.rowid "
    "WHERE cases_fulltext MATCH %s {within} ORDER BY f.rowid DESC LIMIT {most}) AS found"
)
_POSTGRESQL = (
    "SELECT case_id FROM (SELECT s.case_id AS case_id FROM cases_searchtext s "
    "WHERE s.words @@ CAST(%s AS tsquery) {within} ORDER BY s.message_id DESC LIMIT {most}) AS found"
)


def q(words: Words, seen: Viewpoint) -> Q:
    """The cases in which some message has these words."""
    terms = query_terms(words.to_text())
    if not terms:
        return Q(pk__isnull=False)
    is_postgresql = connection.vendor == "postgresql"
    sql, asked = (_POSTGRESQL, tsquery_of(terms)) if is_postgresql else (_SQLITE, match_of(terms))
    places = ", ".join(["%s"] * len(seen.brand_ids))
    within = f"AND s.brand_id IN ({places})" if places else ""
    sql = sql.format(within=within, most=MESSAGES_AT_MOST)
    return Q(id__in=RawSQL(sql, [asked, *seen.brand_ids]))  # noqa: S611


def holds(words: Words, facts: Facts) -> bool:
    """The same of the facts of one case."""
    terms = query_terms(words.to_text())
    return not terms or any(_has_all(tokens, terms) for tokens in facts["texts"])


def texts_of(case: Any) -> Facts:
    """For each message of a case the words that it is found by."""
    bodies = SearchText.objects.filter(case_id=case.id).values_list("body", flat=True)
    return {"texts": [frozenset(body.split(" ")) for body in bodies]}


def _has_all(tokens: frozenset[str], terms: list[Term]) -> bool:
    return all(_has(tokens, term) for term in terms)


def _has(tokens: frozenset[str], term: Term) -> bool:
    if term.kind == "prefix":
        return any(token.startswith(term.words[0]) for token in tokens)
    return all(not tokens.isdisjoint(either) for either in term.alternatives())
