"""Training: courses, sessions, who came, and the certificates that routing respects."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.calendars.days import day_after
from muhatap.calendars.spans import Span
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.quality.events import (
    AttendanceNoted,
    CertificateIssued,
    CertificateRevoked,
    CourseWritten,
    SessionPlanned,
)
from muhatap.quality.models import Attendance, Came, Certificate, Course, CourseKind, TrainingSession
from muhatap.quality.people import staff_id_of


class NotACourse(ValueError):
    """A course needs a code, a name and a kind; its months are from 1 to 120."""


class NoSeat(Exception):
    """All seats of a session are taken."""


class Noted(Exception):
    """It was noted already who came to this session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a course is."""

    name: str
    kind: str
    about: str = ""
    is_mandatory: bool = False
    valid_months: int | None = None
    skill: str = ""
    criteria: tuple[str, ...] = ()


def write_course(*, brand: Brand, code: str, outline: Outline, by: Actor, at: datetime) -> Course:
    """Put a course into the catalogue or write it anew; certificates that were issued stay. `NotACourse`."""
    months = outline.valid_months
    is_kind = outline.kind in set(CourseKind.values)
    lasts = months is None or 1 <= months <= 120
    if not code or not outline.name.strip() or not is_kind or not lasts:
        raise NotACourse(code)
    with unit_of_work():
        course, _ = Course.objects.update_or_create(
            brand=brand,
            code=code[:40],
            defaults={
                "name": outline.name.strip(),
                "kind": outline.kind,
                "about": outline.about.strip(),
                "is_mandatory": outline.is_mandatory,
                "valid_months": months,
                "skill": outline.skill,
                "criteria": list(outline.criteria),
                "retired_at": None,
            },
        )
        record(CourseWritten(brand=brand.id, course=course.code), by=by, at=at)
    return course


def plan_session(
    *,
    course: Course,
    begins_at: datetime,
    minutes: int,
    place: str = "",
    trainer: str = "",
    seats: int = 12,
    by: Actor,
    at: datetime,
) -> TrainingSession:
    """Say when a course is held."""
    with unit_of_work():
        session = TrainingSession.objects.create(
            course=course,
            begins_at=begins_at,
            minutes=max(1, minutes),
            place=place.strip(),
            trainer=trainer.strip(),
            seats=max(1, seats),
        )
        record(SessionPlanned(brand=course.brand_id, course=course.code, session=session.id), by=by, at=at)
    return session


def enrol(*, session: TrainingSession, staff: Staff, by: Actor, at: datetime) -> Attendance:
    """Give somebody a seat in a session that is still to come; once is enough. `NoSeat`, `Noted`."""
    with unit_of_work():
        held = _held(session)
        known = held.attendances.filter(staff=staff).first()
        if known is not None:
            return known
        if held.attendances.count() >= held.seats:
            raise NoSeat(held.id)
        seat = Attendance.objects.create(session=held, staff=staff)
        if staff.pk != by.id:
            notifications.tell(
                staff_ids=[staff.pk],
                kind="training_enrolled",
                brand_id=held.course.brand_id,
                case_id=None,
                params={"course": held.course.name, "begins_at": held.begins_at.isoformat()},
                once_key=f"training-enrolled:{held.id}",
                by=by,
                at=at,
            )
    return seat


def withdraw(*, session: TrainingSession, staff: Staff, by: Actor, at: datetime) -> None:
    """Free somebody's seat again; `Noted` where the session is over."""
    with unit_of_work():
        _held(session).attendances.filter(staff=staff, state=Came.ENROLLED).delete()


def note_attendance(
    *, session: TrainingSession, came: Iterable[int], by: Actor, at: datetime
) -> list[Certificate]:
    """Note who of those enrolled came, once; whoever came gets the certificate. `Noted`."""
    with unit_of_work():
        held = _held(session)
        present = set(came)
        seats = list(held.attendances.select_related("staff"))
        for seat in seats:
            seat.state = Came.ATTENDED if seat.staff_id in present else Came.ABSENT
            seat.save(update_fields=["state"])
        held.noted_at, held.noted_by_id = at, staff_id_of(by)
        held.save(update_fields=["noted_at", "noted_by"])
        day = held.begins_at.astimezone(ZoneInfo(held.course.brand.zone)).date()
        attended = [seat.staff for seat in seats if seat.state == Came.ATTENDED]
        record(
            AttendanceNoted(
                brand=held.course.brand_id,
                course=held.course.code,
                session=held.id,
                attended=len(attended),
                absent=len(seats) - len(attended),
            ),
            by=by,
            at=at,
        )
        return [
            certify(course=held.course, staff=each, issued_on=day, session=held, by=by, at=at)
            for each in attended
        ]


def certify(
    *,
    course: Course,
    staff: Staff,
    issued_on: date,
    session: TrainingSession | None = None,
    by: Actor,
    at: datetime,
) -> Certificate:
    """Certify that somebody took a course; it holds for the months of the course, its last day included."""
    months = course.valid_months
    expires_on = day_after(issued_on, Span(months, "mo")) - timedelta(days=1) if months else None
    with unit_of_work():
        certificate = Certificate(
            course=course,
            staff=staff,
            session=session,
            issued_on=issued_on,
            expires_on=expires_on,
            issued_by_id=staff_id_of(by),
        )
        certificate.save(force_insert=True)
        record(
            CertificateIssued(
                brand=course.brand_id,
                certificate=certificate.id,
                course=course.code,
                staff=staff.pk,
                skill=course.skill,
                issued_on=issued_on,
                expires_on=expires_on,
            ),
            by=by,
            at=at,
        )
    return certificate


def revoke_certificate(*, certificate: Certificate, reason: str, by: Actor, at: datetime) -> None:
    """End a certificate before its day; the reason is needed, and a second time changes nothing."""
    if not reason.strip():
        raise ValueError("reason")
    with unit_of_work():
        rows = Certificate.objects.select_for_update(of=("self",)).select_related("course")
        held = rows.get(id=certificate.id)
        if held.revoked_at is not None:
            return
        held.revoked_at, held.revoked_because = at, reason.strip()
        held.save(update_fields=["revoked_at", "revoked_because"])
        record(
            CertificateRevoked(
                brand=held.course.brand_id,
                certificate=held.id,
                course=held.course.code,
                staff=held.staff_id,
                skill=held.course.skill,
                reason=held.revoked_because,
            ),
            by=by,
            at=at,
        )


def _held(session: TrainingSession) -> TrainingSession:
    rows = TrainingSession.objects.select_for_update(of=("self",)).select_related("course__brand")
    held = rows.get(id=session.id)
    if held.noted_at is not None:
        raise Noted(held.id)
    return held
