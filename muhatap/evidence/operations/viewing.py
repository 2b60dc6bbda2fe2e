"""The log of who looked at which item, when and why."""

from datetime import datetime, timedelta

from muhatap.audit.recording import record, unit_of_work
from muhatap.evidence.events import EvidenceQuarantined, EvidenceViewed
from muhatap.evidence.models import EvidenceItem, ItemViewing
from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask

COPY, PREVIEW, ORIGINAL, QUARANTINE = "copy", "preview", "original", "quarantine"
NEEDS_REASON = frozenset({ORIGINAL, QUARANTINE})
# Pages of one document are many requests and one look.
_ONE_LOOK = timedelta(minutes=10)


class NeedsReason(ValueError):
    """What lies behind the stricter door is opened with a reason alone."""


def note_viewing(*, item: EvidenceItem, what: str, why: str, by: Actor, at: datetime) -> None:
    """Write down that somebody looked, once for each look of ten minutes; `NeedsReason` without a reason."""
    why = mask(why.strip()).text
    if not why and (what in NEEDS_REASON or item.is_identity):
        raise NeedsReason(what)
    lately = ItemViewing.objects.filter(item=item, staff_id=by.id, what=what, at__gt=at - _ONE_LOOK)
    if lately.filter(why=why[:300]).exists():
        return
    with unit_of_work():
        ItemViewing.objects.create(item=item, staff_id=by.id, what=what, why=why[:300], at=at)
        if item.case_id is not None:
            record(
                EvidenceViewed(
                    brand=item.brand_id,
                    case=item.case_id,
                    item=item.id,
                    sort=item.kind,
                    what=what,
                    why=why[:300],
                ),
                by=by,
                at=at,
            )


def note_file_opened(*, stored: StoredFile, by: Actor, at: datetime) -> None:
    """Write down that a file was opened from a conversation, where it is evidence."""
    item = EvidenceItem.objects.filter(file=stored, case__isnull=False).first()
    if item is not None and not item.is_identity:
        note_viewing(item=item, what=COPY, why="", by=by, at=at)


def note_quarantine(*, file_id: int, finding: str, by: Actor, at: datetime) -> int:
    """Tell the cases whose evidence a file is that it lies in quarantine, its other copies too."""
    items = list(
        (EvidenceItem.objects.filter(file_id=file_id) | EvidenceItem.objects.filter(original_id=file_id))
        .select_related("file", "original")
        .order_by("id")
    )
    for item in items:
        for stored in (item.file, item.original):
            if stored is not None:
                files.guard_file(stored=stored, by=by, at=at)
        if item.case_id is not None:
            record(
                EvidenceQuarantined(brand=item.brand_id, case=item.case_id, item=item.id, finding=finding),
                by=by,
                at=at,
            )
    return len(items)
