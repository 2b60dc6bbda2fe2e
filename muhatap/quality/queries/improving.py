"""The register of improvements, and what the public reads of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F, QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.quality.models import Improvement


@dataclass(frozen=True, slots=True)
class Published:
    """What the public reads of an improvement: texts by language, and the measure before and after."""

    number: int
    said: Mapping[str, str]
    did: Mapping[str, str]
    measure: str
    before: Decimal | None
    after: Decimal
    published_at: datetime
    closed_at: datetime


def improvements_visible_to(staff: Staff) -> QuerySet[Improvement]:
    """The register of the brands in which she reads cases: open ones by the day of their check come first."""
    brand_ids = scope_of(staff).brand_ids_with(Permission.READ_CASES)
    rows = Improvement.objects.filter(brand_id__in=brand_ids).select_related("brand", "owner")
    return rows.order_by(F("closed_at").desc(nulls_first=True), "check_on", "id")


def improvement_visible_to(staff: Staff, improvement_id: int) -> Improvement | None:
    """One improvement of her brands."""
    rows = improvements_visible_to(staff).filter(id=improvement_id)
    return rows.select_related("brand", "owner", "opened_by", "closed_by", "published_by").first()


def published_improvements(brand: Brand) -> list[Published]:
    """“You said, we did”: what was done and measured, the newest first."""
    rows = Improvement.objects.filter(brand=brand, published_at__isnull=False).order_by("-published_at")
    return [
        Published(
            each.number,
            each.said,
            each.did,
            each.measure,
            each.baseline,
            each.after,
            each.published_at,
            each.closed_at,
        )
        for each in rows[:50]
    ]
