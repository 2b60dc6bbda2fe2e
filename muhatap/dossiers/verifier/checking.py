"""Checking a dossier: signature, files, chain, messages, and its place under the signed root."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from muhatap.audit.merkle import is_included
from muhatap.dossiers.verifier.signatures import is_signed, keys_of
from muhatap.dossiers.verifier.sources import Unpacked, Zipped

FORMAT, HEADS = "muhatap-dossier/1", "muhatap-heads/2"
GENESIS = "0" * 64
ERASURES = frozenset(
    {"message.content_erased", "evidence.destroyed", "privacy.case_erased", "privacy.person_erased"}
)
REDACTIONS = "redactions.jsonl"
EVENT_KEYS = frozenset(
    "seq prev hash kind id at schema content digests actor fields withheld".split()  # noqa: SIM905
)
MANIFEST, SIGNATURE, KEY = "manifest.json", "manifest.sig", "public-key.pem"
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, LookupError, TypeError,
    AttributeError, RuntimeError, ArithmeticError,
)  # fmt: skip
_LARGEST_TEXT = 64 << 20


class Verifier:
    """Verifies one dossier: call `run` once, then read `faults` and what else was found."""

    def __init__(self, source: Zipped | Unpacked, key_pem: str = "") -> None:
        self.faults: list[tuple[str, dict[str, Any]]] = []
        self.redacted: list[int] = []
        self._copied: set[str] = set()
        self.withheld: list[int] = []
        self.absent: list[str] = []
        self._source = source
        self._key_pem = key_pem
        self._bytes = self._small(MANIFEST)
        self.manifest: dict[str, Any] = {}
        self.removed: list[dict[str, Any]] = []
        self._emptied: list[tuple[int, str, str, str]] = []
        self._lawful: set[str] = set()
        self._messages: dict[str, tuple[int, str | None, list[Any]]] = {}
        self._ids: dict[int, str] = {}
        self._subject: str | None = None

    def run(self) -> None:
        """Look at everything, also after the first fault, so that each one is named."""
        self._check_signature()
        for check in (
            self._check_files,
            self._check_chain,
            self._check_root,
            self._check_messages,
            self._check_case,
        ):
            try:
                self.manifest = self.manifest or json.loads(self._bytes)
                check()
            except UNREADABLE:
                # What cannot be read was named before, unless somebody signed what is no dossier.
                if not self.faults:
                    raise

    def _check_signature(self) -> None:
        try:
            keys = keys_of(self._key_pem or self._small(KEY).decode("ascii"))
            signature = self._small(SIGNATURE)
        except UNREADABLE:
            keys, signature = {}, b""
        self._keys = keys
        fitting = [name for name, key in keys.items() if is_signed(key, self._bytes, signature)]
        self.fingerprint = "".join(fitting[:1])
        if not fitting:
            self._fault("foreign_key" if self._key_pem else "signature")

    def _check_files(self) -> None:
        if self.manifest["format"] != FORMAT:
            raise ValueError(f"{MANIFEST}: {self.manifest['format']}")
        self._sealed = {entry["path"]: (entry["size"], entry["sha256"]) for entry in self.manifest["files"]}
        there = set(self._source.sizes) - {MANIFEST, SIGNATURE}
        for name in sorted(set(self._sealed) - there):
            self._fault("file_missing", name=name)
        for name in sorted(there - set(self._sealed)):
            self._fault("file_added", name=name)
        for name in sorted(there & set(self._sealed)):
            if not self._is_as_sealed(name):
                self._fault("file_changed", name=name)

    def _is_as_sealed(self, name: str) -> bool:
        if self._source.sizes[name] != self._sealed[name][0]:
            return False
        digest = hashlib.sha256()
        try:
            with self._source.open(name) as file:
                for piece in iter(lambda: file.read(1 << 20), b""):
                    digest.update(piece)
        except UNREADABLE:
            return False
        return digest.hexdigest() == self._sealed[name][1]

    def _check_chain(self) -> None:
        stream, log = self.manifest["stream"], self.manifest["head_log"]
        head, seq = GENESIS, 0
        heads = {each["length"]: each["head"] for each in (log, stream) if each}
        try:
            for seq, line in enumerate(self._lines("events.jsonl"), 1):
                event = json.loads(line)
                self._check_event(event, seq, head)
                head = event["hash"]
                if heads.get(seq, head) != head:
                    raise _Altered("event_head")
        except _Altered as found:
            return self._altered(seq, *found.args)
        except UNREADABLE:
            return self._altered(seq, "event_broken")
        if seq != stream["length"]:
            return self._altered(min(seq, stream["length"]) + 1, "event_cut")
        logged = self._redaction_log()
        lawful = set()
        for place, event, name, digest in self._emptied:
            if event in self._lawful or logged.get((event, name)) == digest:
                lawful.add(place)
            else:
                self._altered(place, "event_removed", name)
        self.redacted = sorted(lawful | {row["seq"] for row in self.removed})
        return None

    def _redaction_log(self) -> dict[tuple[str, str], str]:
        """What an outside body's version leaves out; each line has to fit an emptied place of the chain."""
        if REDACTIONS not in self._source.sizes:
            return {}
        emptied = {(event, name): (place, digest) for place, event, name, digest in self._emptied}
        logged = {}
        for number, line in enumerate(self._lines(REDACTIONS), 1):
            row = json.loads(line)
            place = emptied.get((row["event"], row["field"]))
            is_original = row["field"] in {"original", "file"} and self._ids.get(row["seq"]) == row["event"]
            fits = is_original or place == (row["seq"], row["digest"])
            if self.manifest["audience"] != "body" or not fits:
                self._fault("redaction_log", number=number)
                continue
            if row["field"] == "file":
                self._copied.add(row["digest"])
            logged[row["event"], row["field"]] = row["digest"]
            self.removed.append(row)
        return logged

    def _check_event(self, event: dict, seq: int, head: str) -> None:
        if event["seq"] != seq or event["prev"] != head:
            raise _Altered("event_place")
        if not set(event) <= EVENT_KEYS:
            raise _Altered("event_broken")
        self._ids[seq] = event["id"]
        withheld = event.get("withheld", ())
        if withheld:
            self.withheld.append(seq)
            if self.manifest["audience"] != "customer":
                raise _Altered("event_broken")
        if withheld is True:
            return
        stream = self.manifest["stream"]
        names = ("actor", "at", "content", "digests", "id", "kind", "prev", "schema", "seq")
        hashed = {name: event[name] for name in names} | {"stream": [stream["kind"], stream["id"]]}
        if hashlib.sha256(dumps(hashed).encode()).hexdigest() != event["hash"]:
            raise _Altered("event_hash")
        digests = json.loads(event["digests"]) if event["digests"] else {}
        content, fields = json.loads(event["content"]), event.get("fields", {})
        for name in sorted({*digests, *fields}):
            part = fields.get(name)
            if part is not None and field_digest(part["salt"], part["value"]) != digests.get(name):
                raise _Altered("event_field", name)
            if part is None and name not in withheld:
                self._emptied.append((seq, event["id"], name, digests[name]))
        values = {name: part["value"] for name, part in fields.items()}
        if event["kind"] in ERASURES:
            self._lawful.update(str(erased) for erased in content["events"])
        if event["kind"] in {"message.posted", "message.imported"} and not withheld:
            at = content.get("written_at", event["at"])
            posted = [content["author"], content["channel"], content.get("template", ""), at]
            self._messages[str(content["message"])] = (seq, values.get("content_digest"), posted)
        self._subject = values.get("subject", self._subject)

    def _check_root(self) -> None:
        log = self.manifest["head_log"]
        if not log or "root" not in log:
            return
        stream, proof, root = self.manifest["stream"], log["inclusion"], bytes.fromhex(log["root"])
        entry = dumps([stream["kind"], stream["id"], log["length"], log["head"]]).encode()
        path = [bytes.fromhex(each) for each in proof["path"]]
        if not is_included(entry, proof["index"], proof["size"], path, root):
            self._fault("not_under_root", number=log["number"])
        # A log may be older than the key that sealed; then only the published keys can tell.
        key = self._keys.get(log["fingerprint"])
        message = f"{HEADS} {log['digest']} {log['root']}".encode()
        if key and not is_signed(key, message, bytes.fromhex(log["signature"])):
            self._fault("root_signature", number=log["number"])

    def _check_messages(self) -> None:
        unseen = dict(self._messages)
        for line in self._lines("messages.jsonl"):
            told = json.loads(line)
            seq, digest, posted = unseen.pop(told["message"])
            said = [told["author"], told["channel"], told["template"], told["at"]]
            files = [file["sha256"] for file in told["files"]]
            written = [told["text"], told["html"], told["quoted"], files]
            found = hashlib.sha256(dumps(written).encode()).hexdigest()
            if said != posted or (found != digest if digest else any(written)):
                self._altered(seq, "event_message")
            self._check_copies(told)
        for seq, _, _ in unseen.values():
            self._altered(seq, "event_no_message")

    def _check_copies(self, told: dict) -> None:
        copies = {told["path"]: hashlib.sha256(told["text"].encode()).hexdigest()} if told["path"] else {}
        for file in told["files"]:
            if file["path"]:
                copies[file["path"]] = file["sha256"]
            elif file.get("copy"):
                copies[file["copy"]["path"]] = file["copy"]["sha256"]
                if file["sha256"] not in self._copied:
                    self._fault("file_other", name=file["copy"]["path"])
            else:
                self.absent.append(file["name"])
        for name, digest in copies.items():
            if self._sealed.get(name, (0, ""))[1] != digest:
                self._fault("file_other", name=name)

    def _check_case(self) -> None:
        case = json.loads(self._small("case.json"))
        if (case["number"], case["subject"]) != (self.manifest["number"], self._subject or case["subject"]):
            self._fault("case")

    def _lines(self, name: str) -> Iterator[bytes]:
        with self._source.open(name) as file:
            while line := file.readline(_LARGEST_TEXT):
                yield line

    def _small(self, name: str) -> bytes:
        with self._source.open(name) as file:
            return file.read(_LARGEST_TEXT)

    def _fault(self, code: str, **words: Any) -> None:
        if (code, words) not in self.faults:
            self.faults.append((code, words))

    def _altered(self, seq: int, why: str, name: object = "") -> None:
        self._fault("at_event", seq=seq, why=why, name=name)


class _Altered(Exception):
    """What is wrong with the event that is looked at."""


def field_digest(salt: str, value: Any) -> str:
    """SHA-256 (hex) of a salted field, as it stands in the chain."""
    return hashlib.sha256(f"{salt}\n{dumps(value)}".encode()).hexdigest()


def dumps(value: Any) -> str:
    """Canonical JSON (RFC 8785) of what a dossier holds."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
