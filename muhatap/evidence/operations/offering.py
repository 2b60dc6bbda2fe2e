"""Taking evidence in: with a message, from the pages for documents, or into a locker."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.cases import operations as cases
from muhatap.cases.models import Attachment, Case
from muhatap.cases.statuses import Author
from muhatap.evidence.events import EvidenceOffered
from muhatap.evidence.kinds import CLOSED_KINDS, EvidenceKind, kind_of
from muhatap.evidence.looking import Look, look_at, without_traces
from muhatap.evidence.models import EvidenceItem, Locker, RequestLine
from muhatap.evidence.retaining import LOCKER, class_of
from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.kernel.sealing import Tampered

PORTAL, LOCKER_DOOR, DESK = "portal", "locker", "desk"
MOST_IN_LOCKER = 50


class NotEvidence(ValueError):
    """An item has a file or words."""


class LockerFull(Exception):
    """A locker holds fifty items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """What is offered: bytes with a name, or words such as a transaction number, or both."""

    kind: EvidenceKind
    code: str = ""
    words: str = ""
    name: str = ""
    data: bytes = b""
    has_file: bool = False
    keeps_traces: bool = False
    source: str = PORTAL
    line: RequestLine | None = None


@dataclass(slots=True)
class _Kept:
    """The files of an item: what is shown, and the original where that is another one."""

    file: StoredFile | None = None
    original: StoredFile | None = None
    look: Look = field(default_factory=Look)
    keeps_traces: bool = False


def offer_items(
    *, case: Case, new: Sequence[NewItem], by: Actor, at: datetime, author: Author = Author.CUSTOMER
) -> list[EvidenceItem]:
    """Take items into a case and post them as one message; `FileRefused` for what cannot be kept."""
    with unit_of_work() as unit:
        made = [_item(case.brand, each, by=by, at=at) for each in new]
        for item in made:
            item.case, item.retention = case, _class(case.brand, item.kind)
        unit.add(*made)
        _post(case, made, author=author, by=by, at=at)
        _record(made, by=by, at=at)
    return made


def keep_in_locker(*, locker: Locker, new: NewItem, by: Actor, at: datetime) -> EvidenceItem:
    """Keep an item for a customer who has no case yet; it goes to one when she says so, or ends by itself."""
    if EvidenceItem.objects.filter(locker=locker, destroyed_at__isnull=True).count() >= MOST_IN_LOCKER:
        raise LockerFull(locker.id)
    with unit_of_work() as unit:
        item = _item(locker.brand, new, by=by, at=at)
        item.locker, item.retention = locker, LOCKER
        unit.add(item)
    return item


def attach_items(*, case: Case, items: Sequence[EvidenceItem], by: Actor, at: datetime) -> list[EvidenceItem]:
    """Move items from a locker to a case of the same brand; what moved already stays where it is."""
    with unit_of_work() as unit:
        held = list(
            EvidenceItem.objects.select_for_update(of=("self",))
            .filter(id__in=[each.id for each in items], brand_id=case.brand_id, case__isnull=True)
            .filter(destroyed_at__isnull=True)
            .select_related("file", "original")
            .order_by("id")
        )
        if not held:
            return []
        for item in held:
            item.case, item.source, item.retention = case, LOCKER_DOOR, _class(case.brand, item.kind)
            unit.hold(item)
        _post(case, held, author=Author.CUSTOMER, by=by, at=at)
        EvidenceItem.objects.bulk_update(held, ["case", "source", "retention", "attachment"])
        _record(held, by=by, at=at)
    return held


def items_for(*, attached: Sequence[Attachment], case: Case, by: Actor, at: datetime) -> list[EvidenceItem]:
    """New items for files that come with a message; what is evidence already is only tied to its message."""
    asked = [entry for topic in (case.topic, case.chosen_topic) if topic for entry in topic.evidence]
    known = _known_here()
    made = []
    for each in attached:
        item = known.get(each.file_id)
        if item is not None:
            item.attachment = each
            continue
        kind = kind_of(each.evidence, asked, each.file.content_type)
        if kind in CLOSED_KINDS:
            files.guard_file(stored=each.file, by=by, at=at)
        made.append(
            EvidenceItem(
                brand_id=case.brand_id,
                case=case,
                kind=kind,
                code=each.evidence,
                file=each.file,
                attachment=each,
                source=case.channel if case._state.adding else each.message.channel,
                offered_at=at,
                retention=_class(case.brand, kind),
            )
        )
    return made


def look_at_items(*, limit: int, by: Actor, at: datetime) -> int:
    """Look at the files of items that came with messages, and take place and time out of what is shown."""
    waiting = EvidenceItem.objects.filter(looked_at__isnull=True, destroyed_at__isnull=True)
    rows = list(waiting.select_related("file", "case").order_by("offered_at")[:limit])
    for item in rows:
        _look_at(item, by=by, at=at)
    return len(rows)


def _look_at(item: EvidenceItem, *, by: Actor, at: datetime) -> None:
    # Opening and measuring takes a while, during which others want to write.
    data, look = _look_into(item.file) if item.file is not None else (b"", Look())
    with unit_of_work() as unit:
        held = (
            EvidenceItem.objects.select_for_update(of=("self",))
            .select_related("file", "case")
            .get(id=item.id)
        )
        if held.looked_at is not None or held.file_id != item.file_id:
            return
        if held.file is not None and held.file.destroyed_at is None:
            kept = _apart(held.file, data, look, held.kind, keeps_traces=False, by=by, at=at)
            unit.flush()
            held.file, held.original = kept.file, kept.original
        held.traces, held.advice, held.looked_at = list(look.traces), list(look.advice), at
        held.save(update_fields=["file", "original", "traces", "advice", "looked_at"])
        _record([held], by=by, at=at)


def _known_here() -> dict[int, EvidenceItem]:
    """The items that this unit of work made or moves, by their file."""
    with unit_of_work() as unit:
        made = unit.rows.get(EvidenceItem, [])
        moved = [row for (model, _), row in unit.held.items() if model is EvidenceItem]
    return {each.file_id: each for each in (*made, *moved) if each.file_id is not None}


def _item(brand: Brand, new: NewItem, *, by: Actor, at: datetime) -> EvidenceItem:
    words = mask(new.words.strip()).text
    kept = _Kept()
    if new.has_file:
        stored = files.store_file(brand_id=brand.id, name=new.name, data=new.data, by=by, at=at)
        look = look_at(new.data, stored.content_type)
        kept = _apart(stored, new.data, look, new.kind, keeps_traces=new.keeps_traces, by=by, at=at)
    elif not words:
        raise NotEvidence(new.kind)
    return EvidenceItem(
        brand=brand,
        line=new.line,
        kind=new.kind,
        code=new.code,
        words=words,
        source=new.source,
        offered_at=at,
        looked_at=at,
        **_fields(kept),
    )


def _apart(
    stored: StoredFile, data: bytes, look: Look, kind: str, *, keeps_traces: bool, by: Actor, at: datetime
) -> _Kept:
    """Keep the original closed where a copy without place and time takes its stand."""
    kept = _Kept(file=stored, look=look, keeps_traces=keeps_traces)
    plain = None if keeps_traces else without_traces(data, look.traces)
    if plain is not None:
        copy = files.store_file(brand_id=stored.brand_id, name=stored.name, data=plain, by=by, at=at)
        files.guard_file(stored=stored, by=by, at=at)
        kept.file, kept.original = copy, stored
    if kind in CLOSED_KINDS and kept.file is not None:
        files.guard_file(stored=kept.file, by=by, at=at)
    return kept


def _fields(kept: _Kept) -> dict[str, object]:
    return {
        "file": kept.file,
        "original": kept.original,
        "traces": list(kept.look.traces),
        "advice": list(kept.look.advice),
        "keeps_traces": kept.keeps_traces,
    }


def _look_into(stored: StoredFile) -> tuple[bytes, Look]:
    try:
        data = files.read_file(stored=stored)
    except (LookupError, Tampered, OSError):
        return b"", Look(("broken",))
    return data, look_at(data, stored.content_type)


def _post(case: Case, items: list[EvidenceItem], *, author: Author, by: Actor, at: datetime) -> None:
    """Say in the conversation what came, so that whoever works on the case sees it."""
    sent = [(each.file, each.code) for each in items if each.file is not None]
    said = [each.words for each in items if each.words]
    text = "\n".join([*said, *(file.name for file, _ in sent)])
    cases.post_message(
        case=case,
        new=cases.NewMessage(author=author, channel=PORTAL, text=text, files=sent),
        by=by,
        at=at,
    )


def _record(items: list[EvidenceItem], *, by: Actor, at: datetime) -> None:
    for item in items:
        first = item.original or item.file
        record(
            EvidenceOffered(
                brand=item.brand_id,
                case=item.case_id,
                item=item.id,
                sort=item.kind,
                code=item.code,
                source=item.source,
                sha256=first.sha256 if first else "",
                size=first.size if first else 0,
                content_type=first.content_type if first else "",
                traces=tuple(item.traces),
                keeps_traces=item.keeps_traces,
                retention=item.retention,
            ),
            by=by,
            at=at,
        )


def _class(brand: Brand, kind: str) -> str:
    return class_of(kind, section_of(brand, "retention") or {}).code
