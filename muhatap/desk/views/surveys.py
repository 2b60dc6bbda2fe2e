"""What customers answer: scores beside how many answered, comments, and who looks after low scores."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.desk.insights import asking
from muhatap.desk.surveys import comments as faces
from muhatap.desk.surveys import figures
from muhatap.desk.views.door import actor, go, missing, on_desk, page, refused
from muhatap.reports import standby
from muhatap.surveys import operations as surveys
from muhatap.surveys import results
from muhatap.surveys.publishing import AddsWords

_SPANS = ("30", "90", "month", "last-month")


@require_safe
@on_desk(Permission.READ_CASES)
@standby.reads_copy
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the scores with the response rate, how they lie, and whom the question did not reach."""
    asked = _asked(request, staff)
    cards, response = figures.cards_of(asked)
    reach = figures.reach_of(asked)
    return page(
        request,
        "surveys/show",
        staff,
        section="insights",
        **_around(asked, "show"),
        cards=[each for each in cards if not each.id.startswith("fairness")],
        fairness=[each for each in cards if each.id.startswith("fairness") and each.count],
        response=response,
        bars=figures.distribution_of(asked),
        own=figures.own_of(asked),
        parts=[
            (_("Channel"), figures.parts_of(asked, "channel")),
            (_("Topic"), figures.parts_of(asked, "topic")),
            *([] if asked.is_own else [(_("Team"), figures.parts_of(asked, "team"))]),
        ],
        reach=reach,
        is_partial=figures.asked_in_all(asked) > sum(line[1] for line in reach),
        left_out=figures.left_out_of(asked),
        known_to=standby.told_from(),
        waiting=results.waiting_count(staff, figures.span_of(asked)),
    )


@require_safe
@on_desk(Permission.READ_CASES)
def comments(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what customers wrote, word by word."""
    asked, only = _asked(request, staff), request.GET.get("only", "")
    found = results.comments_in(staff, figures.span_of(asked), only)
    return page(
        request,
        "surveys/comments",
        staff,
        section="insights",
        **_around(asked, "comments"),
        only=only,
        filters=faces.filters(),
        found=[faces.line_of(each) for each in found],
    )


@require_safe
@on_desk(Permission.READ_CASES)
def comment(request: HttpRequest, staff: Staff, answer: int) -> HttpResponse:
    """Show one comment: answer it, and decide what the public reads."""
    found = results.comment_visible_to(staff, answer)
    if found is None:
        return missing(request)
    return _comment_page(request, staff, faces.face_of(found, staff))


@require_POST
@on_desk(Permission.READ_CASES)
def act(request: HttpRequest, staff: Staff, answer: int) -> HttpResponse:
    """Answer a comment, publish it, or keep it inside."""
    found = results.comment_visible_to(staff, answer)
    if found is None:
        return missing(request)
    face, by, at = faces.face_of(found, staff), actor(staff), timezone.now()
    given, what = request.POST, request.POST.get("act")
    if not (face.may_reply if what == "reply" else face.may_moderate):
        return refused(request, found.case)
    try:
        match what:
            case "reply":
                surveys.reply_to_comment(answer=found, text=given.get("text", "")[:5000], by=by, at=at)
                messages.success(request, _("Your answer is on its way to the customer."))
            case "publish":
                text, reply = given.get("text", "")[:5000], given.get("reply", "")[:5000]
                surveys.publish_comment(answer=found, text=text, reply=reply, by=by, at=at)
                messages.success(request, _("The comment is public now."))
            case "keep":
                surveys.keep_inside(answer=found, reason=given.get("reason", ""), by=by, at=at)
                messages.success(request, _("The comment stays inside."))
            case _:
                return missing(request)
    except (surveys.NoLeave, surveys.OwnWork, surveys.RepliedAlready, surveys.NothingSaid, AddsWords) as no:
        return _comment_page(
            request, staff, face, status=422, error=faces.refusal_words(no), typed=given.get("text", "")
        )
    return go(f"/desk/surveys/comments/{found.id}/")


@require_safe
@on_desk(Permission.READ_CASES)
def follow_ups(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the low scores with the case, owner and clock of each."""
    asked = _asked(request, staff)
    found = results.follow_ups_in(staff, figures.span_of(asked))
    return page(
        request,
        "surveys/follow_ups",
        staff,
        section="insights",
        **_around(asked, "follow_ups"),
        found=[faces.line_of(each) for each in found],
    )


def _comment_page(
    request: HttpRequest,
    staff: Staff,
    face: faces.Face,
    status: int = 200,
    error: str = "",
    typed: str = "",
) -> HttpResponse:
    return page(
        request,
        "surveys/comment",
        staff,
        status=status,
        section="insights",
        face=face,
        error=error,
        typed=typed,
        may_announce=scope_of(staff).may_anywhere(Permission.ANNOUNCE),
    )


def _asked(request: HttpRequest, staff: Staff) -> asking.Asked:
    given = request.GET.dict()
    return asking.asked_in({"span": "90"} | given, staff, timezone.localdate())


def _around(asked: asking.Asked, here: str) -> dict[str, object]:
    return {
        "asked": asked,
        "query": asked.query(),
        "here": here,
        "spans": [(each, asking.span_words(each)) for each in _SPANS],
        "may_write_deeds": scope_of(asked.staff).may_anywhere(Permission.ANNOUNCE),
    }
