"""What it is about: topic groups, topics, their fields, evidence and quick fixes."""

from __future__ import annotations

from muhatap.charters.schema.pieces import (
    CHANNELS,
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
    several,
    several_of,
    text,
    whole,
)

# Which parameters a kind of field takes beyond code, label, help, required and or_reason.
FIELD_KINDS: dict[str, tuple[str, ...]] = {
    "text": ("pattern", "example", "min_length", "max_length"),
    "long_text": ("min_length", "max_length"),
    "choice": ("choices",),
    "past_datetime": ("max_age_days",),
    "past_date": ("max_age_days",),
    "date": (),
    "amount": ("currencies", "minimum", "maximum"),
    "iban": ("countries",),
    "tckn": (),
    "phone": ("countries",),
    "email": (),
    "transaction": ("pattern", "example"),
    "number": ("minimum", "maximum"),
    "yes_no": (),
    "group": ("fields", "min_items", "max_items"),
}
FIELD_NEEDS: dict[str, tuple[str, ...]] = {
    "choice": ("choices",),
    "amount": ("currencies",),
    "transaction": ("pattern",),
    "group": ("fields",),
}
SENSITIVITIES = ["general", "personal", "financial", "special"]
EVIDENCE_KINDS = [
    "document",
    "screenshot",
    "receipt",
    "statement",
    "invoice",
    "identity",
    "photo",
    "video",
    "contract",
    "message",
    "log",
]


def groups_section() -> Schema:
    """Return the schema of the section `groups`."""
    entry = section(
        "Group",
        "Topics shown together.",
        {
            "name": text("Name", "The heading."),
            "description": text("Description", "Examples of what belongs here."),
        },
        ("name",),
    )
    return keyed(entry, "Topic groups", "The first page of the topic picker, in the order of the file.")


def topics_section() -> Schema:
    """Return the schema of the section `topics`."""
    properties = {
        "code": piece("topic_code", "Code", "The topic for programs."),
        "group": piece("code", "Group", "The group in the topic picker."),
        "name": text("Name", "What customers choose."),
        "description": text("Description", "One sentence that tells this topic from the others."),
        "queue": piece("code", "Queue", "Where cases of this topic wait first."),
        "priority": one_of(PRIORITIES, "Priority", "P1 is the most urgent.", default="P3"),
        "kind": one_of(KINDS, "Kind", "What a case of this topic is.", default="request"),
        "identity_level": whole(
            "Identity level",
            "Least identity level of a channel that may carry this topic's action; intake is open to all.",
            minimum=0,
            maximum=3,
            default=0,
        ),
        "sensitivity": one_of(
            SENSITIVITIES,
            "Sensitivity",
            "special is about health or need, financial about money, personal about somebody's data.",
            default="general",
        ),
        "fields": listing(field_schema(), "Fields", "What the form asks."),
        "evidence": listing(_evidence(), "Evidence", "What should be sent along."),
        "completeness": _completeness(),
        "payment": _payment(),
        "promotion": _promotion(),
        "recommend": listing(
            _recommendation(), "Recommend", "Channels that suit this topic best, the best first.", maxItems=8
        ),
        "quick_fixes": listing(_quick_fix(), "Quick fixes", "What often helps at once, in order."),
        "guide": piece("code", "Guide", "The quick-fix guide that is offered before the form."),
        "ready": listing(text("Line", "One thing to have ready."), "Have ready", "What to have ready."),
    }
    entry = section("Topic", "One thing a case can be about.", properties, ("code", "group", "name", "queue"))
    return listing(entry, "Topics", "Everything a case can be about, in the order of the topic picker.")


def _completeness() -> Schema:
    properties = {
        "fields": several("code", "Fields", "Answers that make a case complete, if not the required ones."),
        "evidence": several("code", "Evidence", "Evidence that makes it complete, if not the required one."),
        "fast_lane": one_of(
            PRIORITIES,
            "Fast lane",
            "Priority of a case that is complete when it comes; promises can name it as their condition.",
        ),
    }
    return section("Completeness", "When a case has all that is needed, judged as it comes.", properties)


def _payment() -> Schema:
    properties = {
        "direction": one_of(["deposit", "withdrawal"], "Direction", "Which waiting time counts."),
        "method": piece("code", "Method", "The field in which the payment method is chosen."),
        "at": piece("code", "Time", "The field with the time of the payment."),
    }
    return section(
        "Payment",
        "The form asks about one payment, so that it can say whether that is late yet.",
        properties,
        ("direction", "method", "at"),
    )


def _promotion() -> Schema:
    properties = {
        "last_day": piece("code", "Last day", "The field with the last day of the promotion."),
        "turnover": piece("code", "Turnover", "The field with the turnover that it asks for."),
        "done": piece("code", "Done", "The field with the turnover that was done."),
        "deposit": piece("code", "Deposit", "The field with what was paid in."),
        "minimum_deposit": whole(
            "Least deposit", "What has to be paid in, in the deposit's currency.", minimum=0
        ),
    }
    return section(
        "Promotion",
        "The form asks about one promotion, so that it can say what of its conditions is left.",
        properties,
        ("last_day", "turnover", "done"),
    )


def _recommendation() -> Schema:
    properties = {
        "channel": one_of(CHANNELS, "Channel", "The channel."),
        "when": one_of(["always", "open"], "When", "Always, or while people answer there.", default="always"),
        "why": text("Why", "What customers read beside it."),
    }
    return section("Recommendation", "One channel.", properties, ("channel",))


def common_fields_section() -> Schema:
    """Return the schema of the section `common_fields`."""
    return listing(field_schema(), "Common fields", "What every form asks, whatever the topic.")


def field_schema() -> Schema:
    """Return the schema of one field, which may hold inner fields when it is a group."""
    field = _plain_field()
    inner = _plain_field()
    field["properties"]["fields"] = listing(
        inner, "Inner fields", "What each entry of a group asks.", minItems=1
    )
    return field


def _plain_field() -> Schema:
    choice = section(
        "Choice",
        "One possible answer.",
        {
            "code": piece("code", "Code", "The answer for programs."),
            "label": text("Label", "What people read."),
        },
        ("code", "label"),
    )
    country = line("Country", "Two-letter code.", pattern="^[A-Z]{2}$", examples=["TR"])
    currency = line("Currency", "Three-letter code.", pattern="^[A-Z]{3}$", examples=["TRY"])
    number = {"minimum": -999_999_999_999, "maximum": 999_999_999_999}
    length = {"minimum": 1, "maximum": 10_000}
    properties = {
        "code": piece("code", "Code", "The field for programs."),
        "label": text("Label", "What the form says."),
        "help": text("Help", "Where to find it or how to write it."),
        "kind": one_of(list(FIELD_KINDS), "Kind", "What can be entered and how it is checked."),
        "required": flag("Required", "Whether an answer is needed.", default=False),
        "or_reason": flag("Or a reason", "Accepts “I don't have it” with a reason instead.", default=False),
        "choices": listing(choice, "Choices", "The possible answers.", minItems=1),
        "pattern": line("Pattern", "Regular expression that the whole entry must fit."),
        "example": line("Example", "An entry that fits the pattern."),
        "currencies": listing(currency, "Currencies", "Accepted currencies.", uniqueItems=True, minItems=1),
        "countries": listing(country, "Countries", "Accepted countries.", uniqueItems=True, minItems=1),
        "minimum": whole("Minimum", "Least number, or least amount in whole units.", **number),
        "maximum": whole("Maximum", "Greatest number, or greatest amount in whole units.", **number),
        "min_length": whole("Shortest", "Least number of characters.", **length),
        "max_length": whole("Longest", "Greatest number of characters.", **length),
        "max_age_days": whole("Oldest", "How many days back the date may lie.", minimum=1, maximum=40_000),
        "min_items": whole("Fewest", "Least number of entries of a group.", minimum=0, maximum=20),
        "max_items": whole("Most", "Greatest number of entries of a group.", minimum=1, maximum=20),
    }
    return section("Field", "One question of the form.", properties, ("code", "label", "kind"))


def _evidence() -> Schema:
    properties = {
        "code": piece("code", "Code", "The evidence for programs."),
        "label": text("Label", "What the form says."),
        "help": text("Help", "What must be visible on it."),
        "kind": one_of(EVIDENCE_KINDS, "Kind", "What sort of evidence it is.", default="document"),
        "required": flag("Required", "Needed, or a reason why it cannot be sent.", default=False),
        "secure": flag(
            "Secure upload only", "Never asked for by e-mail, chat or social media.", default=False
        ),
        "max_age_days": whole(
            "Oldest", "How many days old the document may be by its own date.", minimum=1, maximum=40_000
        ),
    }
    return section("Evidence", "One thing to send along.", properties, ("code", "label"))


def _quick_fix() -> Schema:
    properties = {
        "text": text("Text", "What to try."),
        "link": line("Link", "A page that helps: an address or a path of the portal."),
        "channels": several_of(["web_form", "live_chat", "in_app"], "Channels", "Shown there only."),
    }
    return section("Quick fix", "One thing to try before writing.", properties, ("text",))
