"""The bytes that are hashed are canonical JSON, whatever the texts hold."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from muhatap.audit.chain import Link, dumps, field_digest, link_hash, link_text, split, stamp
from muhatap.kernel.canonical import canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ISTANBUL = timezone(timedelta(hours=3))
MOMENTS = st.datetimes(timezones=st.just(ISTANBUL)).filter(lambda at: 1 < at.year < 9999)


@given(TEXTS, TEXTS, TEXTS, MOMENTS, st.none() | st.integers(1, 2**62), st.integers(1, 2**31))
def test_what_is_hashed_is_canonical(kind, label, content, at, actor_id, seq):
    link = Link(2**60, "case", 2**61, seq, kind, 1, at, "staff", actor_id, label, content, "")
    document = {
        "actor": ["staff", None if actor_id is None else str(actor_id), label],
        "at": stamp(at),
        "content": content,
        "digests": "",
        "id": str(2**60),
        "kind": kind,
        "prev": "0" * 64,
        "schema": 1,
        "seq": seq,
        "stream": ["case", str(2**61)],
    }
    expected = canonical(document)
    assert link_text(link, "0" * 64).encode() == expected
    assert link_hash(link, "0" * 64) == hashlib.sha256(expected).hexdigest()


def test_the_instant_is_hashed_whatever_zone_it_is_told_in():
    at = datetime(2026, 11, 18, 12, 0, tzinfo=ISTANBUL)
    assert stamp(at) == stamp(at.astimezone(UTC)) == "2026-11-18T09:00:00.000000Z"


def test_a_lone_surrogate_is_replaced_before_anything_is_hashed():
    text = dumps({"words": "a\ud800b"})
    assert text == '{"words":"a?b"}'
    content, digests, salted = split({"words": "a\ud800b", "case": "1"}, frozenset({"words"}))
    part = json.loads(salted)["words"]
    assert part["value"] == "a?b"
    assert json.loads(digests)["words"] == field_digest(part["salt"], part["value"])
    assert content == '{"case":"1"}'


def test_equal_values_have_unlike_digests():
    digests = {split({"words": "evet"}, frozenset({"words"}))[1] for _ in range(50)}
    assert len(digests) == 50
