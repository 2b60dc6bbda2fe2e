"""Whatever is done to a chain, the first place that does not fit is named, and what was done there."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.audit.chain import GENESIS
from tests.audit.chains import STREAM, at_place, chained, follow, make_chain, places

LENGTHS = st.integers(2, 9)
FLIPS = {
    "event_id": 5,
    "kind": "case.closed",
    "schema": 99,
    "actor_kind": "system",
    "actor_id": None,
    "actor_label": "x",
    "content": "{}",
    "digests": "{}",
}


def place_in(length: int):
    return st.integers(1, length)


@given(LENGTHS)
def test_a_sound_chain_has_no_faults(length):
    rows = make_chain(length)
    assert follow(rows, length=length, head=rows[-1].hash) == []


def test_an_empty_stream_is_sound():
    assert follow([], length=0, head=GENESIS) == []
    assert places(follow([], length=0, head="a" * 64)) == [(0, "head")]


@given(LENGTHS.flatmap(lambda n: st.tuples(st.just(n), place_in(n))), st.sampled_from(sorted(FLIPS)))
def test_a_changed_column_is_named_at_its_event(chosen, column):
    length, place = chosen
    rows = make_chain(length)
    head = rows[-1].hash
    victim = rows[place - 1]
    rows[place - 1] = replace(victim, link=replace(victim.link, **{column: FLIPS[column]}))
    findings = follow(rows, length=length, head=head)
    assert places(findings) == [(place, "changed")]
    assert findings[0].event_id == rows[place - 1].link.event_id


@given(
    LENGTHS.flatmap(lambda n: st.tuples(st.just(n), place_in(n))),
    st.integers(0, 63),
    st.sampled_from(["prev_hash", "hash"]),
)
def test_a_flipped_digit_of_a_hash_is_named_at_its_event(chosen, digit, column):
    length, place = chosen
    rows = make_chain(length)
    head = rows[-1].hash
    old = getattr(rows[place - 1], column)
    flipped = old[:digit] + ("1" if old[digit] == "0" else "0") + old[digit + 1 :]
    rows[place - 1] = replace(rows[place - 1], **{column: flipped})
    assert places(follow(rows, length=length, head=head)) == [(place, "changed")]


@given(LENGTHS.flatmap(lambda n: st.tuples(st.just(n), place_in(n))))
def test_an_event_that_was_changed_and_hashed_anew_is_named(chosen):
    length, place = chosen
    rows = make_chain(length)
    head = rows[-1].hash
    victim = rows[place - 1]
    rows[place - 1] = chained(replace(victim.link, content='{"forged":1}'), victim.prev_hash)
    found = places(follow(rows, length=length, head=head))
    # The last one has no successor: there the stream's head tells.
    assert found == [(place, "changed" if place < length else "head")]


@given(LENGTHS.flatmap(lambda n: st.tuples(st.just(n), place_in(n))))
def test_an_event_replaced_by_one_that_joins_neither_side_is_named(chosen):
    length, place = chosen
    rows = make_chain(length)
    head = rows[-1].hash
    victim = rows[place - 1]
    rows[place - 1] = chained(replace(victim.link, content='{"forged":1}'), "f" * 64)
    assert places(follow(rows, length=length, head=head)) == [(place, "changed")]


@given(LENGTHS.flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n - 1))))
def test_a_removed_event_is_named(chosen):
    length, place = chosen
    rows = make_chain(length)
    head = rows[-1].hash
    del rows[place - 1]
    assert places(follow(rows, length=length, head=head)) == [(place, "removed")]


@given(LENGTHS.flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n - 1))), st.booleans())
def test_a_removed_event_is_named_though_the_rest_was_renumbered(chosen, length_follows):
    length, place = chosen
    rows = make_chain(length)
    head = rows[-1].hash
    del rows[place - 1]
    rows = [at_place(row, seq) for seq, row in enumerate(rows, 1)]
    told = length - 1 if length_follows else length
    assert places(follow(rows, length=told, head=head))[0] == (place, "removed")


@given(LENGTHS.flatmap(lambda n: st.tuples(st.just(n), place_in(n))))
def test_a_cut_tail_is_named_where_it_begins(chosen):
    length, place = chosen
    rows = make_chain(length)
    assert places(follow(rows[: place - 1], length=length, head=rows[-1].hash)) == [(place, "cut")]


@given(
    LENGTHS.flatmap(
        lambda n: st.tuples(st.just(n), st.lists(place_in(n), min_size=2, max_size=2, unique=True))
    )
)
def test_swapped_events_are_both_named_as_moved(chosen):
    length, (one, other) = chosen
    rows = make_chain(length)
    head = rows[-1].hash
    rows[one - 1], rows[other - 1] = at_place(rows[other - 1], one), at_place(rows[one - 1], other)
    found = follow(rows, length=length, head=head)
    assert places(found) == sorted([(one, "moved"), (other, "moved")])
    assert {finding.detail for finding in found} == {f"it belongs at {one}", f"it belongs at {other}"}


@given(LENGTHS.flatmap(lambda n: st.tuples(st.just(n), place_in(n))), st.booleans())
def test_an_inserted_event_is_named(chosen, fits_before):
    length, place = chosen
    rows = make_chain(length)
    head = rows[-1].hash
    before = rows[place - 2].hash if place > 1 else GENESIS
    forged = chained(
        replace(rows[0].link, event_id=5, seq=place, content='{"forged":1}'),
        before if fits_before else "f" * 64,
    )
    rows = [*rows[: place - 1], forged, *(at_place(row, row.link.seq + 1) for row in rows[place - 1 :])]
    assert places(follow(rows, length=length, head=head)) == [(place, "inserted")]


def test_a_second_event_at_the_same_place_is_named():
    rows = make_chain(3)
    head = rows[-1].hash
    twin = chained(replace(rows[1].link, event_id=5), rows[1].prev_hash)
    found = follow([*rows, twin], length=3, head=head)
    assert places(found) == [(2, "inserted")]


def test_an_event_beyond_the_head_is_named():
    rows = make_chain(4)
    assert places(follow(rows, length=3, head=rows[2].hash)) == [(4, "inserted")]


@pytest.mark.parametrize("place", [1, 2, 3])
def test_an_event_of_another_stream_is_named_with_its_home(place):
    rows, others = make_chain(3), make_chain(5, stream_id=8002)
    head = rows[-1].hash
    stolen = others[place]
    rows[place - 1] = replace(stolen, link=replace(stolen.link, stream_id=STREAM, seq=place))
    found = follow(rows, length=3, head=head, others=tuple(others))
    assert places(found)[0] == (place, "moved")
    assert found[0].detail == f"it belongs to case:8002 at {place + 1}"


@given(LENGTHS, st.integers(0, 63))
def test_a_flipped_head_is_named_at_the_last_event(length, digit):
    rows = make_chain(length)
    head = rows[-1].hash
    flipped = head[:digit] + ("1" if head[digit] == "0" else "0") + head[digit + 1 :]
    found = follow(rows, length=length, head=flipped)
    assert places(found) == [(length, "head")]


def test_a_chain_that_is_forged_throughout_does_not_take_for_ever():
    rows = [replace(row, hash="e" * 64) for row in make_chain(300)]
    assert len(follow(rows, length=300, head="e" * 64)) == 300
