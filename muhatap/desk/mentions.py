"""Colleagues who are mentioned in a note: `@Selin Er`, or `@Selin` where there is only one."""

import re
from collections.abc import Iterable

from muhatap.kernel.text import fold

_AT = re.compile(r"(?:^|(?<=[\s(\[,;]))@(\w[\w'’.-]*(?:[ \u00a0]\w[\w'’.-]*){0,3})")

_ENDING = re.compile(r"['’]\w*")


def mentioned_in(text: str, colleagues: Iterable[tuple[int, str]]) -> list[int]:
    """Ids of the colleagues whom a text mentions, in order, by full name or by a first name that is unique.

    The longest name counts: `@Ali Can` is Ali Can, also where somebody is called Ali.
    """
    names: dict[str, list[int]] = {}
    for staff_id, name in colleagues:
        folded = fold(name).split()
        names.setdefault(" ".join(folded), []).append(staff_id)
        if len(folded) > 1:
            names.setdefault(folded[0], []).append(staff_id)
    found: dict[int, None] = {}
    for match in _AT.finditer(text):
        # Turkish endings follow an apostrophe: @Deniz’e.
        known = _longest(fold(_ENDING.sub("", match[1])).split(), names)
        if known is not None:
            found[known] = None
    return list(found)


def _longest(words: list[str], names: dict[str, list[int]]) -> int | None:
    words = [word.strip(".-") for word in words]
    for count in range(len(words), 0, -1):
        known = names.get(" ".join(words[:count]), [])
        if len(known) == 1:
            return known[0]
    return None
