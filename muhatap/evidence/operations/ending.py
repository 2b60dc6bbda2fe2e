"""Destroying what is no longer kept: by the retention classes of the charter, and never under a hold."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet

from muhatap.audit.operations import erase_fields
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.queries import all_brands, section_of
from muhatap.cases import search
from muhatap.cases.reindexing import ask_for_purge
from muhatap.evidence.events import EvidenceDestroyed
from muhatap.evidence.kinds import EvidenceKind
from muhatap.evidence.models import EvidenceItem, LegalHold
from muhatap.evidence.retaining import CLOSED, RECEIVED, RetentionClass, class_of, locker_class
from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor

_AT_ONCE = 200
_PERSONAL = frozenset({"sha256", "correction", "why", "before_sha256", "after_sha256", "reason"})


def destroy_due(*, by: Actor, at: datetime) -> int:
    """Destroy every item whose time is over; returns how many, at most two hundred of each sort."""
    return sum(destroy_item(item=item, by=by, at=at) for item in list(_due(at)))


def destroy_item(*, item: EvidenceItem, by: Actor, at: datetime) -> bool:
    """Destroy bytes, words and what the chain says of them; False where a hold stands or it is gone."""
    with unit_of_work():
        held = (
            EvidenceItem.objects.select_for_update(of=("self",))
            .select_related("file", "original", "case", "attachment")
            .get(id=item.id)
        )
        if held.destroyed_at is not None or _is_held(held, at):
            return False
        for stored in _files_of(held):
            files.destroy_file(stored=stored, by=by, at=at)
        held.words = held.correction = ""
        if held.state == "rejected":
            held.correction = "-"
        held.destroyed_at, held.traces, held.advice = at, [], []
        held.save(update_fields=["words", "correction", "destroyed_at", "traces", "advice"])
        held.viewings.exclude(why="").update(why="")
        held.redactions.update(reason="-", boxes=[])
        if held.attachment is not None:
            search.refresh_message(held.attachment.message_id)
            ask_for_purge(at=at)
        if held.case is not None:
            _record(held, by=by, at=at)
    return True


def _record(held: EvidenceItem, *, by: Actor, at: datetime) -> None:
    erased = erase_fields(
        stream_id=held.case_id, content={"item": str(held.id)}, fields=_PERSONAL, by=by, at=at
    )
    record(
        EvidenceDestroyed(
            brand=held.brand_id,
            case=held.case_id,
            item=held.id,
            sort=held.kind,
            retention=held.retention,
            events=tuple(erased),
        ),
        by=by,
        at=at,
    )


def _due(at: datetime) -> Iterator[EvidenceItem]:
    for brand in all_brands():
        today = at.astimezone(ZoneInfo(brand.zone)).date()
        section = section_of(brand, "retention") or {}
        kept = EvidenceItem.objects.filter(brand=brand, destroyed_at__isnull=True)
        # What is held would else stand before everything that is due.
        held = _standing(at).filter(case_id=OuterRef("case_id"))
        for kind in EvidenceKind:
            rule = class_of(kind, section)
            rows = kept.filter(kind=kind, case__isnull=False).exclude(Exists(held)).select_related("case")
            rows = rows.filter(case__closed_at__isnull=False) if rule.after == CLOSED else rows
            order = "case__closed_at" if rule.after == CLOSED else "offered_at"
            yield from (each for each in rows.order_by(order, "id")[:_AT_ONCE] if _is_over(each, rule, today))
        lockers = kept.filter(case__isnull=True).order_by("offered_at", "id")
        rule = locker_class(section)
        yield from (each for each in lockers[:_AT_ONCE] if _is_over(each, rule, today))


def _is_over(item: EvidenceItem, rule: RetentionClass, today: object) -> bool:
    began = item.offered_at if rule.after == RECEIVED or item.case is None else item.case.closed_at
    # Of a relationship that goes on nothing ends by itself.
    return rule.after in {RECEIVED, CLOSED} and began is not None and rule.ends_on(began.date()) <= today


def _is_held(item: EvidenceItem, at: datetime) -> bool:
    return item.case_id is not None and _standing(at).filter(case_id=item.case_id).exists()


def _standing(at: datetime) -> QuerySet[LegalHold]:
    return LegalHold.objects.filter(released_at__isnull=True).exclude(until_on__lt=at.date())


def _files_of(item: EvidenceItem) -> list[StoredFile]:
    found = {each.id: each for each in (item.file, item.original) if each is not None}
    for redaction in item.redactions.select_related("before", "after"):
        found |= {redaction.before.id: redaction.before, redaction.after.id: redaction.after}
    return [each for each in found.values() if each.destroyed_at is None]
