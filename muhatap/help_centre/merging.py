"""Facts of the charter within articles: `{{name}}` stands where the charter's words go. Pure."""

import re
from collections.abc import Mapping

NAME = re.compile(r"\{\{\s*([a-z][a-z0-9_]*(?:[.-][a-z0-9_]+)*)\s*\}\}")


def names_in(*texts: str) -> tuple[str, ...]:
    """The facts that texts name, each once, in order."""
    return tuple(dict.fromkeys(found[1] for text in texts for found in NAME.finditer(text)))


def filled(text: str, facts: Mapping[str, Mapping[str, str]], language: str) -> str:
    """The text with the words of its facts; what the charter no longer says stands as a dash."""
    return NAME.sub(lambda found: _said(facts.get(found[1], {}), language), text)


def _said(words: Mapping[str, str], language: str) -> str:
    # The signs of Markdown in a fact are no signs.
    text = words.get(language) or next(iter(words.values()), "–")
    return re.sub(r"[*`\[\]]", "", text)
