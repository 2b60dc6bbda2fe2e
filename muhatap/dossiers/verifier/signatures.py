"""Ed25519 signatures (RFC 8032), verified with whole numbers only, and the public keys of a PEM text."""

from __future__ import annotations

import base64
import hashlib
import re

# Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, x*y = T/Z.
_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_DER = bytes.fromhex("302a300506032b6570032100")


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
