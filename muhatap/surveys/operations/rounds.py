"""The periodic survey: a sample of those who were in touch, once in a round, spread over four weeks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.brands.queries import all_brands
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.surveys.lots import is_sampled, moment_in, round_of
from muhatap.surveys.models import PeriodicRound
from muhatap.surveys.operations.planning import plan_periodic
from muhatap.surveys.questions import asks

_AT_ONCE = 500


def go_on_with_rounds(*, by: Actor, at: datetime) -> int:
    """Walk on through the customers of each brand's round; how many were looked at, 0 when all are done."""
    return sum(_walk(brand, by=by, at=at) for brand in all_brands())


def _walk(brand: Brand, *, by: Actor, at: datetime) -> int:
    terms = brand.survey.get("periodic")
    if not terms or not asks(brand.survey):
        return 0
    zone, months = ZoneInfo(brand.zone), terms["every_months"]
    name = round_of(months, at.astimezone(zone))
    known = PeriodicRound.objects.filter(brand=brand, name=name).only("ended_at").first()
    if known is not None and known.ended_at is not None:
        return 0
    with unit_of_work():
        if known is None:
            PeriodicRound.objects.bulk_create(
                [PeriodicRound(brand=brand, name=name, begun_at=at)], ignore_conflicts=True
            )
        walk = PeriodicRound.objects.select_for_update().get(brand=brand, name=name)
        since = walk.begun_at - timedelta(days=31 * months)
        latest = (
            Case.objects.filter(
                brand=brand,
                customer_id__gt=walk.last_customer_id,
                received_at__gte=since,
                customer__erased_at__isnull=True,
            )
            .order_by("customer_id")
            .values("customer_id")
            .annotate(last_id=Max("id"))[:_AT_ONCE]
        )
        found = [(each["customer_id"], each["last_id"]) for each in latest]
        begun = walk.begun_at.astimezone(zone)
        share = terms.get("sample") or 100
        wanted = {
            case_id: moment_in(customer, name, begun)
            for customer, case_id in found
            if is_sampled(customer, name, share)
        }
        chosen = Case.objects.filter(id__in=wanted).select_related("brand")
        plan_periodic(cases=[(case, wanted[case.id]) for case in chosen], name=name, by=by, at=at)
        if found:
            walk.last_customer_id = found[-1][0]
        else:
            walk.ended_at = at
        walk.save(update_fields=["last_customer_id", "ended_at"])
    return len(found)
