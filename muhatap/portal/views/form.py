"""The form, step by step: quick fixes, questions and files, review, number."""

from collections.abc import Callable, Mapping
from functools import wraps
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from muhatap.brands.models import Brand
from muhatap.channels.adapters.web_form.submission import Submission, read
from muhatap.files.operations import FileRefused
from muhatap.help_centre.library import library_of
from muhatap.help_centre.models import GuideRun
from muhatap.portal import faces, guidance, known, queries
from muhatap.portal import operations as portal
from muhatap.portal.forms import DetailsForm
from muhatap.portal.help import walking
from muhatap.portal.inputs import only_known, with_row, without_row
from muhatap.portal.metering import form_meter, remarks_on
from muhatap.portal.models import FormDraft
from muhatap.portal.operations import limiting
from muhatap.portal.owning import has_ledger
from muhatap.portal.plan import FormPlan, fixes_of, plan_of, ready_of
from muhatap.portal.published.editions import edition_of
from muhatap.portal.published.refunding import refunds_for_topic
from muhatap.portal.uploads import read_upload
from muhatap.portal.views.door import (
    VISITOR,
    draft_of,
    languages_of,
    of_brand,
    page,
    redirect,
    remember_draft,
    try_again_at,
    unfinished_draft,
)
from muhatap.portal.views.known import claim_along
from muhatap.portal.wording import refusal_words
from muhatap.topics.answers import Asked
from muhatap.topics.models import Topic
from muhatap.topics.queries import topic_with_code
from muhatap.ui.errors import error_page

STEPS = 5


def with_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a page the form that this browser began, and its topic; a form that was sent shows its number."""

    @wraps(view)
    def door(request: HttpRequest, brand: Brand, draft: int) -> HttpResponse:
        found = draft_of(request, brand, draft)
        if found is None:
            return no_such_form(request, brand)
        if found[0].sent_case_id is not None:
            return redirect(f"/{brand.code}/form/{draft}/done/")
        topic = topic_with_code(brand.id, found[0].topic)
        if topic is None:
            messages.error(request, _("This topic is no longer offered. Please choose another one."))
            return redirect(f"/{brand.code}/")
        return view(request, brand, found[0], topic)

    return door


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
def fixes(request: HttpRequest, brand: Brand, topic: str) -> HttpResponse:
    """Show what often helps and what to have ready; a vote ends it well, or the form begins."""
    found = topic_with_code(brand.id, topic)
    if found is None:
        return error_page(request, 404, next_url=f"/{brand.code}/", next_label=_("Choose a topic"))
    quick = fixes_of(found, languages_of(brand))
    if request.method != "POST":
        return _fixes_page(request, brand, found)
    has_helped = request.POST.get("helped") == "yes"
    if try_again_at(request, limiting.SAVING) is None and quick:
        portal.vote_on_fixes(
            brand=brand, topic=found.code, has_helped=has_helped, by=VISITOR, at=timezone.now()
        )
    if has_helped:
        return page(request, "solved", brand, topic=_topic_face(found, brand))
    return begin_form(request, brand, found)


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
@with_draft
def details(request: HttpRequest, brand: Brand, draft: FormDraft, topic: Topic) -> HttpResponse:
    """Ask the topic's questions; whatever is sent is kept first and judged afterwards."""
    plan = plan_of(topic, languages_of(brand))
    if request.method != "POST":
        return details_page(request, brand, draft, topic, queries.answers_of(draft))
    answers = only_known(
        plan, {name: value for name, value in request.POST.items() if isinstance(value, str)}
    )
    action, _sep, argument = request.POST.get("action", "continue").partition(":")
    answers = _with_rows(plan, answers, action, argument)
    again_at = try_again_at(request, limiting.SAVING)
    if again_at is not None:
        messages.error(
            request, _("You sent this form very often. What you wrote is still here; wait a little.")
        )
        return details_page(request, brand, draft, topic, answers, status=429)
    refused = _take_files(request, draft, plan)
    if action == "drop-file" and argument.isdecimal() and len(argument) < 20:
        portal.remove_file(draft=draft, file_id=int(argument), by=VISITOR, at=timezone.now())
    submission = read_submission(brand, draft, plan, answers)
    is_ready = action == "continue" and not submission.troubles and not refused
    portal.keep_answers(
        draft=draft,
        answers=answers,
        step="review" if is_ready else "form",
        language=translation.get_language() or brand.default_language,
        by=VISITOR,
        at=timezone.now(),
    )
    if is_ready:
        return redirect(f"/{brand.code}/form/{draft.id}/review/")
    if action == "continue" or refused:
        troubles = submission.troubles if action == "continue" else ()
        return details_page(
            request, brand, draft, topic, answers, troubles=troubles, refused=refused, status=422
        )
    return redirect(_after(brand, draft, action, argument))


@require_safe
@of_brand
def resume(request: HttpRequest, brand: Brand, key: str) -> HttpResponse:
    """Come back to a form by its mailed link, at the step at which it was left."""
    draft = queries.draft_with_key(brand.id, key, timezone.now())
    if draft is None:
        return no_such_form(request, brand)
    place = {"review": "review/", "done": "done/"}.get(draft.step, "")
    response = redirect(f"/{brand.code}/form/{draft.id}/{place}")
    remember_draft(request, response, brand, draft, key)
    return response


def details_page(
    request: HttpRequest,
    brand: Brand,
    draft: FormDraft,
    topic: Topic,
    answers: Mapping[str, str],
    **judged: object,
) -> HttpResponse:
    """The page with the questions: `troubles`, `refused` and `status` say what was wrong with them."""
    plan = plan_of(topic, languages_of(brand))
    language = translation.get_language() or brand.default_language
    attached = queries.files_of(draft)
    form = DetailsForm(plan, answers, language, judged.get("troubles", ()), judged.get("refused", ()))
    return page(
        request,
        "details",
        brand,
        status=int(judged.get("status", 200)),
        form=form,
        draft=draft,
        topic=_topic_face(topic, brand),
        attached=attached,
        meter=form_meter(topic, plan, answers, {each.evidence for each in attached}),
        has_files=bool(plan.evidence),
        known=known.form_faces(brand, draft.id, answers, languages_of(brand)),
        tried=tried_before(draft, topic, languages_of(brand)),
        steps=STEPS,
        notice=faces.notice_face(brand.notices, languages_of(brand)),
    )


def read_submission(brand: Brand, draft: FormDraft, plan: FormPlan, answers: Mapping[str, str]) -> Submission:
    """The answers and files of a form, checked."""
    sent: dict[str, int] = {}
    for attached in queries.files_of(draft):
        sent[attached.evidence] = sent.get(attached.evidence, 0) + 1
    language = translation.get_language() or brand.default_language
    asked = Asked(language, ZoneInfo(brand.zone), timezone.now())
    return read(plan.questions, plan.evidence, answers, sent, asked)


def no_such_form(request: HttpRequest, brand: Brand) -> HttpResponse:
    """Say that this browser holds no key to the form, and what to do."""
    return error_page(
        request,
        404,
        title=_("This form is not open here"),
        detail=_("It was begun in another browser, or nobody worked on it for seven days."),
        next_step=_("Open the link that we mailed to you, or begin again."),
        next_url=f"/{brand.code}/",
        next_label=_("Choose a topic"),
    )


def begin_form(request: HttpRequest, brand: Brand, topic: Topic, run: GuideRun | None = None) -> HttpResponse:
    """Begin the form of a topic, or go on with the one begun, with what was tried in a guide."""
    if try_again_at(request, limiting.SAVING) is not None:
        messages.error(
            request, _("You sent this form very often. What you wrote is still here; wait a little.")
        )
        return _fixes_page(request, brand, topic, status=429)
    begun = _begun_before(request, brand, topic)
    if begun is not None:
        claim_along(request, brand, begun)
        _take_along(begun, run)
        return redirect(f"/{brand.code}/form/{begun.id}/")
    language = translation.get_language() or brand.default_language
    draft, key = portal.begin_draft(
        brand=brand, topic=topic.code, language=language, by=VISITOR, at=timezone.now()
    )
    _take_along(draft, run)
    claim_along(request, brand, draft)
    response = redirect(f"/{brand.code}/form/{draft.id}/")
    remember_draft(request, response, brand, draft, key)
    return response


def _take_along(draft: FormDraft, run: GuideRun | None) -> None:
    if run is not None and run.steps:
        portal.take_guide_along(draft=draft, run_id=run.id, by=VISITOR, at=timezone.now())


def tried_before(draft: FormDraft, topic: Topic, languages: tuple[str, ...]) -> list[walking.TriedFace]:
    """What was tried in a guide before this form, in words."""
    run = queries.run_of_draft(draft)
    return walking.tried_faces(walking.guide_of(topic), run.steps, languages) if run else []


def _begun_before(request: HttpRequest, brand: Brand, topic: Topic) -> FormDraft | None:
    """The form to go on with: the one whose topic is being changed, or one begun about this very topic."""
    changed = request.POST.get("form", "")
    held = draft_of(request, brand, int(changed)) if changed.isdecimal() and len(changed) < 20 else None
    if held is None:
        begun = unfinished_draft(request, brand)
        return begun if begun is not None and begun.topic == topic.code else None
    draft = held[0]
    if draft.sent_case_id is None and draft.topic != topic.code:
        codes = [item.code for item in plan_of(topic, languages_of(brand)).evidence]
        portal.switch_topic(draft=draft, topic=topic.code, evidence=codes, by=VISITOR, at=timezone.now())
    return draft


def _fixes_page(request: HttpRequest, brand: Brand, topic: Topic, status: int = 200) -> HttpResponse:
    languages, now = languages_of(brand), timezone.now()
    plan = plan_of(topic, languages)
    return page(
        request,
        "fixes",
        brand,
        status=status,
        topic=_topic_face(topic, brand),
        fixes=fixes_of(topic, languages),
        known=known.topic_faces(brand, topic.code, languages),
        guide=walking.guide_of(topic),
        articles=library_of(brand, languages[0]).about(topic.code)[:4],
        ready=ready_of(topic, languages),
        evidence=plan.evidence if topic.evidence else (),
        refunds=refunds_for_topic(edition_of(brand, None, languages, now), topic.code),
        coming=faces.coming_promises(brand, topic, languages, now),
        advice=guidance.advice_of(brand, topic, languages, now),
        methods=guidance.method_faces(brand, topic, languages),
        has_ledger=has_ledger(brand, topic, languages),
        answer=guidance.payment_answer(brand, topic, request.GET, now),
        asked=request.GET,
        changed=request.POST.get("form") or request.GET.get("form", ""),
        steps=STEPS,
    )


def _with_rows(plan: FormPlan, answers: dict[str, str], action: str, argument: str) -> dict[str, str]:
    code, _sep, row = argument.partition(":")
    question = plan.question(code)
    if question is None or question.kind != "group":
        return answers
    if action == "add-row":
        return with_row(question, answers)
    if action == "drop-row" and row.isdecimal() and len(row) < 5:
        return without_row(question, answers, int(row))
    return answers


def _take_files(request: HttpRequest, draft: FormDraft, plan: FormPlan) -> list[tuple[str, str]]:
    """Keep the good files; each refused one is named with the reason beside its input."""
    refused: list[tuple[str, str]] = []
    for item in plan.evidence:
        name = f"file-{item.code}"
        for upload in request.FILES.getlist(name):
            try:
                data = read_upload(upload)
                kept = portal.add_file(
                    draft=draft,
                    name=upload.name or "file",
                    data=data,
                    evidence=item.code,
                    by=VISITOR,
                    at=timezone.now(),
                )
            except FileRefused as refusal:
                refused.append((name, refusal_words(refusal)))
            else:
                for remark in remarks_on(kept.file.name, data, kept.file.content_type):
                    messages.info(request, remark)
    return refused


def _after(brand: Brand, draft: FormDraft, action: str, argument: str) -> str:
    place = f"/{brand.code}/form/{draft.id}/"
    if action == "save":
        return f"{place}save/"
    code = argument.partition(":")[0]
    return f"{place}#block-{code}" if action in {"add-row", "drop-row"} else f"{place}#files"


def _topic_face(topic: Topic, brand: Brand) -> faces.TopicFace:
    return faces.topic_faces([topic], languages_of(brand))[0]
