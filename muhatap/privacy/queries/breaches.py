"""Reads of the register of breaches."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.privacy.breach_rules import due_at, risk_of, rules_for
from muhatap.privacy.models import Breach, BreachReport, BreachState, BreachStep

_MOST = 500


def breaches_visible_to(staff: Staff) -> QuerySet[Breach]:
    """The breaches of the brands whose register she may read: open ones first, then the newest."""
    ids = scope_of(staff).brand_ids_with(Permission.READ_BREACHES)
    rows = Breach.objects.filter(brand_id__in=ids).select_related("brand", "problem")
    return rows.order_by(F("closed_at").desc(nulls_first=True), "-number")[:_MOST]


def breach_visible_to(staff: Staff, breach_id: int) -> Breach | None:
    """One breach, if she may read the register of its brand."""
    ids = scope_of(staff).brand_ids_with(Permission.READ_BREACHES)
    people = ("opened_by", "aware_by", "aware_second", "authority_by", "authority_second")
    found = Breach.objects.select_related("brand", "problem__brand", "case", *people)
    return found.filter(brand_id__in=ids, id=breach_id).first()


def open_breaches(brand: Brand) -> list[Breach]:
    """What is not closed, with whether the authority is told or two decided against it (`is_settled`)."""
    rows = list(
        Breach.objects.filter(
            brand=brand, state__in=(BreachState.SUSPECTED, BreachState.AWARE)
        ).select_related("brand")
    )
    told = set(BreachReport.objects.filter(breach__in=rows).values_list("breach_id", flat=True))
    for each in rows:
        each.is_settled = each.id in told or each.authority == "silent"
    return rows


def late_count(at: datetime) -> int:
    """Of how many known breaches the authority has not heard within the limit of the law."""
    rows = Breach.objects.filter(state=BreachState.AWARE).exclude(authority="silent").filter(reports=None)
    return sum(authority_due_at(each) < at for each in rows)


def authority_due_at(breach: Breach) -> datetime:
    """Until when the authority hears of a known breach: the earliest limit of all its laws."""
    return min(due_at(breach.aware_at, rule) for rule in rules_for(breach.countries))


def steps_of(breach: Breach) -> list[BreachStep]:
    """Everything that was done, the latest first."""
    return list(BreachStep.objects.filter(breach=breach).select_related("by").order_by("-at", "-id"))


def reports_of(breach: Breach) -> list[BreachReport]:
    """What the authority was told, phase by phase."""
    return list(BreachReport.objects.filter(breach=breach).select_related("sent_by").order_by("phase"))


def risk_words_of(breach: Breach) -> str:
    """`low`, `medium`, `high`; empty before it was assessed."""
    return risk_of(breach.likelihood, breach.severity) if breach.likelihood and breach.severity else ""


def register_rows(staff: Staff) -> Iterator[dict[str, object]]:
    """The register for a file (GDPR art. 33(5)): facts, effects and remedies of every breach."""
    for each in breaches_visible_to(staff):
        reports = reports_of(each)
        first = reports[0] if reports else None
        yield {
            "number": f"V-{each.number}",
            "brand": each.brand.code,
            "title": each.title,
            "exercise": each.is_exercise,
            "state": each.state,
            "found_at": each.found_at.isoformat(),
            "aware_at": each.aware_at.isoformat() if each.aware_at else "",
            "due_at": authority_due_at(each).isoformat() if each.aware_at else "",
            "harmed": " ".join(each.harmed),
            "categories": " ".join(each.categories),
            "people_groups": each.people_groups,
            "people_count": "" if each.people_count is None else each.people_count,
            "records_count": "" if each.records_count is None else each.records_count,
            "counts_are_final": each.counts_are_final,
            "what": each.what,
            "consequences": each.consequences,
            "measures": each.measures,
            "risk": risk_words_of(each),
            "authority": each.authority,
            "authority_reason": each.authority_reason,
            "authority_told_at": first.sent_at.isoformat() if first else "",
            "authority_reference": first.reference if first else "",
            "late_because": first.late_because if first else "",
            "phases": len(reports),
            "people": each.people,
            "people_reason": each.people_reason,
            "lessons": each.lessons,
            "closed_at": each.closed_at.isoformat() if each.closed_at else "",
        }
