"""Whether words are an expression of dissatisfaction, in Turkish or English: pure, by rules that can be read.

A complaint is any expression of dissatisfaction, whatever it is called (ISO 10002:2018, 3.2). It is better to
ask once too often than to miss one, so doubts count as a sign; a plain question is none.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from muhatap.kernel.text import fold

LETTERS_AT_MOST = 4_000
ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks for dissatisfaction: its code, how much it says, and the words themselves."""

    code: str
    weight: int
    words: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What was recognised in a text."""

    signs: tuple[Sign, ...]

    @property
    def weight(self) -> int:
        """How much speaks for dissatisfaction; what speaks against it is taken off."""
        return sum(sign.weight for sign in self.signs)

    @property
    def is_dissatisfied(self) -> bool:
        """Whether it is to be treated as a complaint."""
        return self.weight >= ENOUGH


_FILE = Path(__file__).with_name("signs.toml")


def _rules(sort: str) -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    said = tomllib.loads(_FILE.read_text("utf-8"))[sort]
    return tuple((each["code"], each["weight"], re.compile("|".join(each["patterns"]))) for each in said)


_RULES = (*_rules("for"), *_rules("against"))


def judge(text: str) -> Judged:
    """The signs of dissatisfaction in a text, each sort once, at most its first 4,000 letters."""
    plain = " ".join(fold(text[:LETTERS_AT_MOST]).replace("’", "'").split())
    found: dict[str, Sign] = {}
    for code, weight, pattern in _RULES:
        match = pattern.search(plain)
        if match and code not in found:
            found[code] = Sign(code, weight, match[0])
    return Judged(_weighed(found))


def _weighed(found: dict[str, Sign]) -> tuple[Sign, ...]:
    strong = any(sign.weight >= 3 for sign in found.values())
    # Thanks and questions outweigh small signs, never somebody who says that she is not content.
    return tuple(sign for sign in found.values() if sign.weight > 0 or not strong)
