"""Words of a condition: found by the full-text indexes, or among the indexed words of one case.

The index keeps no order of words, so a phrase holds here where one message has all of its words; the search
page, which reads the texts it shows, is stricter.
"""

from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from muhatap.cases.conditions.fields import Facts, Viewpoint
from muhatap.cases.conditions.tree import Words
from muhatap.cases.models import HeadText, SearchText
from muhatap.cases.terms import match_of, tsquery_of
from muhatap.kernel.search_text import query_terms

# A word that stands nearly everywhere narrows nothing; only the newest messages that have it count.
MESSAGES_AT_MOST = 5_000

_SQLITE = (
    "SELECT case_id FROM (SELECT s.case_id AS case_id FROM cases_fulltext f "
    "JOIN cases_searchtext s ON s.message_id = f.rowid "
    "WHERE cases_fulltext MATCH %s {within} ORDER BY f.rowid DESC LIMIT {most}) AS found "
    "UNION ALL SELECT case_id FROM (SELECT s.case_id AS case_id FROM cases_headwords f "
    "JOIN cases_headtext s ON s.case_id = f.rowid "
    "WHERE cases_headwords MATCH %s {within} ORDER BY f.rowid DESC LIMIT {most}) AS headed"
)
_POSTGRESQL = (
    "SELECT case_id FROM (SELECT s.case_id AS case_id FROM cases_searchtext s "
    "WHERE s.words @@ CAST(%s AS tsquery) {within} ORDER BY s.message_id DESC LIMIT {most}) AS found "
    "UNION ALL SELECT case_id FROM (SELECT s.case_id AS case_id FROM cases_headtext s "
    "WHERE s.words @@ CAST(%s AS tsquery) {within} ORDER BY s.case_id DESC LIMIT {most}) AS headed"
)


def q(words: Words, seen: Viewpoint) -> Q:
    """The cases in which some message has these words, or the case beside its messages."""
    terms = query_terms(words.to_text())
    if not terms:
        return Q(pk__isnull=False)
    is_postgresql = connection.vendor == "postgresql"
    sql, asked = (_POSTGRESQL, tsquery_of(terms)) if is_postgresql else (_SQLITE, match_of(terms))
    places = ", ".join(["%s"] * len(seen.brand_ids))
    within = f"AND s.brand_id IN ({places})" if places else ""
    sql = sql.format(within=within, most=MESSAGES_AT_MOST)
    return Q(id__in=RawSQL(sql, [asked, *seen.brand_ids] * 2))  # noqa: S611


def holds(words: Words, facts: Facts) -> bool:
    """The same of the facts of one case."""
    terms = query_terms(words.to_text())
    return not terms or any(all(term.is_in(tokens) for term in terms) for tokens in facts["texts"])


def texts_of(case: Any) -> Facts:
    """For a case and each of its messages the words that it is found by."""
    rows = (model.objects.filter(case_id=case.id) for model in (HeadText, SearchText))
    bodies = [body for found in rows for body in found.values_list("body", flat=True)]
    return {"texts": [f" {body} " for body in bodies]}
