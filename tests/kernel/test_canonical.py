"""Canonical bytes are those of RFC 8785."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel.canonical import LARGEST, NotCanonical, canonical, salted_digest

TEXT = st.text(max_size=30) | st.text('\ue000\uffff\U00010000aé\x00\x1f\x7f"\\/\u2028', max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=20,
)


@given(VALUES)
def test_the_bytes_are_those_of_the_reference(value):
    assert canonical(value) == rfc8785.dumps(value)
    assert json.loads(canonical(value)) == value


def test_keys_are_ordered_by_utf_16_units():
    assert canonical({"\ue000": 1, "\U00010000": 2}) == '{"\U00010000":2,"\ue000":1}'.encode()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1.0, "float"),
        ({"a": [0.5]}, r"\$\.a: float"),
        (2**53, "2\\^53"),
        (b"x", "bytes"),
        ({1: "a"}, "not text"),
        ("\ud800", "surrogate"),
        ({"\ud800": 1}, "surrogate"),
    ],
)
def test_what_has_no_canonical_form_is_refused(value, message):
    with pytest.raises(NotCanonical, match=message):
        canonical(value)


def test_depth_is_bounded():
    value = []
    for _ in range(5000):
        value = [value]
    with pytest.raises(NotCanonical, match="deeper"):
        canonical(value)


def test_a_digest_needs_its_salt():
    assert salted_digest(b"a", {"x": 1}) == salted_digest(b"a", {"x": 1})
    assert salted_digest(b"a", {"x": 1}) != salted_digest(b"b", {"x": 1})
    assert len(salted_digest(b"a", None)) == 64
