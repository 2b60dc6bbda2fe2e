"""Web Push: encrypting for one browser (RFC 8291, RFC 8188) and saying who sends (VAPID, RFC 8292)."""

import base64
import json
import os
import struct
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_CURVE = ec.SECP256R1()
_RECORD = 4096
_VALID_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a browser is pushed to: its public key (65 bytes) and its secret (16 bytes)."""

    endpoint: str
    public_key: bytes
    secret: bytes


def encrypted(
    text: bytes, browser: Browser, *, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes = b""
) -> bytes:
    """The body for one browser, in one record; key and salt are fresh each time."""
    own = own or ec.generate_private_key(_CURVE)
    salt = salt or os.urandom(16)
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, browser.public_key)
    point = public_point(own)
    info = b"WebPush: info\x00" + browser.public_key + point
    secret = _derived(own.exchange(ec.ECDH(), theirs), browser.secret, info, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
    # The byte 2 ends the last record.
    sealed = AESGCM(key).encrypt(nonce, text + b"\x02", None)
    return salt + struct.pack("!IB", _RECORD, len(point)) + point + sealed


def vapid_header(key: ec.EllipticCurvePrivateKey, *, origin: str, contact: str, now: float) -> str:
    """The header `Authorization` for a push service at this origin."""
    head = _packed(json.dumps({"typ": "JWT", "alg": "ES256"}, separators=(",", ":")).encode())
    claims = {"aud": origin, "exp": int(now) + _VALID_SECONDS, "sub": contact}
    body = _packed(json.dumps(claims, separators=(",", ":")).encode())
    r, s = decode_dss_signature(key.sign(f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256())))
    signature = _packed(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={head}.{body}.{signature}, k={_packed(public_point(key))}"


def key_from(seed: bytes) -> ec.EllipticCurvePrivateKey:
    """The installation's key for push services, the same whenever it is derived from the same 32 bytes."""
    # FIPS 186-5, A.2.1: reduced below the order of the group, never zero.
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    return ec.derive_private_key(int.from_bytes(seed, "big") % (order - 1) + 1, _CURVE)


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public key as browsers take it, uncompressed."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def _packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
