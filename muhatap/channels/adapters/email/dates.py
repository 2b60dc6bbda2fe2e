"""When a mail says that it was written: RFC 5322 dates, and the other spellings that programs use."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

MAX_TEXT = 200
FIRST_YEAR, LAST_YEAR = 1970, 2200
MONTHS = ["oca", "şub", "mar", "nis", "may", "haz", "tem", "ağu", "eyl", "eki", "kas", "ara"]
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
TURKISH_MONTH = re.compile(r"(?<=\d )(" + "|".join(MONTHS) + r")[^\W\d_]{0,5}(?= \d)", re.IGNORECASE)
ISO = re.compile(r"\s*(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s?(Z|[+-]\d\d:?\d\d)?")


def moment_of(text: str) -> datetime | None:
    """The moment that a Date header names, with its zone (UTC when it has none); none when it names none."""
    text = TURKISH_MONTH.sub(_in_english, text[:MAX_TEXT])
    try:
        found = _iso(text) or parsedate_to_datetime(text)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        offset = found.utcoffset() or timedelta(0)
        sensible = FIRST_YEAR <= found.year <= LAST_YEAR and abs(offset) < timedelta(hours=24)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return found if sensible else None


def _in_english(match: re.Match) -> str:
    return ENGLISH[MONTHS.index(match[1].lower())]


def _iso(text: str) -> datetime | None:
    match = ISO.match(text)
    return datetime.fromisoformat(match[1] + (match[2] or "+00:00")) if match else None
