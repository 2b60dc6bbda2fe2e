"""Reads of the intake vault by where things came from."""

from muhatap.channels.models import VaultItem


def known_external_ids(brand_id: int, source: str) -> set[str]:
    """The ids under which a source brought something to a brand."""
    rows = VaultItem.objects.filter(brand_id=brand_id, source=source)
    return set(rows.values_list("external_id", flat=True))
