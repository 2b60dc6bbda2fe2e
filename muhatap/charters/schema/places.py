"""Where and when: calendars, channels, teams, queues and plans."""

from __future__ import annotations

from muhatap.charters.schema.pieces import (
    CHANNELS,
    LANGUAGES,
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

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def calendars_section() -> Schema:
    """Return the schema of the section `calendars`."""
    hours = section(
        "Hours",
        "Working hours of each day of the week; a day that is not named is closed.",
        {day: piece("intervals", day, "Working hours of this day of the week.") for day in WEEKDAYS},
    )
    entry = section(
        "Calendar",
        "Working hours with a name.",
        {
            "name": text("Name", "How customers read these hours."),
            "zone": line("Time zone", "IANA name, if not the brand's zone."),
            "hours": hours,
            "holidays": _holidays(),
            "half_days_count": flag("Half days count", "Whether a half day is a business day.", default=True),
        },
        ("name", "hours"),
    )
    return keyed(entry, "Calendars", "Working hours by name; channels, plans and promises refer to them.")


def _holidays() -> Schema:
    half_days = {
        "type": "object",
        "title": "Half days",
        "description": "Days with hours of their own, which replace that day's hours and holiday.",
        "propertyNames": {"$ref": "#/$defs/day"},
        "additionalProperties": piece("intervals", "Hours", "Hours of that day."),
    }
    return section(
        "Holidays",
        "Days on which business rests.",
        {
            "country": line(
                "Country", "Public holidays of this country.", pattern="^[A-Z]{2}$", examples=["TR"]
            ),
            "half_day_until": line(
                "Half days end at",
                "When a half public holiday begins, such as the eve of a feast.",
                pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$",
                default="13:00",
                examples=['"13:00"'],
            ),
            "extra": listing(piece("day", "Day", "One day."), "Extra", "Further days off.", uniqueItems=True),
            "worked": listing(
                piece("day", "Day", "One day."),
                "Worked",
                "Holidays of the country on which you work, or that were announced for another day.",
                uniqueItems=True,
            ),
            "confirmed_until": piece(
                "day",
                "Confirmed until",
                "Feasts that follow the moon are announced until this day; later dates are expected ones.",
            ),
            "names": {
                "type": "object",
                "title": "Names",
                "description": "What further days off are called, for the words of due times.",
                "propertyNames": {"$ref": "#/$defs/day"},
                "additionalProperties": text("Name", "The name of the day."),
            },
            "half_days": half_days,
        },
    )


def channels_section() -> Schema:
    """Return the schema of the section `channels`."""
    mailbox = section(
        "Mailbox",
        "One address that is read.",
        {
            "name": piece("code", "Name", "The mailbox in commands."),
            "address": line("Address", "The e-mail address."),
            "topic": piece(
                "topic_code", "Topic", "The topic of what arrives here; otherwise the desk chooses."
            ),
        },
        ("name", "address"),
    )
    properties = {
        "name": text("Name", "How customers read this channel."),
        "calendar": piece("code", "Calendar", "When people answer here."),
        "open": flag("Open", "Whether the channel is offered at all.", default=True),
        "best_effort": flag(
            "Best effort", "Answers are measured, but no reply time is promised.", default=False
        ),
        "identity_level": whole(
            "Identity level",
            "0 public, 1 private but not verified, 2 verified contact, 3 signed in with a second factor.",
            minimum=0,
            maximum=3,
            default=1,
        ),
        "address": line("Address", "Telephone number, web address or account name of the channel."),
        "expected": text("Expected time", "What customers read about how long an answer takes."),
        "best_for": text("Best for", "What this channel is good for."),
        "checklist": listing(text("Line", "One thing to have ready."), "Checklist", "What to have ready."),
        "languages": several_of(LANGUAGES, "Languages", "Spoken here, if not all of the brand's."),
        "capabilities": _capabilities(),
        "callbacks_per_hour": whole(
            "Calls per hour",
            "How many calls are promised for each hour; for the telephone only.",
            minimum=1,
            maximum=1000,
            default=4,
        ),
        "menu": listing(
            _choice(),
            "Menu",
            "What callers can choose, in the order it is read; for the telephone only.",
            maxItems=7,
        ),
        "voice_guide": text("Voice guide", "What the slow guide of the telephone says of the brand's own."),
        "mailboxes": listing(mailbox, "Mailboxes", "Addresses that are read; for e-mail only."),
        "origins": listing(
            line("Origin", "Scheme, host and port, such as https://www.example.com."),
            "Origins",
            "Websites whose pages may carry the chat; for live chat and the app only.",
        ),
        "minimum_version": line("Minimum version", "Older versions of the app are advised to update."),
    }
    entry = section("Channel", "One way to reach the brand.", properties, ("name", "calendar"))
    return section("Channels", "The ways to reach the brand.", dict.fromkeys(CHANNELS, entry))


def _choice() -> Schema:
    return section(
        "Choice",
        "One key of the telephone menu.",
        {
            "key": line(
                "Key",
                "The key, 1 to 7; 8, 9, 0, star and hash have a meaning of their own.",
                pattern="^[1-7]$",
            ),
            "topic": piece("topic_code", "Topic", "The topic of the case that the call gets."),
            "says": text("Says", "What it is for, behind “For …”."),
        },
        ("key", "topic", "says"),
    )


def _capabilities() -> Schema:
    properties = {
        "attachments": flag("Attachments", "Whether files can be sent along.", default=True),
        "largest_megabytes": whole("Largest file", "Megabytes of one file.", minimum=1, maximum=100),
        "longest_message": whole("Longest message", "Characters.", minimum=1, maximum=1_000_000),
        "formatted": flag("Formatted", "Whether answers can carry formatting.", default=False),
        "public": flag("Public", "Whether others see what is written there.", default=False),
        "reply_window": piece(
            "span", "Reply window", "How long after the customer's message an answer can be sent."
        ),
    }
    return section("Capabilities", "What the channel can carry.", properties)


def teams_section() -> Schema:
    """Return the schema of the section `teams`."""
    entry = section(
        "Team",
        "People who work together.",
        {
            "name": text("Name", "How customers read the team's name."),
            "calendar": piece("code", "Calendar", "When this team works, if not at its channel's hours."),
            "languages": several_of(LANGUAGES, "Languages", "Spoken by this team, if not all."),
        },
        ("name",),
    )
    return keyed(entry, "Teams", "Teams by code.")


def queues_section() -> Schema:
    """Return the schema of the section `queues`."""
    entry = section(
        "Queue",
        "Where cases wait.",
        {
            "name": text("Name", "The name on the desk."),
            "team": piece("code", "Team", "The team that answers."),
            "escalates_to": piece(
                "code", "Escalates to", "The queue that takes over when a promise is broken."
            ),
        },
        ("name", "team"),
    )
    return keyed(entry, "Queues", "Queues by code.")


def plans_section() -> Schema:
    """Return the schema of the section `plans`."""
    entry = section(
        "Plan",
        "A support package.",
        {
            "name": text("Name", "The name of the package."),
            "description": text("Description", "What the package gives."),
            "calendar": piece("code", "Calendar", "When customers of this package are answered."),
            "account_manager": flag("Account manager", "Whether one named person answers.", default=False),
            "deputy": flag("Deputy", "Whether another named person answers in absence.", default=False),
            "raises_to": one_of(
                PRIORITIES,
                "Raises to",
                "Least priority of cases of this package; P1 and P2 belong to need and law, not to packages.",
            ),
        },
        ("name",),
    )
    return keyed(entry, "Plans", "Support packages by code; they never delay anybody else's right.")
