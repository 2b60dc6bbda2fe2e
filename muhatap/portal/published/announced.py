"""The announcements as the public reads them, those that are shown now and those that are over."""

from datetime import datetime
from typing import Any

from muhatap.brands.models import Brand
from muhatap.help_centre.models import Announcement
from muhatap.help_centre.queries import announcements_past, announcements_shown
from muhatap.portal.published.editions import Edition
from muhatap.topics.questions import words

Facts = dict[str, Any]


def announcements(edition: Edition) -> Facts:
    """What the brand tells everybody at the edition's moment, and what it told before."""
    brand, at = edition.brand, edition.at
    return {
        "now": announced_now(brand, edition.languages, at),
        "past": [announced(each, edition.languages) for each in announcements_past(brand, at)],
    }


def announced_now(brand: Brand, languages: tuple[str, ...], at: datetime) -> list[Facts]:
    """What stands on the brand's first page."""
    return [announced(each, languages) for each in announcements_shown(brand, at)]


def announced(row: Announcement, languages: tuple[str, ...]) -> Facts:
    """One announcement in the reader's language."""
    return {
        "id": str(row.id),
        "severity": row.severity,
        "title": words(row.titles, languages),
        "text": words(row.texts, languages),
        "starts_at": row.starts_at,
        "ends_at": row.ended_at or row.ends_at,
        "published_at": row.published_at,
    }
