"""Reads about remedies: those of a case, the terms in force, and what is left of a month."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Sum

from muhatap.approvals.models import Proposal
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.money.models import Remedy, RemedyMonth, RemedyState, RemedyTerms
from muhatap.money.redress import OF_THE_LETTER, Budget, Terms


def remedies_of(case: Case) -> list[Remedy]:
    """The remedies of a case with what happened to each, in the order of their proposals."""
    rows = Remedy.objects.filter(case=case).select_related("proposed_by", "decided_by", "judgement")
    return list(rows.prefetch_related("entries__staff").order_by("proposed_at", "id"))


def remedy_of(case: Case, remedy_id: int) -> Remedy | None:
    """The remedy of this case with this id."""
    return Remedy.objects.filter(case=case, id=remedy_id).first()


def granted_for(case_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """What was approved or carried out for these cases, by case and currency, in minor units."""
    granted = (RemedyState.APPROVED, RemedyState.EXECUTED)
    rows = Remedy.objects.filter(case_id__in=list(case_ids), state__in=granted, amount__gt=0)
    found: dict[int, dict[str, int]] = {}
    for case_id, currency, amount in rows.values_list("case_id", "currency", "amount"):
        of_case = found.setdefault(case_id, {})
        of_case[currency] = of_case.get(currency, 0) + amount
    return found


def open_remedies(case: Case) -> int:
    """How many wait for a second person."""
    return Remedy.objects.filter(case=case, state=RemedyState.OPEN).count()


def remedies_to_execute(case: Case) -> list[Remedy]:
    """Approved remedies that nobody has carried out; what the letter itself says is none of them."""
    rows = Remedy.objects.filter(case=case, state=RemedyState.APPROVED)
    return list(rows.exclude(kind__in=sorted(OF_THE_LETTER)).order_by("proposed_at", "id"))


def terms_of(brand: Brand, currency: str) -> Terms | None:
    """The terms in force for a currency; None where nobody set any, and then nothing can be given."""
    row = RemedyTerms.objects.filter(brand=brand, currency=currency).order_by("set_at", "id").last()
    return row.terms if row else None


def all_terms(brand: Brand) -> list[RemedyTerms]:
    """The terms in force for each currency, by currency."""
    rows = RemedyTerms.objects.filter(brand=brand).select_related("proposed_by", "agreed_by")
    latest = {row.currency: row for row in rows.order_by("set_at", "id")}
    return [latest[currency] for currency in sorted(latest)]


def month_of(brand: Brand, at: datetime) -> date:
    """The first day of the month in which this moment lies, in the zone of the brand."""
    return at.astimezone(ZoneInfo(brand.zone)).date().replace(day=1)


def budget_of(brand: Brand, currency: str, at: datetime) -> Budget:
    """What this month holds of a currency and what is left of it."""
    terms = terms_of(brand, currency)
    month = RemedyMonth.objects.filter(brand=brand, currency=currency, month_on=month_of(brand, at)).first()
    waiting = Remedy.objects.filter(brand=brand, currency=currency, state=RemedyState.OPEN)
    return Budget(
        currency=currency,
        monthly=terms.monthly if terms else None,
        granted=month.granted if month else 0,
        waiting=waiting.aggregate(sum=Sum("amount"))["sum"] or 0,
        warn_percent=terms.warn_percent if terms else 80,
    )


def terms_proposal(brand: Brand, proposal_id: int) -> Proposal | None:
    """The proposal of new terms with this id that nobody decided."""
    return Proposal.objects.filter(
        brand=brand, id=proposal_id, sort="remedy_terms", decided_at__isnull=True
    ).first()
