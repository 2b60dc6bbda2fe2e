"""The periodic survey: a sample of those who were in touch, once in a round, spread over four weeks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Max

from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.brands.queries import all_brands
from muhatap.cases.models import Case
from muhatap.customers.models import Customer
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
    known = PeriodicRound.objects.filter(brand=brand, name=name).first()
    if known is not None and known.ended_at is not None:
        return 0
    if known is None:
        with unit_of_work():
            PeriodicRound.objects.bulk_create(
                [PeriodicRound(brand=brand, name=name, begun_at=at)], ignore_conflicts=True
            )
        known = PeriodicRound.objects.get(brand=brand, name=name)
    # Read before anything is locked: in a large desk most customers were not in touch for long.
    looked_at, latest = _next_customers(brand, known, months)
    begun, share = known.begun_at.astimezone(zone), terms.get("sample") or 100
    wanted = {
        case_id: moment_in(customer, name, begun)
        for customer, case_id in latest
        if is_sampled(customer, name, share)
    }
    with unit_of_work():
        walk = PeriodicRound.objects.select_for_update().get(id=known.id)
        # Another process went on meanwhile.
        if walk.last_customer_id != known.last_customer_id or walk.ended_at is not None:
            return len(looked_at)
        chosen = Case.objects.filter(id__in=wanted).select_related("brand")
        plan_periodic(cases=[(case, wanted[case.id]) for case in chosen], name=name, by=by, at=at)
        if looked_at:
            walk.last_customer_id = looked_at[-1]
        else:
            walk.ended_at = at
        walk.save(update_fields=["last_customer_id", "ended_at"])
    return len(looked_at)


def _next_customers(
    brand: Brand, walk: PeriodicRound, months: int
) -> tuple[list[int], list[tuple[int, int]]]:
    """The next customers by their ids, of every brand; of this brand's the last case of late, if any."""
    rows = Customer.objects.filter(id__gt=walk.last_customer_id).order_by("id")
    found = list(rows.values_list("id", "brand_id", "erased_at")[:_AT_ONCE])
    ours = [each for each, brand_id, erased_at in found if brand_id == brand.id and erased_at is None]
    since = walk.begun_at - timedelta(days=31 * months)
    # Her brand is that of her cases; asked for it, SQLite would read all of the brand.
    cases = Case.objects.filter(customer_id__in=ours, received_at__gte=since)
    latest = cases.order_by("customer_id").values("customer_id").annotate(last_id=Max("id"))
    return [each for each, *_ in found], [(each["customer_id"], each["last_id"]) for each in latest]
