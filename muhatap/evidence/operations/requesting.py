"""Asking a customer for documents: why, on which ground, until when; reminders, and an end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.locking import lock
from muhatap.cases.milestones import MilestoneName, may_follow
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, Kind, Status, may_move
from muhatap.cases.trust import Sensitive, refuse_low
from muhatap.evidence.events import DocumentsRequested, RequestEnded, RequestReminded
from muhatap.evidence.keys import documents_token
from muhatap.evidence.kinds import CLOSED_KINDS, FACE_GROUNDS, EvidenceKind, Ground, Purpose
from muhatap.evidence.models import DocumentRequest, RequestLine
from muhatap.evidence.queries import open_lines
from muhatap.evidence.wording import ground_words, kind_words, purpose_words
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.kernel.masking import mask
from muhatap.letters.rendering import render_letter

ANSWERED, EXPIRED, WITHDRAWN = "answered", "expired", "withdrawn"
# Days after the question (process C3).
_REMIND_AFTER = (3, 7, 14)
_MOST_LINES = 10
_LONGEST = timedelta(days=90)


class NotARequest(ValueError):
    """A request names items, a purpose with its ground and reason, and a day to come; `what` is missing.

    `face` where a photo of the face is asked for another purpose than identity, or without consent or law.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class RequestOver(Exception):
    """The request was answered, withdrawn or has expired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequest:
    """What is asked: items by kind and in words, and the reason in words that the customer understands."""

    purpose: str
    ground: str
    words: str
    items: Sequence[tuple[str, str]]
    due_at: datetime


def request_documents(*, case: Case, new: NewRequest, by: Actor, at: datetime) -> DocumentRequest:
    """Ask the customer, by letter and on her page; the case waits for her where it may."""
    _refuse_gaps(case, new, at)
    if any(kind in CLOSED_KINDS for kind, _words in new.items):
        refuse_low(case, Sensitive.DOCUMENTS)
    with unit_of_work() as unit:
        lock(case)
        request = DocumentRequest.objects.create(
            case=case,
            purpose=new.purpose,
            ground=new.ground,
            words=mask(new.words.strip()).text,
            asked_by_id=by.id if by.kind is ActorKind.STAFF else None,
            asked_at=at,
            due_at=new.due_at,
            next_reminder_at=_reminder_at(at, new.due_at, 0),
        )
        lines = [
            RequestLine(request=request, kind=kind, words=words.strip() or kind_words(kind, case.language))
            for kind, words in new.items
        ]
        RequestLine.objects.bulk_create(lines)
        record(
            DocumentsRequested(
                brand=case.brand_id,
                case=case.id,
                request=request.id,
                purpose=request.purpose,
                ground=request.ground,
                sorts=tuple(each.kind for each in lines),
                words=request.words,
                due_at=request.due_at,
            ),
            by=by,
            at=at,
        )
        _write(request, lines, by=by, at=at)
        unit.flush()
        _wait(case, by=by, at=at)
    return request


def withdraw_request(*, request: DocumentRequest, by: Actor, at: datetime) -> None:
    """Ask no longer."""
    with unit_of_work():
        _end(_held(request), WITHDRAWN, by=by, at=at)


def end_answered_requests(*, case: Case, by: Actor, at: datetime) -> int:
    """End the requests of which nothing is open; the complete set starts the review of an identity case."""
    done = 0
    for request in DocumentRequest.objects.filter(case=case, ended_at__isnull=True).order_by("id"):
        if open_lines(request):
            continue
        with unit_of_work():
            _end(_held(request), ANSWERED, by=by, at=at)
            _reach_complete(case, by=by, at=at)
        done += 1
    return done


def chase_requests(*, by: Actor, at: datetime) -> int:
    """Remind of what is due, and end what is past its day; returns how many requests moved."""
    waiting = DocumentRequest.objects.filter(ended_at__isnull=True).select_related(
        "case__brand", "case__customer"
    )
    done = 0
    for request in list(waiting.filter(due_at__lte=at).order_by("due_at")[:100]):
        with unit_of_work():
            _end(_held(request), EXPIRED, by=by, at=at)
        done += 1
    for request in list(waiting.filter(next_reminder_at__lte=at, due_at__gt=at).order_by("id")[:100]):
        _remind(request, by=by, at=at)
        done += 1
    return done


def _refuse_gaps(case: Case, new: NewRequest, at: datetime) -> None:
    if (
        not new.items
        or len(new.items) > _MOST_LINES
        or any(kind not in set(EvidenceKind) for kind, _ in new.items)
    ):
        raise NotARequest("items")
    if new.purpose not in set(Purpose):
        raise NotARequest("purpose")
    if new.ground not in set(Ground):
        raise NotARequest("ground")
    if not new.words.strip():
        raise NotARequest("words")
    if not at < new.due_at <= at + _LONGEST:
        raise NotARequest("due_at")
    if not case.is_open:
        raise NotARequest("case")
    asks_face = any(kind == EvidenceKind.FACE for kind, _ in new.items)
    if asks_face and not (new.purpose == Purpose.IDENTITY and new.ground in FACE_GROUNDS):
        raise NotARequest("face")


def _reminder_at(asked_at: datetime, due_at: datetime, sent: int) -> datetime | None:
    if sent >= len(_REMIND_AFTER):
        return None
    moment = asked_at + timedelta(days=_REMIND_AFTER[sent])
    return moment if moment < due_at else None


def _remind(request: DocumentRequest, *, by: Actor, at: datetime) -> None:
    with unit_of_work():
        held = _held(request)
        held.reminders += 1
        held.next_reminder_at = _reminder_at(held.asked_at, held.due_at, held.reminders)
        held.save(update_fields=["reminders", "next_reminder_at"])
        record(
            RequestReminded(
                brand=held.case.brand_id, case=held.case_id, request=held.id, count=held.reminders
            ),
            by=by,
            at=at,
        )
        _write(held, open_lines(held), by=by, at=at)


def _held(request: DocumentRequest) -> DocumentRequest:
    held = (
        DocumentRequest.objects.select_for_update(of=("self",))
        .select_related("case__brand", "case__customer")
        .get(id=request.id)
    )
    if held.ended_at is not None:
        raise RequestOver(held.outcome)
    lock(held.case)
    return held


def _end(held: DocumentRequest, outcome: str, *, by: Actor, at: datetime) -> None:
    held.ended_at, held.outcome, held.next_reminder_at = at, outcome, None
    held.save(update_fields=["ended_at", "outcome", "next_reminder_at"])
    record(
        RequestEnded(brand=held.case.brand_id, case=held.case_id, request=held.id, outcome=outcome),
        by=by,
        at=at,
    )
    # Her day has passed: the case goes on with what is known, and is never closed for that.
    if (
        outcome != ANSWERED
        and held.case.status == Status.WAITING_CUSTOMER
        and held.case.kind != Kind.COMPLAINT
    ):
        cases.change_status(case=held.case, status=Status.OPEN, reason=f"documents_{outcome}", by=by, at=at)


def _wait(case: Case, *, by: Actor, at: datetime) -> None:
    # A complaint waits by its own stages.
    if case.kind != Kind.COMPLAINT and may_move(Status(case.status), Status.WAITING_CUSTOMER):
        cases.change_status(
            case=case, status=Status.WAITING_CUSTOMER, reason="documents_requested", by=by, at=at
        )


def _reach_complete(case: Case, *, by: Actor, at: datetime) -> None:
    if case.kind != Kind.IDENTITY:
        return
    reached = list(case.milestones.order_by("reached_at", "id").values_list("name", flat=True))
    if may_follow(MilestoneName.DOCUMENTS_COMPLETE, reached):
        cases.reach_milestone(case=case, name=MilestoneName.DOCUMENTS_COMPLETE, reached_at=at, by=by, at=at)


def _write(request: DocumentRequest, lines: Sequence[RequestLine], *, by: Actor, at: datetime) -> None:
    case = request.case
    place = f"/{case.brand.code}/documents/{documents_token(case)}/?lang={case.language}"
    letter = render_letter(
        "documents_requested",
        case=case,
        slots={
            "wanted": [each.words for each in lines],
            "purpose": purpose_words(request.purpose, case.language),
            "ground": ground_words(request.ground, case.language),
            "words": request.words,
            "due_at": request.due_at,
            "link": f"{settings.MUHATAP_ORIGIN}{place}",
            "is_reminder": request.reminders > 0,
            "asks_face": any(each.kind == EvidenceKind.FACE for each in lines),
        },
        language=case.language,
    )
    cases.post_message(
        case=case,
        new=cases.NewMessage(
            author=Author.AUTOMATIC,
            channel=case.channel,
            text=letter,
            external_id=f"documents:{request.id}:{request.reminders}",
        ),
        by=by,
        at=at,
    )
