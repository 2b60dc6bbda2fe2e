"""Talking to the identity provider: its own description, its keys, and the exchange of a code.

OpenID Connect Discovery 1.0, OpenID Connect Core 1.0, RFC 7636 (PKCE). No redirect is followed, answers are
small, and only addresses that the provider's own description names are called, by TLS.
"""

import base64
import hashlib
import json
import secrets
import ssl
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import jwt

from muhatap.accounts.oidc.settings import Provider, is_safe
from muhatap.kernel.tracing import spanned

SECONDS = 5.0
MOST_BYTES = 512 * 1024
ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "EdDSA")
_KEPT_FOR = 600.0
_LEEWAY = 60
_kept: dict[str, tuple[float, dict[str, Any]]] = {}


class ProviderFailed(Exception):
    """The provider gave no usable answer; `code` says which step failed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def described(provider: Provider) -> dict[str, Any]:
    """The provider's description of itself; it must call itself as we call it."""
    found = _fetched(f"{provider.issuer}/.well-known/openid-configuration", "discovery")
    if str(found.get("issuer", "")).rstrip("/") != provider.issuer:
        raise ProviderFailed("issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not is_safe(str(found.get(name, ""))):
            raise ProviderFailed("discovery")
    return found


def begun(provider: Provider, back_to: str) -> tuple[str, dict[str, str]]:
    """Where the browser goes, and what is kept in its session until it comes back."""
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    challenge = base64.urlsafe_b64encode(hashlib.sha256(kept["verifier"].encode()).digest()).rstrip(b"=")
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back_to,
        "scope": "openid email profile groups",
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
    }
    place = str(described(provider)["authorization_endpoint"])
    return f"{place}{'&' if '?' in place else '?'}{urlencode(asked)}", kept


def claims_for(provider: Provider, *, code: str, back_to: str, verifier: str, nonce: str) -> dict[str, Any]:
    """What the provider says of the person whose code this is, after its signature was verified."""
    about = described(provider)
    given = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back_to,
        "code_verifier": verifier,
    }
    pair = f"{quote(provider.client_id, safe='')}:{quote(provider.secret, safe='')}"
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}",
    }
    answer = _asked("POST", str(about["token_endpoint"]), "exchange", urlencode(given), headers)
    return verified(provider, about, str(answer.get("id_token", "")), nonce)


def verified(provider: Provider, about: dict[str, Any], token: str, nonce: str) -> dict[str, Any]:
    """The claims of an identity token (OpenID Connect Core 3.1.3.7); `ProviderFailed` where one is wrong."""
    try:
        head = jwt.get_unverified_header(token)
        if head.get("alg") not in ALGORITHMS:
            raise ProviderFailed("token")
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(str(about["jwks_uri"]), head),
            algorithms=[head["alg"]],
            audience=provider.client_id,
            issuer=str(about["issuer"]),
            leeway=_LEEWAY,
            options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )
    except jwt.PyJWTError as error:
        raise ProviderFailed("token") from error
    if not secrets.compare_digest(str(claims.get("nonce", "")), nonce):
        raise ProviderFailed("nonce")
    if isinstance(claims["aud"], list) and claims.get("azp", provider.client_id) != provider.client_id:
        raise ProviderFailed("token")
    return claims


def _key(url: str, head: dict[str, Any]) -> Any:
    for is_fresh in (False, True):
        if is_fresh:
            _kept.pop(url, None)
        for each in jwt.PyJWKSet.from_dict(_fetched(url, "keys")).keys:
            if each.key_id == head.get("kid") and each.public_key_use in (None, "sig"):
                return each.key
    raise ProviderFailed("keys")


def _fetched(url: str, step: str) -> dict[str, Any]:
    now, known = time.monotonic(), _kept.get(url)
    if known is None or now - known[0] > _KEPT_FOR:
        known = _kept[url] = now, _asked("GET", url, step)
    return known[1]


@spanned("call provider")
def _asked(
    method: str, url: str, step: str, body: str | None = None, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    parts = urlsplit(url)
    if not is_safe(url):
        raise ProviderFailed(step)
    connection = (
        HTTPSConnection(
            parts.hostname or "", parts.port, timeout=SECONDS, context=ssl.create_default_context()
        )
        if parts.scheme == "https"
        else HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
    )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, path, body=body, headers={"Accept": "application/json", **(headers or {})})
        answer = connection.getresponse()
        data = answer.read(MOST_BYTES + 1)
        found = json.loads(data) if answer.status == 200 and len(data) <= MOST_BYTES else None
    except (OSError, HTTPException, ValueError) as error:
        raise ProviderFailed(step) from error
    finally:
        connection.close()
    if not isinstance(found, dict):
        raise ProviderFailed(step)
    return found
