"""Which cases end by the retention class that covers them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.channels.models import Delivery
from muhatap.evidence.models import LegalHold
from muhatap.evidence.retaining import RetentionClass
from muhatap.privacy.models import ErasedCase
from muhatap.privacy.queries.planning import WAITS_AT_MOST, class_of_cases, closed_on

AT_ONCE = 200
CLOSED, RECEIVED = "closed", "received"


@dataclass(frozen=True, slots=True)
class Ending:
    """A case whose time is over, or soon will be: by which class, and from which day on."""

    case: Case
    retention: str
    on: date


def cases_ending(brand: Brand, until: date, limit: int = AT_ONCE) -> list[Ending]:
    """The closed cases whose class ends by this day and that no hold keeps, the first to end first."""
    rule = class_of_cases(brand)
    if rule.after not in {CLOSED, RECEIVED}:
        # Of a relationship that goes on nothing ends by itself.
        return []
    found: list[Ending] = []
    for case in _candidates(brand, rule, until)[:limit]:
        began = closed_on(case) if rule.after == CLOSED else day_in(brand, case.received_at)
        ends_on = rule.ends_on(began)
        if ends_on <= until:
            found.append(Ending(case, rule.code, ends_on))
    return found


def _candidates(brand: Brand, rule: RetentionClass, until: date) -> QuerySet[Case]:
    shortest = until - (rule.ends_on(until) - until) + timedelta(days=4)
    held = LegalHold.objects.filter(case=OuterRef("pk"), released_at__isnull=True).exclude(until_on__lt=until)
    waiting = Delivery.objects.filter(case=OuterRef("pk"), sent_at__isnull=True, given_up_at__isnull=True)
    waiting = waiting.filter(message__at__date__gt=until - WAITS_AT_MOST)
    rows = Case.objects.filter(brand=brand, is_open=False, closed_at__isnull=False)
    rows = rows.exclude(Exists(ErasedCase.objects.filter(case=OuterRef("pk"))))
    rows = rows.exclude(Exists(held)).exclude(Exists(waiting))
    order = "closed_at" if rule.after == CLOSED else "received_at"
    rows = rows.filter(**{f"{order}__date__lte": shortest})
    return rows.select_related("brand", "customer").order_by(order, "id")


def day_in(brand: Brand, at: datetime) -> date:
    """The day that it is at a moment in the zone of a brand."""
    return at.astimezone(ZoneInfo(brand.zone)).date()
