"""Keeping what the desk notices by itself, also that for a time nobody looked."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.incidents.events import DisturbanceNoticed, DisturbanceOver
from muhatap.incidents.models import Disturbance, Watch
from muhatap.incidents.spans import Effect
from muhatap.kernel.actors import Actor

# Longer than a restart takes; what lasts longer was down for whoever came then.
BLIND_AFTER = timedelta(minutes=5)
UNWATCHED = "unwatched"


def note_standing(
    *,
    brand: Brand,
    seen: Mapping[tuple[str, str], Effect],
    own: Sequence[str],
    by: Actor,
    at: datetime,
) -> int:
    """Keep what is noticed now, by component and cause; a gap since the last look closes the `own` parts.

    Returns how many disturbances began or ended.
    """
    with unit_of_work():
        changed = _look(brand, own, by=by, at=at)
        running = {
            (each.component, each.cause): each
            for each in Disturbance.objects.select_for_update().filter(brand=brand, until_at__isnull=True)
        }
        for (component, cause), row in running.items():
            if seen.get((component, cause)) != Effect(row.effect):
                row.until_at = max(at, row.since_at)
                row.save(update_fields=["until_at"])
                _over(row, by=by, at=at)
                changed += 1
        for (component, cause), effect in seen.items():
            row = running.get((component, cause))
            if row is None or row.until_at is not None:
                _begin(brand, component, cause, effect, since=at, until=None, by=by, at=at)
                changed += 1
    return changed


def _look(brand: Brand, own: Sequence[str], *, by: Actor, at: datetime) -> int:
    watch, is_new = Watch.objects.select_for_update().get_or_create(
        brand=brand, defaults={"began_at": at, "seen_at": at}
    )
    blind_since = None if is_new or at - watch.seen_at <= BLIND_AFTER else watch.seen_at
    if not is_new:
        watch.seen_at = max(at, watch.seen_at)
        watch.save(update_fields=["seen_at"])
    if blind_since is None:
        return 0
    for component in own:
        _begin(brand, component, UNWATCHED, Effect.CLOSED, since=blind_since, until=at, by=by, at=at)
    return len(own)


def _begin(
    brand: Brand,
    component: str,
    cause: str,
    effect: Effect,
    *,
    since: datetime,
    until: datetime | None,
    by: Actor,
    at: datetime,
) -> None:
    row = Disturbance.objects.create(
        brand=brand, component=component, cause=cause, effect=effect, since_at=since, until_at=until
    )
    record(
        DisturbanceNoticed(
            brand=brand.id, component=component, effect=effect.value, cause=cause, since_at=since
        ),
        by=by,
        at=at,
    )
    if until is not None:
        _over(row, by=by, at=at)


def _over(row: Disturbance, *, by: Actor, at: datetime) -> None:
    record(
        DisturbanceOver(brand=row.brand_id, component=row.component, cause=row.cause, since_at=row.since_at),
        by=by,
        at=at,
    )
