"""Calls as their page shows them."""

from datetime import datetime
from typing import Any

from muhatap.brands.models import Brand


def calls_face(brand: Brand, since: datetime) -> dict[str, Any]:
    """What is known of the calls of a brand."""
    return {"brand": brand}
