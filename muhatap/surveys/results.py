"""Reads for the results of surveys: how scores lie, own questions, whom the question reached and whom not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, Q, QuerySet

from muhatap.accounts.models import Staff
from muhatap.surveys.models import OwnAnswer, SurveyAnswer, SurveyInvitation
from muhatap.surveys.queries import answers_visible_to, invitations_visible_to
from muhatap.surveys.sorts import State

_MOST = 200


@dataclass(frozen=True, slots=True)
class Span:
    """Brands and moments that a page is about; `until` is not in it."""

    brand_ids: Sequence[int]
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class OwnResult:
    """How one of the brand's own questions was answered: how many, the mean, each value's count."""

    question: str
    scale: str
    count: int
    mean: float | None
    values: dict[int, int]


def answers_in(staff: Staff, span: Span) -> QuerySet[SurveyAnswer]:
    """The answers of these days that somebody of the staff may read."""
    return answers_visible_to(staff).filter(
        brand_id__in=span.brand_ids, at__gte=span.since, at__lt=span.until
    )


def own_results(staff: Staff, span: Span, using: str = DEFAULT_DB_ALIAS) -> list[OwnResult]:
    """The brand's own questions that were answered with numbers or words."""
    rows = (
        OwnAnswer.objects.using(using)
        .filter(answer__in=answers_in(staff, span))
        .order_by()
        .values_list("question", "scale", "score")
        .annotate(count=Count("id"))
    )
    found: dict[tuple[str, str], Counter[int | None]] = {}
    for question, scale, score, count in rows:
        found.setdefault((question, scale), Counter())[score] += count
    return [_result(question, scale, counts) for (question, scale), counts in sorted(found.items())]


def reach_counts(staff: Staff, span: Span, using: str = DEFAULT_DB_ALIAS) -> list[tuple[str, int, int]]:
    """Occasion, how many were asked and how many of them answered, of those asked in these days."""
    asked = invitations_visible_to(staff).filter(
        brand_id__in=span.brand_ids, asked_at__gte=span.since, asked_at__lt=span.until
    )
    rows = asked.using(using).order_by("sort").values_list("sort")
    return list(rows.annotate(asked=Count("id"), answered=Count("id", filter=Q(state=State.ANSWERED))))


def left_out_counts(staff: Staff, span: Span, using: str = DEFAULT_DB_ALIAS) -> list[tuple[str, int]]:
    """Why people were not asked, the most frequent reason first."""
    left = invitations_visible_to(staff).filter(
        brand_id__in=span.brand_ids, state=State.LEFT_OUT, due_at__gte=span.since, due_at__lt=span.until
    )
    rows = left.using(using).order_by().values_list("why")
    return list(rows.annotate(count=Count("id")).order_by("-count", "why"))


def waiting_count(staff: Staff, span: Span) -> int:
    """How many will be asked as soon as their hour comes."""
    planned: QuerySet[SurveyInvitation] = invitations_visible_to(staff).filter(state=State.PLANNED)
    return planned.filter(brand_id__in=span.brand_ids).count()


def comments_in(staff: Staff, span: Span, only: str) -> list[SurveyAnswer]:
    """The newest comments: all, those nobody looked at though they may be published, low, or public ones."""
    rows = answers_in(staff, span).exclude(comment="")
    match only:
        case "waiting":
            rows = rows.filter(may_publish=True, moderated_at__isnull=True)
        case "unanswered":
            rows = rows.filter(replied_at__isnull=True)
        case "low":
            rows = rows.filter(follow_up__isnull=False)
        case "public":
            rows = rows.filter(published_at__isnull=False)
    rows = rows.select_related("brand", "case__topic", "case__owner", "follow_up", "replied_by")
    return list(rows.order_by("-at", "-id")[:_MOST])


def comment_visible_to(staff: Staff, answer_id: int) -> SurveyAnswer | None:
    """A comment that somebody of the staff may read."""
    rows = answers_visible_to(staff).exclude(comment="").filter(id=answer_id)
    return rows.select_related(
        "brand", "case__brand", "case__customer", "case__topic", "case__owner", "follow_up", "replied_by"
    ).first()


def follow_ups_in(staff: Staff, span: Span) -> list[SurveyAnswer]:
    """The low scores of these days with the case in which each is looked after, the open ones first."""
    rows = answers_in(staff, span).filter(follow_up__isnull=False)
    rows = rows.select_related("brand", "case__topic", "follow_up__owner", "follow_up__queue")
    return list(rows.order_by("-follow_up__is_open", "follow_up__next_due_at", "-at")[:_MOST])


def _result(question: str, scale: str, counts: Counter[int | None]) -> OwnResult:
    numbers = {score: count for score, count in sorted(counts.items(), key=str) if score is not None}
    whole = sum(numbers.values())
    mean = sum(score * count for score, count in numbers.items()) / whole if whole else None
    return OwnResult(question, scale, sum(counts.values()), mean, numbers)
