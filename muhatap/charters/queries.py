"""Reads of applied charters."""

from muhatap.brands.models import Brand, CharterVersion


def charter_text(brand: Brand) -> str:
    """The text of the charter that the brand runs, as it was applied; LookupError when there is none."""
    row = CharterVersion.objects.filter(brand=brand).order_by("-number").first()
    if row is None:
        raise LookupError(brand.code)
    return row.text
