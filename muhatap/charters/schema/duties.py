"""What is owed around a case: notices, retention, the survey and optional texts of letters."""

from __future__ import annotations

from muhatap.charters.schema.pieces import (
    Schema,
    flag,
    keyed,
    line,
    listing,
    one_of,
    piece,
    section,
    text,
    whole,
)

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
            "keep": piece("keep", "Keep", "How long."),
            "after": one_of(
                ["received", "closed", "relationship_end"], "After", "From when.", default="closed"
            ),
            "basis": text("Basis", "Why so long."),
        },
        ("name", "keep", "basis"),
    )
    return keyed(entry, "Retention", "How long each class of data is kept, by code.")


def survey_section() -> Schema:
    """Return the schema of the section `survey`."""
    properties = {
        "question": text("Question", "The one question after closing, answered from 1 to 5."),
        "comment": text("Comment", "The invitation to write a comment."),
        "recommend": text("Recommendation", "The question answered from 0 to 10."),
        "after": piece("span", "After", "How long after closing the invitation goes out."),
        "rest_days": whole(
            "Rest", "Days in which the same person is not asked again.", minimum=0, maximum=730
        ),
        "enabled": flag("Enabled", "Whether customers are asked.", default=True),
    }
    return section("Survey", "The short survey after a case.", properties, ("question",))


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


def outside_section() -> Schema:
    """Return the schema of the section `outside_bodies`."""
    entry = section(
        "Body",
        "One place outside the company.",
        {
            "name": text("Name", "The name of the body."),
            "when": text("When", "After what and until when one can go there."),
            "url": line("Web address", "Where to apply."),
        },
        ("name", "when"),
    )
    return listing(entry, "Outside bodies", "Where customers may go when the answer does not satisfy them.")
