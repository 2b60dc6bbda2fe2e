"""The evidence of a case: what there is, who looked at it, what is asked for, and what stops its end."""

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.roles import Permission
from muhatap.approvals.operations import SamePerson, WaitsAlready
from muhatap.cases.models import Case
from muhatap.cases.trust import LevelTooLow
from muhatap.desk.evidence import choices, evidence_face
from muhatap.desk.sensitive import words_of
from muhatap.desk.views.door import actor, go, missing, of_case, page, refused
from muhatap.evidence import operations as evidence
from muhatap.evidence import queries
from muhatap.evidence.reviews import review_of

_LINES = 6


@require_safe
@of_case()
def show(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Show everything: as a page, or the few lines that stand beside the case."""
    face = evidence_face(staff, case, _languages(case), timezone.now())
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "desk/evidence/_beside.html", {"case": case, "face": face})
    return _page(request, staff, case)


@require_POST
@of_case(Permission.ANSWER_CASES)
def ask(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Ask the customer for documents."""
    said = request.POST
    items = [
        (said.get(f"kind-{place}", ""), said.get(f"words-{place}", "")[:300])
        for place in range(_LINES)
        if said.get(f"kind-{place}")
    ]
    new = evidence.NewRequest(
        purpose=said.get("purpose", ""),
        ground=said.get("ground", ""),
        words=said.get("words", "")[:2000],
        items=items,
        due_at=_moment(said.get("due_at", "")) or timezone.now(),
    )
    try:
        evidence.request_documents(case=case, new=new, by=actor(staff), at=timezone.now())
    except LevelTooLow as low:
        return _page(request, staff, case, status=409, error=words_of(case.brand, low), said=said)
    except evidence.NotARequest as gap:
        return _page(request, staff, case, status=422, error=_gap_words(gap.what), said=said)
    messages.success(
        request, _("The customer was asked, and is reminded after three, seven and fourteen days.")
    )
    return go(_place(case))


@require_POST
@of_case(Permission.ANSWER_CASES)
def withdraw(request: HttpRequest, staff: Staff, case: Case, asked: int) -> HttpResponse:
    """Ask no longer."""
    found = queries.request_of(case, asked)
    if found is None:
        return missing(request)
    try:
        evidence.withdraw_request(request=found, by=actor(staff), at=timezone.now())
    except evidence.RequestOver:
        messages.warning(request, _("This request is over already."))
    return go(_place(case))


@require_POST
@of_case()
def hold(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Place a legal hold, ask to let it go, or let it go as the second person."""
    face, at = evidence_face(staff, case, _languages(case), timezone.now()), timezone.now()
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "")[:500]
    try:
        if act == "place" and face.may_hold:
            until = _day(request.POST.get("until", ""))
            evidence.place_hold(case=case, reason=reason, until_on=until, by=actor(staff), at=at)
        elif act == "ask" and face.may_hold and face.hold:
            evidence.ask_release(hold=face.hold, reason=reason, by=actor(staff), at=at)
        elif act == "release" and face.hold and (face.may_release or face.release is None):
            evidence.release_hold(hold=face.hold, by=actor(staff), at=at)
        else:
            return refused(request, case)
    except evidence.NotAHold:
        error = _("Write the reason; a last day lies in the future.")
        return _page(request, staff, case, status=422, error=error)
    except (evidence.HeldAlready, evidence.NotHeld, SamePerson, WaitsAlready):
        error = _("Somebody did this already, or another person must.")
        return _page(request, staff, case, status=409, error=error)
    return go(_place(case))


@require_POST
@of_case(Permission.SEE_REVIEWS)
def review(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Begin an additional review, or end it as another person than who began it."""
    at, running = timezone.now(), review_of(case)
    try:
        if request.POST.get("act") == "end" and running is not None:
            evidence.end_review(review=running, by=actor(staff), at=at)
        else:
            reason, told = request.POST.get("reason", "")[:2000], request.POST.get("told", "")
            evidence.begin_review(case=case, reason=reason, told=told, by=actor(staff), at=at)
    except evidence.NotAReview:
        error = _("Write the reason and choose what the customer reads.")
        return _page(request, staff, case, status=422, error=error)
    except (evidence.ReviewedAlready, evidence.SameHand):
        error = _("Another person than who began it ends a review.")
        return _page(request, staff, case, status=409, error=error)
    return go(_place(case))


def _page(
    request: HttpRequest,
    staff: Staff,
    case: Case,
    status: int = 200,
    error: str = "",
    said: object = None,
) -> HttpResponse:
    face = evidence_face(staff, case, _languages(case), timezone.now())
    return page(
        request,
        "evidence/list",
        staff,
        status=status,
        case=case,
        face=face,
        error=error,
        said=said or {},
        lines=range(_LINES),
        choices=choices(case),
    )


def _languages(case: Case) -> tuple[str, ...]:
    return (get_language() or "", case.brand.default_language)


def _place(case: Case) -> str:
    return f"/desk/cases/{case.number}/evidence/"


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text[:40])
        return timezone.make_aware(found) if found and timezone.is_naive(found) else found
    except (ValueError, OverflowError):
        return None


def _day(text: str) -> date | None:
    try:
        return parse_date(text[:20]) if text else None
    except ValueError:
        return date.min


def _gap_words(what: str) -> str:
    match what:
        case "items":
            return _("Choose at least one document.")
        case "words":
            return _("Write why exactly these documents are needed; the customer reads it.")
        case "due_at":
            return _("Choose a day and time within the next 90 days.")
        case "face":
            return _("A photo of the face is asked for to prove identity, by consent or a duty of the law.")
        case "case":
            return _("The case is closed. Open it again first.")
        case _:
            return _("Choose purpose and lawful ground.")
