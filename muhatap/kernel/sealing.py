"""Sealed bytes: AES-256-GCM under a derived key whose id travels in the header (NIST SP 800-38D)."""

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from muhatap.kernel.keyring import Keyring

_VERSION = 1
_NONCE = 12
_TAG = 16


class Tampered(Exception):
    """What was to be opened is not what was sealed: changed, cut, or sealed for another purpose or place."""


def seal(keyring: Keyring, purpose: str, data: bytes, context: bytes = b"") -> bytes:
    """Version, key id, nonce and ciphertext; `context` (say, a row's identity) is needed to open."""
    header = header_of(key_id := keyring.active_id)
    return header + _locked(keyring.derive(f"seal/{purpose}", key_id), data, header + context)


def unseal(keyring: Keyring, purpose: str, sealed: bytes, context: bytes = b"") -> bytes:
    """What was sealed; Tampered when anything differs, UnknownKey when the keyring lacks the key."""
    header = sealed[: 2 + _id_length(sealed)]
    key = keyring.derive(f"seal/{purpose}", sealed_with(sealed))
    return _unlocked(key, sealed[len(header) :], header + context)


def header_of(key_id: str) -> bytes:
    """How everything begins that this key sealed."""
    return bytes([_VERSION, len(key_id.encode())]) + key_id.encode()


def sealed_with(sealed: bytes) -> str:
    """The id of the key that sealed these bytes."""
    try:
        return sealed[2 : 2 + _id_length(sealed)].decode("ascii")
    except UnicodeDecodeError:
        raise Tampered("the key id is not readable") from None


def reseal_needed(keyring: Keyring, sealed: bytes) -> bool:
    """Whether these bytes wait to be sealed again with the active key."""
    return sealed_with(sealed) != keyring.active_id


@dataclass(frozen=True, slots=True, repr=False)
class ItemKey:
    """The key of one item: destroying its wrapped form destroys the item, wherever copies of it lie."""

    secret: bytes

    @classmethod
    def new(cls) -> "ItemKey":
        """A random key of 256 bits."""
        return cls(secrets.token_bytes(32))

    @classmethod
    def unwrap(cls, keyring: Keyring, purpose: str, wrapped: bytes, context: bytes = b"") -> "ItemKey":
        """The key out of its wrapped form; fails as `unseal` does."""
        return cls(unseal(keyring, f"item/{purpose}", wrapped, context))

    def __repr__(self) -> str:
        return "<ItemKey>"

    def wrap(self, keyring: Keyring, purpose: str, context: bytes = b"") -> bytes:
        """The key sealed by the keyring, to be stored beside the item."""
        return seal(keyring, f"item/{purpose}", self.secret, context)

    def seal(self, data: bytes, context: bytes = b"") -> bytes:
        """The item's bytes, sealed with its own key."""
        header = bytes([_VERSION, 0])
        return header + _locked(self.secret, data, header + context)

    def unseal(self, sealed: bytes, context: bytes = b"") -> bytes:
        """The item's bytes; Tampered when anything differs."""
        if sealed[:2] != bytes([_VERSION, 0]):
            raise Tampered("not sealed with an item's key")
        return _unlocked(self.secret, sealed[2:], sealed[:2] + context)


def _id_length(sealed: bytes) -> int:
    if len(sealed) < 2 or sealed[0] != _VERSION or len(sealed) < 2 + sealed[1] + _NONCE + _TAG:
        raise Tampered("not a sealed value of a known version")
    return sealed[1]


def _locked(key: bytes, data: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, bound)


def _unlocked(key: bytes, locked: bytes, bound: bytes) -> bytes:
    if len(locked) < _NONCE + _TAG:
        raise Tampered("cut short")
    try:
        return AESGCM(key).decrypt(locked[:_NONCE], locked[_NONCE:], bound)
    except InvalidTag:
        raise Tampered("the bytes, their purpose or their context changed") from None
