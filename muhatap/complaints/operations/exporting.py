"""Noting that rows of the register left the desk."""

from datetime import datetime

from muhatap.audit.recording import record
from muhatap.brands.models import Brand
from muhatap.complaints.events import RegisterExported
from muhatap.kernel.actors import Actor


def note_export(*, brand: Brand, rows: int, filters: str, by: Actor, at: datetime) -> None:
    """Put on the brand's record who took how many rows of the register, and by which filters."""
    record(RegisterExported(brand=brand.id, rows=rows, filters=filters), by=by, at=at)
