"""Surveys: on the page of one's own case, by the link of a letter without signing in, and what came of it."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.cases.telling import telling_of
from muhatap.channels.answer_links import letter_named_in
from muhatap.channels.optional_mail import decline_url
from muhatap.kernel.actors import Actor
from muhatap.portal.said import deeds_told, voices_told
from muhatap.portal.surveying import answer_from, sheet_of
from muhatap.portal.views.case import may_answer, note_asked, of_case, place_of
from muhatap.portal.views.door import languages_of, of_brand, page, redirect
from muhatap.promises.telling import promises_made
from muhatap.surveys import operations as surveys
from muhatap.surveys import queries as asked
from muhatap.surveys.models import SurveyInvitation
from muhatap.surveys.sorts import State
from muhatap.topics.questions import words
from muhatap.ui.errors import error_page


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
@of_case
def of_own_case(request: HttpRequest, brand: Brand, case: Case) -> HttpResponse:
    """Ask the questions of a closed case, once for each closing."""
    if not may_answer(brand, case):
        return redirect(place_of(brand, case))
    invitation = asked.open_invitation(case, timezone.now())
    if request.method != "POST":
        note_asked(case)
        return _sheet_page(request, brand, case, invitation, typed={})
    refusal = _take(request, case, invitation)
    if refusal == "not_a_score":
        return _sheet_page(request, brand, case, invitation, typed=request.POST, status=422)
    if refusal:
        messages.info(request, _("You answered already. Thank you."))
    else:
        messages.success(request, _("Thank you for your answer."))
    return redirect(place_of(brand, case))


# Whoever has the signed address answers, also in a browser that keeps no cookies.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def by_link(request: HttpRequest, brand: Brand, token: str) -> HttpResponse:
    """The page that a letter leads to: open until it is answered once; opening it alone changes nothing."""
    letter = letter_named_in(brand.id, token)
    invitation = asked.invitation_with_id(brand.id, letter) if letter else None
    if invitation is None:
        return error_page(request, 404)
    case = invitation.case
    if telling_of(case).is_large:
        request.COOKIES.setdefault("size", "large")
    if "muhatap_language" not in request.COOKIES and "lang" not in request.GET:
        translation.activate(case.language)
        request.LANGUAGE_CODE = case.language
    if invitation.state == State.ANSWERED:
        return _thanks(request, brand, invitation)
    if invitation.state != State.ASKED or _is_over(invitation):
        return page(request, "survey_over", brand, status=410, invitation=invitation)
    if request.method != "POST":
        return _sheet_page(request, brand, case, invitation, typed=request.GET, is_link=True)
    if _take(request, case, invitation) == "not_a_score":
        return _sheet_page(request, brand, case, invitation, typed=request.POST, status=422, is_link=True)
    return redirect(request.path)


@require_safe
@of_brand
def said(request: HttpRequest, brand: Brand) -> HttpResponse:
    """You said, we did: what changed because of customers, and what they say in their own words."""
    languages = languages_of(brand)
    return page(
        request,
        "said",
        brand,
        deeds=deeds_told(brand, languages),
        voices=voices_told(brand, languages),
    )


def _is_over(invitation: SurveyInvitation) -> bool:
    return invitation.closes_at is None or invitation.closes_at <= timezone.now()


def _take(request: HttpRequest, case: Case, invitation: SurveyInvitation | None) -> str:
    """Keep the answer; empty, or why it was not kept."""
    try:
        surveys.answer_survey(
            case=case,
            answer=answer_from(request.POST.dict()),
            invitation=invitation,
            by=Actor.customer(case.customer_id),
            at=timezone.now(),
        )
    except surveys.NotAScore:
        return "not_a_score"
    except (surveys.AnsweredAlready, surveys.SurveyOver):
        return "answered"
    return ""


def _sheet_page(
    request: HttpRequest,
    brand: Brand,
    case: Case,
    invitation: SurveyInvitation | None,
    *,
    typed: Mapping[str, str],
    status: int = 200,
    is_link: bool = False,
) -> HttpResponse:
    occasion = (invitation.sort, invitation.stage) if invitation else ()
    return page(
        request,
        "survey",
        brand,
        status=status,
        case=case,
        invitation=invitation,
        is_link=is_link,
        topic=words(case.topic.names, languages_of(brand)) if case.topic and is_link else "",
        sheet=sheet_of(brand, languages_of(brand), typed, *occasion),
        error=_("Satisfaction: choose a number from 1 to 5.") if status == 422 else "",
        comment=typed.get("comment", ""),
        may_publish=typed.get("may_publish", ""),
        stop=decline_url(case, "survey") if is_link else "",
    )


def _thanks(request: HttpRequest, brand: Brand, invitation: SurveyInvitation) -> HttpResponse:
    answer, at = invitation.answer, timezone.now()
    case = answer.follow_up
    made = [each for each in promises_made(case) if each.limit_at > at] if case else []
    return page(
        request,
        "survey_done",
        brand,
        answer=answer,
        follow_up=case,
        is_new=case is not None and case.id != invitation.case_id,
        until=min((each.limit_at for each in made), default=None),
    )
