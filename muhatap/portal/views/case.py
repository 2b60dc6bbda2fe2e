"""The page of one case, and everything its customer can do there."""

import secrets
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.audit.viewing import Door, note_viewing
from muhatap.brands.models import Brand
from muhatap.cases.joined import lead_of
from muhatap.cases.keys import secret_of
from muhatap.cases.models import Case
from muhatap.cases.numbers import parse_number
from muhatap.cases.statuses import Status
from muhatap.cases.telling import telling_of
from muhatap.channels.call_queries import callback_of, room_of
from muhatap.dossiers.receipts import code_of
from muhatap.evidence import queries as evidence
from muhatap.evidence.reviews import review_of
from muhatap.evidence.wording import TOLD
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from muhatap.portal import story
from muhatap.portal.calling import between_words
from muhatap.portal.complaining import complaint_face, questions_asked
from muhatap.portal.managing import manager_face
from muhatap.portal.operations import limiting
from muhatap.portal.uploads import sorted_uploads
from muhatap.portal.verifying import verification_told
from muhatap.portal.views.door import (
    case_of,
    languages_of,
    let_in,
    let_out,
    of_brand,
    page,
    redirect,
    stay,
    try_again_at,
)
from muhatap.portal.wording import refusal_words
from muhatap.surveys import operations as surveys
from muhatap.surveys import queries as asked
from muhatap.topics.questions import words

_LONGEST_TOKEN = 40


def of_case(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a page the case that this browser came into; anybody else is asked for number and secret."""

    @wraps(view)
    def door(request: HttpRequest, brand: Brand, number: str, **place: int) -> HttpResponse:
        known = parse_number(number) or ""
        case = case_of(request, brand, known) if known else None
        if case is None:
            return redirect(f"/{brand.code}/track/?number={known}")
        lead = lead_of(case)
        if lead.id != case.id:
            return _go_on(request, brand, case, lead)
        if telling_of(case).is_large:
            request.COOKIES.setdefault("size", "large")
        response = view(request, brand, case, **place)
        if request.method == "GET" and response.status_code == 200:
            by = Actor.customer(case.customer_id)
            note_viewing(
                stream_id=case.id,
                brand_id=case.brand_id,
                door=Door("portal", "customer"),
                by=by,
                at=timezone.now(),
            )
        return stay(request, response, brand, case)

    return door


def _go_on(request: HttpRequest, brand: Brand, case: Case, lead: Case) -> HttpResponse:
    """To the case in which this one goes on; of whom only its own address is proof, a link goes there."""
    # The secret of a case that came by mail went to its sender's address; any other was shown on a screen.
    if case.customer_id == lead.customer_id and case.channel == "email":
        return let_in(redirect(place_of(brand, lead)), brand, lead)
    is_asked = request.method == "POST" and request.path.endswith("/link/")
    if is_asked and try_again_at(request, limiting.LINKS_OF_CASE, who=f"case {lead.number}") is None:
        language = translation.get_language() or lead.language
        by = Actor.customer(case.customer_id)
        portal.mail_case_link(case=lead, language=language, by=by, at=timezone.now())
    return page(request, "joined", brand, case=case, is_sent=is_asked)


@require_POST
@of_brand
@of_case
def mail_link(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """A case that goes its own way is open already."""
    return redirect(place_of(brand, case))


@require_safe
@of_brand
@of_case
def show(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Show where the case stands."""
    if may_answer(brand, case):
        note_asked(case)
    return _case_page(request, brand, case)


@require_POST
@of_brand
@of_case
def reply(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Take what the customer writes and the files that can be kept; the others are named."""
    text = request.POST.get("text", "").strip()
    kept, refused = sorted_uploads(request.FILES.getlist("files"))
    refusals = [refusal_words(each) for each in refused]
    if not text and not kept:
        errors = refusals or [_("Message: write something or add a file.")]
        return _case_page(request, brand, case, status=422, typed=text, errors=errors)
    again_at = try_again_at(request, limiting.WRITING)
    if again_at is not None:
        errors = [
            _("You wrote very often in a short time. Your text is still here; wait a little and send it.")
        ]
        return _case_page(request, brand, case, status=429, typed=text, errors=errors)
    portal.write_to_case(
        case=case,
        text=text,
        files=kept,
        token=request.POST.get("token", "")[:_LONGEST_TOKEN] or secrets.token_hex(8),
        for_manager=bool(request.POST.get("for_manager")),
        by=Actor.customer(case.customer_id),
        at=timezone.now(),
    )
    for refusal in refusals:
        messages.error(request, refusal)
    messages.success(request, _("We have your message."))
    return redirect(place_of(brand, case))


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
@of_case
def not_satisfied(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Say first what happens next, then make it happen."""
    if request.method != "POST":
        return page(request, "not_satisfied", brand, case=case)
    portal.object_to_answer(
        case=case,
        words=request.POST.get("words", ""),
        by=Actor.customer(case.customer_id),
        at=timezone.now(),
    )
    messages.success(
        request, _("We took it up. Your case is a complaint now and a senior person looks at it.")
    )
    return redirect(place_of(brand, case))


@require_POST
@of_brand
@of_case
def solved(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Close the case because the customer says that it is solved, and ask the one question."""
    portal.confirm_solution(case=case, by=Actor.customer(case.customer_id), at=timezone.now())
    case.refresh_from_db(fields=["status"])
    if case.status != Status.CLOSED:
        messages.success(request, _("Thank you. We note that it is solved, and close it with its cause."))
        return redirect(place_of(brand, case))
    messages.success(request, _("Thank you. The case is closed; if you write to us, it opens again."))
    return redirect(f"{place_of(brand, case)}survey/" if may_answer(brand, case) else place_of(brand, case))


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
@of_case
def secret(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Replace the secret on request; the old one and every link and browser of it end."""
    if request.method != "POST":
        return page(request, "secret", brand, case=case)
    portal.renew_secret(case=case, by=Actor.customer(case.customer_id), at=timezone.now())
    return page(request, "secret", brand, case=case, secret=secret_of(case))


@require_POST
@of_brand
@of_case
def leave(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Forget this case in this browser, say on a shared computer."""
    messages.success(request, _("This browser no longer shows your case."))
    return let_out(redirect(f"/{brand.code}/track/"), brand, case)


def _case_page(
    request: HttpRequest,
    brand: Brand,
    case: Case,
    status: int = 200,
    typed: str = "",
    errors: list[str] | None = None,
) -> HttpResponse:
    at = timezone.now()
    readings = story.readings_of(case, at)
    current = story.next_reading(readings)
    return page(
        request,
        "case",
        brand,
        status=status,
        case=case,
        standing=story.standing_words(case),
        team=words(case.queue.names, languages_of(brand)) if case.queue else "",
        current=current,
        vows=story.vow_faces(case, at),
        receipt=code_of(case),
        steps=story.story_of(case, at),
        complaint=complaint_face(case, at),
        calls=room_of(brand) is not None,
        call_words=between_words(call) if (call := callback_of(case)) else "",
        asked=questions_asked(case),
        wanted=evidence.wanted_of(case),
        meter=evidence.meter_of(case, languages_of(brand)),
        review_told=_review_told(case),
        verification=verification_told(case, at),
        manager=manager_face(case, at),
        for_manager="manager" in request.GET,
        may_answer=may_answer(brand, case),
        is_resolved=case.status == Status.RESOLVED,
        token=secrets.token_hex(8),
        typed=typed,
        errors=errors or [],
    )


def _review_told(case: Case) -> str:
    """The approved text about an additional review; nothing else is ever said of it."""
    review = review_of(case)
    return str(TOLD[review.told]) if review else ""


def may_answer(brand: Brand, case: Case) -> bool:
    """Whether the case's page asks its customer."""
    ended = case.status in {Status.RESOLVED, Status.CLOSED}
    return ended and brand.survey.get("enabled", True) and asked.may_answer(case, timezone.now())


def note_asked(case: Case) -> None:
    """Note that the customer saw what only the page of her case asks."""
    at = timezone.now()
    invitation = asked.is_asked_on_page(case, at)
    if invitation is not None:
        surveys.note_shown(invitation=invitation, by=Actor.customer(case.customer_id), at=at)


def place_of(brand: Brand, case: Case) -> str:
    """The address of the case's page."""
    return f"/{brand.code}/cases/{case.number}/"
