"""The JSON Schema (draft 2020-12) of a charter, composed section by section."""

from __future__ import annotations

from muhatap.charters.schema.brand import brand_section
from muhatap.charters.schema.duties import (
    letters_section,
    notices_section,
    retention_section,
)
from muhatap.charters.schema.guides import guides_section
from muhatap.charters.schema.money import payment_methods_section, refund_terms_section
from muhatap.charters.schema.pieces import PIECES, Schema, section
from muhatap.charters.schema.places import (
    calendars_section,
    channels_section,
    plans_section,
    queues_section,
    teams_section,
)
from muhatap.charters.schema.promises import (
    ladder_section,
    links_section,
    promises_section,
)
from muhatap.charters.schema.standing import (
    accessibility_section,
    help_centre_section,
    identity_levels_section,
    jurisdictions_section,
    outside_section,
    prioritisation_section,
    publication_section,
)
from muhatap.charters.schema.surveys import survey_section
from muhatap.charters.schema.topics import common_fields_section, groups_section, topics_section

FORMAT_VERSION = 1


def charter_schema() -> Schema:
    """Return the whole schema; every property has a title and a description."""
    version = {
        "const": FORMAT_VERSION,
        "title": "Format",
        "description": "The version of the charter language.",
        "examples": ["1"],
    }
    properties = {
        "charter": version,
        "brand": brand_section(),
        "publication": publication_section(),
        "help_centre": help_centre_section(),
        "jurisdictions": jurisdictions_section(),
        "identity_levels": identity_levels_section(),
        "calendars": calendars_section(),
        "plans": plans_section(),
        "channels": channels_section(),
        "teams": teams_section(),
        "queues": queues_section(),
        "groups": groups_section(),
        "guides": guides_section(),
        "common_fields": common_fields_section(),
        "topics": topics_section(),
        "promises": promises_section(),
        "ladder": ladder_section(),
        "payment_methods": payment_methods_section(),
        "refund_terms": refund_terms_section(),
        "links": links_section(),
        "notices": notices_section(),
        "retention": retention_section(),
        "survey": survey_section(),
        "letters": letters_section(),
        "outside_bodies": outside_section(),
        "accessibility": accessibility_section(),
        "prioritisation": prioritisation_section(),
    }
    required: tuple[str, ...] = ("charter", "brand", "calendars", "channels", "teams", "queues", "groups")
    required += ("topics", "promises", "ladder", "notices")
    whole = section("Service charter", "The public word of one brand, as data.", properties, required)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole, "$defs": PIECES}
