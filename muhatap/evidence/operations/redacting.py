"""Blacking parts of an item: a new flat file is shown from now on, the one before is kept closed."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.evidence.events import EvidenceRedacted
from muhatap.evidence.models import EvidenceItem, Redaction
from muhatap.files import operations as files
from muhatap.files.previews import Box, redacted
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask

MOST_BOXES = 60


class NotABox(ValueError):
    """A box lies on a page and has a width and a height; there is at least one, and a reason."""


class ChangedMeanwhile(Exception):
    """Somebody else redacted or deleted the item since its page was shown."""


def redact_item(
    *, item: EvidenceItem, boxes: Sequence[Box], reason: str, by: Actor, at: datetime
) -> Redaction:
    """Draw the item anew with the boxes blacked; `CannotDraw` where no picture can be made of it."""
    _refuse_gaps(boxes, reason)
    if item.file is None or item.destroyed_at is not None:
        raise ChangedMeanwhile(item.id)
    before = item.file
    flat = redacted(files.read_file(stored=before), before.content_type, boxes)
    with unit_of_work() as unit:
        held = EvidenceItem.objects.select_for_update(of=("self",)).get(id=item.id)
        if held.file_id != before.id or held.destroyed_at is not None:
            raise ChangedMeanwhile(item.id)
        after = files.store_file(brand_id=held.brand_id, name=_name(before.name), data=flat, by=by, at=at)
        # The one before may go on standing in the conversation, where no link opens it any more.
        files.guard_file(stored=before, by=by, at=at)
        if held.is_identity:
            files.guard_file(stored=after, by=by, at=at)
        unit.flush()
        held.original_id = held.original_id or before.id
        held.file = after
        held.save(update_fields=["file", "original"])
        made = Redaction.objects.create(
            item=held,
            before=before,
            after=after,
            boxes=[asdict(each) for each in boxes],
            reason=mask(reason.strip()).text,
            staff_id=by.id,
            at=at,
        )
        record(
            EvidenceRedacted(
                brand=held.brand_id,
                case=held.case_id,
                item=held.id,
                boxes=len(boxes),
                before_sha256=before.sha256,
                after_sha256=after.sha256,
                reason=made.reason,
            ),
            by=by,
            at=at,
        )
    return made


def _refuse_gaps(boxes: Sequence[Box], reason: str) -> None:
    if not boxes or len(boxes) > MOST_BOXES or not reason.strip():
        raise NotABox
    for box in boxes:
        edges = (box.left, box.top, box.left + box.width, box.top + box.height)
        if box.page < 0 or box.width <= 0 or box.height <= 0 or not all(0 <= edge <= 100 for edge in edges):
            raise NotABox(box)


def _name(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    stem = stem.removesuffix("-redacted")
    return f"{stem}-redacted.{'pdf' if ending.lower() == 'pdf' else 'png'}" if dot else f"{name}-redacted.png"
