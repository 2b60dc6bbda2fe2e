"""Reading a charter: text in, a whole and valid document out, or every problem with its place and remedy."""

from __future__ import annotations

from muhatap.charters.checks import meaning_problems
from muhatap.charters.conforming import schema_problems
from muhatap.charters.errors import CharterErrors
from muhatap.charters.loading import load
from muhatap.charters.shape import CharterDocument, document_from


def read(text: str, source: str = "charter.yaml") -> CharterDocument:
    """Return the charter of a YAML text; raise CharterErrors with all problems if it cannot be used."""
    loaded = load(text, source)
    # The deeper checks rely on the schema, so they wait until it is satisfied.
    problems = schema_problems(loaded) or meaning_problems(loaded)
    if problems:
        raise CharterErrors(problems, source)
    return document_from(loaded.values)
