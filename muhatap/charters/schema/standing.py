"""How the brand stands before its public: identity levels, jurisdictions, publication, accessibility."""

from __future__ import annotations

from muhatap.charters.schema.pieces import (
    KINDS,
    PRIORITIES,
    Schema,
    flag,
    keyed,
    line,
    listing,
    one_of,
    piece,
    section,
    several_of,
    text,
    whole,
)

# From what anybody may get in public to what needs a second factor.
ACTIONS = [
    "inform",
    "complain",
    "status",
    "account_data",
    "documents",
    "withdrawal_enquiry",
    "change_request",
    "verification",
    "unlock",
    "data_delivery",
]
SENSITIVE_ACTIONS = ACTIONS[4:]
LEVELS = ["0", "1", "2", "3"]
DETAILS = ["name", "address", "country", "register_number", "tax_number"]


def identity_levels_section() -> Schema:
    """Return the schema of the section `identity_levels`."""
    entry = section(
        "Level",
        "One level of certainty about who writes.",
        {
            "name": text("Name", "The level in the customer's words."),
            "allows": several_of(ACTIONS, "Allows", "What may be done for somebody of this level."),
        },
        ("name", "allows"),
    )
    levels = {level: entry | {"title": f"Level {level}"} for level in LEVELS}
    return section(
        "Identity levels",
        "What each level of certainty allows; informing and taking a complaint are allowed at every level.",
        levels,
        tuple(LEVELS),
    )


def jurisdictions_section() -> Schema:
    """Return the schema of the section `jurisdictions`."""
    pack = line("Pack", "Code of a rule pack.", pattern="^[A-Z0-9]+(-[A-Z0-9]+)*$", examples=["TR-PAYMENT"])
    entry = section(
        "Jurisdiction",
        "The law of one country as it binds the brand.",
        {
            "name": text("Name", "The name of the country or law."),
            "packs": listing(
                pack,
                "Rule packs",
                "Dated rules that bind the promises; `muhatap charter packs` lists them.",
                uniqueItems=True,
            ),
            "rights": listing(text("Right", "One right in plain words."), "Rights", "What customers can do."),
        },
        ("name",),
    )
    return keyed(
        entry,
        "Jurisdictions",
        "Where the brand's customers live, by two-letter code; the first is the one of other customers too.",
        names="country",
    )


def publication_section() -> Schema:
    """Return the schema of the section `publication`."""
    properties = {
        "portal": one_of(
            ["public", "private"],
            "Portal",
            "Whether visitors see the portal; without legal entity, licence and regulator it stays private.",
            default="public",
        ),
        "search_engines": flag("Search engines", "Whether search engines may list it.", default=True),
        "performance": one_of(
            ["none", "monthly", "quarterly"],
            "Performance",
            "How often kept promises are published.",
            default="quarterly",
        ),
        "smallest_count": whole(
            "Smallest count",
            "Figures about fewer cases are not published.",
            minimum=1,
            maximum=1000,
            default=10,
        ),
        "waiting_times": flag("Waiting times", "Whether measured waiting is shown.", default=True),
        "known_issues": flag("Known issues", "Whether known problems are listed.", default=True),
        "old_versions": flag("Old versions", "Whether earlier charters stay readable.", default=True),
        "data_place": text("Place of the data", "In which country and with whom the data lies."),
        "security_email": line("Security address", "Where a weakness is reported."),
        "sub_processors": listing(
            section(
                "Sub-processor",
                "Somebody else who handles data of customers for the operator.",
                {
                    "name": line("Name", "The company."),
                    "purpose": text("Purpose", "What it does with the data."),
                    "country": line("Country", "Two letters (ISO 3166).", pattern="^[A-Z]{2}$"),
                },
                ("name", "purpose", "country"),
            ),
            "Sub-processors",
            "Everybody else who handles data of customers; the public reads it.",
        ),
    }
    return section("Publication", "What the public sees.", properties)


def help_centre_section() -> Schema:
    """Return the schema of the section `help_centre`."""
    properties = {
        "name": text("Name", "How customers read it."),
        "calendar": piece("code", "Calendar", "When it can be read; it needs nobody who answers."),
        "url": line("Web address", "Where it stands, if not in the portal."),
        "two_people": flag(
            "Two people", "Whether somebody else than the writer publishes an article.", default=False
        ),
        "assistant": flag(
            "Assistant", "Whether the built-in assistant answers from the articles.", default=True
        ),
        "assistant_in_chat": flag(
            "Assistant in chats", "Whether it also answers first in live chats.", default=False
        ),
    }
    return section(
        "Help centre",
        "Articles and frequent questions, readable without staff.",
        properties,
        ("name", "calendar"),
    )


def accessibility_section() -> Schema:
    """Return the schema of the section `accessibility`."""
    way = section(
        "Way",
        "One way for people who cannot use the usual one.",
        {
            "code": piece("code", "Code", "The way for programs."),
            "name": text("Name", "What it is."),
            "how": text("How", "How to get it."),
        },
        ("code", "name", "how"),
    )
    properties = {
        "standard": line("Standard", "What the pages conform to.", examples=["WCAG 2.2 AA"]),
        "reviewed_on": piece("day", "Reviewed", "When it was last examined."),
        "gaps": text("Gaps", "What does not conform yet."),
        "ways": listing(way, "Ways", "Relay, large print, sign language, a person instead."),
    }
    return section("Accessibility", "The accessibility statement.", properties, ("standard", "ways"))


def outside_section() -> Schema:
    """Return the schema of the section `outside_bodies`."""
    entry = section(
        "Body",
        "One place outside the company.",
        {
            "name": text("Name", "The name of the body."),
            "when": text("When", "After what and until when one can go there."),
            "url": line("Web address", "Where to apply."),
            "address": line("Address", "The postal address."),
            "jurisdiction": line("Country", "Two-letter code.", pattern="^[A-Z]{2}$", examples=["TR"]),
            "kinds": several_of(KINDS, "Kinds", "For these kinds of case; none means all."),
            "within": piece("keep", "Within", "How long after our answer one can go there."),
        },
        ("name", "when"),
    )
    return listing(entry, "Outside bodies", "Where customers may go when the answer does not satisfy them.")


def prioritisation_section() -> Schema:
    """Return the schema of the section `prioritisation`."""
    entry = section(
        "Priority",
        "One priority in the customer's words.",
        {
            "name": text("Name", "What it is called."),
            "description": text("Description", "Which cases get it."),
        },
        ("name", "description"),
    )
    levels = {level: entry | {"title": f"Priority {level}"} for level in PRIORITIES}
    properties = {
        "levels": section(
            "Levels", "What each priority means, the most urgent first.", levels, tuple(PRIORITIES)
        ),
        "principles": listing(
            text("Principle", "One rule in a sentence."),
            "Principles",
            "By what the order is decided, and what never counts.",
        ),
    }
    return section("Prioritisation", "What is looked at first, and why.", properties, ("levels",))
