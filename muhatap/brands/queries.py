"""Reads of brands."""

from muhatap.brands.models import Brand


def brand_with_code(code: str) -> Brand | None:
    """The brand that is addressed by this code."""
    return Brand.objects.filter(code=code.lower()[:40]).first()


def all_brands() -> list[Brand]:
    """Every brand of the installation, by name."""
    return list(Brand.objects.order_by("name", "id"))
