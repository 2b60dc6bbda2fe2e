"""Variables in texts that staff use again: which there are, and putting values in their place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

VARIABLES = (
    "customer.name",
    "case.number",
    "case.subject",
    "case.topic",
    "promise.next",
    "promise.next_at",
    "agent.name",
    "brand.name",
    "today",
)
_PLACE = re.compile(r"\{\{\s*([^{}\n]{1,60}?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its values, and the variables for which there was none; they stay as they were written."""

    text: str
    missing: tuple[str, ...] = ()


def fill(text: str, values: Mapping[str, str]) -> Filled:
    """Put the values in place of `{{…}}`; what a value holds is never read as a variable."""
    missing: dict[str, None] = {}

    def value(match: re.Match[str]) -> str:
        known = values.get(match[1], "")
        if not known:
            missing[match[1]] = None
        return known or match[0]

    return Filled(_PLACE.sub(value, text), tuple(missing))


def variables_in(text: str) -> tuple[str, ...]:
    """Every variable of a text, each once, in order."""
    return tuple(dict.fromkeys(_PLACE.findall(text)))


def unknown_in(text: str) -> tuple[str, ...]:
    """The variables of a text that nothing could ever fill."""
    return tuple(name for name in variables_in(text) if name not in VARIABLES)


def chosen_language(texts: Mapping[str, str], wanted: str) -> str:
    """The language in which a text is used: the wanted one, or the first in which it exists, or none."""
    return wanted if texts.get(wanted) else next((each for each, text in texts.items() if text), "")
