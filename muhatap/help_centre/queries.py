"""Reads of announcements."""

from datetime import datetime

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.help_centre.models import Announcement, Severity

_MOST_SHOWN = 20
_MOST_LISTED = 200
_WEIGHT = Case(
    When(severity=Severity.OUTAGE, then=Value(0)),
    When(severity=Severity.DISTURBANCE, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


def announcements_shown(brand: Brand, at: datetime) -> list[Announcement]:
    """What visitors of a brand read at a moment, the gravest first, then the newest."""
    running = Q(ends_at__isnull=True) | Q(ends_at__gt=at)
    standing = Q(ended_at__isnull=True) | Q(ended_at__gt=at)
    found = Announcement.objects.filter(running, standing, brand=brand, starts_at__lte=at)
    return list(found.order_by(_WEIGHT, F("starts_at").desc(), "-id")[:_MOST_SHOWN])


def announcements_past(brand: Brand, at: datetime) -> list[Announcement]:
    """What visitors read before and that is over, the newest first."""
    over = Q(ends_at__lte=at) | Q(ended_at__lte=at)
    found = Announcement.objects.filter(over, brand=brand, starts_at__lte=at)
    # What was ended before it began was never shown to anybody.
    shown = found.exclude(ended_at__lte=F("starts_at"))
    return list(shown.order_by("-starts_at", "-id")[:_MOST_SHOWN])


def announcements_visible_to(staff: Staff) -> QuerySet[Announcement]:
    """The announcements of the brands for which she may announce, the newest first."""
    ids = scope_of(staff).brand_ids_with(Permission.ANNOUNCE)
    return (
        Announcement.objects.filter(brand_id__in=ids)
        .select_related("brand", "published_by", "ended_by")
        .order_by("-published_at", "-id")[:_MOST_LISTED]
    )


def announcement_visible_to(staff: Staff, announcement_id: int) -> Announcement | None:
    """One announcement, if she may announce for its brand."""
    ids = scope_of(staff).brand_ids_with(Permission.ANNOUNCE)
    found = Announcement.objects.select_related("brand").filter(brand_id__in=ids, id=announcement_id)
    return found.first()


def brands_to_announce_for(staff: Staff) -> list[Brand]:
    """The brands for which she may announce, by name."""
    ids = scope_of(staff).brand_ids_with(Permission.ANNOUNCE)
    return list(Brand.objects.filter(id__in=ids).order_by("name", "id"))
