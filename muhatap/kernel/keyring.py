"""The installation's keys: several with ids, one active, everything else derived from them per purpose."""

import base64
import binascii
import hashlib
import json
import os
import secrets
import stat
import time
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

FILE_NAME = "keyring.json"
ENVIRONMENT_NAME = "MUHATAP_KEYRING"
_KEY_BYTES = 32
# A running process hears of a rotation by the file, at the latest after this many seconds.
_LOOKS_EVERY = 5.0


class KeyringError(Exception):
    """The keyring cannot be used as it is; the message says what to do."""


class UnknownKey(KeyringError):
    """Something was sealed or signed with a key that this keyring does not hold."""


class ReadOnlyKeyring(KeyringError):
    """The keyring came from the environment, so it cannot be changed from here."""


class Keyring:
    """Keys by id with one active; never shows its secrets."""

    def __init__(self, *, keys: Mapping[str, bytes], active: str, path: Path | None = None):
        if active not in keys:
            raise KeyringError(f"the active key {active!r} is not among the keys of the keyring")
        self._keys = dict(keys)
        self._path = path
        self._derived: dict[tuple[str, str, int], bytes] = {}
        self._active = active
        self._seen, self._looks_at = _mark_of(path), 0.0

    @classmethod
    def open(cls, folder: Path) -> "Keyring":
        """The keyring of the environment if it names one, else that of the folder, made when missing."""
        from_environment = os.environ.get(ENVIRONMENT_NAME)
        if from_environment:
            return cls._parsed(from_environment, where=f"the variable {ENVIRONMENT_NAME}")
        path = Path(folder) / FILE_NAME
        if not path.exists():
            key_id = _new_id()
            fresh = cls(keys={key_id: secrets.token_bytes(_KEY_BYTES)}, active=key_id, path=path)
            if _create(path, fresh.written()):
                return fresh
        return cls.read(path)

    @classmethod
    def read(cls, path: Path) -> "Keyring":
        """The keyring of a file that only its owner may read; KeyringError otherwise."""
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & 0o077:
                raise KeyringError(f"others may read {path} (mode {mode:04o}); run: chmod 600 {path}")
            content = file.read(1 << 20)
        ring = cls._parsed(content, where=str(path))
        ring._path, ring._seen = path, _mark_of(path)
        return ring

    @classmethod
    def fresh(cls) -> "Keyring":
        """A keyring with one new key that is kept nowhere, for tests and trials."""
        key_id = _new_id()
        return cls(keys={key_id: secrets.token_bytes(_KEY_BYTES)}, active=key_id)

    @classmethod
    def _parsed(cls, content: str | bytes, *, where: str) -> "Keyring":
        # The cause is dropped on purpose: it would carry the content into a log.
        try:
            document = json.loads(content)
            keys = {str(key_id): _decoded(text) for key_id, text in document["keys"].items()}
            active = document["active"]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise KeyringError(
                f'{where} is not a keyring: {{"active": id, "keys": {{id: base64}}}}'
            ) from None
        return cls(keys=keys, active=active)

    def __repr__(self) -> str:
        return f"<Keyring active={self._active} keys={len(self._keys)}>"

    __str__ = __repr__

    def __reduce__(self):
        raise TypeError("a keyring is never pickled")

    @property
    def active_id(self) -> str:
        """The id of the key by which is sealed and signed from now on."""
        now = time.monotonic()
        if self._path is not None and now >= self._looks_at:
            self._looks_at = now + _LOOKS_EVERY
            self._look_again()
        return self._active

    @property
    def key_ids(self) -> tuple[str, ...]:
        """The ids of all keys, oldest first."""
        return tuple(self._keys)

    @property
    def is_ours(self) -> bool:
        """Whether it lies in a file that can be changed from here."""
        return self._path is not None

    def derive(self, purpose: str, key_id: str | None = None, length: int = 32) -> bytes:
        """A secret of `length` bytes for one purpose (HKDF-SHA256, RFC 5869), the same at every start."""
        key_id = key_id or self.active_id
        cached = self._derived.get((purpose, key_id, length))
        if cached is None:
            cached = HKDF(SHA256(), length, None, b"muhatap/1/" + purpose.encode()).derive(self._key(key_id))
            self._derived[purpose, key_id, length] = cached
        return cached

    def rotate(self) -> str:
        """Add a key, make it the active one, keep the file in step and answer the new id."""
        if self._path is None:
            raise ReadOnlyKeyring(
                f"change {ENVIRONMENT_NAME} where it is set; it cannot be rotated from here"
            )
        key_id = _new_id()
        self._look_again()
        self._change({**self._keys, key_id: secrets.token_bytes(_KEY_BYTES)}, key_id)
        return key_id

    def forget(self, key_id: str) -> None:
        """Destroy a key that is no longer active: what is still sealed with it is lost for good.

        The founding key stays, since what must never change, such as numbers, is derived from it.
        """
        self._look_again()
        self._key(key_id)
        if key_id in {self.active_id, self.key_ids[0]} or self._path is None:
            raise ReadOnlyKeyring(f"key {key_id} is in use or not ours to change; rotate first")
        self._change({kept: key for kept, key in self._keys.items() if kept != key_id}, self.active_id)

    def signing_key(self, key_id: str | None = None) -> Ed25519PrivateKey:
        """The Ed25519 key that belongs to one key of the ring."""
        return Ed25519PrivateKey.from_private_bytes(self.derive("signing", key_id, 32))

    def sign(self, message: bytes) -> tuple[str, bytes]:
        """The active key's id and its signature of 64 bytes."""
        key_id = self.active_id
        return key_id, self.signing_key(key_id).sign(message)

    def verify(self, key_id: str, message: bytes, signature: bytes) -> bool:
        """Whether that key of this ring signed the message; UnknownKey when the ring does not hold it."""
        return is_signed_by(self.signing_key(key_id).public_key(), message, signature)

    def public_pem(self, key_id: str | None = None) -> str:
        """The public half of a signing key as PEM, to hand to whoever wants to check."""
        public = self.signing_key(key_id).public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    def fingerprint(self, key_id: str | None = None) -> str:
        """SHA-256 over the public key's DER form, in hexadecimal."""
        public = self.signing_key(key_id).public_key()
        return hashlib.sha256(
            public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        ).hexdigest()

    def _key(self, key_id: str) -> bytes:
        if key_id not in self._keys:
            # Another process may have rotated it a moment ago.
            self._look_again()
        try:
            return self._keys[key_id]
        except KeyError:
            raise UnknownKey(f"the keyring holds no key {key_id!r}") from None

    def _look_again(self) -> None:
        mark = _mark_of(self._path)
        if mark is None or mark == self._seen:
            return
        try:
            fresh = Keyring.read(self._path)
        except (KeyringError, OSError):
            # Whoever puts it there is not done; what is known goes on.
            return
        self._keys, self._active, self._seen = fresh._keys, fresh._active, mark
        self._derived = {}

    def _change(self, keys: dict[str, bytes], active: str) -> None:
        changed = Keyring(keys=keys, active=active)
        _replace(self._path, changed.written())
        self._keys, self._active, self._seen = keys, active, _mark_of(self._path)
        self._derived = {}

    def written(self) -> bytes:
        keys = {key_id: base64.b64encode(key).decode() for key_id, key in self._keys.items()}
        return json.dumps({"version": 1, "active": self._active, "keys": keys}, indent=1).encode()


def is_signed_by(public: Ed25519PublicKey, message: bytes, signature: bytes) -> bool:
    """Whether the signature is this public key's over the message."""
    try:
        public.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _mark_of(path: Path | None) -> tuple[int, int] | None:
    try:
        seen = path.stat() if path is not None else None
    except OSError:
        return None
    return (seen.st_mtime_ns, seen.st_ino) if seen else None


def _new_id() -> str:
    return secrets.token_hex(4)


def _decoded(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
    if len(key) < _KEY_BYTES:
        raise ValueError("too short")
    return key


def _create(path: Path, content: bytes) -> bool:
    """Put a complete file in place unless another process was first: a link refuses to replace."""
    temporary = _temporary(path, content)
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    finally:
        temporary.unlink()
    _sync_folder(path.parent)
    return True


def _replace(path: Path, content: bytes) -> None:
    _temporary(path, content).replace(path)
    _sync_folder(path.parent)


def _temporary(path: Path, content: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return temporary


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
