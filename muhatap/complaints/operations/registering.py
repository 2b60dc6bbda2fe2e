"""Registering complaints: any expression of dissatisfaction, by any channel, in any words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.locking import lock
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author
from muhatap.complaints.events import ComplaintRegistered
from muhatap.complaints.knowing import acknowledgement_of
from muhatap.complaints.models import Complaint, StageMove
from muhatap.complaints.operations.describing import split_points
from muhatap.complaints.operations.moving import move
from muhatap.complaints.queries import complaint_of
from muhatap.complaints.stages import Stage
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.letters.rendering import render_letter, template_mark
from muhatap.money.answers import refuser_of
from muhatap.promises import operations as promises
from muhatap.promises.queries import promises_made


class RegisteredAlready(Exception):
    """The case is registered as a complaint that has not ended."""


class OutsideCase(Exception):
    """Dissatisfaction was not expressed before the case was received, nor later than now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expressed:
    """Dissatisfaction as it was expressed: when, by which channel, in which words, and who took it up.

    `words` are empty where they stand in the case already. `origin` says how it came to be registered.
    """

    at: datetime
    origin: str
    channel: str
    words: str = ""
    points: Sequence[str] = ()
    remedy_sought: str = ""


def register(*, case: Case, expressed: Expressed, by: Actor, at: datetime) -> Complaint:
    """Turn a case into a complaint under its own number; promises count from when it was first expressed.

    A complaint that is over is opened again; `RegisteredAlready` while it goes on.
    """
    with unit_of_work() as unit:
        lock(case)
        known = complaint_of(case)
        if known is not None and known.is_open:
            raise RegisteredAlready(case.number)
        if not case.received_at <= expressed.at <= at:
            raise OutsideCase(expressed.at)
        channel = expressed.channel
        if known is None:
            begin(case=case, origin=expressed.origin, channel=channel, received_at=expressed.at, by=by, at=at)
            unit.flush()
        words = mask(expressed.words.strip()).text
        cases.express_dissatisfaction(case=case, words=words, channel=channel, by=by, at=at)
        promises.count_from(case=case, started_at=expressed.at, by=by, at=at)
        complaint = complaint_of(case)
        if expressed.points:
            split_points(
                complaint=complaint,
                points=expressed.points,
                remedy_sought=expressed.remedy_sought,
                by=by,
                at=at,
            )
    return complaint


def begin(
    *, case: Case, origin: str, channel: str, received_at: datetime, by: Actor, at: datetime
) -> Complaint:
    """Write the complaint of a case that has none, in the unit of work that goes on."""
    with unit_of_work() as unit:
        complaint = Complaint(
            brand_id=case.brand_id,
            case=case,
            stage=Stage.RECEIVED,
            stage_since=at,
            origin=origin,
            channel=channel,
            received_at=received_at,
            registered_at=at,
            # Who refused the payment does not look at the complaint about that (process C4).
            subject_staff_id=None if case._state.adding else refuser_of(case),
        )
        unit.add(complaint)
        unit.add(StageMove(complaint=complaint, stage=Stage.RECEIVED, at=received_at))
        record(
            ComplaintRegistered(
                brand=case.brand_id,
                case=case.id,
                complaint=complaint.id,
                origin=origin,
                channel=channel,
                received_at=received_at,
            ),
            by=by,
            at=at,
        )
    return complaint


def acknowledge(*, complaint: Complaint, by: Actor, at: datetime) -> bool:
    """Acknowledge a complaint once, in writing; a case that was opened as one has its letter already."""
    with unit_of_work() as unit:
        lock(complaint.case)
        complaint.refresh_from_db(fields=["stage"])
        if complaint.stage != Stage.RECEIVED:
            return False
        if acknowledgement_of(complaint) is None:
            _write_acknowledgement(complaint, by=by, at=at)
            unit.flush()
        move(complaint=complaint, to=Stage.ACKNOWLEDGED, by=by, at=at)
    return True


def _write_acknowledgement(complaint: Complaint, *, by: Actor, at: datetime) -> None:
    case = complaint.case
    letter = render_letter(
        "complaint_acknowledged",
        case=case,
        slots={
            "received_at": complaint.received_at,
            "promises": promises_made(case),
            "points": [point.text for point in complaint.points.filter(retired_at__isnull=True)],
            "remedy_sought": complaint.remedy_sought,
        },
        language=case.language,
    )
    cases.post_message(
        case=case,
        new=cases.NewMessage(
            author=Author.AUTOMATIC,
            channel=case.channel,
            text=letter,
            external_id=f"complaint-ack:{complaint.id}",
            template=template_mark("complaint_acknowledged"),
        ),
        by=by,
        at=at,
    )
