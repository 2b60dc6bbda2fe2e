"""The last steps of the form: review, saving for later, and the number."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from muhatap.brands.models import Brand
from muhatap.cases.keys import secret_of
from muhatap.channels.adapters.web_form.submission import EMAIL, STORY, WANTED, Submission
from muhatap.dossiers.receipts import code_of
from muhatap.help_centre.library import library_of
from muhatap.kernel.identifiers import normal_email
from muhatap.portal import faces, guard, known, queries
from muhatap.portal import operations as portal
from muhatap.portal.help.faces import suggested
from muhatap.portal.help.walking import tried_text
from muhatap.portal.keys import DRAFT_KEPT_FOR
from muhatap.portal.models import FormDraft
from muhatap.portal.operations import limiting
from muhatap.portal.plan import notices_shown, plan_of
from muhatap.portal.reviewing import review_lines
from muhatap.portal.story import vow_faces
from muhatap.portal.views.door import (
    VISITOR,
    draft_of,
    languages_of,
    let_in,
    of_brand,
    page,
    redirect,
    remember_draft,
    try_again_at,
)
from muhatap.portal.views.form import STEPS, no_such_form, read_submission, tried_before, with_draft
from muhatap.topics.completeness import completeness_of, priority_of
from muhatap.topics.models import Topic
from muhatap.topics.promotion_words import promotion_lines

SHOWN_FOR = timedelta(days=1)


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
@with_draft
def review(request: HttpRequest, brand: Brand, draft: FormDraft, topic: Topic) -> HttpResponse:
    """Show everything once more and take it: however often it is sent, it is one case."""
    plan = plan_of(topic, languages_of(brand))
    submission = read_submission(brand, draft, plan, queries.answers_of(draft))
    if submission.troubles:
        return redirect(f"/{brand.code}/form/{draft.id}/")
    if request.method != "POST":
        return _review_page(request, brand, draft, topic, submission)
    at = timezone.now()
    if not guard.looks_human(request.POST, draft, at):
        return _review_page(request, brand, draft, topic, submission, status=422, ask_person=True)
    again_at = try_again_at(request, limiting.SENDING)
    if again_at is not None:
        return _review_page(request, brand, draft, topic, submission, status=429, again_at=again_at)
    form = _to_send(brand, draft, topic, submission)
    try:
        case = portal.send_form(draft=draft, form=form, by=VISITOR, at=at)
    except portal.NotTaken:
        return _review_page(request, brand, draft, topic, submission, status=503, is_kept=True)
    return let_in(redirect(f"/{brand.code}/form/{draft.id}/done/"), brand, case)


@require_safe
@of_brand
def done(request: HttpRequest, brand: Brand, draft: int) -> HttpResponse:
    """Show the number, the secret and the promised times."""
    found = draft_of(request, brand, draft)
    case = queries.case_of_draft(found[0]) if found else None
    if found is None or case is None:
        return no_such_form(request, brand)
    if timezone.now() - found[0].updated_at > SHOWN_FOR:
        return redirect(f"/{brand.code}/track/?number={case.number}")
    response = page(
        request,
        "done",
        brand,
        case=case,
        secret=secret_of(case),
        address=_masked(case.customer_email),
        receipt=code_of(case),
        vows=vow_faces(case, timezone.now()),
        steps=STEPS,
    )
    return let_in(response, brand, case)


@require_http_methods(["GET", "HEAD", "POST"])
@of_brand
@with_draft
def save(request: HttpRequest, brand: Brand, draft: FormDraft, topic: Topic) -> HttpResponse:
    """Mail a link with which the form can be finished later, in any browser."""
    found = draft_of(request, brand, draft.id)
    typed = request.POST.get("email") or queries.answers_of(draft).get(EMAIL, "")
    context = {"draft": draft, "typed": typed, "kept_until": draft.updated_at + DRAFT_KEPT_FOR}
    if request.method != "POST" or found is None:
        return page(request, "save", brand, **context)
    recipient = normal_email(typed)
    if recipient is None:
        error = _("E-mail address: write an address such as name@example.com.")
        return page(request, "save", brand, status=422, error=error, **context)
    again_at = try_again_at(request, limiting.LINKS)
    if again_at is not None:
        return page(request, "save", brand, status=429, again_at=again_at, **context)
    portal.mail_draft_link(draft=draft, key=found[1], recipient=recipient, by=VISITOR, at=timezone.now())
    response = page(request, "saved", brand, recipient=recipient, **context)
    remember_draft(request, response, brand, draft, found[1])
    return response


def _to_send(brand: Brand, draft: FormDraft, topic: Topic, submission: Submission) -> portal.FormToSend:
    language = translation.get_language() or brand.default_language
    plan = plan_of(topic, languages_of(brand))
    wanted = plan.question(WANTED)
    return portal.FormToSend(
        answers=queries.answers_of(draft),
        submission=submission,
        questions=plan.questions,
        wanted_label=wanted.label if wanted else "",
        tried=tried_text(tried_before(draft, topic, languages_of(brand))),
        language=language,
        notices=notices_shown(brand.notices, language),
    )


def _today(brand: Brand) -> date:
    return timezone.now().astimezone(ZoneInfo(brand.zone)).date()


def _review_page(
    request: HttpRequest,
    brand: Brand,
    draft: FormDraft,
    topic: Topic,
    submission: Submission,
    status: int = 200,
    **trouble: object,
) -> HttpResponse:
    languages, attached = languages_of(brand), queries.files_of(draft)
    priority = _earned_priority(topic, submission, {each.evidence for each in attached})
    return page(
        request,
        "review",
        brand,
        status=status,
        draft=draft,
        topic=faces.topic_faces([topic], languages)[0],
        lines=review_lines(plan_of(topic, languages), submission),
        promotion=promotion_lines(topic.guidance, submission.values, _today(brand)),
        known=known.form_faces(brand, draft.id, queries.answers_of(draft), languages),
        attached=attached,
        coming=faces.coming_promises(brand, topic, languages, timezone.now(), priority),
        notice=faces.notice_face(brand.notices, languages),
        stamp=guard.stamp_of(draft),
        tried=tried_before(draft, topic, languages),
        suggested=suggested(library_of(brand, languages[0]), _story_of(draft), topic.code),
        root=f"/{brand.code}/help/",
        steps=STEPS,
        **trouble,
    )


def _story_of(draft: FormDraft) -> str:
    return queries.answers_of(draft).get(STORY, "")[:4000]


def _masked(email: str) -> str:
    name, at, domain = email.partition("@")
    return f"{name[:1]}{'•' * 3}{at}{domain}" if at else ""


def _earned_priority(topic: Topic, submission: Submission, sent: set[str]) -> int:
    """The priority with which the form would be opened: the promises shown are those that will run."""
    found = completeness_of(
        fields=topic.fields,
        evidence=topic.evidence,
        rule=topic.guidance.get("completeness") or {},
        answers=submission.values,
        sent=sent,
    )
    return priority_of(found, topic.priority)
