"""ZIPs that nobody should unpack, each with the reason for which the verifier refuses it."""

import io
import struct
import zipfile
from collections.abc import Callable

_HEAD = struct.Struct("<4s6H3L5H2L")


def added(dossier: bytes, name: str, change: Callable[[zipfile.ZipInfo], None] | None = None) -> bytes:
    """The dossier with one more entry, changed as wanted."""
    into = io.BytesIO(dossier)
    with zipfile.ZipFile(into, "a") as archive:
        entry = zipfile.ZipInfo(name)
        if change is not None:
            change(entry)
        archive.writestr(entry, b"x")
    return into.getvalue()


def linked(entry: zipfile.ZipInfo) -> None:
    """A symbolic link."""
    entry.create_system, entry.external_attr = 3, 0o120777 << 16


def announcing(dossier: bytes, size: int) -> bytes:
    """The dossier whose first entries claim to unpack to so many bytes each."""
    changed, at = bytearray(dossier), dossier.find(b"PK\x01\x02")
    for _ in range(4):
        struct.pack_into("<L", changed, at + 24, size)
        at = dossier.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def locked(dossier: bytes) -> bytes:
    """The dossier whose first entry says that it is encrypted."""
    changed, at = bytearray(dossier), dossier.find(b"PK\x01\x02")
    changed[at + 8] |= 1
    return bytes(changed)


HOSTILE = {
    "parent": ("leads outside", lambda dossier: added(dossier, "../outside.txt")),
    "deep parent": ("leads outside", lambda dossier: added(dossier, "files/../../outside.txt")),
    "root": ("leads outside", lambda dossier: added(dossier, "/etc/cron.d/x")),
    "drive": ("leads outside", lambda dossier: added(dossier, "C:/x.txt")),
    "backslash": ("leads outside", lambda dossier: added(dossier, "..\\x.txt")),
    "link": ("is a link", lambda dossier: added(dossier, "files/link", linked)),
    "twice": ("stands there twice", lambda dossier: added(dossier, "case.json")),
    "twice in capitals": ("stands there twice", lambda dossier: added(dossier, "CASE.JSON")),
    "bomb": ("would unpack to", lambda dossier: announcing(dossier, 0xFFFF_FFFE)),
    "password": ("locked with a password", locked),
}
