"""Sealing a dossier: written from one state of the case, signed, and recorded in the case itself."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from muhatap.audit.archived import at_hand
from muhatap.audit.chain import dumps, stamp
from muhatap.audit.heads import signed_message
from muhatap.audit.recording import record, unit_of_work
from muhatap.audit.stamping import stamp_path
from muhatap.cases.models import Case
from muhatap.dossiers import chapters, queries
from muhatap.dossiers.access import access_list
from muhatap.dossiers.archive import Archive
from muhatap.dossiers.audience import Audience
from muhatap.dossiers.events import DossierSealed
from muhatap.dossiers.page import page_pieces
from muhatap.dossiers.redacting import LeftOut, Redacting
from muhatap.dossiers.verifier.checking import FORMAT, KEY, MANIFEST, REDACTIONS, SIGNATURE
from muhatap.dossiers.verifier.joined import verifier_page, verifier_source
from muhatap.evidence.queries import blacked_copies
from muhatap.kernel.actors import Actor
from muhatap.kernel.stores.sharing import fetched
from muhatap.letters.paper import NoPaper, as_pdf

PAPER = "case.pdf"
_ATTEMPTS = 5
# Fifty messages or events each: beyond that the page is only read on a screen.
_MOST_PIECES = 200
_SHIPPED = files("muhatap.dossiers")


class CaseIsBusy(Exception):
    """Each time the dossier was written, something happened on the case meanwhile."""


@dataclass(frozen=True, slots=True)
class SealedDossier:
    """What was sealed: the name to save it under, how many events it holds, its manifest's SHA-256."""

    name: str
    events: int
    manifest: str


def seal_dossier(
    *,
    case: Case,
    audience: Audience,
    into: BinaryIO,
    chosen: Mapping[int, LeftOut] | None = None,
    by: Actor,
    at: datetime,
) -> SealedDossier:
    """Write the dossier of a case as a ZIP into a file that can be read and emptied; `CaseIsBusy`.

    `chosen` are the messages by id that an outside body's version leaves out, with the ground for each.
    """
    at_hand([case.id])
    for _attempt in range(_ATTEMPTS):
        into.seek(0)
        into.truncate()
        extent = queries.extent_of(case)
        redacting = Redacting(audience, chosen or {})
        manifest = _write(queries.case_now(case), redacting, extent, into, at)
        with unit_of_work():
            # Whatever changes a case is an event of it, so an unchanged length is an unchanged case.
            if queries.extent_of(case) != extent:
                continue
            fact = DossierSealed(
                brand=case.brand_id,
                case=case.id,
                audience=audience,
                events=extent.length,
                manifest=manifest,
            )
            record(fact, by=by, at=at)
        into.seek(0)
        return SealedDossier(f"{case.number}-{audience}.zip", extent.length, manifest)
    raise CaseIsBusy(case.number)


def _write(case: Case, redacting: Redacting, extent: queries.Extent, into: BinaryIO, at: datetime) -> str:
    keyring = settings.MUHATAP_KEYRING
    inside = queries.inside_of(case)
    sealing = chapters.Sealing(
        case, redacting.audience, extent.length, inside, at, redacting, blacked_copies(case)
    )
    with Archive(into, at) as archive:
        paper = _put_case(archive, sealing)
        archive.put("paper.css", [(_SHIPPED / "paper.css").read_bytes()])
        archive.put("verify.py", [verifier_source()])
        archive.put("verify.html", [verifier_page()])
        archive.put(KEY, [keyring.public_pem().encode()])
        head_log = _head_log(case, extent)
        _put_stamp(archive, head_log)
        manifest = _manifest(sealing, extent, archive, head_log=head_log, paper=paper)
        archive.put(MANIFEST, [manifest])
        archive.put(SIGNATURE, [keyring.sign(manifest)[1]])
    return hashlib.sha256(manifest).hexdigest()


def _put_case(archive: Archive, sealing: chapters.Sealing) -> str:
    case, fingerprint = sealing.case, settings.MUHATAP_KEYRING.fingerprint()
    with translation.override(case.language), timezone.override(ZoneInfo(case.brand.zone)):
        placed = chapters.put_parts(archive, sealing)
        archive.put("events.jsonl", chapters.event_lines(sealing))
        if sealing.redacting.log:
            archive.put(REDACTIONS, [f"{dumps(row)}\n".encode() for row in sealing.redacting.log])
        access = access_list(sealing.case, sealing.audience, sealing.length)
        if access:
            archive.put("access.jsonl", [f"{dumps(each.told())}\n".encode() for each in access])
        archive.put("messages.jsonl", chapters.message_lines(sealing, placed))
        archive.put("case.json", [chapters.case_page(sealing)])
        archive.put("index.html", page_pieces(sealing, placed, fingerprint))
        return _put_paper(archive, sealing, placed)


def _put_paper(archive: Archive, sealing: chapters.Sealing, placed: dict[int, chapters.Placed]) -> str:
    """Put the page as PDF; the answer is its path, or why there is none."""
    if not settings.MUHATAP_PAPER:
        return "off"
    fingerprint = settings.MUHATAP_KEYRING.fingerprint()
    html = b"".join(islice(page_pieces(sealing, placed, fingerprint), _MOST_PIECES))
    try:
        pdf = as_pdf(html, (_SHIPPED / "paper.css").read_text(encoding="utf-8"), sealing.at)
    except NoPaper as none:
        return str(none)
    archive.put(PAPER, [pdf])
    return PAPER


def _manifest(sealing: chapters.Sealing, extent: queries.Extent, archive: Archive, **others: Any) -> bytes:
    case, keyring = sealing.case, settings.MUHATAP_KEYRING
    told: dict[str, Any] = {
        "format": FORMAT,
        "number": case.number,
        "brand": case.brand.code,
        "audience": sealing.audience,
        "made_at": stamp(sealing.at),
        "software": f"muhatap {_version()}",
        "key": {"id": keyring.active_id, "fingerprint": keyring.fingerprint()},
        "stream": {"kind": "case", "id": str(case.id), "length": extent.length, "head": extent.head},
        **others,
        "files": sorted(archive.entries, key=lambda entry: str(entry["path"])),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _head_log(case: Case, extent: queries.Extent) -> dict[str, Any] | None:
    found = queries.log_covering(case, extent.signed_length)
    if found is None:
        return None
    log = found.log
    told = {
        "number": log.number,
        "digest": log.digest,
        "at": stamp(log.at),
        "length": found.entry.length,
        "head": found.entry.hash,
    }
    if not log.root:
        return told
    inclusion = {"index": found.index, "size": log.streams, "path": found.path}
    signed = {"root": log.root, "fingerprint": log.fingerprint, "signature": log.signature}
    return told | signed | {"inclusion": inclusion}


def _put_stamp(archive: Archive, head_log: dict[str, Any] | None) -> None:
    """Put the time stamp of the head log, and the bytes that were stamped, for `openssl ts -verify`."""
    if head_log is None or "root" not in head_log:
        return
    stamp_file = fetched(stamp_path(Path(settings.MUHATAP_DATA), head_log["number"]))
    if stamp_file.exists():
        archive.put("head-log.txt", [signed_message(head_log["digest"], head_log["root"])])
        archive.put("head-log.tsr", [stamp_file.read_bytes()])


def _version() -> str:
    try:
        return version("muhatap")
    except PackageNotFoundError:
        return "unknown"
