"""What is owed around a case: notices, retention and optional texts of letters."""

from __future__ import annotations

from muhatap.charters.schema.pieces import (
    Schema,
    keyed,
    line,
    one_of,
    piece,
    section,
    several_of,
    text,
)

COVERED = [
    "cases",
    "messages",
    "files",
    "identity_documents",
    "calls",
    "drafts",
    "lockers",
    "surveys",
    "accounts",
    "record",
]
LETTERS = ["acknowledgement", "information_request", "update", "escalation", "outcome", "closing"]


def notices_section() -> Schema:
    """Return the schema of the section `notices`."""
    policy = section(
        "Policy",
        "The privacy policy.",
        {
            "version": line("Version", "The version in force."),
            "url": line("Web address", "Where it can be read."),
        },
        ("version", "url"),
    )
    properties = {
        "version": line("Version", "Stored with every submission."),
        "purpose": text("Purpose", "What the data are used for."),
        "legal_basis": text("Legal basis", "By which right."),
        "retention": text("Retention", "How long they are kept."),
        "recipients": text("Recipients", "Who else sees them."),
        "policy": policy,
    }
    required = ("version", "purpose", "legal_basis", "retention", "policy")
    return section("Privacy notice", "What every form shows before it is sent.", properties, required)


def retention_section() -> Schema:
    """Return the schema of the section `retention`."""
    entry = section(
        "Retention class",
        "One rule.",
        {
            "name": text("Name", "What is kept."),
            "covers": several_of(COVERED, "Covers", "Which data; each belongs to one class."),
            "keep": piece("keep", "Keep", "How long."),
            "after": one_of(
                ["received", "closed", "relationship_end"], "After", "From when.", default="closed"
            ),
            "basis": text("Basis", "Why so long."),
        },
        ("name", "keep", "basis"),
    )
    return keyed(entry, "Retention", "How long each class of data is kept, by code.")


def letters_section() -> Schema:
    """Return the schema of the section `letters`."""
    letter = section(
        "Letter",
        "The brand's own words around the facts.",
        {
            "opening": text("Opening", "The first paragraph."),
            "closing": text("Closing", "The last paragraph before the signature."),
        },
    )
    names = {
        name: letter | {"title": name, "description": f"Words for the letter “{name}”."} for name in LETTERS
    }
    return section("Letters", "Optional texts; the facts are always added.", names)
