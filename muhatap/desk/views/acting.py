"""What can be done with a case beside writing: take, hand over, escalate, correct, plan, erase."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.queries import case_visible_to
from muhatap.cases.statuses import ClosedReason, Status
from muhatap.desk import about_case
from muhatap.desk import operations as desk
from muhatap.desk.case_page.page import may_hand_over
from muhatap.desk.case_page.telling import reason_words
from muhatap.desk.case_page.text import text_markup
from muhatap.desk.moments import local_moment
from muhatap.desk.views.door import actor, go, missing, of_case, on_desk, page, place_of_case, refused
from muhatap.desk.wording import PRIORITIES, status_words
from muhatap.evidence.queries import hold_of
from muhatap.topics.queries import topics_of
from muhatap.ui.errors import error_page

SELECTED_AT_MOST = 50
REASONS = ("customer_request", "not_theirs", "secret", "authority")


@require_POST
@of_case(Permission.ANSWER_CASES)
def take(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Own the case."""
    desk.take(case=case, staff=staff, by=actor(staff), at=timezone.now())
    messages.success(request, _("The case is yours."))
    return _back(request, staff, case)


@require_POST
@on_desk(Permission.ANSWER_CASES)
def take_selected(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Own the cases that were selected in the list; those she may not answer are left alone."""
    scope = scope_of(staff)
    wanted = request.POST.getlist("case")[:SELECTED_AT_MOST]
    found = [case for number in wanted if (case := case_visible_to(staff, number)) is not None]
    hers = [case for case in found if scope.may(Permission.ANSWER_CASES, case.brand_id)]
    desk.take_all(cases=hers, staff=staff, by=actor(staff), at=timezone.now())
    count = len(hers)
    if count:
        said = ngettext("%(count)d case is yours.", "%(count)d cases are yours.", count)
        messages.success(request, said % {"count": count})
    else:
        messages.warning(request, _("No case was selected."))
    return go(f"/desk/?{request.GET.urlencode()}")


@require_POST
@of_case(Permission.ANSWER_CASES)
def hand_over(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Give the case to a colleague or a queue; somebody else's case only by those whose role says so."""
    if not may_hand_over(scope_of(staff), case):
        return refused(request, case)
    kind, _sep, chosen = request.POST.get("to", "").partition(":")
    if kind not in {"staff", "queue"} or not _is_id(chosen):
        return _unfit(request, case, _("Choose a colleague or a queue."))
    queue = about_case.queue_of_brand(case, int(chosen)) if kind == "queue" else None
    if kind == "queue" and queue is None:
        return missing(request)
    try:
        desk.hand_over(
            case=case,
            owner_id=int(chosen) if kind == "staff" else None,
            queue=queue,
            words=request.POST.get("words", ""),
            staff=staff,
            by=actor(staff),
            at=timezone.now(),
        )
    except desk.NotAColleague:
        return missing(request)
    messages.success(request, _("The case was handed over."))
    return _back(request, staff, case)


@require_POST
@of_case(Permission.ANSWER_CASES)
def escalate(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Move the case to the queue above."""
    words = request.POST.get("words", "")
    try:
        desk.escalate(case=case, staff=staff, words=words, by=actor(staff), at=timezone.now())
    except desk.NowhereToEscalate:
        return _unfit(request, case, _("This case is already in the highest queue."))
    messages.success(request, _("The case went to the queue above and is more urgent now."))
    return _back(request, staff, case)


@require_POST
@of_case(Permission.ANSWER_CASES)
def change_status(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Move the case along; closing needs its reason."""
    wanted, _sep, why = request.POST.get("status", "").partition(":")
    if wanted not in set(Status) or (wanted == Status.CLOSED) != (why in set(ClosedReason)):
        return _unfit(request, case, _("Choose a status; a case is closed with a reason."), 400)
    status = Status(wanted)
    try:
        desk.move_on(
            case=case,
            status=status,
            closed=ClosedReason(why) if why else None,
            by=actor(staff),
            at=timezone.now(),
        )
    except cases.CannotMove as trouble:
        said = {"old": status_words(trouble.old), "new": status_words(trouble.new)}
        return _unfit(request, case, _("The case is “%(old)s” and cannot become “%(new)s”.") % said)
    messages.success(request, _("Status: %(status)s") % {"status": status_words(status)})
    return _back(request, staff, case)


@require_POST
@of_case(Permission.ANSWER_CASES)
def correct(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Correct topic, priority and queue."""
    given = request.POST
    topic_id, queue_id, priority = given.get("topic", ""), given.get("queue", ""), given.get("priority", "")
    topics = {topic.id: topic for topic in topics_of(case.brand_id)}
    topic = topics.get(int(topic_id)) if _is_id(topic_id) else None
    queue = about_case.queue_of_brand(case, int(queue_id)) if _is_id(queue_id) else None
    if (topic_id and topic is None) or (queue_id and queue is None):
        return missing(request)
    if priority not in {str(each) for each in PRIORITIES}:
        return _unfit(request, case, _("Choose a priority."), 400)
    desk.correct_properties(
        case=case, topic=topic, priority=int(priority), queue=queue, by=actor(staff), at=timezone.now()
    )
    messages.success(request, _("The properties are saved."))
    return _back(request, staff, case)


@require_POST
@of_case(Permission.ANSWER_CASES)
def plan(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Say what happens next and when the customer hears again."""
    step = request.POST.get("next_step", "").strip()[:300]
    moment = local_moment(request.POST.get("next_update_at", ""))
    if not step or moment is None:
        return _unfit(request, case, _("Next step: say what happens next, with day and time."), 400)
    try:
        desk.plan(case=case, next_step=step, next_update_at=moment, by=actor(staff), at=timezone.now())
    except desk.PastMoment:
        return _unfit(request, case, _("Next word by: choose a time that is still to come."), 400)
    messages.success(request, _("The next step is saved."))
    return _back(request, staff, case)


@require_http_methods(["GET", "HEAD", "POST"])
@of_case(Permission.ERASE_CONTENT)
def erase(request: HttpRequest, staff: Staff, case: Case, message: int) -> HttpResponse:
    """Ask first, then erase a message's words and files for good."""
    found = about_case.message_of(case, message)
    if found is None:
        return missing(request)
    if found.erased_at is not None:
        return _unfit(request, case, _("The content of this message is erased already."))
    if hold_of(case, timezone.now()) is not None:
        return _unfit(request, case, _("The case is under a legal hold: nothing of it is deleted."))
    reason = request.POST.get("reason", "")
    if request.method == "POST" and reason in REASONS:
        cases.erase_message(message=found, reason=reason, by=actor(staff), at=timezone.now())
        messages.success(request, _("The content is erased. The record shows that and why."))
        return _back(request, staff, case)
    shown = {
        "case": case,
        "message": found,
        "body": text_markup(found.text, found.masked),
        "reasons": [(each, reason_words(each)) for each in REASONS],
        "error": _("Choose a reason.") if request.method == "POST" else "",
    }
    return page(request, "erase", staff, 422 if shown["error"] else 200, **shown)


def _back(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """To the case, or to the list when it went where she does not see it."""
    query = request.GET.urlencode()
    seen = case_visible_to(staff, case.number)
    return go(place_of_case(case, query) if seen else f"/desk/?{query}")


def _unfit(request: HttpRequest, case: Case, detail: str, status: int = 409) -> HttpResponse:
    return error_page(
        request, status, detail=detail, next_url=place_of_case(case), next_label=_("Back to the case")
    )


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 20
