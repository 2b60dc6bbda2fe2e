"""Cases of one customer that look like one matter: the same topic within days, or the same words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.cases.queries import cases_visible_to
from muhatap.cases.searching import search_cases
from muhatap.cases.statuses import Kind
from muhatap.channels.models import Doubt
from muhatap.desk.beside import telling_words

_DAYS = timedelta(days=14)
_LOOKED_AT, _SHOWN = 30, 5
_WORDS = 2


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another case that may be the same matter, why, and which of the two would go on in which."""

    other: Case
    why: str
    goes: str
    into: str


def duplicates_of(staff: Staff, case: Case, at: datetime) -> list[Duplicate]:
    """Open cases of the same customer that may be the same matter, the likeliest first.

    Never another customer's: joined cases show the words of both.
    """
    if not case.is_open:
        return []
    rows = cases_visible_to(staff).filter(customer_id=case.customer_id, brand_id=case.brand_id, is_open=True)
    others = list(
        rows.exclude(id=case.id).select_related("topic").order_by("-received_at", "-id")[:_LOOKED_AT]
    )
    if not others:
        return []
    alike = _alike(staff, case, at)
    doubtful = set(
        Doubt.objects.filter(
            case_id__in=[case.id, *(each.id for each in others)], settled_at__isnull=True
        ).values_list("case_id", flat=True)
    )
    if case.id in doubtful:
        return []
    found = [(each, _why(case, each, alike)) for each in others if each.id not in doubtful]
    likely = sorted((pair for pair in found if pair[1]), key=lambda pair: _distance(case, pair[0]))
    return [_duplicate(case, other, why) for other, why in likely[:_SHOWN]]


def _alike(staff: Staff, case: Case, at: datetime) -> set[int]:
    words = telling_words(case.subject)[:_WORDS]
    if len(words) < _WORDS:
        return set()
    return {each.case.id for each in search_cases(staff, " ".join(words), at).found}


def _why(case: Case, other: Case, alike: set[int]) -> str:
    is_near = abs(case.received_at - other.received_at) <= _DAYS
    has_topic = case.topic_id is not None and case.topic_id == other.topic_id
    if has_topic and is_near and other.id in alike:
        return _("same topic and the same words")
    if has_topic and is_near:
        return _("same topic within two weeks")
    return _("the same words") if other.id in alike else ""


def _distance(case: Case, other: Case) -> tuple[bool, float]:
    return case.topic_id != other.topic_id, abs((case.received_at - other.received_at).total_seconds())


def _duplicate(case: Case, other: Case, why: str) -> Duplicate:
    older, newer = sorted((case, other), key=lambda each: (each.received_at, each.id))
    # A complaint keeps its rights: then the request goes on in it, whichever came first.
    if newer.kind not in {Kind.REQUEST, older.kind}:
        older, newer = newer, older
    return Duplicate(other, why, goes=newer.number, into=older.number)
