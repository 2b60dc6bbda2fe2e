"""Asking for information: its state, the reasons, or records of any case; each question has its time."""

from datetime import datetime, timedelta

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.locking import lock
from muhatap.cases.milestones import MilestoneName
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author
from muhatap.complaints.events import InformationAsked, InformationGiven
from muhatap.complaints.models import InformationRequest
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.promises.models import Clock

STATE, REASONS, RECORDS = "state", "reasons", "records"
ABOUT = (STATE, REASONS, RECORDS)
# Where the charter promises nothing about it.
_AT_LATEST = timedelta(days=7)


class NotAQuestion(ValueError):
    """One asks about the state, the reasons or records of a case."""


class AskedAlready(Exception):
    """The same question waits for its answer."""


class AnsweredAlready(Exception):
    """The question was answered before."""


def ask_information(*, case: Case, about: str, words: str, by: Actor, at: datetime) -> InformationRequest:
    """Open a question about a case; the charter's clock `information` runs, or seven days without one."""
    if about not in ABOUT:
        raise NotAQuestion(about)
    with unit_of_work() as unit:
        lock(case)
        waiting = InformationRequest.objects.filter(case=case, answered_at__isnull=True)
        if waiting.filter(about=about).exists():
            raise AskedAlready(about)
        if not waiting.exists():
            name = MilestoneName.INFORMATION_ASKED
            cases.reach_milestone(case=case, name=name, reached_at=at, by=by, at=at)
            unit.flush()
        clock = Clock.objects.filter(case=case, name="information", stopped_at__isnull=True).first()
        request = InformationRequest.objects.create(
            case=case,
            about=about,
            words=mask(words.strip()).text,
            asked_at=at,
            due_at=clock.limit_at if clock else at + _AT_LATEST,
        )
        record(
            InformationAsked(
                brand=case.brand_id,
                case=case.id,
                request=request.id,
                about=about,
                due_at=request.due_at,
                words=request.words,
            ),
            by=by,
            at=at,
        )
    return request


def give_information(*, request: InformationRequest, text: str, by: Actor, at: datetime) -> None:
    """Answer a question in writing; with the last one that waits, its clock is kept."""
    with unit_of_work() as unit:
        case = request.case
        lock(case)
        request.refresh_from_db(fields=["answered_at"])
        if request.answered_at is not None:
            raise AnsweredAlready(request.id)
        message = cases.post_message(
            case=case,
            new=cases.NewMessage(author=Author.STAFF, channel=case.channel, text=mask(text.strip()).text),
            by=by,
            at=at,
        )
        unit.flush()
        request.answer, request.answered_at = message, at
        request.save(update_fields=["answer", "answered_at"])
        if not InformationRequest.objects.filter(case=case, answered_at__isnull=True).exists():
            name = MilestoneName.INFORMATION_GIVEN
            cases.reach_milestone(case=case, name=name, reached_at=at, by=by, at=at)
        record(
            InformationGiven(
                brand=case.brand_id,
                case=case.id,
                request=request.id,
                about=request.about,
                message=message.id,
            ),
            by=by,
            at=at,
        )
