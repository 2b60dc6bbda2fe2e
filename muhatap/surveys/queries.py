"""Reads of invitations and answers."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.cases.queries import cases_visible_to
from muhatap.cases.statuses import Kind
from muhatap.surveys.models import SaidAndDone, SurveyAnswer, SurveyInvitation
from muhatap.surveys.sorts import State, Via

_ASKED = [State.ASKED, State.ANSWERED]
_COMPLAINTS = [Kind.COMPLAINT, Kind.PRIVACY]
_VOICES = 30


def due_ids(at: datetime, limit: int) -> list[int]:
    """The planned invitations whose moment has come, the oldest first."""
    planned = SurveyInvitation.objects.filter(state=State.PLANNED, due_at__lte=at)
    return list(planned.order_by("due_at", "id").values_list("id", flat=True)[:limit])


def last_asked_at(case: Case, before: SurveyInvitation | None = None) -> datetime | None:
    """When the case's customer was asked last, by whatever case, also as whom she was joined since."""
    hers = Q(customer_id=case.customer_id) | Q(case__customer_id=case.customer_id)
    asked = SurveyInvitation.objects.filter(hers, state__in=_ASKED)
    if before is not None:
        asked = asked.exclude(id=before.id)
    return asked.order_by("-asked_at").values_list("asked_at", flat=True).first()


def has_open_complaint(case: Case) -> bool:
    """Whether a complaint of the case's customer is open, in this case or another."""
    return Case.objects.filter(customer_id=case.customer_id, is_open=True, kind__in=_COMPLAINTS).exists()


def open_invitation(case: Case, at: datetime) -> SurveyInvitation | None:
    """The invitation that an answer on the case's own page belongs to: asked, or still planned."""
    standing = Q(state=State.ASKED, closes_at__gt=at) | Q(state=State.PLANNED)
    return SurveyInvitation.objects.filter(standing, case=case).order_by("-due_at", "-id").first()


def invitation_with_id(brand_id: int, invitation_id: int) -> SurveyInvitation | None:
    """An invitation of a brand with its case."""
    return (
        SurveyInvitation.objects.select_related(
            "brand", "case__brand", "case__customer", "case__topic", "case__queue"
        )
        .filter(brand_id=brand_id, id=invitation_id)
        .first()
    )


def may_answer(case: Case, at: datetime) -> bool:
    """Whether the customer may say something on the case's page: asked and not answered, or never asked."""
    if open_invitation(case, at) is not None:
        return True
    said = SurveyAnswer.objects.filter(case=case).exists()
    return not said and not SurveyInvitation.objects.filter(case=case, state__in=_ASKED).exists()


def is_asked_on_page(case: Case, at: datetime) -> SurveyInvitation | None:
    """The invitation that only the case's page shows and that nobody saw yet."""
    return SurveyInvitation.objects.filter(
        case=case, state=State.ASKED, via=Via.PORTAL, shown_at__isnull=True, closes_at__gt=at
    ).first()


def is_asked_in_chat(case: Case, at: datetime) -> bool:
    """Whether the end of a chat may ask: as invited by it, or where the charter plans no invitations."""
    if not case.brand.survey.get("question"):
        return not SurveyAnswer.objects.filter(case=case).exists()
    asked = SurveyInvitation.objects.filter(case=case, via=Via.CHAT, closes_at__gt=at)
    return asked.filter(state=State.ASKED).exists()


def answers_visible_to(staff: Staff) -> QuerySet[SurveyAnswer]:
    """The answers about cases that somebody of the staff may read."""
    return SurveyAnswer.objects.filter(case__in=cases_visible_to(staff))


def invitations_visible_to(staff: Staff) -> QuerySet[SurveyInvitation]:
    """The invitations about cases that somebody of the staff may read."""
    return SurveyInvitation.objects.filter(case__in=cases_visible_to(staff))


def public_comments(brand: Brand, limit: int) -> list[SurveyAnswer]:
    """The newest comments that the public may read."""
    public = SurveyAnswer.objects.filter(brand=brand, published_at__isnull=False)
    return list(public.select_related("case__topic").order_by("-at", "-id")[:limit])


def public_deeds(brand: Brand) -> list[SaidAndDone]:
    """What customers said and what was done, as the public reads it, the newest first."""
    public = SaidAndDone.objects.filter(brand=brand, published_at__isnull=False, withdrawn_at__isnull=True)
    return list(public.order_by("-done_on", "-id"))


def deeds_of(brand_ids: Iterable[int]) -> list[SaidAndDone]:
    """All entries of these brands, the newest first."""
    rows = SaidAndDone.objects.filter(brand_id__in=list(brand_ids))
    rows = rows.select_related("brand", "written_by", "agreed_by").prefetch_related("voices")
    return list(rows.order_by("-written_at", "-id"))


def voices_to_choose(staff: Staff, brand_id: int) -> list[SurveyAnswer]:
    """The newest comments of a brand that she may read, which an entry can answer."""
    rows = answers_visible_to(staff).filter(brand_id=brand_id).exclude(comment="")
    return list(rows.select_related("case").order_by("-at", "-id")[:_VOICES])
