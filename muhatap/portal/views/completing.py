"""The page behind the link that asks for what a mail lacks: it takes answers, and shows no word of a case."""

import secrets
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.channels.adapters.web_form.submission import read
from muhatap.channels.contract import InboundFile
from muhatap.portal import faces, queries
from muhatap.portal import operations as portal
from muhatap.portal.forms import DetailsForm
from muhatap.portal.inputs import only_known, with_asked_rows
from muhatap.portal.missing import missing_plan
from muhatap.portal.operations import limiting
from muhatap.portal.plan import FormPlan
from muhatap.portal.uploads import sorted_uploads
from muhatap.portal.views.door import VISITOR, languages_of, of_brand, page, redirect, try_again_at
from muhatap.portal.wording import refusal_words
from muhatap.topics.answers import Asked
from muhatap.ui.errors import error_page

_LONGEST_TOKEN = 40


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def complete(request: HttpRequest, brand: Brand, token: str) -> HttpResponse:
    """Ask for exactly what is missing; whatever is right is kept at once, and what is left is asked again."""
    case = queries.case_to_complete(brand.id, token)
    if case is None:
        return _ended(request, brand)
    plan = missing_plan(case, languages_of(brand))
    if not plan.questions and not plan.evidence:
        return page(request, "completed", brand, case=case)
    if request.method != "POST":
        return _form_page(request, brand, case, plan)
    answers = only_known(
        plan, {name: value for name, value in request.POST.items() if isinstance(value, str)}
    )
    action = request.POST.get("action", "send")
    if action != "send":
        return _form_page(request, brand, case, plan, with_asked_rows(plan, answers, action))
    if try_again_at(request, limiting.WRITING) is not None:
        messages.error(
            request, _("You sent this form very often. What you wrote is still here; wait a little.")
        )
        return _form_page(request, brand, case, plan, answers, status=429)
    return _take(request, brand, case, plan, answers)


def _take(
    request: HttpRequest, brand: Brand, case: Case, plan: FormPlan, answers: Mapping[str, str]
) -> HttpResponse:
    files, refused = _files(request, plan)
    sent = {each.evidence: 1 for each in files}
    language = translation.get_language() or brand.default_language
    asked = Asked(language, ZoneInfo(brand.zone), timezone.now())
    submission = read(plan.questions, plan.evidence, answers, sent, asked)
    token = request.POST.get("token", "")[:_LONGEST_TOKEN] or secrets.token_hex(8)
    given = portal.Completion(plan, submission, files, token)
    if not given.is_empty:
        portal.complete_case(case=case, given=given, by=VISITOR, at=timezone.now())
    if not submission.troubles and not refused:
        return redirect(request.path)
    if not given.is_empty:
        messages.success(request, _("We kept what you gave. This is still missing:"))
    case.refresh_from_db(fields=["fields"])
    left = missing_plan(case, languages_of(brand))
    judged = {"troubles": submission.troubles, "refused": refused}
    return _form_page(request, brand, case, left, answers, status=422, **judged)


def _files(request: HttpRequest, plan: FormPlan) -> tuple[list[InboundFile], list[tuple[str, str]]]:
    kept: list[InboundFile] = []
    refused: list[tuple[str, str]] = []
    for item in plan.evidence:
        name = f"file-{item.code}"
        good, bad = sorted_uploads(request.FILES.getlist(name))
        kept += [InboundFile(each.name, each.data, item.code) for each in good]
        refused += [(name, refusal_words(each)) for each in bad]
    return kept, refused


def _form_page(
    request: HttpRequest,
    brand: Brand,
    case: Case,
    plan: FormPlan,
    answers: Mapping[str, str] | None = None,
    status: int = 200,
    troubles: Sequence[object] = (),
    refused: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    language = translation.get_language() or brand.default_language
    return page(
        request,
        "complete",
        brand,
        status=status,
        case=case,
        topic=faces.topic_faces([case.topic], languages_of(brand))[0],
        form=DetailsForm(plan, answers or {}, language, troubles, refused),
        token=secrets.token_hex(8),
        notice=faces.notice_face(brand.notices, languages_of(brand)),
    )


def _ended(request: HttpRequest, brand: Brand) -> HttpResponse:
    return error_page(
        request,
        404,
        title=_("This link has ended"),
        detail=_("The case was closed, or its secret was replaced, or the link is not whole."),
        next_step=_("Answer our last message, or open your case with its number."),
        next_url=f"/{brand.code}/track/",
        next_label=_("My case"),
    )
