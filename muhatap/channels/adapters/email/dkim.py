"""DKIM signatures (RFC 6376, RFC 8463): pure, relaxed/relaxed, the same mail and key give the same bytes."""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

Algorithm = Literal["rsa-sha256", "ed25519-sha256"]
RSA, ED25519 = "rsa-sha256", "ed25519-sha256"
RSA_BITS = 2048
# What a reader sees or a program acts on; From is named once more, so that none can be added.
SIGNED = (
    *("from", "from", "to", "cc", "subject", "date", "message-id", "reply-to", "in-reply-to", "references"),
    *("mime-version", "content-type", "content-transfer-encoding", "auto-submitted"),
    *("list-unsubscribe", "list-unsubscribe-post"),
)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_SELECTOR = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LONGEST_STRING = 255


class NotAKey(ValueError):
    """What was given is no private key that DKIM can use; the message says why."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key, whose domain it speaks for, and under which selector its public half is published."""

    domain: str
    selector: str
    key: RSAPrivateKey | Ed25519PrivateKey

    def __post_init__(self) -> None:
        if not _DOMAIN.fullmatch(self.domain) or not _SELECTOR.fullmatch(self.selector):
            raise NotAKey(f"{self.selector}._domainkey.{self.domain} is no name in DNS")

    @property
    def algorithm(self) -> Algorithm:
        """How it signs."""
        return "ed25519-sha256" if isinstance(self.key, Ed25519PrivateKey) else "rsa-sha256"


def signed(raw: bytes, signers: tuple[Signer, ...], *, at: datetime) -> bytes:
    """The mail with one DKIM-Signature for each signer before it, signed as of `at`."""
    headers, body = _parted(raw)
    body_hash = base64.b64encode(hashlib.sha256(_relaxed_body(body)).digest()).decode()
    lines = [_signature(headers, body_hash, signer, at) for signer in signers]
    return b"".join(line + b"\r\n" for line in lines) + raw


def record_name(signer: Signer) -> str:
    """Where the public key is published."""
    return f"{signer.selector}._domainkey.{signer.domain}"


def record_text(signer: Signer) -> str:
    """The TXT record with the public key."""
    public = signer.key.public_key()
    if signer.algorithm == ED25519:
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return f"v=DKIM1; k=ed25519; p={base64.b64encode(raw).decode()}"
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={base64.b64encode(der).decode()}"


def record_line(signer: Signer) -> str:
    """The record as a zone file has it: strings of at most 255 characters."""
    text = record_text(signer)
    parts = [text[start : start + _LONGEST_STRING] for start in range(0, len(text), _LONGEST_STRING)]
    return f"{record_name(signer)}. IN TXT " + " ".join(f'"{part}"' for part in parts)


def new_key(algorithm: Algorithm) -> RSAPrivateKey | Ed25519PrivateKey:
    """A fresh key."""
    if algorithm == ED25519:
        return Ed25519PrivateKey.generate()
    return generate_private_key(public_exponent=65537, key_size=RSA_BITS)


def key_from(pem: bytes) -> RSAPrivateKey | Ed25519PrivateKey:
    """The key of a PEM text; raises NotAKey."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise NotAKey("it is no private key in PEM form without a passphrase") from error
    if isinstance(key, RSAPrivateKey) and key.key_size >= 1024:
        return key
    if isinstance(key, Ed25519PrivateKey):
        return key
    raise NotAKey("DKIM knows RSA keys of 1024 bits and more, and Ed25519")


def pem_of(key: RSAPrivateKey | Ed25519PrivateKey) -> bytes:
    """The key as PEM text."""
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _signature(headers: list[tuple[str, bytes]], body_hash: str, signer: Signer, at: datetime) -> bytes:
    names = [name for name in SIGNED if any(name == known for known, _value in headers)]
    tags = (
        f"v=1; a={signer.algorithm}; c=relaxed/relaxed; d={signer.domain};\r\n s={signer.selector};"
        f" t={int(at.timestamp())}; h={_folded(names)};\r\n bh={body_hash};\r\n b="
    )
    said = b"".join(_relaxed(name, value) + b"\r\n" for name, value in _chosen(headers, names))
    said += _relaxed("dkim-signature", tags.encode())
    proof = base64.b64encode(_proof(signer.key, said)).decode()
    parts = [proof[start : start + 72] for start in range(0, len(proof), 72)]
    return f"DKIM-Signature: {tags}{'\r\n  '.join(parts)}".encode()


def _proof(key: RSAPrivateKey | Ed25519PrivateKey, said: bytes) -> bytes:
    if isinstance(key, Ed25519PrivateKey):
        return key.sign(hashlib.sha256(said).digest())
    return key.sign(said, padding.PKCS1v15(), hashes.SHA256())


def _folded(names: list[str]) -> str:
    lines, line = [], ""
    for name in names:
        if line and len(line) + len(name) > 60:
            lines.append(line)
            line = ""
        line = f"{line}:{name}" if line else name
    return ":\r\n  ".join([*lines, line])


def _parted(raw: bytes) -> tuple[list[tuple[str, bytes]], bytes]:
    head, _blank, body = raw.partition(b"\r\n\r\n")
    headers: list[tuple[str, bytes]] = []
    for line in re.split(rb"\r\n(?![ \t])", head):
        name, _colon, value = line.partition(b":")
        headers.append((name.decode("ascii", "replace").strip().lower(), value))
    return headers, body


def _chosen(headers: list[tuple[str, bytes]], names: list[str]) -> list[tuple[str, bytes]]:
    """Each name takes the last header of its name that is not taken yet; a further one stands for none."""
    left = {name: [value for known, value in headers if known == name] for name in set(names)}
    return [(name, left[name].pop()) for name in names if left[name]]


def _relaxed(name: str, value: bytes) -> bytes:
    unfolded = re.sub(rb"\r\n(?=[ \t])", b"", value)
    return name.encode() + b":" + re.sub(rb"[ \t]+", b" ", unfolded).strip(b" \t\r\n")


def _relaxed_body(body: bytes) -> bytes:
    shrunk = re.sub(rb"[ \t]+", b" ", body)
    shrunk = re.sub(rb" (?=\r\n)", b"", shrunk)
    shrunk = re.sub(rb" \Z", b"", shrunk)
    trimmed = re.sub(rb"(?:\r\n)+\Z", b"", shrunk)
    return trimmed + b"\r\n" if trimmed else b""
