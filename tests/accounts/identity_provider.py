"""An identity provider on this machine that speaks OpenID Connect over HTTP, with its own keys and people."""

import base64
import hashlib
import json
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from tests.servers.http_peer import Quiet, serving

CLIENT, SECRET = "muhatap", "gizli söz"


@dataclass
class Peer:
    """What the provider knows; a test changes `claims` to what it should say of the next person."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: generate_private_key(SECP256R1()))
    signs_with: Any = None

    def approve(self, location: str) -> dict[str, str]:
        """What the browser brings back after the person agreed at the provider."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def token(self, nonce: str) -> str:
        """The signed identity token."""
        now = int(time.time())
        about = {"iss": self.issuer, "aud": CLIENT, "sub": "u-1", "iat": now, "exp": now + 60, "nonce": nonce}
        claims = {name: value for name, value in (about | self.claims).items() if value is not None}
        return jwt.encode(claims, self.signs_with or self.key, algorithm="ES256", headers={"kid": "k1"})

    def exchange(self, given: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The answer to a code, once, for who proves that she began it."""
        asked = self.codes.pop(given.get("code", ""), None)
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"] or pair != "muhatap:gizli%20s%C3%B6z":
            return None
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.token(asked["nonce"])}


@contextmanager
def provider():
    """The provider while it runs."""
    peer = Peer()

    class Door(Quiet):
        def do_GET(self):
            if self.path == "/.well-known/openid-configuration":
                places = {name: f"{peer.issuer}/{name}" for name in ("authorize", "token", "keys")}
                return self.say(
                    {
                        "issuer": peer.issuer,
                        "authorization_endpoint": places["authorize"],
                        "token_endpoint": places["token"],
                        "jwks_uri": places["keys"],
                    }
                )
            key = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(peer.key.public_key()))
            return self.say({"keys": [key | {"kid": "k1", "use": "sig", "alg": "ES256"}]})

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            given = {name: values[0] for name, values in parse_qs(body).items()}
            self.say(peer.exchange(given, self.headers.get("Authorization", "")))

        def say(self, found):
            data = json.dumps(found or {"error": "invalid_grant"}).encode()
            self.send_response(200 if found else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    with serving(Door) as peer.issuer:
        yield peer
