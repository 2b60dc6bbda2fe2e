"""Reads about decided enquiries: what was answered on a case, and who refused."""

from muhatap.cases.models import Case
from muhatap.money.enquiries import Outcome
from muhatap.money.models import RefundAnswer


def answers_of(case: Case) -> list[RefundAnswer]:
    """What was decided about the refund or withdrawal of a case, the newest first."""
    rows = RefundAnswer.objects.filter(case=case).select_related("answered_by", "letter")
    return list(rows.order_by("-answered_at", "-id"))


def refuser_of(case: Case) -> int | None:
    """Who refused the payment or a part of it, as the customer was told; an appeal is not hers to look at."""
    told = RefundAnswer.objects.filter(case=case, told_at__isnull=False).exclude(outcome=Outcome.APPROVED)
    return told.order_by("-told_at").values_list("answered_by_id", flat=True).first()
