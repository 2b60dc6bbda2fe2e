"""What customers are asked afterwards: after a closing, at a stage, and now and then."""

from __future__ import annotations

from muhatap.charters.schema.pieces import (
    Schema,
    flag,
    keyed,
    listing,
    one_of,
    piece,
    section,
    several,
    several_of,
    text,
    whole,
)

CLOSED_REASONS = ["solved", "no_answer", "withdrawn", "duplicate", "merged", "spam"]
SCALES = ["rating", "recommend", "ease", "explained", "yes_no", "choice", "words"]


def survey_section() -> Schema:
    """Return the schema of the section `survey`."""
    properties = {
        "question": text("Question", "The one question after closing, answered from 1 to 5."),
        "comment": text("Comment", "The invitation to write a comment."),
        "recommend": text("Recommendation", "The question answered from 0 to 10."),
        "effort": text("Effort", "The question answered from 1 (very hard) to 7 (very easy)."),
        "consent": text("Consent", "Asks whether the comment may be published without names."),
        "questions": _own(),
        "ask": _ask(),
        "stages": _stages(),
        "low_score": whole("Low score", "From this score down a person follows up.", minimum=1, maximum=5),
        "follow_up": _follow_up(),
        "not_for": several_of(CLOSED_REASONS, "Not for", "Ends of a case after which nobody is asked."),
        "periodic": _periodic(),
        "after": piece("span", "After", "How long after closing the invitation goes out."),
        "open_days": whole("Open", "Days in which an invitation can be answered.", minimum=1, maximum=90),
        "rest_days": whole(
            "Rest", "Days in which the same person is not asked again.", minimum=0, maximum=730
        ),
        "in_complaint": flag(
            "During complaints", "Whether somebody is asked while a complaint of hers is open.", default=False
        ),
        "enabled": flag("Enabled", "Whether customers are asked.", default=True),
    }
    return section("Survey", "The short survey after a case.", properties, ("question",))


def _own() -> Schema:
    entry = section(
        "Own question",
        "One question of the brand's own.",
        {
            "text": text("Question", "The question."),
            "scale": one_of(
                SCALES,
                "Scale",
                "How it is answered; `explained` asks from 1 to 5 whether the answer was explained "
                "and is measured apart for complaints upheld and not upheld.",
            ),
            "choices": listing(
                text("Choice", "One of them."),
                "Choices",
                "What can be chosen, for the scale `choice`.",
                minItems=2,
                maxItems=9,
            ),
        },
        ("text", "scale"),
    )
    return keyed(entry, "Own questions", "Questions of the brand's own, by code.")


def _ask() -> Schema:
    return several("code", "Asks too", "Own questions on the same page, in this order.")


def _stages() -> Schema:
    entry = section(
        "Survey at a stage",
        "What is asked when a case reaches a stage.",
        {
            "question": text("Question", "The question answered from 1 to 5."),
            "ask": _ask(),
            "after": piece("span", "After", "How long after the stage the invitation goes out."),
            "in_complaint": flag(
                "During complaints", "Whether it is asked while the complaint is open.", default=False
            ),
        },
        ("question",),
    )
    return keyed(
        entry,
        "At stages",
        "Surveys when a stage is reached: `resolved`, a stage of a complaint such as `responded`, "
        "or a milestone such as `refund_paid`.",
    )


def _follow_up() -> Schema:
    return section(
        "Follow-up",
        "The case that a low score opens.",
        {
            "kind": one_of(["request", "complaint"], "Kind", "What the new case is.", default="request"),
            "role": one_of(
                ["supervisor", "compliance", "agent"],
                "Role",
                "Whose it is; never who had the first case.",
                default="supervisor",
            ),
        },
    )


def _periodic() -> Schema:
    return section(
        "Periodic survey",
        "The survey about the whole relationship; it respects the same rest.",
        {
            "question": text("Question", "The question answered from 1 to 5."),
            "recommend": text("Recommendation", "The question answered from 0 to 10."),
            "ask": _ask(),
            "every_months": whole("Every", "Months between two surveys.", minimum=1, maximum=36),
            "sample": whole("Sample", "Per cent of customers who are asked.", minimum=1, maximum=100),
        },
        ("question", "every_months"),
    )
