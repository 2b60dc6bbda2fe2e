"""What reviewers read; an agent reads of herself in `own`, and of nobody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.quality.models import CoachingNote, Review, ReviewRole, ReviewState, Sample, Scorecard
from muhatap.quality.people import quality_terms, trainees_of
from muhatap.quality.sampling import draw, plan_from, unpacked


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviews of one case, done without seeing each other."""

    first: Review
    second: Review

    @property
    def agrees(self) -> bool:
        """Whether both passed it or neither did."""
        return self.first.has_passed == self.second.has_passed


@dataclass(frozen=True, slots=True)
class AgentStanding:
    """When somebody was last reviewed and coached, and whether it is time again; nothing of scores."""

    staff: Staff
    reviewed_at: datetime | None
    coached_at: datetime | None
    is_review_due: bool
    is_coaching_due: bool
    goal: CoachingNote | None


def scorecards_of(brand_ids: Sequence[int]) -> list[Scorecard]:
    """The scorecards in use, by name."""
    rows = Scorecard.objects.filter(brand_id__in=brand_ids, retired_at__isnull=True)
    return list(rows.select_related("brand", "written_by").order_by("brand__name", "name"))


def versions_of(card: Scorecard) -> list[Scorecard]:
    """Every version of a scorecard, the newest first."""
    rows = Scorecard.objects.filter(brand_id=card.brand_id, code=card.code)
    return list(rows.select_related("written_by").order_by("-version"))


def scorecard_visible_to(staff: Staff, card_id: int) -> Scorecard | None:
    """A scorecard of a brand whose work she reviews."""
    rows = Scorecard.objects.filter(id=card_id, brand_id__in=_brands(staff))
    return rows.select_related("brand").first()


def samples_visible_to(staff: Staff) -> list[Sample]:
    """The samples of the brands whose work she reviews, the newest first."""
    rows = Sample.objects.filter(brand_id__in=_brands(staff)).defer("population")
    return list(rows.select_related("brand", "drawn_by").order_by("-drawn_at")[:50])


def sample_visible_to(staff: Staff, sample_id: int) -> Sample | None:
    """One sample, with the population that it was drawn from."""
    rows = Sample.objects.filter(id=sample_id, brand_id__in=_brands(staff))
    return rows.select_related("brand", "drawn_by").first()


def is_as_drawn(sample: Sample) -> bool:
    """Whether drawing again from the kept seed and population gives the cases that were laid out."""
    goals = [int(each) for each in sample.goals]
    again = draw(unpacked(sample.population), sample.seed, plan_from(sample.plan), goals)
    wanted = {(each.handled.case, each.handled.agent, each.why, each.is_blind) for each in again}
    rows = list(
        sample.reviews.exclude(role=ReviewRole.DISPUTE).values_list("case_id", "agent_id", "why", "role")
    )
    blind = {case for case, _, _, role in rows if role == ReviewRole.BLIND}
    return wanted == {(case, agent, why, case in blind) for case, agent, why, _ in rows}


def reviews_of_sample(sample: Sample) -> list[Review]:
    """The reviews of a sample, by case."""
    return list(_shown(Review.objects.filter(sample=sample)).order_by("case__number", "role"))


def reviews_visible_to(staff: Staff, *states: ReviewState) -> list[Review]:
    """Reviews of the brands whose work she reviews, in these states; none of her own work."""
    rows = Review.objects.filter(brand_id__in=_brands(staff), state__in=states).exclude(agent_id=staff.pk)
    return list(_shown(rows).order_by("due_on", "id")[:300])


def review_visible_to(staff: Staff, review_id: int) -> Review | None:
    """One review of a brand whose work she reviews; her own work she reads as everybody does."""
    rows = Review.objects.filter(id=review_id, brand_id__in=_brands(staff)).exclude(agent_id=staff.pk)
    return _shown(rows).first()


def marks_hidden(review: Review, staff: Staff) -> bool:
    """Whether she must not see these marks yet: she could still be the second reviewer, or is.

    Whoever finished her own review of the case sees the other's; who reviews it now does not.
    """
    if review.reviewer_id == staff.pk or review.role == ReviewRole.DISPUTE:
        return False
    others = Review.objects.filter(sample_id=review.sample_id, case_id=review.case_id).exclude(id=review.id)
    waiting = others.filter(state=ReviewState.WAITING, role__in=[ReviewRole.FIRST, ReviewRole.BLIND])
    return any(each.reviewer_id in {None, staff.pk} for each in waiting)


def pairs_of(staff: Staff, since: date) -> list[Pair]:
    """The cases that two people reviewed blind since a day, the newest first."""
    rows = Review.objects.filter(
        brand_id__in=_brands(staff), role=ReviewRole.BLIND, done_at__date__gte=since
    ).exclude(state=ReviewState.WAITING)
    rows = rows.exclude(about__state=ReviewState.WAITING).exclude(agent_id=staff.pk)
    rows = rows.select_related(
        "about__reviewer", "about__scorecard", "about__case", "reviewer", "scorecard", "case"
    )
    return [Pair(each.about, each) for each in rows.order_by("-done_at")[:200]]


def agents_due(brand: Brand, today: date) -> list[AgentStanding]:
    """Everybody who answers, by name, with when she was last reviewed and coached."""
    terms = quality_terms(brand)
    people = trainees_of(brand.id)
    reviewed = _last(
        Review.objects.filter(brand=brand, role=ReviewRole.FIRST, done_at__isnull=False), "done_at"
    )
    coached = _last(CoachingNote.objects.filter(brand=brand), "written_at")
    goals = {
        each.agent_id: each
        for each in CoachingNote.objects.filter(brand=brand, checked_at__isnull=True).select_related("coach")
    }
    return [
        AgentStanding(
            each,
            reviewed.get(each.pk),
            coached.get(each.pk),
            _is_due(reviewed.get(each.pk), each, today, terms.review_every_days),
            _is_due(coached.get(each.pk), each, today, terms.coach_every_days),
            goals.get(each.pk),
        )
        for each in sorted(people, key=lambda each: (each.name, each.pk))
    ]


def coaching_visible_to(staff: Staff) -> list[CoachingNote]:
    """The coaching notes of the brands whose work she reviews, newest first; her own she reads elsewhere."""
    rows = CoachingNote.objects.filter(brand_id__in=_brands(staff)).exclude(agent_id=staff.pk)
    return list(rows.select_related("agent", "coach", "sample", "brand").order_by("-written_at")[:200])


def note_visible_to(staff: Staff, note_id: int) -> CoachingNote | None:
    """One coaching note: for reviewers of its brand, and for the agent herself."""
    rows = CoachingNote.objects.filter(id=note_id).select_related("agent", "coach", "brand", "sample")
    note = rows.first()
    if note is None or not (note.agent_id == staff.pk or note.brand_id in _brands(staff)):
        return None
    return note


def finished_reviews(brand: Brand, agent: Staff) -> list[Review]:
    """The last finished first reviews of somebody's work for her coach, none that waits for a blind look."""
    rows = Review.objects.filter(brand=brand, agent=agent, role=ReviewRole.FIRST, done_at__isnull=False)
    blind = Review.objects.filter(role=ReviewRole.BLIND, state=ReviewState.WAITING).values("about_id")
    return list(rows.exclude(id__in=blind).order_by("-done_at")[:20])


def _brands(staff: Staff) -> list[int]:
    return scope_of(staff).brand_ids_with(Permission.REVIEW_WORK)


def _shown(rows: QuerySet[Review]) -> QuerySet[Review]:
    return rows.select_related(
        "brand", "case__customer", "agent", "reviewer", "scorecard", "sample", "about__reviewer"
    ).defer("sample__population")


def _last(rows: QuerySet, field: str) -> dict[int, datetime]:
    return dict(rows.order_by().values_list("agent_id").annotate(last=Max(field)))


def _is_due(last: datetime | None, staff: Staff, today: date, every: int) -> bool:
    since = last or staff.date_joined
    return since.date() + timedelta(days=every) < today
