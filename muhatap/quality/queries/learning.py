"""Training: the catalogue, who took what, what is missing and what runs out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.quality.models import Attendance, Certificate, Course, TrainingSession
from muhatap.quality.people import trainees_of


@dataclass(frozen=True, slots=True)
class Gap:
    """A mandatory course that somebody lacks: never taken, or her certificate ran out on `since`."""

    staff: Staff
    course: Course
    since: date | None


def courses_visible_to(staff: Staff) -> list[Course]:
    """The catalogue of the brands in which she answers cases, by name."""
    brand_ids = scope_of(staff).brand_ids_with(Permission.ANSWER_CASES)
    rows = Course.objects.filter(brand_id__in=brand_ids, retired_at__isnull=True)
    return list(rows.select_related("brand").order_by("brand__name", "name"))


def courses_of_brand(brand: Brand) -> list[Course]:
    """The catalogue of a brand, by name."""
    return list(Course.objects.filter(brand=brand, retired_at__isnull=True).order_by("name"))


def course_visible_to(staff: Staff, course_id: int) -> Course | None:
    """One course of her brands."""
    brand_ids = scope_of(staff).brand_ids_with(Permission.ANSWER_CASES)
    return Course.objects.filter(id=course_id, brand_id__in=brand_ids).select_related("brand").first()


def session_visible_to(staff: Staff, session_id: int) -> TrainingSession | None:
    """One session of a course of her brands."""
    brand_ids = scope_of(staff).brand_ids_with(Permission.ANSWER_CASES)
    rows = TrainingSession.objects.filter(id=session_id, course__brand_id__in=brand_ids)
    return rows.select_related("course__brand", "noted_by").first()


def sessions_of(courses: Sequence[Course], since: datetime) -> list[TrainingSession]:
    """The sessions of courses that begin after a moment or wait for who came, in their order."""
    rows = TrainingSession.objects.filter(course__in=list(courses))
    rows = rows.filter(Q(begins_at__gte=since) | Q(noted_at__isnull=True))
    return list(rows.select_related("course__brand").prefetch_related("attendances").order_by("begins_at"))


def seats_of(session: TrainingSession) -> list[Attendance]:
    """Who is enrolled, by name."""
    return list(session.attendances.select_related("staff").order_by("staff__name"))


def certificates_of(staff_ids: Sequence[int], brand_ids: Sequence[int]) -> list[Certificate]:
    """The certificates of these people, the newest first."""
    rows = Certificate.objects.filter(staff_id__in=staff_ids, course__brand_id__in=brand_ids)
    return list(rows.select_related("course__brand", "staff").order_by("-issued_on", "-id")[:300])


def training_gaps(brand: Brand, today: date) -> list[Gap]:
    """Mandatory courses that people who answer lack today, by name and course."""
    courses = list(
        Course.objects.filter(brand=brand, is_mandatory=True, retired_at__isnull=True).order_by("name")
    )
    if not courses:
        return []
    held: dict[tuple[int, int], list[date | None]] = defaultdict(list)
    rows = Certificate.objects.filter(course__in=courses, revoked_at__isnull=True, issued_on__lte=today)
    for course_id, staff_id, expires_on in rows.values_list("course_id", "staff_id", "expires_on"):
        held[course_id, staff_id].append(expires_on)
    gaps = []
    for person in sorted(trainees_of(brand.id), key=lambda each: (each.name, each.pk)):
        for course in courses:
            ends = held.get((course.id, person.pk), [])
            if not any(each is None or each >= today for each in ends):
                gaps.append(Gap(person, course, max((each for each in ends if each), default=None)))
    return gaps


def certificates_expiring(brand: Brand, today: date, until: date) -> list[Certificate]:
    """Certificates whose last day lies between two days and that no later one follows, soonest first."""
    rows = Certificate.objects.filter(
        course__brand=brand, revoked_at__isnull=True, expires_on__gte=today, expires_on__lte=until
    )
    soon = list(rows.select_related("course", "staff").order_by("expires_on", "id"))
    later = Certificate.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gt=until),
        course__in={each.course_id for each in soon},
        revoked_at__isnull=True,
    )
    renewed = set(later.values_list("course_id", "staff_id"))
    return [each for each in soon if (each.course_id, each.staff_id) not in renewed]


def days_certified(brand_id: int, staff_id: int, skill: str) -> list[tuple[date, date | None]]:
    """From when to when somebody holds certificates that lead to a skill, both days included."""
    rows = Certificate.objects.filter(
        course__brand_id=brand_id, course__skill=skill, staff_id=staff_id, revoked_at__isnull=True
    )
    return list(rows.order_by("issued_on", "id").values_list("issued_on", "expires_on"))
