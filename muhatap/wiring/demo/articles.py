"""The demo's help centre: articles as people would have written them, with votes and searches in vain."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from muhatap.accounts.models import Staff
from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.help_centre import operations as help_centre
from muhatap.help_centre.contents import Words
from muhatap.help_centre.models import Article, ArticleVote
from muhatap.help_centre.operations.hearing import note_vain_search
from muhatap.kernel.actors import Actor

_FILE = Path(__file__).with_name("articles.toml")
_VAIN = ("kripto para", "hediye kartı", "whatsapp hattı")


def publish_articles(*, brand: Brand, owner: Staff, by: Actor, at: datetime) -> None:
    """Publish every article of the demo as of some weeks ago; terms get the version before, too."""
    entries = tomllib.loads(_FILE.read_text("utf-8"))["article"]
    with unit_of_work() as unit:
        for place, entry in enumerate(entries):
            began = at - timedelta(days=60 - place)
            article = _begin(brand, owner, entry, place, by, began)
            if "earlier_tr" in entry:
                help_centre.publish_article(article=article, by=by, at=began)
                later = at - timedelta(days=14)
                words = _words(entry, "")
                help_centre.save_draft(article=article, words=words, seen_at=None, by=by, at=later)
                began = later
            help_centre.publish_article(article=article, by=by, at=began)
            for number in range(3 + place % 4):
                unit.add(_vote(article, number, at))
        for words in _VAIN:
            for days in (9, 5, 1):
                sought_at = at - timedelta(days=days)
                note_vain_search(brand=brand, language="tr", query=words, by=by, at=sought_at)


def _begin(
    brand: Brand, owner: Staff, entry: Mapping[str, Any], place: int, by: Actor, at: datetime
) -> Article:
    page = help_centre.Page(
        slug=entry["slug"],
        kind=entry.get("kind", "article"),
        owner=owner,
        # One of them is due, so that the list shows what that looks like.
        review_on=date(2026, 11, 1) if entry["slug"] == "hata-kodlari" else (at + timedelta(days=240)).date(),
        group=entry["group"],
        topics=tuple(entry["topics"]),
        position=10 * place,
    )
    start = "earlier_" if "earlier_tr" in entry else ""
    return help_centre.begin_article(brand=brand, new=page, words=_words(entry, start), by=by, at=at)


def _words(entry: Mapping[str, Any], start: str) -> Words:
    return Words(
        titles=entry["title"],
        summaries=entry["summary"],
        bodies={code: entry[f"{start}{code}"].strip() for code in ("tr", "en")},
        other_names=entry["other"],
        captions={},
        transcripts={},
        video={},
    )


def _vote(article: Article, number: int, at: datetime) -> ArticleVote:
    return ArticleVote(
        brand_id=article.brand_id,
        article=article,
        edition_number=1,
        language="tr",
        has_helped=number != 1,
        at=at - timedelta(days=number + 1),
    )
