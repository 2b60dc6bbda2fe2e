"""What an erasure would destroy, and what stays on which ground of law until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.cases.models import Case
from muhatap.channels.models import Delivery
from muhatap.complaints.models import Complaint
from muhatap.customers.models import Customer
from muhatap.evidence.models import LegalHold
from muhatap.evidence.retaining import RetentionClass
from muhatap.money.models import RefundAnswer, Remedy
from muhatap.privacy.codes import KEEPS_THE_NAME, Stays
from muhatap.privacy.models import ErasedCase
from muhatap.privacy.register import Person, held_of, person_of

# What could not be sent for so long is not waited for.
WAITS_AT_MOST = timedelta(days=14)
_UNSAID = RetentionClass("cases", "10y", "closed")


@dataclass(frozen=True, slots=True)
class StayingCase:
    """A case that outlasts the erasure: on which ground, and the day on which that ends, if it is known."""

    case: Case
    ground: Stays
    until_on: date | None


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """A dry run: rows by table, the cases that go, those that stay, and whether the name can go now."""

    rows: Mapping[str, int]
    going: Sequence[Case]
    staying: Sequence[StayingCase]

    @property
    def keeps_the_name(self) -> bool:
        """Whether name and addresses stay until something that stays is over."""
        return any(each.ground in KEEPS_THE_NAME for each in self.staying)

    def as_stored(self) -> dict[str, Any]:
        """As JSON can carry it: codes, numbers and counts."""
        return {
            "rows": dict(self.rows),
            "going": [case.number for case in self.going],
            "staying": [
                {
                    "number": each.case.number,
                    "ground": str(each.ground),
                    "until": each.until_on.isoformat() if each.until_on else "",
                }
                for each in self.staying
            ],
            "keeps_the_name": self.keeps_the_name,
        }


def plan_for(customer: Customer, at: datetime) -> ErasurePlan:
    """What an erasure of this customer would do now."""
    person = person_of(customer)
    going, staying = [], []
    for case in cases_left(person):
        ground = ground_of(case, at)
        if ground is None:
            going.append(case)
        else:
            staying.append(StayingCase(case, *ground))
    reached = person.with_cases(case.id for case in going)
    rows = {
        holding.table: count
        for holding, found in held_of(reached)
        if not holding.stays and (count := found.count())
    }
    return ErasurePlan(rows, going, staying)


def cases_left(person: Person) -> list[Case]:
    """The cases of a person that were not erased yet, oldest first."""
    erased = ErasedCase.objects.filter(case_id__in=person.case_ids).values("case_id")
    rows = Case.objects.filter(id__in=person.case_ids).exclude(id__in=erased)
    return list(rows.select_related("brand", "customer").order_by("received_at", "id"))


def ground_of(case: Case, at: datetime) -> tuple[Stays, date | None] | None:
    """Why a case may not go yet, and until when; None when it may."""
    if case.is_open or case.closed_at is None:
        return Stays.OPEN, None
    hold = standing_hold(case, at)
    if hold is not None:
        return Stays.HOLD, hold.until_on
    fresh = {"sent_at__isnull": True, "given_up_at__isnull": True, "message__at__gt": at - WAITS_AT_MOST}
    if Delivery.objects.filter(case=case, **fresh).exists():
        return Stays.ON_ITS_WAY, None
    until = class_of_cases(case.brand).ends_on(closed_on(case)) if case.closed_at else None
    is_over = until is not None and until <= _today(case.brand, at)
    if not is_over and Complaint.objects.filter(case=case).exists():
        return Stays.COMPLAINT_FILE, until
    if not is_over and (
        Remedy.objects.filter(case=case).exists() or RefundAnswer.objects.filter(case=case).exists()
    ):
        return Stays.MONEY, until
    return None


def standing_hold(case: Case, at: datetime) -> LegalHold | None:
    """The legal hold that stands on a case."""
    rows = LegalHold.objects.filter(case=case, released_at__isnull=True)
    return rows.exclude(until_on__lt=at.date()).first()


def class_of_cases(brand: Brand) -> RetentionClass:
    """The retention class that covers cases by the charter in force; ten years where it says nothing."""
    return class_covering(brand, "cases") or _UNSAID


def class_covering(brand: Brand, what: str) -> RetentionClass | None:
    """The retention class that covers one sort of data, None where the charter has none."""
    for code, rule in (section_of(brand, "retention") or {}).items():
        if what in rule.get("covers", ()):
            return RetentionClass(code, rule["keep"], rule.get("after", "closed"))
    return None


def closed_on(case: Case) -> date:
    """The day on which a case was closed, in the zone of its brand."""
    return (case.closed_at or case.received_at).astimezone(ZoneInfo(case.brand.zone)).date()


def _today(brand: Brand, at: datetime) -> date:
    return at.astimezone(ZoneInfo(brand.zone)).date()
