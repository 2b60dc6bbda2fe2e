"""A backup's bytes under a passphrase: chunks that can be neither changed, moved, left out nor cut off.

The key comes from the passphrase by scrypt (RFC 7914); each chunk is sealed with ChaCha20-Poly1305 under a
nonce of its number and of whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway
and Vizár, 2015), so that a file without its end is noticed.
"""

import json
import secrets
import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"MUHATAP-LOCKED-1\n"
CHUNK = 1 << 20
_TAG = 16
_COST = {"n": 1 << 16, "r": 8, "p": 1}
# Whoever made the file chose the cost: more than this would be an attack on our memory.
_HIGHEST_COST = 1 << 20
_HEADER_LIMIT = 1024


class WrongPassphrase(Exception):
    """The first chunk does not open."""


class CutOrChanged(Exception):
    """A later chunk does not open, or the end is missing."""


def _key(passphrase: bytes, salt: bytes, *, n: int, r: int, p: int) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(passphrase))


def _nonce(number: int, is_last: bool) -> bytes:
    return struct.pack(">3xQ?", number, is_last)


class Locking:
    """A file to write to, whose content reaches `under` sealed."""

    def __init__(self, under: BinaryIO, passphrase: bytes, cost: dict[str, int] | None = None) -> None:
        self._under, self._waiting, self._number = under, bytearray(), 0
        salt, cost = secrets.token_bytes(16), cost or _COST
        self._key = _key(passphrase, salt, **cost)
        self._said = json.dumps({"kdf": "scrypt", "salt": salt.hex(), **cost}).encode() + b"\n"
        under.write(MAGIC + self._said)

    def write(self, data: bytes) -> int:
        """Take more of the content."""
        self._waiting += data
        # One chunk always waits: only at the end is it known which is the last.
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Nothing: what waits is no whole chunk."""

    def close(self) -> None:
        """Seal the last chunk; the file below stays open."""
        self._seal(bytes(self._waiting), is_last=True)
        self._waiting.clear()

    def _seal(self, data: bytes, *, is_last: bool) -> None:
        sealed = self._key.encrypt(_nonce(self._number, is_last), data, self._said)
        self._under.write(struct.pack(">I", len(sealed)) + sealed)
        self._number += 1


class Unlocking:
    """A file to read from, whose content lies sealed in `under`; the magic has been read already."""

    def __init__(self, under: BinaryIO, passphrase: bytes) -> None:
        try:
            self._said = under.readline(_HEADER_LIMIT)
            said = json.loads(self._said)
            cost = {name: int(said[name]) for name in ("n", "r", "p")}
            if cost["n"] > _HIGHEST_COST or cost["r"] > 16 or cost["p"] > 4:
                raise CutOrChanged
            self._key = _key(passphrase, bytes.fromhex(said["salt"]), **cost)
        except (ValueError, KeyError, TypeError) as error:
            raise CutOrChanged from error
        self._under, self._ready, self._number, self._is_over = under, bytearray(), 0, False

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes of the content; nothing at its end. WrongPassphrase, CutOrChanged."""
        while not self._is_over and (size < 0 or len(self._ready) < size):
            self._ready += self._open()
        size = len(self._ready) if size < 0 else size
        data = bytes(self._ready[:size])
        del self._ready[:size]
        return data

    def _open(self) -> bytes:
        length = self._under.read(4)
        if len(length) < 4:
            raise CutOrChanged
        (size,) = struct.unpack(">I", length)
        if size > CHUNK + _TAG:
            raise CutOrChanged
        sealed = self._under.read(size)
        for is_last in (False, True):
            try:
                data = self._key.decrypt(_nonce(self._number, is_last), sealed, self._said)
            except InvalidTag:
                continue
            self._number, self._is_over = self._number + 1, is_last
            return data
        raise CutOrChanged if self._number else WrongPassphrase
