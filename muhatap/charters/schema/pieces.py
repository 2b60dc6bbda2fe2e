"""The small parts that every section of the charter's schema is built from."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

CODE = r"^[a-z][a-z0-9_]{0,39}$"
TOPIC_CODE = r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$"
SPAN = r"^[0-9]{1,5}(s|m|h|bm|bh|d|w|bd|mo)$"
KEEP = r"^[0-9]{1,4}(d|mo|y)$"
TIME = r"^(([01][0-9]|2[0-3]):[0-5][0-9](\+1)?|24:00)$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MONEY = r"^[0-9]{1,12}(\.[0-9]{2})?$"
PERCENT = r"^(100(\.0{1,2})?|[0-9]{1,2}(\.[0-9]{1,2})?)$"
LANGUAGES = ["tr", "en"]
KINDS = ["request", "complaint", "emergency", "identity", "refund", "privacy"]
PRIORITIES = ["P1", "P2", "P3", "P4"]
CHANNELS = ["web_form", "email", "api", "phone", "live_chat", "in_app", "whatsapp", "social"]

PIECES: dict[str, Schema] = {
    "text": {
        "type": "object",
        "title": "Text",
        "description": "The same text in every language of the brand.",
        "properties": {
            language: {
                "type": "string",
                "minLength": 1,
                "maxLength": 4000,
                "title": language,
                "description": f"The text in the language “{language}”.",
            }
            for language in LANGUAGES
        },
        "additionalProperties": False,
        "minProperties": 1,
        "examples": ["{tr: Merhaba, en: Hello}"],
    },
    "code": {
        "type": "string",
        "pattern": CODE,
        "title": "Code",
        "description": "A short name for programs: small letters, digits and underscores.",
        "examples": ["payments"],
    },
    "topic_code": {
        "type": "string",
        "pattern": TOPIC_CODE,
        "maxLength": 32,
        "title": "Topic code",
        "description": "Capital letters and digits in parts joined by hyphens.",
        "examples": ["PAY-WD"],
    },
    "span": {
        "type": "string",
        "pattern": SPAN,
        "title": "Span",
        "description": "A length of time: s, m, h, d, w and mo run on; bm, bh and bd are business time.",
        "examples": ["72h, 8bh, 14d, 3bd or 1mo"],
    },
    "keep": {
        "type": "string",
        "pattern": KEEP,
        "title": "Retention span",
        "description": "Days, months or years.",
        "examples": ["90d, 24mo or 10y"],
    },
    "money": {
        "type": "string",
        "pattern": MONEY,
        "title": "Amount of money",
        "description": "Whole units, or with two digits after a point.",
        "examples": ['"250.00"'],
    },
    "percent": {
        "type": "string",
        "pattern": PERCENT,
        "title": "Percentage",
        "description": "From 0 to 100, at most two digits after a point.",
        "examples": ['"2.5"'],
    },
    "country": {
        "type": "string",
        "pattern": "^[A-Z]{2}$",
        "title": "Country",
        "description": "Two-letter code of a country.",
        "examples": ["TR"],
    },
    "day": {
        "type": "string",
        "pattern": DAY,
        "title": "Day",
        "description": "A day of the calendar.",
        "examples": ["2026-10-29"],
    },
    "intervals": {
        "type": "array",
        "maxItems": 12,
        "title": "Intervals",
        "description": "Times of day that belong to business, in order; 24:00 is the end of a day, "
        "06:00+1 is six o'clock of the next one.",
        "items": {
            "type": "array",
            "title": "Interval",
            "description": "From and until.",
            "minItems": 2,
            "maxItems": 2,
            "items": {
                "type": "string",
                "pattern": TIME,
                "title": "Time",
                "description": "A time of day.",
                "examples": ['"09:00"'],
            },
        },
    },
}


def piece(name: str, title: str, description: str, **more: Any) -> Schema:
    """Return a property that is one of the named pieces, with a title and description of its own."""
    return {"$ref": f"#/$defs/{name}", "title": title, "description": description, **more}


def text(title: str, description: str) -> Schema:
    """Return a property that is a text in the brand's languages."""
    return piece("text", title, description)


def line(title: str, description: str, **more: Any) -> Schema:
    """Return a property that is one line without languages, such as a name or an address."""
    return {
        "type": "string",
        "minLength": 1,
        "maxLength": 300,
        "title": title,
        "description": description,
    } | more


def flag(title: str, description: str, *, default: bool) -> Schema:
    """Return a yes-or-no property with its default."""
    return {"type": "boolean", "title": title, "description": description, "default": default}


def whole(title: str, description: str, **more: Any) -> Schema:
    """Return a property that is a whole number."""
    return {"type": "integer", "title": title, "description": description} | more


def one_of(choices: list[Any], title: str, description: str, **more: Any) -> Schema:
    """Return a property that takes one of the choices."""
    return {"enum": choices, "title": title, "description": description} | more


def listing(items: Schema, title: str, description: str, **more: Any) -> Schema:
    """Return a property that is a list."""
    return {
        "type": "array",
        "items": items,
        "title": title,
        "description": description,
        "maxItems": 400,
    } | more


def several_of(choices: list[Any], title: str, description: str) -> Schema:
    """Return a property that is a list of different choices."""
    item = one_of(choices, "Entry", "One of the choices.")
    return listing(item, title, description, uniqueItems=True, minItems=1)


def several(name: str, title: str, description: str) -> Schema:
    """Return a property that is a list of different codes of the named piece."""
    return listing(piece(name, "Entry", "One code."), title, description, uniqueItems=True, minItems=1)


def section(
    title: str, description: str, properties: dict[str, Schema], required: tuple[str, ...] = ()
) -> Schema:
    """Return an object with exactly these properties."""
    return {
        "type": "object",
        "title": title,
        "description": description,
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def keyed(entry: Schema, title: str, description: str, names: str = "code") -> Schema:
    """Return an object whose keys the operator chooses, each holding one entry."""
    return {
        "type": "object",
        "title": title,
        "description": description,
        "propertyNames": {"$ref": f"#/$defs/{names}"},
        "additionalProperties": entry,
        "maxProperties": 200,
    }
