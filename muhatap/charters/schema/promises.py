"""What is promised and what happens when it is not kept."""

from __future__ import annotations

from muhatap.charters.schema.pieces import (
    CHANNELS,
    KINDS,
    PRIORITIES,
    Schema,
    flag,
    listing,
    one_of,
    piece,
    section,
    several,
    several_of,
    text,
    whole,
)

CLOCKS: dict[str, str] = {
    "ack": "from receipt to the automatic acknowledgement",
    "triage": "from receipt until priority and owner are set",
    "first_reply": "from receipt to the first answer of a person",
    "next_reply": "from a customer's message to the next answer of a person",
    "investigation_start": "from receipt to the start of the investigation",
    "resolve": "from receipt to the decision",
    "update": "from one message to the customer to the next",
    "callback": "from a wish to be called back to the call",
    "kyc_review": "from a complete set of documents to the decision",
    "refund_decision": "from a refund request to the decision",
    "refund_exec": "from approval to payment",
    "emergency_ack": "from receipt until the person on call takes the case",
    "contain": "from receipt until the account or payment is stopped or the reason against is recorded",
    "unauth_refund": "from a report of an unauthorised payment until it is refunded or refused with reasons",
    "legal_response": "from receipt to the final answer that a law asks for",
    "dsr": "from a valid data request to its answer",
    "dpc_ack": "from a data protection complaint to its acknowledgement",
    "breach_authority": "from awareness of a data breach until the authority is told or the reason against",
    "information": "from a customer's question about her case to its answer",
    "adr_enquiry": "from the enquiry of an outside body to the reply",
}
PAUSABLE = ("resolve", "kyc_review", "refund_decision")
LAST_DAYS = ["stay", "forward", "backward"]
PAUSES = ["waiting_customer", "waiting_third_party"]


def promises_section() -> Schema:
    """Return the schema of the section `promises`."""
    clocks = "; ".join(f"{name}: {meaning}" for name, meaning in CLOCKS.items())
    properties = {
        "id": piece("code", "Name", "The promise for programs and reports."),
        "clock": one_of(list(CLOCKS), "Clock", f"What is measured. {clocks}."),
        "name": text("Name", "The promise in the customer's words."),
        "target": piece("span", "Target", "The usual time."),
        "limit": piece("span", "Limit", "The latest time; later is a broken promise."),
        "share": whole("Share", "Per cent of cases that meet the target.", minimum=1, maximum=100),
        "calendar": piece("code", "Calendar", "Counts business time, if not the channel's calendar."),
        "when": _conditions(),
        "pauses": several_of(PAUSES, "Pauses", "What stops the clock; each pause is told to the customer."),
        "pause_cap": piece(
            "span", "Longest pause", "After this much waiting in all, the clock runs on; 14d if not given."
        ),
        "law": {
            "type": "string",
            "minLength": 1,
            "maxLength": 80,
            "title": "Law",
            "description": "The rule of law that sets the limit: whole days until 24:00, and never a pause.",
            "examples": ["kvkk_13"],
        },
        "last_day": one_of(
            LAST_DAYS,
            "Last day",
            "Where a last day on a holiday goes: it stays, or moves forward or backward.",
        ),
        "public": flag("Public", "Whether the promise and how it is kept are published.", default=True),
        "source": {
            "type": "string",
            "minLength": 1,
            "maxLength": 120,
            "title": "Source",
            "description": "Where the number comes from, such as a contract or an assumption.",
        },
        "note": text("Note", "How customers should understand the promise."),
    }
    entry = section("Promise", "One time that is promised.", properties, ("id", "clock", "name", "limit"))
    return listing(
        entry,
        "Promises",
        "For each clock the promise with most conditions counts; "
        "topic outweighs kind, country, plan, channel.",
        minItems=1,
    )


def _conditions() -> Schema:
    properties = {
        "channel": several_of(CHANNELS, "Channel", "For cases that arrive here."),
        "topic": several("topic_code", "Topic", "For cases about these topics."),
        "group": several("code", "Group", "For cases about topics of these groups."),
        "kind": several_of(KINDS, "Kind", "For these kinds of case."),
        "priority": several_of(PRIORITIES, "Priority", "For these priorities."),
        "jurisdiction": several("country", "Jurisdiction", "For customers who live under these laws."),
        "plan": several("code", "Plan", "For customers with these plans."),
        "team": several("code", "Team", "For cases that wait for these teams when the clock starts."),
        "complexity": several_of(["standard", "complex"], "Complexity", "For cases that were found so."),
    }
    return section("Conditions", "For which cases; all must hold. None means every case.", properties)


def ladder_section() -> Schema:
    """Return the schema of the section `ladder`."""
    steps = listing(_step(), "Steps", "In order of time.", maxItems=12)
    clocks = section(
        "Clocks",
        "Clocks with steps of their own; an empty list means none.",
        {
            name: steps | {"title": name, "description": f"Steps of this clock, {words}."}
            for name, words in CLOCKS.items()
        },
    )
    return section(
        "Ladder",
        "Who hears, and what happens, when a promise comes near its limit or is broken.",
        {
            "default": steps | {"title": "Default", "description": "Steps of every clock without its own."},
            "clocks": clocks,
        },
        ("default",),
    )


def _step() -> Schema:
    at = {
        "title": "At",
        "description": "“target”, a share of the limit in per cent of the clock's own calendar, or business "
        "days before the limit.",
        "examples": ["target, 50, 80, 100, 125 or 5bd-before"],
        "enum": ["target", *range(1, 301), *(f"{days}bd-before" for days in range(1, 61))],
    }
    people = ["owner", "supervisor", "department_head", "executive", "compliance", "on_call"]
    to = {
        "type": "string",
        "pattern": f"^({'|'.join(people)}|(queue|team):[a-z][a-z0-9_]*|person:[^@ ]+@[^@ ]+)$",
        "maxLength": 260,
        "title": "To",
        "description": "Who is told: owner, supervisor, department_head, executive, compliance, on_call, "
        "queue:CODE, team:CODE or person:ADDRESS, the address by which she signs in.",
        "examples": ["supervisor or queue:complaints"],
    }
    properties = {
        "at": at,
        "do": several_of(
            ["tell", "raise", "reassign", "page"],
            "Do",
            "tell somebody; raise the priority by one; reassign to the queue, team or person under “to”, "
            "else to the queue above, never to somebody who is away; page those on call, one after the "
            "other, until somebody acknowledges. A case is raised and reassigned at most once in 48 h.",
        ),
        "to": to,
        "tell_customer": flag(
            "Tell the customer", "Writes reason and new time to the customer.", default=False
        ),
        "page_every": piece(
            "span", "Page every", "After so long without an answer the next person is paged; 5m if not given."
        ),
    }
    return section("Step", "One step of the ladder.", properties, ("at", "do", "to"))


def links_section() -> Schema:
    """Return the schema of the section `links`."""
    names = {
        "password_reset": ("Password reset", "How long a reset link is valid, from sending."),
        "one_time_code": ("One-time code", "How long a mailed or sent code is valid."),
        "resume_draft": ("Unfinished form", "How long a link to an unfinished form is valid."),
        "case_link": ("Link to a case", "How long a mailed link to a case is valid."),
    }
    properties = {name: piece("span", title, words) for name, (title, words) in names.items()}
    return section("Links", "How long links and codes are valid.", properties)
