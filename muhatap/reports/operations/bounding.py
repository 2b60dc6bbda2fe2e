"""Watching measures: within what they stay, who is told when one leaves that, and what she does about it."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.reports import queries
from muhatap.reports.catalogue import MEASURES
from muhatap.reports.events import AlertAnswered, BoundLeft, BoundSet
from muhatap.reports.measures import PUBLIC_SMALL, Form
from muhatap.reports.models import Alert, Bound

# Of fewer observations nobody is alarmed: one case would move the figure.
FEWEST = PUBLIC_SMALL
LEFT = "bound_left"


class NotABound(ValueError):
    """Limits, days, an owner or an action that make no sense."""


def set_bound(
    *,
    brand: Brand,
    measure: str,
    limits: tuple[Decimal | None, Decimal | None],
    days: int,
    owner: Staff,
    action: str,
    by: Actor,
    at: datetime,
) -> Bound:
    """Say within what a measure stays over so many days, who answers for it and what she does; NotABound."""
    low, high = limits
    if measure not in MEASURES or (low is None and high is None) or not 1 <= days <= 92:
        raise NotABound(measure)
    if (low is not None and high is not None and low > high) or not action.strip():
        raise NotABound(measure)
    if not owner.is_active or not scope_of(owner).may(Permission.READ_CASES, brand.id):
        raise NotABound("owner")
    with unit_of_work():
        _end(Bound.objects.filter(brand=brand, measure=measure, retired_at__isnull=True), at)
        bound = Bound.objects.create(
            brand=brand,
            measure=measure,
            low=low,
            high=high,
            days=days,
            owner=owner,
            action=action.strip()[:500],
            set_at=at,
        )
        _record_set(bound, low, high, by, at)
    return bound


def retire_bound(*, bound: Bound, by: Actor, at: datetime) -> None:
    """Watch a measure no more."""
    with unit_of_work():
        _end(Bound.objects.filter(id=bound.id, retired_at__isnull=True), at)
        _record_set(bound, None, None, by, at)


def watch_bounds(*, by: Actor, at: datetime) -> int:
    """Look at every bound: tell its owner once when it was left, and end the alert when all is well again."""
    bounds = Bound.objects.filter(retired_at__isnull=True).select_related("brand", "owner")
    return sum(_watch(bound, by, at) for bound in bounds)


def answer_alert(*, alert: Alert, done: str, by: Actor, at: datetime) -> None:
    """Note what the owner does about it."""
    with unit_of_work():
        alert.taken_at, alert.done = at, done.strip()[:1000]
        alert.save(update_fields=["taken_at", "done"])
        bound = alert.bound
        record(AlertAnswered(brand=bound.brand_id, measure=bound.measure, alert=alert.id), by=by, at=at)


def _watch(bound: Bound, by: Actor, at: datetime) -> int:
    last = at.astimezone(ZoneInfo(bound.brand.zone)).date()
    period = queries.Period(last - timedelta(days=bound.days - 1), last + timedelta(days=1))
    figure = queries.figure(bound.measure, period, brands=[bound.brand])
    value = figure.value
    few = figure.size < FEWEST and figure.measure.form is not Form.COUNT
    if value is None or few:
        return 0
    is_out = (bound.low is not None and value < bound.low) or (bound.high is not None and value > bound.high)
    standing = Alert.objects.filter(bound=bound, ended_at__isnull=True).first()
    if is_out and standing is None:
        _raise(bound, value, figure.size, by, at)
        return 1
    if not is_out and standing is not None:
        Alert.objects.filter(id=standing.id).update(ended_at=at)
    return 0


def _raise(bound: Bound, value: Decimal, size: int, by: Actor, at: datetime) -> None:
    with unit_of_work():
        alert = Alert.objects.create(bound=bound, value=value, size=size, since_at=at)
        notifications.tell(
            staff_ids=[bound.owner_id],
            kind=LEFT,
            brand_id=bound.brand_id,
            case_id=None,
            params={"measure": bound.measure, "value": str(value), "action": bound.action},
            once_key=f"{LEFT}:{alert.id}",
            by=by,
            at=at,
        )
        record(
            BoundLeft(
                brand=bound.brand_id, measure=bound.measure, value=str(value), size=size, alert=alert.id
            ),
            by=by,
            at=at,
        )


def _end(bounds: object, at: datetime) -> None:
    ids = list(bounds.values_list("id", flat=True))  # type: ignore[attr-defined]
    Alert.objects.filter(bound__in=ids, ended_at__isnull=True).update(ended_at=at)
    Bound.objects.filter(id__in=ids).update(retired_at=at)


def _record_set(bound: Bound, low: Decimal | None, high: Decimal | None, by: Actor, at: datetime) -> None:
    record(
        BoundSet(
            brand=bound.brand_id,
            measure=bound.measure,
            low="" if low is None else str(low),
            high="" if high is None else str(high),
            days=bound.days,
            owner=bound.owner_id,
        ),
        by=by,
        at=at,
    )
