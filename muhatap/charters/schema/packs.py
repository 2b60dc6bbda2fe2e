"""The JSON Schema of a rule pack: dated rules of one body of law, each with its source and standing."""

from __future__ import annotations

from muhatap.charters.schema.pieces import (
    KINDS,
    PIECES,
    Schema,
    line,
    listing,
    one_of,
    piece,
    section,
    several,
    several_of,
    text,
)
from muhatap.charters.schema.promises import CLOCKS, LAST_DAYS

USES = {
    "limit": "the latest time for a promise",
    "window": "until when customers may do something",
    "retention": "how long records are kept at least",
    "figure": "an amount or share that letters and reports use",
    "duty": "something that must be done, without a number",
}
VERIFIED = {
    "text": "the text or an official summary was read",
    "secondary": "a law firm, the press or a vendor was read",
    "knowledge": "professional knowledge of a stable text, not read again",
    "unverified": "looked for and not found; never binds and is not printed as law",
}


def pack_schema() -> Schema:
    """Return the schema of one pack; every property has a title and a description."""
    properties = {
        "pack": line("Pack", "The code of the pack.", pattern="^[A-Z0-9]+(-[A-Z0-9]+)*$"),
        "jurisdiction": piece("country", "Jurisdiction", "Two-letter code; EU for the Union."),
        "as_of": piece("day", "As of", "The day of this state of knowledge; rules without a day hold since."),
        "name": text("Name", "What the pack is about."),
        "for": text("For", "Which operators it binds."),
        "rules": listing(_rule(), "Rules", "The rules.", minItems=1),
    }
    whole = section("Rule pack", "Dated rules of one body of law.", properties, tuple(properties))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole, "$defs": PIECES}


def _rule() -> Schema:
    properties = {
        "id": piece("code", "Name", "The rule for charters, letters and reports."),
        "title": text("Title", "The rule in one sentence."),
        "law": line("Law", "Law and article."),
        "use": one_of(list(USES), "Use", "; ".join(f"{name}: {words}" for name, words in USES.items())),
        "number": line("Number", "A span (20d, 3bd, 8w, 1mo, 10y), an amount or a share.", examples=["20d"]),
        "exceptionally": line("Exceptionally", "The longer time with reasons.", examples=["35bd"]),
        "calendar": one_of(
            ["clock", "days", "business"], "Calendar", "Real time, whole days, or business days."
        ),
        "last_day": one_of(LAST_DAYS, "Last day", "Where a last day on a holiday goes."),
        "clocks": several_of(list(CLOCKS), "Clocks", "Promises with these clocks must not be longer."),
        "runs": one_of(list(CLOCKS), "Runs", "The clock with which a charter must run this limit."),
        "kinds": several_of(KINDS, "Kinds", "For these kinds of case; none means all."),
        "topics": several("topic_code", "Topics", "For these topics only."),
        "valid_from": piece("day", "Valid from", "The first day on which it holds."),
        "valid_until": piece("day", "Valid until", "The first day on which it no longer holds."),
        "source": line("Source", "Where it was read."),
        "verified": one_of(
            list(VERIFIED), "Verified", "; ".join(f"{name}: {words}" for name, words in VERIFIED.items())
        ),
        "note": line("Note", "What else to know."),
    }
    return section("Rule", "One rule.", properties, ("id", "title", "law", "use", "source", "verified"))
