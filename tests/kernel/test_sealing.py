"""What is sealed opens only whole, in its place and for its purpose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel.keyring import Keyring, UnknownKey
from muhatap.kernel.sealing import ItemKey, Tampered, reseal_needed, seal, sealed_with, unseal

RING = Keyring.fresh()


@given(st.binary(max_size=300), st.binary(max_size=20), st.text(max_size=10))
def test_what_is_sealed_opens(data, context, purpose):
    sealed = seal(RING, purpose, data, context)
    assert unseal(RING, purpose, sealed, context) == data
    assert len(data) < 8 or data not in sealed
    assert sealed != seal(RING, purpose, data, context)


@given(st.data())
def test_one_flipped_bit_anywhere_is_noticed(data):
    sealed = bytearray(seal(RING, "field", b"10000000146", b"row 7"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((Tampered, UnknownKey)):
        unseal(RING, "field", bytes(sealed), b"row 7")


@given(st.binary(max_size=120) | st.binary(max_size=60).map(lambda rest: b"\x01\x08" + rest))
def test_any_other_bytes_are_refused(sealed):
    with pytest.raises((Tampered, UnknownKey)):
        unseal(RING, "field", sealed)


def test_cut_bytes_are_refused():
    sealed = seal(RING, "field", b"data")
    for end in range(len(sealed)):
        with pytest.raises(Tampered):
            unseal(RING, "field", sealed[:end])


def test_purpose_and_context_bind():
    sealed = seal(RING, "field", b"data", b"row 7")
    with pytest.raises(Tampered):
        unseal(RING, "field", sealed, b"row 8")
    with pytest.raises(Tampered):
        unseal(RING, "other", sealed, b"row 7")


def test_another_ring_does_not_know_the_key():
    sealed = seal(RING, "field", b"data")
    with pytest.raises(UnknownKey):
        unseal(Keyring.fresh(), "field", sealed)


def test_after_rotation_the_old_opens_and_asks_to_be_sealed_anew(tmp_path, monkeypatch):
    monkeypatch.delenv("MUHATAP_KEYRING", raising=False)
    ring = Keyring.open(tmp_path)
    sealed = seal(ring, "field", b"data")
    assert not reseal_needed(ring, sealed)
    new = ring.rotate()
    assert reseal_needed(ring, sealed)
    assert unseal(ring, "field", sealed) == b"data"
    assert sealed_with(seal(ring, "field", b"data")) == new


def test_an_item_opens_with_its_own_wrapped_key_only():
    key = ItemKey.new()
    wrapped = key.wrap(RING, "vault", b"item 1")
    sealed = key.seal(b"mail", b"item 1")
    assert ItemKey.unwrap(RING, "vault", wrapped, b"item 1").unseal(sealed, b"item 1") == b"mail"
    with pytest.raises(Tampered):
        ItemKey.unwrap(RING, "vault", wrapped, b"item 2")
    with pytest.raises(Tampered):
        ItemKey.new().unseal(sealed, b"item 1")
    with pytest.raises(Tampered):
        key.unseal(sealed, b"item 2")
    with pytest.raises(Tampered):
        key.unseal(sealed[:10], b"item 1")
    with pytest.raises(Tampered):
        key.unseal(seal(RING, "vault", b"mail"))


def test_an_item_key_never_shows_itself():
    assert repr(ItemKey.new()) == "<ItemKey>"
