"""Tags of cases: how one is written, and which are the same: pure."""

import re
from collections.abc import Iterable

from muhatap.kernel.text import clean, fold

LONGEST = 40
MOST = 20

_BETWEEN = re.compile(r"[\s_/]+")
# No `@` and no long run of digits: a label is nobody's address, account or card.
_OUTSIDE = re.compile(r"[^\w-]|_")
_NUMBERS = re.compile(r"\d{6,}")


def tag_of(written: str) -> str:
    """The tag that was written, `#VIP müşteri` as `VIP-müşteri`; empty for what is none."""
    words = _BETWEEN.sub("-", clean(written, single_line=True).strip().lstrip("#"))
    tag = _OUTSIDE.sub("", words).strip("-")[:LONGEST].strip("-")
    return "" if "@" in written or _NUMBERS.search(tag) else tag


def word_of(tag: str) -> str:
    """What two spellings of one tag have in common."""
    return fold(tag)


def with_tags(tags: Iterable[str], added: Iterable[str]) -> tuple[str, ...]:
    """The tags with further ones, each once and in order; one that is there keeps its spelling."""
    known = {word_of(tag): tag for tag in tags}
    for tag in added:
        known.setdefault(word_of(tag), tag)
    return _in_order(known.values())


def without_tags(tags: Iterable[str], removed: Iterable[str]) -> tuple[str, ...]:
    """The tags without these, whatever their spelling."""
    gone = {word_of(tag) for tag in removed}
    return _in_order(tag for tag in tags if word_of(tag) not in gone)


def _in_order(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(tags, key=lambda tag: (word_of(tag), tag)))
