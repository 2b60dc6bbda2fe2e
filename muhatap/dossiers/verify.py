"""Verify a dossier: a case file that somebody sealed with Muhatap.

    python verify.py dossier.zip [--key public-key.pem] [--lang tr|en]
    python verify.py             inside the unpacked folder

Needs Python 3.9 or newer, nothing else and no network. Exit code 0: nothing was altered (lawful redactions
are named), 1: something was altered, which is named, 2: this is not a dossier that can be read.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

FORMAT = "muhatap-dossier/1"
GENESIS = "0" * 64
ERASURES = frozenset({"message.content_erased"})
MANIFEST, SIGNATURE, KEY = "manifest.json", "manifest.sig", "public-key.pem"
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, LookupError, TypeError,
    AttributeError, RuntimeError, ArithmeticError,
)  # fmt: skip
_LARGEST_TEXT = 64 << 20
_CLUTTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})

# Ed25519 (RFC 8032), verifying only: points are (X, Y, Z, T) with x = X/Z, y = Y/Z, x*y = T/Z.
_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_DER = bytes.fromhex("302a300506032b6570032100")

# Every text in English and in Turkish, since this file travels without a catalogue.
WORDS = {
    "complete": ("COMPLETE. Nothing was altered.", "EKSİKSİZ. Hiçbir şey değiştirilmemiş."),
    "redacted": ("REDACTED LAWFULLY at event {places}.", "HUKUKA UYGUN SİLİNMİŞ: {places}. olay."),
    "intact": ("Nothing was altered.", "Hiçbir şey değiştirilmemiş."),
    "altered": ("ALTERED {what}", "DEĞİŞTİRİLMİŞ: {what}"),
    "at_event": ("at event {seq}: {why}", "{seq}. olayda {why}"),
    "not_read": ("This is not a dossier that can be read: {why}", "Bu, okunabilen bir dosya değil: {why}"),
    "sealed": ("Case {number}: {events} events, {at}, {who}", "Kayıt {number}: {events} olay, {at}, {who}"),
    "customer": ("for the customer", "müşteri için"),
    "body": ("for an outside body", "dış kurum için"),
    "withheld": ("Internal, only hashes: event {places}", "Kurum içi, yalnız özetleri var: {places}. olay"),
    "absent": ("Not readable at sealing: {places}", "Mühürlenirken okunamayan: {places}"),
    "log": ("Also in signed head log {number}: {digest}", "İmzalı özet listesi {number}: {digest}"),
    "given": ("Signed with the key that you gave: {key}", "Verdiğiniz anahtarla imzalanmış: {key}"),
    "inside": ("Signed with the key inside the dossier: {key}", "İçindeki anahtarla imzalanmış: {key}"),
    "compare": (
        "Compare this fingerprint with the one that the operator publishes: anybody can sign with some key.",
        "Bu parmak izini kurumun yayımladığıyla karşılaştırın: herkes bir anahtarla imzalayabilir.",
    ),
    "signature": ("manifest.json: not what was signed", "manifest.json: imzalanan bu değil"),
    "foreign_key": ("manifest.json: signed with another key", "manifest.json: başka anahtarla imzalanmış"),
    "file_changed": ("{name}: other bytes than were sealed", "{name}: mühürlenenden farklı"),
    "file_missing": ("{name}: is missing", "{name}: eksik"),
    "file_added": ("{name}: was added", "{name}: sonradan eklenmiş"),
    "file_other": ("{name}: not what the message says", "{name}: iletide yazandan farklı"),
    "event_broken": ("it cannot be read", "okunamıyor"),
    "event_place": ("another event was expected", "başka bir olay olmalıydı"),
    "event_hash": ("its content does not fit its hash", "içerik özete uymuyor"),
    "event_field": ("{name} is other than was recorded", "{name} kaydedilenden farklı"),
    "event_removed": ("{name} was removed without an erasure", "{name} silme kaydı olmadan çıkarılmış"),
    "event_cut": ("the chain ends too early or too late", "zincir erken ya da geç bitiyor"),
    "event_head": ("it is not what was sealed or logged", "mühürlenen ya da listelenen olay bu değil"),
    "event_message": ("the message is other than was recorded", "ileti kaydedilenden farklı"),
    "event_no_message": ("the message is missing", "ileti eksik"),
    "case": ("case.json: number or subject differs", "case.json: numara ya da konu farklı"),
}


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this Ed25519 key of 32 bytes signed the message."""
    point, commitment = _point(public), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or point is None or commitment is None or scalar >= _L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    told = _added(commitment, _times(int.from_bytes(digest, "little") % _L, point))
    found = _times(scalar, _BASE)
    return all((found[axis] * told[2] - told[axis] * found[2]) % _P == 0 for axis in (0, 1))


def _point(text: bytes) -> tuple[int, int, int, int] | None:
    y = int.from_bytes(text, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if len(text) != 32 or y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


def _added(one: tuple[int, int, int, int], two: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    a = (one[1] - one[0]) * (two[1] - two[0]) % _P
    b = (one[1] + one[0]) * (two[1] + two[0]) % _P
    c = 2 * one[3] * two[3] * _D % _P
    d = 2 * one[2] * two[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _added(result, point)
        point, scalar = _added(point, point), scalar >> 1
    return result


_BASE = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little")) or (0, 1, 1, 0)


def keys_of(pem: str) -> dict[str, bytes]:
    """The Ed25519 keys of a PEM text by their fingerprint: SHA-256 (hex) over the DER form."""
    found = {}
    for body in re.findall(r"-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----", pem):
        der = base64.b64decode("".join(body.split()), validate=True)
        if der[:12] == _DER and len(der) == 44:
            found[hashlib.sha256(der).hexdigest()] = der[12:]
    return found


class Zipped:
    """A dossier as it was handed over."""

    def __init__(self, path: str) -> None:
        self._zip = zipfile.ZipFile(path)
        entries = self._zip.infolist()
        self.sizes = {entry.filename: entry.file_size for entry in entries}
        if len(self.sizes) != len(entries):
            raise ValueError("the same name twice")

    def open(self, name: str) -> IO[bytes]:
        """One of its files."""
        if self._zip.getinfo(name).compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise ValueError(name)
        return self._zip.open(name)


class Unpacked:
    """A dossier unpacked into a folder; what file managers leave behind does not count."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        files = [path for path in self._folder.rglob("*") if path.is_file() and path.name not in _CLUTTER]
        self.sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}

    def open(self, name: str) -> IO[bytes]:
        """One of its files."""
        return (self._folder / name).open("rb")


class Verifier:
    """Verifies one dossier: call `run` once, then read `faults` and what else was found."""

    def __init__(self, source: Zipped | Unpacked, key_pem: str = "") -> None:
        self.faults: list[tuple[str, dict[str, Any]]] = []
        self.redacted: list[int] = []
        self.withheld: list[int] = []
        self.absent: list[str] = []
        self._source = source
        self._key_pem = key_pem
        self._bytes = self._small(MANIFEST)
        self.manifest: dict[str, Any] = {}
        self._emptied: list[tuple[int, str, str]] = []
        self._lawful: set[str] = set()
        self._messages: dict[str, tuple[int, str | None]] = {}
        self._subject: str | None = None

    def run(self) -> None:
        """Look at everything, also after the first fault, so that each one is named."""
        self._check_signature()
        for check in (self._check_files, self._check_chain, self._check_messages, self._check_case):
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
        self.redacted = sorted({place for place, event, _ in self._emptied if event in self._lawful})
        for place, event, name in self._emptied:
            if event not in self._lawful:
                self._altered(place, "event_removed", name)
        return None

    def _check_event(self, event: dict, seq: int, head: str) -> None:
        if event["seq"] != seq or event["prev"] != head:
            raise _Altered("event_place")
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
                self._emptied.append((seq, event["id"], name))
        values = {name: part["value"] for name, part in fields.items()}
        if event["kind"] in ERASURES:
            self._lawful.update(str(erased) for erased in content["events"])
        if event["kind"] == "message.posted" and not withheld:
            self._messages[str(content["message"])] = (seq, values.get("content_digest"))
        self._subject = values.get("subject", self._subject)

    def _check_messages(self) -> None:
        unseen = dict(self._messages)
        for line in self._lines("messages.jsonl"):
            told = json.loads(line)
            seq, digest = unseen.pop(told["message"])
            files = [file["sha256"] for file in told["files"]]
            written = [told["text"], told["html"], told["quoted"], files]
            found = hashlib.sha256(dumps(written).encode()).hexdigest()
            if found != digest if digest else any(written):
                self._altered(seq, "event_message")
            self._check_copies(told)
        for seq, _ in unseen.values():
            self._altered(seq, "event_no_message")

    def _check_copies(self, told: dict) -> None:
        copies = {told["path"]: hashlib.sha256(told["text"].encode()).hexdigest()} if told["path"] else {}
        for file in told["files"]:
            if file["path"]:
                copies[file["path"]] = file["sha256"]
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


def report(verifier: Verifier, is_turkish: bool, is_key_given: bool) -> str:
    """What was found, in words."""
    told, lines = verifier.manifest, []

    def say(code: str, **words: object) -> None:
        lines.append(WORDS[code][is_turkish].format(**words))

    for code, words in verifier.faults:
        why = WORDS[words["why"]][is_turkish].format(**words) if "why" in words else ""
        say("altered", what=WORDS[code][is_turkish].format(**{**words, "why": why}))
    if lines:
        return "\n".join(lines)
    say("intact" if verifier.redacted or verifier.withheld else "complete")
    for code in ("redacted", "withheld", "absent"):
        if found := getattr(verifier, code):
            say(code, places=", ".join(str(each) for each in found))
    length, who = told["stream"]["length"], WORDS[told["audience"]][is_turkish]
    say("sealed", number=told["number"], at=told["made_at"], events=length, who=who)
    if told["head_log"]:
        say("log", **told["head_log"])
    say("given" if is_key_given else "inside", key=verifier.fingerprint)
    if not is_key_given:
        say("compare")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Verify what the arguments name and print what was found; see the top of this file."""
    parser = argparse.ArgumentParser(prog="verify.py", description="Verify a dossier.")
    parser.add_argument("dossier", nargs="?", default=".", help="the ZIP or the unpacked folder")
    parser.add_argument("--key", metavar="FILE", help="the public key that the operator publishes")
    parser.add_argument("--lang", choices=("tr", "en"), help="the language of the answer")
    options = parser.parse_args(arguments)
    is_turkish = (options.lang or os.environ.get("LANG", ""))[:2] == "tr"
    try:
        key = Path(options.key).read_text("ascii") + "-" if options.key else ""
        source = Unpacked if os.path.isdir(options.dossier) else Zipped
        verifier = Verifier(source(options.dossier), key)
        verifier.run()
        code, text = bool(verifier.faults), report(verifier, is_turkish, bool(options.key))
    except UNREADABLE as error:
        code, text = 2, WORDS["not_read"][is_turkish].format(why=error)
    # A forged dossier may carry anything, also codes that a terminal obeys.
    shown = "".join(each if each.isprintable() or each == "\n" else "?" for each in text)
    sys.stdout.buffer.write((shown + "\n").encode(sys.stdout.encoding or "utf-8", "replace"))
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
