"""Events for the API: told as a webhook without rights would be."""

from typing import Any

from muhatap.brands.models import Brand
from muhatap.integrations.webhook_queries import events_after


def after(brand: Brand, number: int, limit: int, kind: str) -> tuple[list[dict[str, Any]], int]:
    """The next events of a brand, and up to which number was looked."""
    return events_after(brand.id, brand.code, number, limit, (kind,))
