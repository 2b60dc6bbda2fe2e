"""Reading a charter: text in, a whole and valid document out, or every problem with its place and remedy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from muhatap.charters.checks import meaning_problems
from muhatap.charters.checks.law import Law
from muhatap.charters.conforming import schema_problems
from muhatap.charters.errors import CharterErrors
from muhatap.charters.loading import load
from muhatap.charters.rule_packs import shipped_packs
from muhatap.charters.shape import CharterDocument, document_from


def read(text: str, source: str = "charter.yaml", law: Callable[[str], Law] | None = None) -> CharterDocument:
    """Return the charter of a YAML text; raise CharterErrors with all problems if it cannot be used.

    `law` says for a brand's code which rule packs bind; without it the shipped ones do, as they stand on the
    day of their state of knowledge.
    """
    loaded = load(text, source)
    # The deeper checks rely on the schema, so they wait until it is satisfied.
    problems = schema_problems(loaded)
    if not problems:
        binding = law(loaded.values["brand"]["code"]) if law else law_on(None)
        problems = meaning_problems(loaded, binding)
    if problems:
        raise CharterErrors(problems, source)
    return document_from(loaded.values)


def law_on(day: date | None) -> Law:
    """Return the shipped rule packs as they bind on a day, by default on that of their state of knowledge."""
    packs = shipped_packs()
    return Law(packs, day or date.fromisoformat(max(pack.as_of for pack in packs.values())))
