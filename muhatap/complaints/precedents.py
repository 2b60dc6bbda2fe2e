"""What similar complaints got: the same topic and brand, upheld in the last twelve months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from muhatap.complaints.models import Complaint, Decision, Finding
from muhatap.money.models import Remedy, RemedyState
from muhatap.money.redress import Usual, usual_of

LOOKS_BACK = timedelta(days=365)
_MOST = 50


@dataclass(frozen=True, slots=True)
class Precedent:
    """One similar complaint: its number, when and how it was decided, and what its customer got."""

    number: str
    outcome: str
    told_at: datetime
    remedies: Sequence[Remedy]


def precedents_of(complaint: Complaint, at: datetime) -> list[Precedent]:
    """The similar complaints, the latest first; at most fifty, also those that got nothing."""
    topic = complaint.case.topic_id
    if topic is None:
        return []
    told = (
        Decision.objects.filter(
            complaint__brand_id=complaint.brand_id,
            complaint__case__topic_id=topic,
            outcome__in=(Finding.UPHELD, Finding.PARTLY),
            dropped_at__isnull=True,
            told_at__gt=at - LOOKS_BACK,
            told_at__lte=at,
        )
        .exclude(complaint_id=complaint.id)
        .select_related("complaint__case")
        .order_by("-told_at", "-id")
    )
    decisions: dict[int, Decision] = {}
    for decision in told[: 2 * _MOST]:
        decisions.setdefault(decision.complaint.case_id, decision)
    given: dict[int, list[Remedy]] = {}
    standing = Remedy.objects.filter(
        case_id__in=decisions, state__in=(RemedyState.APPROVED, RemedyState.EXECUTED)
    )
    for remedy in standing.order_by("proposed_at", "id"):
        given.setdefault(remedy.case_id, []).append(remedy)
    return [
        Precedent(each.complaint.case.number, each.outcome, each.told_at, given.get(case_id, ()))
        for case_id, each in list(decisions.items())[:_MOST]
    ]


def usual_amounts(precedents: Sequence[Precedent]) -> dict[tuple[str, str], Usual]:
    """What is usual for each kind and currency; what was not given does not count."""
    amounts: dict[tuple[str, str], list[int]] = {}
    for precedent in precedents:
        for remedy in precedent.remedies:
            if remedy.amount:
                amounts.setdefault((remedy.kind, remedy.currency), []).append(remedy.amount)
    found = {key: usual_of(those, key[1]) for key, those in amounts.items()}
    return {key: usual for key, usual in found.items() if usual is not None}
