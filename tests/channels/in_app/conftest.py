"""The operator's server: it holds a key and signs who its users are."""

import base64
import hashlib
import hmac
import json

HEADER = {"alg": "HS256", "typ": "JWT", "kid": "mobile"}
SECRET = b"0123456789abcdef0123456789abcdef"


def packed(raw: bytes) -> str:
    """Base64 as tokens have it."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def parts_of(header: dict, claims: dict) -> str:
    """What is signed."""
    return f"{packed(json.dumps(header).encode())}.{packed(json.dumps(claims).encode())}"


def signed(claims: dict, header: dict | None = None, secret: bytes = SECRET) -> str:
    """A token of HS256."""
    body = parts_of(header or HEADER, claims)
    return f"{body}.{packed(hmac.digest(secret, body.encode(), hashlib.sha256))}"
