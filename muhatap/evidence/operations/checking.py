"""Checking an item: accepted, or rejected with its reason, what it means, and what to correct."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from muhatap.approvals.models import Decision, Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.queries import section_of
from muhatap.cases import operations as cases
from muhatap.cases.locking import lock
from muhatap.cases.milestones import MilestoneName, may_follow
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, Kind
from muhatap.cases.trust import Sensitive, refuse_low
from muhatap.evidence.events import EvidenceDecided, EvidenceRetyped
from muhatap.evidence.keys import documents_token
from muhatap.evidence.kinds import (
    CLOSED_KINDS,
    CONFIDENTIAL,
    EvidenceKind,
    ItemState,
    RejectionReason,
    may_move,
)
from muhatap.evidence.models import EvidenceItem
from muhatap.evidence.operations.requesting import end_answered_requests
from muhatap.evidence.queries import oldest_days_of
from muhatap.evidence.retaining import class_of
from muhatap.evidence.wording import kind_words, reason_told
from muhatap.files import operations as files
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.kernel.masking import mask
from muhatap.letters.rendering import render_letter


class CannotDecide(Exception):
    """An item cannot go from its state to the wanted one; `state` is where it stands."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class NeedsAnother(Exception):
    """One person alone says of no document that it was altered."""


class NeedsCorrection(ValueError):
    """Nothing is rejected without a reason and without saying what to correct."""


def begin_check(*, item: EvidenceItem, by: Actor, at: datetime) -> EvidenceItem:
    """Say that somebody looks at an item."""
    with unit_of_work():
        held = _held(item, ItemState.CHECKING)
        _move(held, ItemState.CHECKING, by=by, at=at)
    return held


class DocumentOutdated(Exception):
    """A document that is over by its own day, or older than the charter allows; `reason` says which."""

    def __init__(self, reason: RejectionReason, oldest_days: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.oldest_days = reason, oldest_days


def accept_item(
    *,
    item: EvidenceItem,
    valid_until: date | None = None,
    issued_on: date | None = None,
    by: Actor,
    at: datetime,
) -> EvidenceItem:
    """Accept an item, until the day on which the document itself ends; before that it is not asked again.

    `issued_on` is the day that stands on it; `DocumentOutdated` for one that is over or too old, and for one
    whose age the charter limits while nobody read its day.
    """
    with unit_of_work():
        held = _held(item, ItemState.ACCEPTED)
        if held.kind in CLOSED_KINDS:
            refuse_low(held.case, Sensitive.VERIFICATION)
        _refuse_outdated(held, valid_until, issued_on, at)
        held.valid_until, held.issued_on = valid_until, issued_on
        _move(held, ItemState.ACCEPTED, by=by, at=at)
        end_answered_requests(case=held.case, by=by, at=at)
        _reach_when_decided(held.case, by=by, at=at)
    return held


def reject_item(
    *,
    item: EvidenceItem,
    reason: str,
    correction: str,
    suspicion: Proposal | None = None,
    by: Actor,
    at: datetime,
) -> EvidenceItem:
    """Reject an item and write to the customer why, what to correct, and where to send this one again.

    Of what is only suspected the letter says nothing: it asks for another document. Two people suspect:
    `suspicion` is what another agreed to, `NeedsAnother` without it (process C6, point 7).
    """
    if reason not in set(RejectionReason) or not correction.strip():
        raise NeedsCorrection(reason)
    if reason in CONFIDENTIAL and (suspicion is None or suspicion.decision != Decision.APPROVED):
        raise NeedsAnother(reason)
    with unit_of_work():
        held = _held(item, ItemState.REJECTED)
        held.reason, held.correction = reason, mask(correction.strip()).text
        _move(held, ItemState.REJECTED, by=by, at=at)
        _tell_of_rejection(held, by=by, at=at)
        _reach_when_decided(held.case, by=by, at=at)
    return held


def retype_item(*, item: EvidenceItem, kind: str, by: Actor, at: datetime) -> EvidenceItem:
    """Say what an item really is; an identity document is closed at once, and stays closed."""
    new = EvidenceKind(kind)
    with unit_of_work():
        held = EvidenceItem.objects.select_for_update(of=("self",)).get(id=item.id)
        if held.kind == new or held.destroyed_at is not None:
            return held
        previous, held.kind = held.kind, new
        held.retention = class_of(new, section_of(held.brand, "retention") or {}).code
        held.save(update_fields=["kind", "retention"])
        for stored in (held.file, held.original):
            if stored is not None and new in CLOSED_KINDS:
                files.guard_file(stored=stored, by=by, at=at)
        record(
            EvidenceRetyped(
                brand=held.brand_id,
                case=held.case_id,
                item=held.id,
                sort=new,
                previous=previous,
                retention=held.retention,
            ),
            by=by,
            at=at,
        )
    return held


def expire_items(*, by: Actor, at: datetime) -> int:
    """Let accepted documents expire whose own last day has passed; returns how many."""
    due = EvidenceItem.objects.filter(
        state=ItemState.ACCEPTED, valid_until__lt=at.date(), destroyed_at__isnull=True, case__isnull=False
    )
    done = 0
    for item in list(due.order_by("id")[:200]):
        with unit_of_work():
            held = _held(item, ItemState.EXPIRED)
            held.reason = RejectionReason.EXPIRED
            _move(held, ItemState.EXPIRED, by=by, at=at)
        done += 1
    return done


def _refuse_outdated(held: EvidenceItem, until: date | None, issued: date | None, at: datetime) -> None:
    today = at.astimezone(ZoneInfo(held.brand.zone)).date()
    oldest = oldest_days_of(held)
    if until is not None and until < today:
        raise DocumentOutdated(RejectionReason.EXPIRED)
    if oldest is not None and issued is None:
        raise DocumentOutdated(RejectionReason.DATE_MISSING, oldest)
    if issued is not None and issued > today:
        raise DocumentOutdated(RejectionReason.DATE_MISSING)
    if oldest is not None and issued is not None and (today - issued).days > oldest:
        raise DocumentOutdated(RejectionReason.TOO_OLD, oldest)


def _held(item: EvidenceItem, new: ItemState) -> EvidenceItem:
    held = (
        EvidenceItem.objects.select_for_update(of=("self",))
        .select_related("brand", "case__brand", "case__customer", "case__topic", "file", "original", "line")
        .get(id=item.id)
    )
    if held.case is None or held.destroyed_at is not None or not may_move(held.state, new):
        raise CannotDecide(held.state)
    lock(held.case)
    return held


def _move(held: EvidenceItem, state: ItemState, *, by: Actor, at: datetime) -> None:
    held.state, held.decided_at = state, at
    held.decided_by_id = by.id if by.kind is ActorKind.STAFF else None
    if state in {ItemState.ACCEPTED, ItemState.CHECKING}:
        held.reason = held.correction = ""
    held.save(
        update_fields=[
            "state",
            "reason",
            "correction",
            "decided_at",
            "decided_by",
            "valid_until",
            "issued_on",
        ]
    )
    # The customer gets the chain of her case: a suspicion stands beside it alone.
    is_told = held.reason not in CONFIDENTIAL
    record(
        EvidenceDecided(
            brand=held.brand_id,
            case=held.case_id,
            item=held.id,
            sort=held.kind,
            state=state,
            reason=held.reason if is_told else "withheld",
            correction=held.correction if is_told else "",
        ),
        by=by,
        at=at,
    )


def _tell_of_rejection(item: EvidenceItem, *, by: Actor, at: datetime) -> None:
    case = item.case
    again = _rejected_before(item)
    is_confidential = item.reason in CONFIDENTIAL
    place = f"/{case.brand.code}/documents/{documents_token(case)}/?item={item.id}&lang={case.language}"
    letter = render_letter(
        "document_rejected",
        case=case,
        slots={
            "what": item.line.words if item.line else kind_words(item.kind, case.language),
            "reason": reason_told(item.reason, case.language),
            "correction": "" if is_confidential else item.correction,
            "link": f"{settings.MUHATAP_ORIGIN}{place}",
            "is_second": again,
        },
        language=case.language,
    )
    cases.post_message(
        case=case,
        new=cases.NewMessage(
            author=Author.AUTOMATIC,
            channel=case.channel,
            text=letter,
            external_id=f"document-rejected:{item.id}",
        ),
        by=by,
        at=at,
    )


def _rejected_before(item: EvidenceItem) -> bool:
    """Whether the same thing was rejected before: then a person is offered, and a supervisor should look."""
    others = EvidenceItem.objects.filter(case=item.case, state=ItemState.REJECTED).exclude(id=item.id)
    if item.line_id is not None:
        return others.filter(line_id=item.line_id).exists()
    return bool(item.code) and others.filter(code=item.code).exists()


def _reach_when_decided(case: Case, *, by: Actor, at: datetime) -> None:
    """Of an identity case the decision about the last open document ends the clock of the review."""
    open_states = (ItemState.OFFERED, ItemState.CHECKING)
    if case.kind != Kind.IDENTITY or EvidenceItem.objects.filter(case=case, state__in=open_states).exists():
        return
    reached = list(case.milestones.order_by("reached_at", "id").values_list("name", flat=True))
    if MilestoneName.DOCUMENTS_COMPLETE in reached and may_follow(MilestoneName.DOCUMENTS_DECIDED, reached):
        cases.reach_milestone(case=case, name=MilestoneName.DOCUMENTS_DECIDED, reached_at=at, by=by, at=at)
