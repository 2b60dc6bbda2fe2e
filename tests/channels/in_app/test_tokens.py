"""An identity is taken from the operator's key alone: no other algorithm, audience, time or key."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from muhatap.channels.adapters.in_app.tokens import BadToken, Key, read_token
from muhatap.channels.adapters.in_app.versions import is_older
from tests.channels.in_app.conftest import HEADER, SECRET, packed, parts_of, signed

NOW = 1_780_000_000
AUDIENCE = "https://desk.example/nehir"
CLAIMS = {"sub": "u-17", "jti": "t-1", "aud": AUDIENCE, "iat": NOW, "exp": NOW + 300, "name": "Elif"}
OWN = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
POINT = OWN.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
KEYS = {"mobile": Key("mobile", "HS256", SECRET), "edge": Key("edge", "EdDSA", POINT)}


def read(token, now=NOW):
    return read_token(token, KEYS.get, audience=AUDIENCE, now=now)


def signed_by_point(header, claims=CLAIMS):
    body = parts_of(header, claims)
    return f"{body}.{packed(OWN.sign(body.encode()))}"


def test_a_right_token_names_its_user():
    identity = read(signed(CLAIMS))
    assert (identity.subject, identity.token_id, identity.name) == ("u-17", "t-1", "Elif")
    assert read(signed_by_point({"alg": "EdDSA", "typ": "JWT", "kid": "edge"})).subject == "u-17"


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ({**HEADER, "alg": "none"}, "key"),
        ({**HEADER, "alg": "EdDSA"}, "key"),
        ({**HEADER, "kid": "other"}, "key"),
        ({**HEADER, "jwk": {"k": "x"}}, "header"),
        ({**HEADER, "crit": ["exp"]}, "header"),
        ({**HEADER, "typ": "at+jwt"}, "header"),
    ],
)
def test_the_header_decides_nothing(header, why):
    with pytest.raises(BadToken, match=why):
        read(signed(CLAIMS, header))


def test_a_public_key_is_no_shared_secret():
    confused = signed(CLAIMS, {"alg": "HS256", "typ": "JWT", "kid": "edge"}, POINT)
    with pytest.raises(BadToken, match="key"):
        read(confused)
    unsigned = parts_of({**HEADER, "alg": "none"}, CLAIMS) + "."
    with pytest.raises(BadToken):
        read(unsigned)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"exp": NOW - 31}, "expired|times"),
        ({"exp": NOW + 601}, "times"),
        ({"iat": NOW + 60, "exp": NOW + 90}, "times"),
        ({"exp": "soon"}, "times"),
        ({"exp": True}, "times"),
        ({"aud": "https://desk.example/liman"}, "audience"),
        ({"aud": [AUDIENCE]}, "audience"),
        ({"sub": ""}, "claims"),
        ({"sub": 17}, "claims"),
        ({"jti": None}, "claims"),
        ({"email": {"a": 1}}, "claims"),
    ],
)
def test_times_audience_and_claims_are_strict(change, why):
    with pytest.raises(BadToken, match=why):
        read(signed({**CLAIMS, **change}))


@given(st.text(max_size=60))
def test_anything_else_is_refused_in_a_word(text):
    with pytest.raises(BadToken):
        read(text)


@given(st.integers(0, 400), st.integers(1, 255))
def test_no_changed_byte_is_taken(place, change):
    raw = bytearray(signed(CLAIMS).encode())
    place %= len(raw)
    raw[place] ^= change
    token = raw.decode("latin-1")
    try:
        # The last bits of base64 may say nothing.
        assert read(token).subject == "u-17"
        assert packed_equal(token)
    except BadToken:
        pass


def packed_equal(token: str) -> bool:
    return token.rsplit(".", 1)[0] == signed(CLAIMS).rsplit(".", 1)[0]


def test_versions_are_compared_as_numbers():
    assert is_older("3.1.9", "3.2")
    assert is_older("3.9", "3.10")
    assert not is_older("3.2", "3.2.0")
    assert not is_older("4.0-beta", "3.2")
    assert not is_older("", "3.2")
    assert json.dumps(CLAIMS)
