"""Publishing and ending announcements; what was published keeps its words."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.help_centre.events import AnnouncementEnded, AnnouncementPublished
from muhatap.help_centre.models import Announcement, Severity
from muhatap.kernel.actors import Actor


class LacksLanguage(ValueError):
    """A title or text is missing in a language that the brand speaks; `language` says which."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.language = language


class EndsBeforeItStarts(ValueError):
    """An announcement that nobody could ever read."""


class EndedAlready(Exception):
    """The announcement is no longer shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnnouncement:
    """What is to be said, by language, how grave it is, and from when until when."""

    severity: Severity
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime | None = None


def publish_announcement(*, brand: Brand, new: NewAnnouncement, by: Actor, at: datetime) -> Announcement:
    """Tell everybody something in all languages of the brand; `LacksLanguage`, `EndsBeforeItStarts`."""
    titles, texts = _spoken(new.titles, brand), _spoken(new.texts, brand)
    for code in brand.languages:
        if not titles[code] or not texts[code]:
            raise LacksLanguage(code)
    if new.ends_at is not None and new.ends_at <= max(new.starts_at, at):
        raise EndsBeforeItStarts(new.ends_at)
    with unit_of_work():
        row = Announcement.objects.create(
            brand=brand,
            severity=new.severity,
            titles=titles,
            texts=texts,
            starts_at=new.starts_at,
            ends_at=new.ends_at,
            published_by_id=by.id,
            published_at=at,
        )
        record(
            AnnouncementPublished(
                brand=brand.id,
                announcement=row.id,
                severity=row.severity,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                text_digest=_digest(titles, texts),
            ),
            by=by,
            at=at,
        )
    return row


def end_announcement(*, announcement: Announcement, reason: str, by: Actor, at: datetime) -> None:
    """Take an announcement from the pages now; `EndedAlready` when nobody reads it any more."""
    with unit_of_work():
        row = Announcement.objects.select_for_update().get(id=announcement.id)
        if row.ended_at is not None or (row.ends_at is not None and row.ends_at <= at):
            raise EndedAlready(row.id)
        row.ended_by_id, row.ended_at, row.ended_reason = by.id, at, reason.strip()[:300]
        row.save(update_fields=["ended_by", "ended_at", "ended_reason"])
        record(
            AnnouncementEnded(brand=row.brand_id, announcement=row.id, reason=row.ended_reason), by=by, at=at
        )


def _spoken(words: Mapping[str, str], brand: Brand) -> dict[str, str]:
    return {code: words.get(code, "").strip() for code in brand.languages}


def _digest(titles: Mapping[str, str], texts: Mapping[str, str]) -> str:
    said = json.dumps([titles, texts], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()
