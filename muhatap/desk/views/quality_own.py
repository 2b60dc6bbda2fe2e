"""What somebody reads of her own work, and coaching: her reviews, her trend, her one goal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.desk import queries as desk_queries
from muhatap.desk.quality import faces
from muhatap.desk.quality.coaching import courses_for, criteria_of, standings_in
from muhatap.desk.quality.wording import OUTCOMES, STATES, said_of, score_words
from muhatap.desk.views.door import actor, go, missing, on_desk
from muhatap.desk.views.quality import PLACE, quality_page
from muhatap.quality import operations as quality
from muhatap.quality import queries
from muhatap.quality.models import Review, ReviewState

_COACHING = f"{PLACE}coaching/"


@require_safe
@on_desk(Permission.ANSWER_CASES)
def mine(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Her reviews, her own trend and her goals; nobody else's, and no comparison with anybody."""
    found = queries.own_reviews(staff)
    brand_ids = scope_of(staff).brand_ids_with(Permission.ANSWER_CASES)
    return quality_page(
        request,
        "mine",
        staff,
        here="mine",
        reviews=[(each, score_words(each.counted_score), said_of(each.state, STATES)) for each in found],
        trend=faces.trend_face(found),
        goals=[(each, said_of(each.outcome, OUTCOMES)) for each in queries.own_goals(staff)],
        certificates=queries.certificates_of([staff.pk], brand_ids),
        today=timezone.localdate(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.ANSWER_CASES)
def own_review(request: HttpRequest, staff: Staff, review: int) -> HttpResponse:
    """One review of her work: she agrees, or says in writing why not."""
    found = queries.own_review(staff, review) if review < 2**63 else None
    if found is None:
        return missing(request)
    if request.method != "POST":
        return _own_page(request, staff, found)
    words = request.POST.get("words", "")
    try:
        if request.POST.get("answer") == "dispute":
            quality.dispute_review(review=found, words=words, by=actor(staff), at=timezone.now())
            messages.success(
                request, _("Another reviewer looks at the case. You will be told what she decides.")
            )
        else:
            quality.acknowledge_review(review=found, words=words, by=actor(staff), at=timezone.now())
            messages.success(request, _("Thank you. Your word stands beside the review."))
    except quality.NoWords:
        return _own_page(
            request, staff, found, 422, _("Write why you disagree: the other reviewer reads it.")
        )
    except quality.NotAtThisPoint:
        return _own_page(request, staff, found, 409, _("You have answered this review already."))
    return go(f"{PLACE}mine/{found.id}/")


@require_http_methods(["POST"])
@on_desk(Permission.ANSWER_CASES)
def answer_goal(request: HttpRequest, staff: Staff, note: int) -> HttpResponse:
    """Note that she has read her goal, with what she says of it."""
    found = queries.note_visible_to(staff, note) if note < 2**63 else None
    if found is None or found.agent_id != staff.pk:
        return missing(request)
    quality.answer_goal(note=found, words=request.POST.get("words", ""), by=actor(staff), at=timezone.now())
    messages.success(request, _("Noted. The next sample shows how it goes."))
    return go(f"{PLACE}mine/#goals")


@require_safe
@on_desk(Permission.REVIEW_WORK)
def coaching(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Who is to be reviewed or coached, by name, and the goals that were agreed."""
    brands = desk_queries.brands_with(staff, Permission.REVIEW_WORK)
    notes = [(each, said_of(each.outcome, OUTCOMES)) for each in queries.coaching_visible_to(staff)]
    return quality_page(
        request,
        "coaching",
        staff,
        here="coaching",
        standings=standings_in(brands, staff, timezone.localdate()),
        open_notes=[each for each in notes if each[0].checked_at is None],
        past_notes=[each for each in notes if each[0].checked_at is not None],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.REVIEW_WORK)
def coach(request: HttpRequest, staff: Staff, brand: str, agent: int) -> HttpResponse:
    """Write down a coaching talk with its one goal."""
    brands = desk_queries.brands_with(staff, Permission.REVIEW_WORK)
    found = next((each for each in brands if each.code == brand), None)
    standings = queries.agents_due(found, timezone.localdate()) if found else []
    standing = next((each for each in standings if each.staff.pk == agent != staff.pk), None)
    if found is None or standing is None:
        return missing(request)
    offered, trouble = criteria_of(found, standing.staff), ""
    if request.method == "POST":
        try:
            chosen = next(each for each, _ in offered if each.code == request.POST.get("criterion"))
            goal = quality.Goal(
                words=request.POST.get("goal", "")[:300],
                criterion=chosen,
                target=int(request.POST.get("target", "")[:3]),
                note=request.POST.get("note", ""),
            )
            quality.set_goal(brand=found, agent=standing.staff, goal=goal, by=actor(staff), at=timezone.now())
        except quality.HasAGoal:
            trouble = _("One goal at a time: the goal that stands is checked by the next sample.")
        except (ValueError, StopIteration):
            trouble = _("Write the talk, the goal in words, its line, and a share from 1 to 100.")
        else:
            messages.success(
                request, _("%(name)s is told. The next sample checks it.") % {"name": standing.staff.name}
            )
            return go(_COACHING)
    return quality_page(
        request,
        "coach",
        staff,
        status=422 if trouble else 200,
        here="coaching",
        brand=found,
        standing=standing,
        offered=offered,
        courses=courses_for(found, [each.code for each, _ in offered]),
        trouble=trouble,
        given=request.POST,
    )


@require_http_methods(["POST"])
@on_desk(Permission.REVIEW_WORK)
def drop(request: HttpRequest, staff: Staff, note: int) -> HttpResponse:
    """End a goal that is not checked any more."""
    found = queries.note_visible_to(staff, note) if note < 2**63 else None
    if found is None or found.agent_id == staff.pk:
        return missing(request)
    quality.drop_goal(note=found, by=actor(staff), at=timezone.now())
    return go(_COACHING)


def _own_page(
    request: HttpRequest, staff: Staff, review: Review, status: int = 200, trouble: str = ""
) -> HttpResponse:
    return quality_page(
        request,
        "mine_review",
        staff,
        status=status,
        here="mine",
        review=review,
        trouble=trouble,
        is_asked=review.state == ReviewState.SHARED,
        sections=faces.sheet_face(review, review.marks),
        criticals=[text for _, text, was_made in faces.errors_face(review, review.errors) if was_made],
        score=score_words(review.score),
        base=score_words(review.base),
        settled=score_words(review.settled_score),
        state=said_of(review.state, STATES),
        words=request.POST.get("words", ""),
    )
