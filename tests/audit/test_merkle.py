"""Merkle trees: the values of the standard's construction, and proofs that fit one leaf and no other."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.audit.merkle import Tree, is_included, leaf_hash, node_hash, root_over


def _by_definition(entries):
    """MTH of RFC 9162, section 2.1.1, as it is written there."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return leaf_hash(entries[0])
    split = 1 << (len(entries) - 1).bit_length() - 1
    return node_hash(_by_definition(entries[:split]), _by_definition(entries[split:]))


leaves = st.lists(st.binary(max_size=8), max_size=70)


@given(leaves)
def test_the_root_is_that_of_the_definition(entries):
    assert root_over(entries) == _by_definition(entries)


@given(leaves.filter(bool), st.data())
def test_a_path_proves_its_leaf_and_no_other(entries, data):
    index = data.draw(st.integers(0, len(entries) - 1))
    tree = Tree(watched=index)
    for entry in entries:
        tree.add(entry)
    path, root, size = tree.path(), tree.root(), len(entries)
    assert is_included(entries[index], index, size, path, root)
    assert not is_included(entries[index] + b"x", index, size, path, root)
    assert not is_included(entries[index], index, size, path, bytes(32))
    assert not is_included(entries[index], index, size, [*path, bytes(32)], root)
    assert not is_included(entries[index], size, size, path, root)
    for other in range(size):
        if entries[other] != entries[index]:
            assert not is_included(entries[other], other, size, path, root)
    if path:
        place = data.draw(st.integers(0, len(path) - 1))
        bent = [*path]
        bent[place] = bytes([path[place][0] ^ 1]) + path[place][1:]
        assert not is_included(entries[index], index, size, bent, root)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_an_entry_never_passes_for_a_node(one, two):
    assert leaf_hash(leaf_hash(one) + leaf_hash(two)) != node_hash(leaf_hash(one), leaf_hash(two))


def test_a_leaf_that_is_not_there_has_no_path():
    tree = Tree(watched=3)
    tree.add(b"one")
    with pytest.raises(LookupError, match="3"):
        tree.path()
