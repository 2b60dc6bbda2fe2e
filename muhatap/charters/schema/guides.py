"""Quick-fix guides: small decision trees that customers walk before they write."""

from __future__ import annotations

from muhatap.charters.schema.pieces import Schema, keyed, line, listing, piece, section, text, whole

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def guides_section() -> Schema:
    """Return the schema of the section `guides`."""
    answer = section(
        "Answer",
        "One thing that can come of a step.",
        {
            "code": piece("code", "Code", "The outcome for programs; it is kept with the case."),
            "label": text("Label", "What the button says."),
            "to": piece(
                "code",
                "To",
                "Where it leads: a step, “solved” or “form”; without it to the next step, from the last one "
                "to the form.",
            ),
        },
        ("code", "label"),
    )
    step = section(
        "Step",
        "One thing to try or to look at.",
        {
            "code": piece("code", "Code", "The step for programs."),
            "title": text("Title", "What to do, in one sentence."),
            "text": text("Text", "How to do it."),
            "article": line("Article", "The help centre's article that says more.", pattern=SLUG),
            "answers": listing(
                answer,
                "Answers",
                "What can come of it; without them: it worked, it did not, I did not try it.",
                maxItems=8,
            ),
        },
        ("code", "title"),
    )
    entry = section(
        "Guide",
        "Steps that solve a problem, or tell which form is right.",
        {
            "name": text("Name", "The heading."),
            "minutes": whole("Minutes", "How long it takes.", minimum=1, maximum=60),
            "steps": listing(step, "Steps", "In their order, the first one first.", minItems=1, maxItems=30),
        },
        ("name", "steps"),
    )
    return keyed(entry, "Quick-fix guides", "Guides by code; topics name theirs under “guide”.")
