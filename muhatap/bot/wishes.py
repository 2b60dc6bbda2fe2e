"""When a bot gives way to a person: asked for one, anger, money, identity, danger. Pure."""

import re
import tomllib
from pathlib import Path

from muhatap.bot.dissatisfaction import judge
from muhatap.kernel.text import fold

PERSON, ANGER, MONEY, IDENTITY, DANGER = "person", "anger", "money", "identity", "danger"

_FILE = Path(__file__).with_name("wishes.toml")
_PATTERNS = {
    code: re.compile("|".join(patterns)) for code, patterns in tomllib.loads(_FILE.read_text("utf-8")).items()
}
_ASKS = re.compile(
    r"\b(?:nasil|ne kadar|ne zaman|kac|nerede|nereden|hangi|nedir|neler|m[iu]yim|gerekli)\b"
    r"|\b(?:how|what|when|where|which|why|can i|do i|is there)\b"
)


def reason_to_hand_over(text: str) -> str:
    """Why a person should take this: one of `danger`, `person`, `anger`, `money`, `identity`; else empty."""
    plain = " ".join(fold(text[:4_000]).split())
    if _PATTERNS[DANGER].search(plain):
        return DANGER
    if _PATTERNS[PERSON].search(plain):
        return PERSON
    if judge(text).is_dissatisfied:
        return ANGER
    # A question of how things are is answered from the articles, even about money.
    if _ASKS.search(plain):
        return ""
    if _PATTERNS[MONEY].search(plain):
        return MONEY
    return IDENTITY if _PATTERNS[IDENTITY].search(plain) else ""
