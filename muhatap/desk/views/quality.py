"""Reviews: what is to be done, the form beside the conversation, sharing, and how far reviewers agree."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.queries import case_visible_to
from muhatap.desk.case_page.page import case_page_of
from muhatap.desk.quality import faces
from muhatap.desk.quality.wording import MARKS, ROLES, STATES, WHY, said_of, score_words
from muhatap.desk.views.door import actor, go, missing, note_look, on_desk, page
from muhatap.quality import operations as quality
from muhatap.quality import queries
from muhatap.quality.models import Review, ReviewRole, ReviewState
from muhatap.quality.scoring import MarksMissing

PLACE = "/desk/quality/"
_CALIBRATED = timedelta(days=90)
Door = Callable[..., HttpResponse]


def of_review(view: Door) -> Door:
    """Hand a page the review of its address: 404 for her own work and for brands that she does not review."""

    @wraps(view)
    def door(request: HttpRequest, staff: Staff, review: int, **place: object) -> HttpResponse:
        found = queries.review_visible_to(staff, review) if review < 2**63 else None
        if found is None:
            return missing(request)
        return view(request, staff, found, **place)

    return on_desk(Permission.REVIEW_WORK)(door)


@require_safe
@on_desk(Permission.ANSWER_CASES)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What is to be reviewed, shared and decided; who reviews nobody goes on to her own reviews."""
    if not scope_of(staff).may_anywhere(Permission.REVIEW_WORK):
        return go(f"{PLACE}mine/")
    today, language = timezone.localdate(), get_language() or ""

    def lines(*states: ReviewState) -> list[faces.ReviewLine]:
        return faces.lines_of(queries.reviews_visible_to(staff, *states), staff.pk, today, language)

    waiting = lines(ReviewState.WAITING)
    done = [each for each in lines(ReviewState.DONE) if each.review.role == ReviewRole.FIRST]
    return quality_page(
        request,
        "list",
        staff,
        here="reviews",
        mine=[each for each in waiting if each.is_hers],
        waiting=[each for each in waiting if not each.is_hers],
        done=[each for each in done if each.is_hers or each.review.reviewer_id == staff.pk],
        answered=lines(ReviewState.DISPUTED, ReviewState.SHARED)[:50],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@of_review
def review(request: HttpRequest, staff: Staff, review: Review) -> HttpResponse:
    """A review: its form beside the conversation while it waits, its marks once it is done."""
    if request.method != "POST":
        return _review_page(request, staff, review)
    marks = {code: request.POST.get(f"m_{code}", "") for code in _codes(review)}
    errors, comment = request.POST.getlist("error"), request.POST.get("comment", "")
    if errors and not comment.strip():
        words = _("Write what happened: a critical error takes the whole score.")
        return _review_page(request, staff, review, 422, words, marks, errors)
    try:
        done = quality.finish_review(
            review=review, marks=marks, errors=errors, comment=comment, by=actor(staff), at=timezone.now()
        )
    except MarksMissing as lacking:
        words = _("Mark every line; choose “Does not apply” where nothing can be said.")
        codes = lacking.codes
        return _review_page(request, staff, review, 422, words, marks, errors, codes)
    except (quality.MayNotReview, quality.DoneAlready):
        words = _("Somebody else reviews this case, or did already.")
        return _review_page(request, staff, review, 409, words)
    messages.success(request, _("Saved: %(score)s.") % {"score": score_words(done.score)})
    return go(f"{PLACE}reviews/{done.id}/")


@require_POST
@of_review
def act(request: HttpRequest, staff: Staff, review: Review, name: str) -> HttpResponse:
    """Take a review, give it back, or share it with the agent."""
    step = _ACTS.get(name)
    if step is None:
        return missing(request)
    try:
        step(review=review, by=actor(staff), at=timezone.now())
    except (quality.MayNotReview, quality.DoneAlready, quality.NotAtThisPoint):
        messages.error(request, _("This cannot be done with the review as it stands now."))
    else:
        if name == "share":
            messages.success(request, _("%(name)s can read it now.") % {"name": review.agent.name})
    return go(PLACE if name == "back" else f"{PLACE}reviews/{review.id}/")


_ACTS: dict[str, Callable[..., object]] = {
    "take": quality.take_review,
    "back": quality.give_review_back,
    "share": quality.share_review,
}


@require_safe
@on_desk(Permission.REVIEW_WORK)
def calibration(request: HttpRequest, staff: Staff) -> HttpResponse:
    """How far two reviewers agree who did not see each other's marks."""
    pairs = queries.pairs_of(staff, timezone.localdate() - _CALIBRATED)
    face = faces.calibration_face(pairs)
    return quality_page(request, "calibration", staff, here="calibration", days=_CALIBRATED.days, **face)


def quality_page(
    request: HttpRequest, name: str, staff: Staff, status: int = 200, **context: object
) -> HttpResponse:
    """A page of quality with its own menu."""
    may_review = scope_of(staff).may_anywhere(Permission.REVIEW_WORK)
    return page(
        request,
        f"quality/{name}",
        staff,
        status=status,
        section="quality",
        may_review=may_review,
        **context,
    )


def _codes(review: Review) -> list[str]:
    sheet = review.scorecard.sheet
    return [each["code"] for section in sheet["sections"] for each in section["criteria"]]


def _review_page(
    request: HttpRequest,
    staff: Staff,
    review: Review,
    status: int = 200,
    trouble: str = "",
    marks: dict[str, str] | None = None,
    errors: list[str] | None = None,
    lacking: tuple[str, ...] = (),
) -> HttpResponse:
    case = case_visible_to(staff, review.case.number)
    if case is None:
        return missing(request)
    at = timezone.now()
    is_open = review.state == ReviewState.WAITING
    is_hidden = not is_open and queries.marks_hidden(review, staff)
    given = review.marks if marks is None else marks
    about = review.about if review.role == ReviewRole.DISPUTE else None
    note_look(request, staff, case)
    return quality_page(
        request,
        "review",
        staff,
        status=status,
        here="reviews",
        review=review,
        case=case,
        trouble=trouble,
        is_open=is_open,
        is_hers=review.reviewer_id == staff.pk,
        is_free=review.reviewer_id is None,
        is_hidden=is_hidden,
        may_share=faces.may_share(review),
        sections=faces.sheet_face(review, {} if is_hidden else given, lacking),
        criticals=faces.errors_face(review, [] if is_hidden else (errors or review.errors)),
        marks=list(MARKS.items()),
        role=said_of(review.role, ROLES),
        why=said_of(review.why, WHY),
        state=said_of(review.state, STATES),
        score=score_words(review.score),
        base=score_words(review.base),
        settled=score_words(review.settled_score),
        about=about,
        about_score=score_words(about.score) if about else "",
        comment=request.POST.get("comment", ""),
        shown={"timeline": case_page_of(staff, case, at).timeline, "may_answer": False},
    )
