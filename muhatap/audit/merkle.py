"""Merkle trees after RFC 9162, section 2.1: one hash for a list, and the proof that an entry is in it."""

import hashlib
from collections.abc import Iterable, Sequence

_LEAF, _NODE = b"\0", b"\1"


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry; the prefix keeps an entry from passing for a node."""
    return hashlib.sha256(_LEAF + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return hashlib.sha256(_NODE + left + right).digest()


class Tree:
    """A tree that grows leaf by leaf and keeps no more than one hash for each level.

    Name a leaf by its index before it comes, and `path` proves afterwards that it is in the tree.
    """

    def __init__(self, watched: int = -1) -> None:
        self.size = 0
        self._watched = watched
        self._path: list[bytes] = []
        # Level, hash, whether the watched leaf is below.
        self._stack: list[tuple[int, bytes, bool]] = []

    def add(self, entry: bytes) -> None:
        """Append an entry."""
        level, found, is_watched = 0, leaf_hash(entry), self.size == self._watched
        while self._stack and self._stack[-1][0] == level:
            _, left, is_left = self._stack.pop()
            self._note(self._path, left, found, is_left, is_watched)
            level, found, is_watched = level + 1, node_hash(left, found), is_left or is_watched
        self._stack.append((level, found, is_watched))
        self.size += 1

    def root(self) -> bytes:
        """The hash over all entries so far; that of nothing for none."""
        return self._folded()[0]

    def path(self) -> list[bytes]:
        """The neighbours' hashes from the watched leaf up to the root (an inclusion proof)."""
        if not 0 <= self._watched < self.size:
            raise LookupError(f"leaf {self._watched} is not among {self.size}")
        return self._folded()[1]

    def _folded(self) -> tuple[bytes, list[bytes]]:
        if not self._stack:
            return hashlib.sha256(b"").digest(), []
        path = list(self._path)
        *rest, (_, found, is_watched) = self._stack
        for _, left, is_left in reversed(rest):
            self._note(path, left, found, is_left, is_watched)
            found, is_watched = node_hash(left, found), is_left or is_watched
        return found, path

    @staticmethod
    def _note(path: list[bytes], left: bytes, right: bytes, is_left: bool, is_right: bool) -> None:
        if is_left or is_right:
            path.append(right if is_left else left)


def root_over(entries: Iterable[bytes]) -> bytes:
    """The root of a tree of these entries."""
    tree = Tree()
    for entry in entries:
        tree.add(entry)
    return tree.root()


def is_included(entry: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether this path proves the entry at an index of a tree of a size (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf_hash(entry)
    for neighbour in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(neighbour, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, neighbour)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root
