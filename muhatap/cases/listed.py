"""Cases of a brand in pages, for a program that acts for it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from muhatap.brands.models import Brand
from muhatap.cases.conditions import Condition, Viewpoint, q_from
from muhatap.cases.models import Case


def cases_of_brand(brand: Brand, condition: Condition, at: datetime, *, after: int, limit: int) -> list[Case]:
    """The brand's cases that fit, the newest first; `after` is the last id of the page before, 0 at first.

    Nobody is `me` here, and days are those of the brand's zone.
    """
    seen = Viewpoint(at, None, ZoneInfo(brand.zone), (brand.id,))
    rows = Case.objects.filter(q_from(condition, seen), brand=brand)
    if after:
        rows = rows.filter(id__lt=after)
    return list(
        rows.select_related("brand", "customer", "topic", "queue")
        .defer("fields", "notices", "sealed_fields", "intake")
        .order_by("-id")[:limit]
    )
