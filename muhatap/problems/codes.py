"""Error codes as people write them: pure."""

import re
from collections.abc import Iterable

from muhatap.kernel.text import fold

# A bare number or two letters stand in too many texts to name an error.
_SHORTEST = 3
_LONGEST = 40
_RUN = re.compile(r"[^\W_]+")
_NO_CODE = frozenset({"yok", "none", "no", "nil", "bilmiyorum", "hatayok", "noerror", "unknown"})
_RUNS_AT_MOST = 4
_RUNS_OF_TEXT = 4000


def normal_code(written: str) -> str:
    """A code without spaces and signs, folded and in capitals; empty where none was written."""
    plain = "".join(_RUN.findall(fold(written)))[:_LONGEST]
    return "" if plain in _NO_CODE else plain.upper()


def is_telling(code: str) -> bool:
    """Whether a normal code can be looked for in free text: it has a digit and is not just one number."""
    return len(code) >= _SHORTEST and any(c.isdigit() for c in code) and not code.isdigit()


def codes_in(text: str, known: Iterable[str]) -> set[str]:
    """Which of these normal codes stand in a text as words of their own, however they are set apart."""
    wanted = {code for code in known if is_telling(code)}
    if not wanted:
        return set()
    runs = [run.upper() for run in _RUN.findall(fold(text))[:_RUNS_OF_TEXT]]
    found: set[str] = set()
    for start in range(len(runs)):
        together = ""
        for run in runs[start : start + _RUNS_AT_MOST]:
            together += run
            if together in wanted:
                found.add(together)
    return found
