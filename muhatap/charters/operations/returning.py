"""Bringing an earlier version of a charter back, as a new version."""

from datetime import datetime

from muhatap.brands.models import Brand
from muhatap.charters.operations.applying import Applied, Origin, apply_charter
from muhatap.charters.queries import earlier_version
from muhatap.kernel.actors import Actor


def bring_back(*, brand: Brand, number: int | None, by: Actor, at: datetime) -> Applied:
    """Apply an earlier version again, by default the one before; for new cases, as every version.

    `NoEarlierVersion`; `CharterErrors` when a law or a check has become stricter since; then nothing changes.
    """
    version = earlier_version(brand, number)
    return apply_charter(
        text=version.text,
        source=f"{brand.code}.yaml, version {version.number}",
        by=by,
        at=at,
        origin=Origin(brings_back=version.number),
    )
