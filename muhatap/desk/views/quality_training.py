"""Training: the catalogue, its sessions and seats, who came, certificates, and what is missing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.desk import queries as desk_queries
from muhatap.desk.quality.training import course_in, lines_offered, session_faces, skills_offered
from muhatap.desk.quality.wording import CAME, KINDS, said_of
from muhatap.desk.views.door import actor, go, missing, on_desk, refused
from muhatap.desk.views.quality import PLACE, quality_page
from muhatap.quality import operations as quality
from muhatap.quality import queries
from muhatap.quality.models import Course, TrainingSession
from muhatap.quality.people import trainees_of

_TRAINING = f"{PLACE}training/"
_SOON, _PAST = timedelta(days=60), timedelta(days=1)
Door = Callable[..., HttpResponse]


def of_course(view: Door) -> Door:
    """Hand a page the course of its address; only those who review work change anything."""

    @wraps(view)
    def door(request: HttpRequest, staff: Staff, course: int, **place: object) -> HttpResponse:
        found = queries.course_visible_to(staff, course) if course < 2**63 else None
        if found is None:
            return missing(request)
        if request.method == "POST" and not _may_manage(staff, found):
            return refused(request)
        return view(request, staff, found, **place)

    return on_desk(Permission.ANSWER_CASES)(door)


def of_session(view: Door) -> Door:
    """Hand a page the session of its address."""

    @wraps(view)
    def door(request: HttpRequest, staff: Staff, session: int, **place: object) -> HttpResponse:
        found = queries.session_visible_to(staff, session) if session < 2**63 else None
        return missing(request) if found is None else view(request, staff, found, **place)

    return on_desk(Permission.ANSWER_CASES)(door)


@require_safe
@on_desk(Permission.ANSWER_CASES)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The catalogue and the next sessions; for reviewers also what people lack and what runs out."""
    courses, at, today = queries.courses_visible_to(staff), timezone.now(), timezone.localdate()
    managed = desk_queries.brands_with(staff, Permission.REVIEW_WORK)
    brand_ids = scope_of(staff).brand_ids_with(Permission.ANSWER_CASES)
    own = [gap for brand in {each.brand for each in courses} for gap in queries.training_gaps(brand, today)]
    return quality_page(
        request,
        "training",
        staff,
        here="training",
        courses=[(each, said_of(each.kind, KINDS)) for each in courses],
        sessions=session_faces(queries.sessions_of(courses, at - _PAST), staff, at),
        own_gaps=[each for each in own if each.staff.pk == staff.pk],
        certificates=queries.certificates_of([staff.pk], brand_ids),
        managed=managed,
        gaps=[each for brand in managed for each in queries.training_gaps(brand, today)],
        expiring=[
            each for brand in managed for each in queries.certificates_expiring(brand, today, today + _SOON)
        ],
        today=today,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.REVIEW_WORK)
def new_course(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Put a course into the catalogue."""
    brands = desk_queries.brands_with(staff, Permission.REVIEW_WORK)
    found = next((each for each in brands if each.code == brand), None)
    if found is None:
        return missing(request)
    if request.method != "POST":
        return _form(request, staff, found, None)
    return _write(request, staff, found, None)


@require_http_methods(["GET", "HEAD", "POST"])
@of_course
def course(request: HttpRequest, staff: Staff, course: Course) -> HttpResponse:
    """One course: what it is, its sessions, who holds its certificate; written anew by a form."""
    if request.method == "POST":
        return _write(request, staff, course.brand, course)
    may_manage = _may_manage(staff, course)
    if may_manage and "edit" in request.GET:
        return _form(request, staff, course.brand, course)
    at = timezone.now()
    people = trainees_of(course.brand_id) if may_manage else [staff]
    held = queries.certificates_of([each.pk for each in people], [course.brand_id])
    return quality_page(
        request,
        "course",
        staff,
        here="training",
        course=course,
        kind=said_of(course.kind, KINDS),
        may_manage=may_manage,
        people=people,
        sessions=session_faces(queries.sessions_of([course], at - timedelta(days=365)), staff, at),
        certificates=[each for each in held if each.course_id == course.id],
        today=timezone.localdate(),
    )


@require_POST
@of_course
def plan(request: HttpRequest, staff: Staff, course: Course) -> HttpResponse:
    """Say when a course is held."""
    given = request.POST
    try:
        begins = timezone.make_aware(datetime.fromisoformat(given.get("begins", "")))
        quality.plan_session(
            course=course,
            begins_at=begins,
            minutes=min(600, int(given.get("minutes", "")[:3])),
            place=given.get("place", "")[:160],
            trainer=given.get("trainer", "")[:120],
            seats=min(500, int(given.get("seats", "")[:3])),
            by=actor(staff),
            at=timezone.now(),
        )
    except (ValueError, OverflowError):
        messages.error(request, _("Write a day with its hour, minutes and seats."))
    else:
        messages.success(request, _("The session is planned."))
    return go(f"{_TRAINING}{course.id}/")


@require_POST
@of_course
def certify(request: HttpRequest, staff: Staff, course: Course) -> HttpResponse:
    """Certify that somebody took the course elsewhere, or revoke a certificate with its reason."""
    given, at = request.POST, timezone.now()
    people = {str(each.pk): each for each in trainees_of(course.brand_id)}
    if "revoke" in given:
        held = queries.certificates_of([each.pk for each in people.values()], [course.brand_id])
        found = next((each for each in held if str(each.id) == given["revoke"]), None)
        if found is None or found.course_id != course.id:
            return missing(request)
        if not given.get("reason", "").strip():
            messages.error(request, _("Write why the certificate does not hold any more."))
            return go(f"{_TRAINING}{course.id}/")
        quality.revoke_certificate(certificate=found, reason=given["reason"][:300], by=actor(staff), at=at)
        messages.success(request, _("The certificate does not hold any more; routing follows at once."))
        return go(f"{_TRAINING}{course.id}/")
    person = people.get(given.get("staff", ""))
    try:
        day = datetime.fromisoformat(given.get("on", "")).date()
    except ValueError:
        person = None
    if person is None or day > timezone.localdate():
        messages.error(request, _("Choose a person and a day that has come."))
    else:
        quality.certify(course=course, staff=person, issued_on=day, by=actor(staff), at=at)
        messages.success(request, _("Certified."))
    return go(f"{_TRAINING}{course.id}/")


@require_safe
@of_session
def session(request: HttpRequest, staff: Staff, session: TrainingSession) -> HttpResponse:
    """One session: seats for everybody, names for those who note who came."""
    may_manage = _may_manage(staff, session.course)
    seats = queries.seats_of(session)
    return quality_page(
        request,
        "session",
        staff,
        here="training",
        session=session,
        course=session.course,
        may_manage=may_manage,
        seats=[(each, said_of(each.state, CAME)) for each in seats] if may_manage else [],
        free=max(0, session.seats - len(seats)),
        is_enrolled=any(each.staff_id == staff.pk for each in seats),
        has_begun=session.begins_at <= timezone.now(),
        people=trainees_of(session.course.brand_id) if may_manage else [],
    )


@require_POST
@of_session
def seat(request: HttpRequest, staff: Staff, session: TrainingSession, name: str) -> HttpResponse:
    """Take or free a seat, or note who came."""
    by, at = actor(staff), timezone.now()
    may_manage = _may_manage(staff, session.course)
    wanted = request.POST.get("staff", "")
    person = staff
    if wanted and wanted != str(staff.pk):
        person = next((p for p in trainees_of(session.course.brand_id) if str(p.pk) == wanted), None)
        if not may_manage or person is None:
            return refused(request) if not may_manage else missing(request)
    try:
        if name == "take":
            quality.enrol(session=session, staff=person, by=by, at=at)
        elif name == "free":
            quality.withdraw(session=session, staff=person, by=by, at=at)
        elif name == "came" and may_manage:
            came = {int(each) for each in request.POST.getlist("came") if each.isdecimal()}
            made = quality.note_attendance(session=session, came=came, by=by, at=at)
            messages.success(request, _("Noted; certificates: %(count)d") % {"count": len(made)})
        else:
            return missing(request)
    except quality.NoSeat:
        messages.error(request, _("All seats are taken."))
    except quality.Noted:
        messages.error(request, _("It was noted already who came."))
    return go(f"{_TRAINING}sessions/{session.id}/")


def _may_manage(staff: Staff, course: Course) -> bool:
    return scope_of(staff).may(Permission.REVIEW_WORK, course.brand_id)


def _write(request: HttpRequest, staff: Staff, brand: Brand, known: Course | None) -> HttpResponse:
    code = known.code if known else slugify(request.POST.get("name", "").replace("ı", "i"))[:40]
    try:
        outline = course_in(request.POST, brand)
        saved = quality.write_course(
            brand=brand, code=code, outline=outline, by=actor(staff), at=timezone.now()
        )
    except ValueError:
        trouble = _("A course needs a name, a kind, and months from 1 to 120 or none.")
        return _form(request, staff, brand, known, trouble)
    messages.success(request, _("Saved."))
    return go(f"{_TRAINING}{saved.id}/")


def _form(
    request: HttpRequest, staff: Staff, brand: Brand, known: Course | None, trouble: str = ""
) -> HttpResponse:
    given = request.POST
    chosen = given.getlist("criterion") if given else list(known.criteria if known else ())
    return quality_page(
        request,
        "course_edit",
        staff,
        status=422 if trouble else 200,
        here="training",
        brand=brand,
        course=known,
        kinds=list(KINDS.items()),
        kind=given.get("kind", known.kind if known else ""),
        skills=skills_offered(brand),
        lines=lines_offered(brand, chosen),
        trouble=trouble,
    )
