"""A grant names what may be heard, for fifteen minutes, and cannot be forged."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.live.grants import LIFETIME_SECONDS, InvalidGrant, issue, topics_in

KEY = b"k" * 32
NOW = 1_790_000_000.0


@given(st.frozensets(st.text(min_size=1, max_size=20), max_size=5))
def test_a_grant_gives_back_its_topics(topics):
    assert topics_in(KEY, issue(KEY, topics, now=NOW), now=NOW + 1) == topics


def test_a_grant_ends_after_its_lifetime():
    grant = issue(KEY, ["brand:1"], now=NOW)
    assert topics_in(KEY, grant, now=NOW + LIFETIME_SECONDS)
    with pytest.raises(InvalidGrant):
        topics_in(KEY, grant, now=NOW + LIFETIME_SECONDS + 1)


def test_another_key_does_not_sign():
    with pytest.raises(InvalidGrant):
        topics_in(b"x" * 32, issue(KEY, ["brand:1"], now=NOW), now=NOW)


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=7))
def test_any_changed_bit_is_found(place, bit):
    grant = bytearray(issue(KEY, ["brand:1", "queue:2"], now=NOW).encode())
    grant[place % len(grant)] ^= 1 << bit
    with pytest.raises(InvalidGrant):
        topics_in(KEY, grant.decode("latin-1"), now=NOW)


def test_topics_cannot_be_added_under_the_old_signature():
    packed, _, signature = issue(KEY, ["brand:1"], now=NOW).partition(".")
    body = json.loads(base64.urlsafe_b64decode(packed + "=="))
    body["topics"].append("brand:2")
    forged = base64.urlsafe_b64encode(json.dumps(body).encode()).rstrip(b"=").decode()
    with pytest.raises(InvalidGrant):
        topics_in(KEY, f"{forged}.{signature}", now=NOW)


@given(st.text(max_size=80))
def test_nonsense_is_refused(text):
    with pytest.raises(InvalidGrant):
        topics_in(KEY, text, now=NOW)
