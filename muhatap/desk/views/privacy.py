"""Requests about data: the list, one request and what is done for it, what ends, and locked cases."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.cases.models import Case
from muhatap.desk.privacy_face import choices, face_of, listed, retention_of
from muhatap.desk.restricted import allow
from muhatap.desk.views.door import actor, go, missing, of_case, on_desk, page, place_of_case, refused
from muhatap.privacy import operations as privacy
from muhatap.privacy.certificates import certificate_of
from muhatap.privacy.codes import Ground, Outcome, Right
from muhatap.privacy.models import PrivacyRequest
from muhatap.privacy.queries import requests as queries

Act = Callable[[HttpRequest, Staff, PrivacyRequest], str]


@require_safe
@on_desk(Permission.READ_CASES)
def show_all(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every request about data that she may see, with its day."""
    rows = listed(staff, timezone.now())
    may_read_classes = scope_of(staff).may_anywhere(Permission.READ_AUDIT)
    return page(
        request, "privacy/list", staff, rows=rows, may_read_classes=may_read_classes, section="privacy"
    )


@require_safe
@on_desk(Permission.READ_AUDIT)
def retention(request: HttpRequest, staff: Staff) -> HttpResponse:
    """The classes, what ends within thirty days, and what ended."""
    brands, runs = retention_of(staff, timezone.now())
    return page(request, "privacy/retention", staff, brands=brands, runs=runs, section="privacy")


@require_safe
@of_case()
def show(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """One request: what is asked, who asks, until when, and what was done."""
    return _page(request, staff, case)


@require_POST
@of_case(Permission.ANSWER_CASES)
def act(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Do one thing for a request."""
    found = queries.request_of(case)
    do = _ACTS.get(request.POST.get("do", ""))
    if found is None or do is None:
        return missing(request)
    try:
        said = do(request, staff, found)
    except PermissionError:
        return refused(request, case)
    except (privacy.NotADecision, privacy.ReasonMissing, ValueError):
        return _page(request, staff, case, 422, _("Choose, and write the reason; the person reads it."))
    except privacy.NotProven:
        error = _("It is not known well enough who asks. Ask for proof first.")
        return _page(request, staff, case, 409, error)
    except privacy.NotExtendable:
        error = _("The law of this person knows no longer time here, or its day is out of reach.")
        return _page(request, staff, case, 409, error)
    except (approvals.SamePerson, approvals.NotAPerson):
        error = _("You proposed this yourself, so another person has to decide.")
        return _page(request, staff, case, 409, error)
    except _OVER:
        return _page(request, staff, case, 409, _("This is decided already, or its time is over."))
    messages.success(request, said)
    return go(f"/desk/cases/{case.number}/privacy/")


@require_safe
@of_case()
def certificate(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """The certificate of destruction to read and print."""
    found = queries.request_of(case)
    erasure = queries.erasure_of(found) if found else None
    if erasure is None or erasure.ran_at is None:
        return missing(request)
    return page(request, "privacy/certificate", staff, section="privacy", **certificate_of(erasure))


@require_POST
@of_case(restricted=True)
def open_restricted(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Say why a case is opened whose processing is stopped; it then opens for an hour."""
    why = request.POST.get("why", "")
    try:
        privacy.note_opening(case=case, why=why, by=actor(staff), at=timezone.now())
    except privacy.WhyMissing:
        return page(request, "privacy/restricted", staff, status=422, case=case, error=True)
    allow(request, case, timezone.now())
    return go(place_of_case(case))


def _right(request: HttpRequest, staff: Staff, found: PrivacyRequest) -> str:
    right = Right(request.POST.get("right", ""))
    privacy.correct_right(request=found, right=right, **_known(staff))
    return _("Noted.")


def _identity(request: HttpRequest, staff: Staff, found: PrivacyRequest) -> str:
    reason = request.POST.get("reason", "")[:2000]
    privacy.ask_identity(request=found, reason=reason, signer=staff, **_known(staff))
    return _("The letter is written. The customer has it when it is sent.")


def _extend(request: HttpRequest, staff: Staff, found: PrivacyRequest) -> str:
    until_on = parse_date(request.POST.get("until", "")[:20])
    if until_on is None:
        raise privacy.ReasonMissing
    reason = request.POST.get("reason", "")[:2000]
    privacy.extend(request=found, until_on=until_on, reason=reason, signer=staff, **_known(staff))
    return _("The letter is written. The customer has it when it is sent.")


def _decide(request: HttpRequest, staff: Staff, found: PrivacyRequest) -> str:
    ground = request.POST.get("ground", "")
    outcome = Outcome(request.POST.get("outcome", ""))
    refuses = outcome is not Outcome.GRANTED
    privacy.decide(
        request=found,
        outcome=outcome,
        ground=Ground(ground) if ground and refuses else None,
        words=request.POST.get("words", "")[:4000],
        signer=staff,
        **_known(staff),
    )
    if refuses:
        return _("The letter is written. It leaves when another person agrees to its words.")
    return _("The letter is written. The customer has it when it is sent.")


def _copy(request: HttpRequest, staff: Staff, found: PrivacyRequest) -> str:
    privacy.make_copy(request=found, **_known(staff))
    return _("The copy is made. The customer fetches it from the page of her case.")


def _plan(request: HttpRequest, staff: Staff, found: PrivacyRequest) -> str:
    if not scope_of(staff).may(Permission.ERASE_CONTENT, found.brand_id):
        raise PermissionError
    privacy.plan_erasure(request=found, reason=request.POST.get("reason", "")[:500], **_known(staff))
    return _("Another person must agree first.")


def _agree(request: HttpRequest, staff: Staff, found: PrivacyRequest) -> str:
    erasure = queries.erasure_of(found)
    if erasure is None or not face_of(staff, found, timezone.now()).may_agree:
        raise PermissionError
    privacy.agree_erasure(erasure=erasure, **_known(staff))
    return _("The erasure runs. This page says what went and what stays.")


def _disagree(request: HttpRequest, staff: Staff, found: PrivacyRequest) -> str:
    erasure = queries.erasure_of(found)
    if erasure is None or not face_of(staff, found, timezone.now()).may_agree:
        raise PermissionError
    reason = request.POST.get("reason", "")[:500]
    privacy.refuse_erasure(erasure=erasure, reason=reason, **_known(staff))
    return _("It is not done.")


def _restrict(request: HttpRequest, staff: Staff, found: PrivacyRequest) -> str:
    privacy.restrict(request=found, is_restricted=True, **_known(staff))
    return _("Processing is stopped. Cases of this person open with a reason only.")


def _free(request: HttpRequest, staff: Staff, found: PrivacyRequest) -> str:
    privacy.restrict(request=found, is_restricted=False, **_known(staff))
    return _("Processing goes on.")


def _advertising(request: HttpRequest, staff: Staff, found: PrivacyRequest) -> str:
    privacy.stop_advertising(request=found, **_known(staff))
    return _("Consents to letters that are no service are taken back.")


_ACTS: dict[str, Act] = {
    "right": _right,
    "identity": _identity,
    "extend": _extend,
    "decide": _decide,
    "copy": _copy,
    "plan": _plan,
    "agree": _agree,
    "disagree": _disagree,
    "restrict": _restrict,
    "free": _free,
    "advertising": _advertising,
}
_OVER = (
    privacy.DecidedAlready,
    privacy.NotAnErasure,
    privacy.RunsAlready,
    approvals.WaitsAlready,
    approvals.DecidedAlready,
    approvals.ProposalExpired,
)


def _known(staff: Staff) -> dict[str, object]:
    return {"by": actor(staff), "at": timezone.now()}


def _page(request: HttpRequest, staff: Staff, case: Case, status: int = 200, error: str = "") -> HttpResponse:
    found = queries.request_of(case)
    if found is None:
        return missing(request)
    is_planning = "plan" in request.GET
    face = face_of(staff, found, timezone.now(), is_planning=is_planning)
    shown = {"case": case, "face": face, "choices": choices(), "error": error, "section": "privacy"}
    return page(request, "privacy/request", staff, status=status, **shown)
