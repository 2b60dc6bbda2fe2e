"""Keeping the record of processing, a version for each change."""

import hashlib
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.kernel.canonical import canonical
from muhatap.privacy.models import ProcessingRecord
from muhatap.privacy.processing_events import ProcessingRecorded
from muhatap.privacy.queries.processing import processing_of


def record_processing(*, brand: Brand, by: Actor, at: datetime) -> ProcessingRecord | None:
    """Keep what the brand does now as a new version; None where nothing has changed."""
    content = canonical(processing_of(brand))
    digest = hashlib.sha256(content).hexdigest()
    with unit_of_work():
        Brand.objects.select_for_update().get(id=brand.id)
        last = ProcessingRecord.objects.filter(brand=brand).order_by("-version").first()
        if last is not None and last.digest == digest:
            return None
        row = ProcessingRecord.objects.create(
            brand=brand,
            version=(last.version if last else 0) + 1,
            charter_number=brand.charter_number,
            content=content.decode(),
            digest=digest,
            made_at=at,
            made_by_id=by.id if by.kind is ActorKind.STAFF else None,
        )
        record(
            ProcessingRecorded(
                brand=brand.id, version=row.version, charter=row.charter_number, digest=digest
            ),
            by=by,
            at=at,
        )
    return row
