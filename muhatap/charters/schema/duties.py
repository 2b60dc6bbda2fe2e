"""What is owed around a case: notices, retention, the survey and optional texts of letters."""

from __future__ import annotations

from muhatap.charters.schema.pieces import (
    Schema,
    flag,
    keyed,
    line,
    one_of,
    piece,
    section,
    several_of,
    text,
    whole,
)

COVERED = [
    "cases",
    "messages",
    "files",
    "identity_documents",
    "calls",
    "drafts",
    "surveys",
    "accounts",
    "record",
]
CLOSED_REASONS = ["solved", "no_answer", "withdrawn", "duplicate", "merged", "spam"]
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


def survey_section() -> Schema:
    """Return the schema of the section `survey`."""
    properties = {
        "question": text("Question", "The one question after closing, answered from 1 to 5."),
        "comment": text("Comment", "The invitation to write a comment."),
        "recommend": text("Recommendation", "The question answered from 0 to 10."),
        "effort": text("Effort", "The question answered from 1 (very hard) to 7 (very easy)."),
        "consent": text("Consent", "Asks whether the comment may be published without names."),
        "low_score": whole("Low score", "From this score down a person follows up.", minimum=1, maximum=5),
        "not_for": several_of(CLOSED_REASONS, "Not for", "Ends of a case after which nobody is asked."),
        "periodic": _periodic(),
        "after": piece("span", "After", "How long after closing the invitation goes out."),
        "rest_days": whole(
            "Rest", "Days in which the same person is not asked again.", minimum=0, maximum=730
        ),
        "enabled": flag("Enabled", "Whether customers are asked.", default=True),
    }
    return section("Survey", "The short survey after a case.", properties, ("question",))


def _periodic() -> Schema:
    return section(
        "Periodic survey",
        "The survey about the whole relationship; it respects the same rest.",
        {
            "question": text("Question", "The question answered from 1 to 5."),
            "recommend": text("Recommendation", "The question answered from 0 to 10."),
            "every_months": whole("Every", "Months between two surveys.", minimum=1, maximum=36),
            "sample": whole("Sample", "Per cent of customers who are asked.", minimum=1, maximum=100),
        },
        ("question", "every_months"),
    )


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
