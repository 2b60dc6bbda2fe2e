"""Reads of incidents: what holds now, what is coming, what was, and what of a time was closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.incidents.models import Disturbance, Follower, Incident, IncidentUpdate, Sort, Watch
from muhatap.incidents.spans import Effect, Span, spans_between, worst

_MOST_LISTED = 200
_SAID = Prefetch("updates", queryset=IncidentUpdate.objects.order_by("-written_at", "-id"), to_attr="said")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a part stands: what people notice, and whether that was planned."""

    effect: Effect = Effect.NONE
    is_planned: bool = False


def incidents_holding(brand: Brand, at: datetime) -> list[Incident]:
    """What is noticed at a moment, the newest first, each with what was `said`, the newest first."""
    running = Q(ended_at__isnull=True) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    found = Incident.objects.filter(running, brand=brand, begins_at__lte=at)
    return list(found.prefetch_related(_SAID).order_by("-begins_at", "-id"))


def maintenance_coming(brand: Brand, at: datetime) -> list[Incident]:
    """Planned maintenance that has not begun, the next first."""
    found = Incident.objects.filter(
        brand=brand, sort=Sort.MAINTENANCE, ended_at__isnull=True, begins_at__gt=at
    )
    return list(found.prefetch_related(_SAID).order_by("begins_at", "id"))


def incidents_past(brand: Brand, since: datetime, at: datetime) -> list[Incident]:
    """What is over and touched the time since a moment, the newest first; called-off maintenance is not."""
    over = Q(ended_at__lte=at) | Q(ended_at__isnull=True, until_at__lte=at)
    found = Incident.objects.filter(over, brand=brand, begins_at__lte=at).exclude(state="cancelled")
    touching = found.filter(Q(ended_at__gt=since) | Q(ended_at__isnull=True, until_at__gt=since))
    return list(touching.prefetch_related(_SAID).order_by("-begins_at", "-id"))


def standings_at(brand: Brand, at: datetime) -> dict[str, Standing]:
    """How the parts stand that do not work as they should; the others are not named."""
    found: dict[str, list[tuple[Effect, bool]]] = {}
    for each in incidents_holding(brand, at):
        for component in each.components:
            found.setdefault(component, []).append((Effect(each.effect), each.is_planned))
    for component, effect in noticed_now(brand):
        found.setdefault(component, []).append((effect, False))
    standings = {}
    for component, seen in found.items():
        effect = worst(effect for effect, _ in seen)
        if effect is not Effect.NONE:
            standings[component] = Standing(effect, all(planned for each, planned in seen if each == effect))
    return standings


def is_closed_by_hand(brand_id: int, component: str, at: datetime) -> bool:
    """Whether somebody said that a part cannot be reached at a moment."""
    running = Q(ended_at__isnull=True) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    found = Incident.objects.filter(running, brand_id=brand_id, begins_at__lte=at, effect=Effect.CLOSED)
    return any(component in each for each in found.values_list("components", flat=True))


def noticed_now(brand: Brand) -> list[tuple[str, Effect]]:
    """What the desk notices by itself now."""
    found = Disturbance.objects.filter(brand=brand, until_at__isnull=True)
    return [(component, Effect(effect)) for component, effect in found.values_list("component", "effect")]


def spans_of(brand: Brand, since: datetime, until: datetime) -> dict[str, list[Span]]:
    """By component, in which spans of a window it worked badly or could not be reached."""
    found: dict[str, list[Span]] = {}
    for component, spans in (*_told(brand, since, until), *_noticed(brand, since, until)):
        found.setdefault(component, []).extend(spans)
    return found


def watched_since(brand: Brand) -> datetime | None:
    """Since when the standing of the brand's parts is known; None before anybody looked."""
    return Watch.objects.filter(brand=brand).values_list("began_at", flat=True).first()


def incidents_visible_to(staff: Staff) -> QuerySet[Incident]:
    """The incidents of the brands about whose standing she may speak, the newest first."""
    ids = scope_of(staff).brand_ids_with(Permission.TELL_STANDING)
    return (
        Incident.objects.filter(brand_id__in=ids)
        .select_related("brand", "opened_by")
        .order_by("-begins_at", "-id")[:_MOST_LISTED]
    )


def incident_visible_to(staff: Staff, incident_id: int) -> Incident | None:
    """One incident with what was `said`, if she may speak about its brand's standing."""
    ids = scope_of(staff).brand_ids_with(Permission.TELL_STANDING)
    found = Incident.objects.select_related("brand", "opened_by").filter(brand_id__in=ids, id=incident_id)
    said = Prefetch(
        "updates",
        queryset=IncidentUpdate.objects.select_related("written_by").order_by("-written_at", "-id"),
        to_attr="said",
    )
    return found.prefetch_related(said).first()


def public_incident(brand: Brand, incident_id: int) -> Incident | None:
    """One incident of a brand with what was `said` of it, as the public reads it."""
    return Incident.objects.filter(brand=brand, id=incident_id).prefetch_related(_SAID).first()


def update_with_id(update_id: int) -> IncidentUpdate | None:
    """One thing that was said, with its incident."""
    return IncidentUpdate.objects.select_related("incident").filter(id=update_id).first()


def followers_of(brand: Brand) -> list[Follower]:
    """Who confirmed that she wants to hear of the brand's incidents."""
    return list(Follower.objects.filter(brand=brand, confirmed_at__isnull=False).order_by("id"))


def follower_with_id(brand: Brand, follower_id: int) -> Follower | None:
    """One who follows, confirmed or not."""
    return Follower.objects.filter(brand=brand, id=follower_id).first()


def _told(brand: Brand, since: datetime, until: datetime) -> Iterable[tuple[str, list[Span]]]:
    rows = Incident.objects.filter(brand=brand, begins_at__lt=until).exclude(state="cancelled")
    rows = rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=since)).prefetch_related(_SAID)
    for each in rows:
        steps = [(update.holds_at, Effect(update.effect)) for update in reversed(each.said)]
        # Of maintenance nothing is noticed before it begins.
        steps = [(max(at, each.begins_at), effect) for at, effect in steps]
        spans = spans_between(steps, each.ends_by(until) or until, planned=each.is_planned)
        for component in each.components:
            yield component, spans


def _noticed(brand: Brand, since: datetime, until: datetime) -> Iterable[tuple[str, list[Span]]]:
    rows = Disturbance.objects.filter(brand=brand, since_at__lt=until)
    rows = rows.filter(Q(until_at__isnull=True) | Q(until_at__gt=since))
    for each in rows:
        end = until if each.until_at is None else min(each.until_at, until)
        yield each.component, spans_between([(each.since_at, Effect(each.effect))], end)


def offered_components(brand: Brand, channels: Mapping[str, Mapping[str, object]]) -> list[str]:
    """The brand's parts in their order: portal, help centre, then the channels that its charter offers."""
    offered = [(code, said) for code, said in channels.items() if said.get("open", True) and code != "api"]
    ordered = sorted(offered, key=lambda pair: pair[1].get("position", 0))
    return ["portal", "help_centre", *(code for code, _ in ordered)]


HISTORY = timedelta(days=90)
