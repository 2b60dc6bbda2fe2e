"""Reads of evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from muhatap.cases.models import Attachment, Case
from muhatap.cases.numbers import parse_number
from muhatap.cases.queries import case_of_brand
from muhatap.evidence.keys import number_of, opens
from muhatap.evidence.kinds import EvidenceKind, ItemState, kind_of
from muhatap.evidence.models import (
    DocumentRequest,
    EvidenceItem,
    ItemViewing,
    LegalHold,
    Locker,
    Redaction,
    RequestLine,
)
from muhatap.files.models import StoredFile
from muhatap.topics.completeness import Completeness, completeness_of
from muhatap.topics.questions import evidence_of, questions_of

_LOST = (ItemState.REJECTED, ItemState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Meter:
    """How complete a case is: in percent, how many of how many things are there, and what is missing."""

    found: Completeness
    missing: tuple[str, ...]

    @property
    def percent(self) -> int:
        """The share of what is needed, in whole percent downwards, so that 100 means everything."""
        return int(self.found.share * 100)

    @property
    def given(self) -> int:
        """How many of the needed things are there."""
        return self.found.needed - len(self.found.fields) - len(self.found.evidence)


def items_of(case: Case) -> list[EvidenceItem]:
    """The items of a case in the order in which they came."""
    rows = EvidenceItem.objects.filter(case=case)
    rows = rows.select_related("brand", "file", "original", "line", "decided_by")
    return list(rows.order_by("offered_at", "id"))


def item_of(case: Case, item_id: int) -> EvidenceItem | None:
    """One item of a case."""
    rows = EvidenceItem.objects.filter(case=case, id=item_id)
    return rows.select_related("brand", "case__brand", "file", "original", "line", "decided_by").first()


def item_with_file(case: Case, file_id: int) -> EvidenceItem | None:
    """The item of a case whose file, or original, or former file this is."""
    # Unlike its own id, a foreign key is not checked for numbers that no database holds.
    if file_id >= 1 << 63:
        return None
    is_it = Q(file_id=file_id) | Q(original_id=file_id) | Q(redactions__before_id=file_id)
    return EvidenceItem.objects.filter(is_it, case=case).order_by("id").first()


def blacked_copies(case: Case) -> dict[int, StoredFile]:
    """The copies in which somebody blacked parts, by the id of every file that such a copy stands for."""
    rows = Redaction.objects.filter(item__case=case, item__destroyed_at__isnull=True).select_related(
        "item__file"
    )
    found: dict[int, StoredFile] = {}
    for each in rows.order_by("at", "id"):
        if each.item.file is not None and each.item.file.destroyed_at is None:
            found |= {each.before_id: each.item.file, each.after_id: each.item.file}
    return found


def viewings_of(items: Sequence[EvidenceItem]) -> list[ItemViewing]:
    """Who looked at these items, the last look first."""
    rows = ItemViewing.objects.filter(item__in=items).select_related("staff", "item")
    return list(rows.order_by("-at", "-id")[:200])


def meter_of(
    case: Case, languages: Sequence[str], items: Sequence[EvidenceItem] | None = None
) -> Meter | None:
    """How complete a case is now; None where its topic needs nothing."""
    topic = case.topic
    if topic is None:
        return None
    found = completeness_of(
        fields=topic.fields,
        evidence=topic.evidence,
        rule=topic.guidance.get("completeness") or {},
        answers=case.fields,
        sent=_sent(case, topic.evidence, items_of(case) if items is None else items),
    )
    if not found.needed:
        return None
    labels = {each.code: each.label for each in questions_of(topic.fields, languages)}
    labels |= {each.code: each.label for each in evidence_of(topic.evidence, languages)}
    return Meter(found, tuple(labels.get(code, code) for code in (*found.fields, *found.evidence)))


def _sent(case: Case, asked: Sequence[Mapping[str, Any]], items: Sequence[EvidenceItem]) -> set[str]:
    """The codes for which something is there; what was rejected or has expired is missing again.

    What came without a code, say for a request, stands for what is asked of its kind.
    """
    lost = {each.attachment_id for each in items if each.state in _LOST}
    good = [each for each in items if each.state not in _LOST and each.destroyed_at is None]
    attached = Attachment.objects.filter(case=case).exclude(evidence="")
    sent = {each.code for each in good if each.code}
    sent |= {code for key, code in attached.values_list("id", "evidence") if key not in lost}
    for item in good:
        left = [each["code"] for each in asked if each["code"] not in sent]
        if not item.code and item.kind != EvidenceKind.FURTHER:
            sent |= set([code for code in left if kind_of(code, asked) == item.kind][:1])
    return sent


def requests_of(case: Case) -> list[DocumentRequest]:
    """The requests for documents of a case, the latest first."""
    rows = DocumentRequest.objects.filter(case=case).select_related("asked_by")
    return list(rows.prefetch_related("lines__items").order_by("-asked_at", "-id"))


def request_of(case: Case, request_id: int) -> DocumentRequest | None:
    """One request of a case."""
    return DocumentRequest.objects.filter(case=case, id=request_id).select_related("case__brand").first()


def open_lines(request: DocumentRequest) -> list[RequestLine]:
    """What of a request is still wanted: nothing came for it, or all that came was rejected or expired."""
    given = EvidenceItem.objects.filter(line__request=request, destroyed_at__isnull=True)
    answered = set(given.exclude(state__in=_LOST).values_list("line_id", flat=True))
    return [line for line in request.lines.order_by("id") if line.id not in answered]


def line_of(case: Case, line_id: int) -> RequestLine | None:
    """One thing that is asked by a request of the case that still runs."""
    rows = RequestLine.objects.filter(request__case=case, request__ended_at__isnull=True, id=line_id)
    return rows.select_related("request").first()


def wanted_of(case: Case) -> list[RequestLine]:
    """What running requests still want of the customer, the nearest day first."""
    given = EvidenceItem.objects.filter(line__request__case=case, destroyed_at__isnull=True)
    answered = given.exclude(state__in=_LOST).values_list("line_id", flat=True)
    lines = RequestLine.objects.filter(request__case=case, request__ended_at__isnull=True)
    rows = lines.exclude(id__in=list(answered)).select_related("request")
    return list(rows.order_by("request__due_at", "id"))


def rejected_of(case: Case) -> list[EvidenceItem]:
    """What was rejected and not sent again since: of one line, or one code, only the last word counts."""
    last: dict[object, EvidenceItem] = {}
    for item in items_of(case):
        last[item.line_id or item.code or item.id] = item
    return [each for each in last.values() if each.state in _LOST and each.destroyed_at is None]


def case_for_documents(brand_id: int, token: str) -> Case | None:
    """The open case whose page for documents this token opens."""
    number = parse_number(number_of(token))
    case = case_of_brand(brand_id, number) if number else None
    return case if case is not None and case.is_open and opens(token, case) else None


def hold_of(case: Case, at: datetime) -> LegalHold | None:
    """The hold that stands on a case."""
    rows = LegalHold.objects.filter(case=case, released_at__isnull=True).exclude(until_on__lt=at.date())
    return rows.select_related("placed_by", "release_asked_by").first()


def locker_with_id(brand_id: int, locker_id: int) -> Locker | None:
    """A locker of a brand."""
    return Locker.objects.filter(brand_id=brand_id, id=locker_id).select_related("brand").first()


def items_in_locker(locker: Locker) -> list[EvidenceItem]:
    """What lies in a locker and went to no case yet."""
    rows = EvidenceItem.objects.filter(locker=locker, case__isnull=True, destroyed_at__isnull=True)
    return list(rows.select_related("file", "original").order_by("-offered_at", "-id"))


def oldest_days_of(item: EvidenceItem) -> int | None:
    """How old the charter lets this document be by its own date; None where it sets no age."""
    topic = item.case.topic if item.case else None
    entry = next((each for each in (topic.evidence if topic else ()) if each["code"] == item.code), {})
    return entry.get("max_age_days")
