"""Evidence as the desk shows it: how complete, every item with who may open it, requests, hold and review."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.translation import get_language

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import Scope, scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposal_waiting
from muhatap.brands.queries import section_of
from muhatap.cases.models import Case
from muhatap.evidence import queries, reviews
from muhatap.evidence.kinds import CONFIDENTIAL, EvidenceKind, ItemState, may_move
from muhatap.evidence.models import AdditionalReview, DocumentRequest, EvidenceItem, ItemViewing, LegalHold
from muhatap.evidence.operations.holding import RELEASE
from muhatap.evidence.queries import Meter, open_lines
from muhatap.evidence.wording import (
    CORRECTIONS,
    GROUNDS,
    KINDS,
    PURPOSES,
    REASONS,
    STATES,
    TOLD,
    VIEWED,
    advice_words,
    traces_words,
)
from muhatap.files.previews import DRAWABLE

_GRANT_SECONDS = 600


@dataclass(frozen=True, slots=True)
class ItemFace:
    """One item in words, and what she may do with it."""

    item: EvidenceItem
    kind: str
    state: str
    reason: str
    scan: str
    retention: str
    advice: Sequence[str]
    traces: str
    may_look: bool
    may_open_original: bool
    may_open_quarantine: bool
    may_decide: bool
    may_redact: bool
    may_suspect: bool
    is_drawable: bool


@dataclass(frozen=True, slots=True)
class RequestFace:
    """One request in words, and what of it is still open."""

    request: DocumentRequest
    purpose: str
    ground: str
    missing: Sequence[str]
    given: int


@dataclass(frozen=True, slots=True)
class EvidenceFace:
    """Everything about a case's evidence; the reason of a review is there for its right alone."""

    items: Sequence[ItemFace]
    meter: Meter | None
    requests: Sequence[RequestFace]
    log: Sequence[tuple[ItemViewing, str, str]]
    hold: LegalHold | None
    release: Proposal | None
    review: AdditionalReview | None
    why_review: str
    may_hold: bool
    may_release: bool
    may_review: bool
    may_end_review: bool
    has_scanner: bool


def evidence_face(staff: Staff, case: Case, languages: Sequence[str], at: datetime) -> EvidenceFace:
    """Put together what the page of a case's evidence shows to this member of staff."""
    scope, items = scope_of(staff), queries.items_of(case)
    review, hold = reviews.review_of(case), queries.hold_of(case, at)
    sees = scope.may(Permission.SEE_REVIEWS, case.brand_id)
    release = proposal_waiting(case.brand, RELEASE, str(hold.id), at) if hold else None
    is_other = release is not None and release.proposed_by_id != staff.pk
    return EvidenceFace(
        items=[item_face(scope, each) for each in items],
        meter=queries.meter_of(case, languages, items),
        requests=[_request_face(each) for each in queries.requests_of(case)],
        log=[
            (each, str(KINDS.get(each.item.kind, "")), str(VIEWED.get(each.what, each.what)))
            for each in queries.viewings_of(items)
        ],
        hold=hold,
        release=release,
        review=review,
        why_review=reviews.reason_of(review) if review and sees else "",
        may_hold=scope.may(Permission.HOLD_EVIDENCE, case.brand_id),
        may_release=is_other and scope.may(Permission.OPEN_ORIGINALS, case.brand_id),
        may_review=sees,
        may_end_review=sees and review is not None and review.began_by_id != staff.pk,
        has_scanner=bool(settings.MUHATAP_CLAMD),
    )


def item_face(scope: Scope, item: EvidenceItem) -> ItemFace:
    """One item as this member of staff sees it."""
    brand, stored = item.brand_id, item.file
    is_there = stored is not None and stored.destroyed_at is None
    is_infected = is_there and stored.is_infected
    may_look = may_look_at(scope, item)
    may_answer = scope.may(Permission.ANSWER_CASES, brand)
    is_drawable = is_there and stored.content_type in DRAWABLE
    return ItemFace(
        item=item,
        kind=str(KINDS[EvidenceKind(item.kind)]),
        state=str(STATES[ItemState(item.state)]),
        reason=_reason(scope, item),
        scan=str(stored.scan_state) if is_there else "",
        retention=_retention(item),
        advice=advice_words(item.advice),
        traces=traces_words(item.traces),
        may_look=is_there and may_look and not is_infected,
        may_open_original=item.original is not None
        and item.original.destroyed_at is None
        and not item.original.is_infected
        and scope.may(Permission.OPEN_ORIGINALS, brand)
        and may_look,
        may_open_quarantine=is_infected and scope.may(Permission.OPEN_QUARANTINE, brand),
        may_decide=may_answer and may_look and item.destroyed_at is None and _is_open(item),
        may_redact=is_drawable and may_answer and may_look and not is_infected,
        may_suspect=scope.may(Permission.OPEN_IDENTITY, brand),
        is_drawable=is_drawable,
    )


def may_look_at(scope: Scope, item: EvidenceItem) -> bool:
    """Whether she may see what an item shows: an identity document only by its own right."""
    wanted = Permission.OPEN_IDENTITY if item.is_identity else Permission.READ_CASES
    return scope.may(wanted, item.brand_id)


def choices(case: Case) -> dict[str, Any]:
    """What the forms of the page choose from."""
    return {
        "kinds": list(KINDS.items()),
        "reasons": [(code, words, CORRECTIONS[code]) for code, words in REASONS.items()],
        "purposes": list(PURPOSES.items()),
        "grounds": list(GROUNDS.items()),
        "told": list(TOLD.items()),
    }


def grant_of(item: EvidenceItem, staff: Staff) -> str:
    """What shows the pages of an item for ten minutes to who gave a reason for it."""
    return signing.dumps([item.id, staff.pk], salt="desk.evidence")


def is_granted(grant: str, item: EvidenceItem, staff: Staff) -> bool:
    """Whether this grant was given for this item to this member of staff."""
    try:
        return signing.loads(grant, salt="desk.evidence", max_age=_GRANT_SECONDS) == [item.id, staff.pk]
    except signing.BadSignature:
        return False


def _is_open(item: EvidenceItem) -> bool:
    return any(may_move(item.state, each) for each in (ItemState.ACCEPTED, ItemState.CHECKING))


def _reason(scope: Scope, item: EvidenceItem) -> str:
    if not item.reason:
        return ""
    if item.reason in CONFIDENTIAL and not scope.may(Permission.OPEN_IDENTITY, item.brand_id):
        return ""
    return str(REASONS.get(item.reason, item.reason))


def _retention(item: EvidenceItem) -> str:
    """The retention class in the charter's words, or its code where the charter does not say it."""
    rule = (section_of(item.brand, "retention") or {}).get(item.retention, {})
    return item.brand.in_language(rule.get("name") or {}, get_language() or "") or item.retention


def _request_face(request: DocumentRequest) -> RequestFace:
    missing = [] if request.ended_at else [line.words for line in open_lines(request)]
    lines = list(request.lines.all())
    return RequestFace(
        request,
        str(PURPOSES.get(request.purpose, request.purpose)),
        str(GROUNDS.get(request.ground, request.ground)),
        missing,
        sum(1 for line in lines if line.items.all()),
    )
