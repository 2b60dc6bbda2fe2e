"""Which tags a case has: as conditions ask for them."""

from typing import Any

from django.db.models import Count, Q

from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.conditions.columns import NONE
from muhatap.cases.conditions.fields import Candidate, Facts, Viewpoint
from muhatap.cases.models import CaseTag
from muhatap.cases.tags import word_of

OFFERED_AT_MOST = 200


def q(_operator: str, value: str, seen: Viewpoint, _name: str) -> Q:
    """The cases with a tag, whatever its spelling; `tag*` for all that begin so, `none` without any."""
    rows = CaseTag.objects.filter(brand_id__in=seen.brand_ids) if seen.brand_ids else CaseTag.objects.all()
    if value == NONE:
        return ~Q(id__in=rows.values("case_id"))
    word = word_of(value.rstrip("*"))
    found = rows.filter(word__startswith=word) if value.endswith("*") else rows.filter(word=word)
    return Q(id__in=found.values("case_id"))


def holds(_operator: str, value: str, facts: Facts, _seen: Viewpoint, _name: str) -> bool:
    """The same of the facts of one case."""
    words = [word_of(tag) for tag in facts["tags"]]
    if value == NONE:
        return not words
    word = word_of(value.rstrip("*"))
    return any(each.startswith(word) for each in words) if value.endswith("*") else word in words


def candidates(staff: Any) -> list[Candidate]:
    """The tags in use in her brands, those used most first."""
    return [Candidate(tag, "") for tag in tags_used(scope_of(staff).brand_ids_with(Permission.READ_CASES))]


def tags_used(brand_ids: Any) -> list[str]:
    """The tags in use in these brands, those used most first, each in one spelling."""
    rows = CaseTag.objects.filter(brand_id__in=brand_ids).values("word", "tag").annotate(count=Count("id"))
    found: dict[str, str] = {}
    for row in rows.order_by("-count", "tag")[:OFFERED_AT_MOST]:
        found.setdefault(row["word"], row["tag"])
    return list(found.values())
