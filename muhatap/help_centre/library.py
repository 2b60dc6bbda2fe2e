"""The articles that everybody may read now, with the charter's words in them; read once for each state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from muhatap.brands.models import Brand
from muhatap.brands.queries import section_of
from muhatap.help_centre.contents import Words
from muhatap.help_centre.finding import Entry, entry_of
from muhatap.help_centre.merging import filled, names_in
from muhatap.help_centre.models import Article, Edition, KeptFact
from muhatap.ui.prose import plain_words

Facts = Mapping[str, Mapping[str, str]]
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Shelved:
    """One article as it is read in one language; `changed_at` is when its words or a fact in them changed.

    `by_charter` is the charter that changed it after it was written, 0 where none did.
    """

    article_id: int
    slug: str
    kind: str
    group: str
    topics: tuple[str, ...]
    number: int
    title: str
    summary: str
    body: str
    other_names: str
    published_at: datetime
    changed_at: datetime
    by_charter: int
    digest: str
    video: Mapping[str, Any] = field(default_factory=dict)
    captions: str = ""
    transcript: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """The articles of a brand in one language, in their order, and how they are found."""

    shelf: tuple[Shelved, ...]
    entries: tuple[Entry, ...]
    by_slug: Mapping[str, Shelved]
    by_id: Mapping[int, Shelved]

    def about(self, topic: str) -> list[Shelved]:
        """The articles that belong to a topic."""
        return [each for each in self.shelf if topic in each.topics]


def library_of(brand: Brand, language: str) -> Library:
    """The brand's library in one language; two small queries ask what stands in it now."""
    live = _live(brand).order_by("article__position", "id")
    ids = tuple(live.values_list("id", "article__review_on", "article__position", "article__group")[:_MOST])
    return _library(brand.id, brand.charter_number, language, brand.default_language, ids)


def article_at(brand: Brand, slug: str) -> Article | None:
    """The article at this address, whether anybody may read it or not."""
    return Article.objects.filter(brand=brand, slug=slug).first()


def edition_of(brand: Brand, slug: str, number: int) -> Edition | None:
    """A version of an article that everybody read once or reads now."""
    found = Edition.objects.select_related("article").filter(
        article__brand=brand, article__slug=slug, number=number, published_at__isnull=False
    )
    return found.first()


def editions_published(article_id: int) -> list[Edition]:
    """The published versions of an article, the newest first, without their words."""
    rows = Edition.objects.filter(article_id=article_id, published_at__isnull=False)
    return list(rows.only("number", "published_at", "replaced_at", "digest").order_by("-number"))


def edition_on(brand: Brand, slug: str, at: datetime) -> Edition | None:
    """The version of an article that was read at a moment."""
    found = Edition.objects.select_related("article").filter(
        article__brand=brand, article__slug=slug, published_at__lte=at
    )
    return found.order_by("-published_at").first()


def terms_of(brand: Brand, topic: str) -> list[Article]:
    """The articles with terms that belong to a topic."""
    rows = Article.objects.filter(brand=brand, kind="terms", retired_at__isnull=True).order_by(
        "position", "id"
    )
    return [each for each in rows if topic in each.topics]


def shelved_edition(edition: Edition, brand: Brand, language: str) -> Shelved:
    """A version as it was read: with the facts of the day on which it was published."""
    return _shelved(edition, edition.facts, {}, (language, brand.default_language))


def known_facts(brand: Brand) -> dict[str, dict[str, str]]:
    """What the charter in force says of everything that articles may name."""
    return {row.name: row.words for row in KeptFact.objects.filter(brand=brand).order_by("name")}


def two_people_publish(brand: Brand) -> bool:
    """Whether the charter wants a second person for every article."""
    return bool((section_of(brand, "help_centre") or {}).get("two_people", False))


def words_of(edition: Edition) -> Words:
    """The words of an edition."""
    return Words(
        titles=edition.titles,
        summaries=edition.summaries,
        bodies=edition.bodies,
        other_names=edition.other_names,
        captions=edition.captions,
        transcripts=edition.transcripts,
        video=edition.video,
    )


def _live(brand: Brand) -> QuerySet[Edition]:
    return Edition.objects.filter(
        article__brand=brand,
        article__retired_at__isnull=True,
        published_at__isnull=False,
        replaced_at__isnull=True,
    )


@lru_cache(maxsize=32)
def _library(
    brand_id: int, charter_number: int, language: str, fallback: str, ids: Sequence[tuple[Any, ...]]
) -> Library:
    rows = {
        row.id: row
        for row in Edition.objects.filter(id__in=[key[0] for key in ids]).select_related("article")
    }
    facts = {row.name: row for row in KeptFact.objects.filter(brand_id=brand_id)}
    said = {name: row.words for name, row in facts.items()}
    shelf = tuple(_shelved(rows[key[0]], said, facts, (language, fallback)) for key in ids if key[0] in rows)
    entries = tuple(
        entry_of(
            each.article_id,
            title=each.title,
            other_names=each.other_names,
            summary=each.summary,
            words=f"{plain_words(each.body)}\n{each.transcript}",
        )
        for each in shelf
    )
    return Library(
        shelf, entries, {each.slug: each for each in shelf}, {each.article_id: each for each in shelf}
    )


def _shelved(
    edition: Edition, said: Facts, facts: Mapping[str, KeptFact], languages: tuple[str, str]
) -> Shelved:
    article = edition.article

    def words(texts: Mapping[str, str]) -> str:
        text = next((texts[each] for each in languages if texts.get(each)), "") or next(
            iter(texts.values()), ""
        )
        return filled(text, said, languages[0])

    named = names_in(*edition.titles.values(), *edition.summaries.values(), *edition.bodies.values())
    newer = [
        facts[name]
        for name in named
        if name in facts
        and facts[name].since_at > edition.published_at
        and facts[name].words != edition.facts.get(name)
    ]
    newest = max(newer, key=lambda row: row.since_at) if newer else None
    return Shelved(
        article_id=article.id,
        slug=article.slug,
        kind=article.kind,
        group=article.group,
        topics=tuple(article.topics),
        number=edition.number,
        title=words(edition.titles),
        summary=words(edition.summaries),
        body=words(edition.bodies),
        other_names=words(edition.other_names),
        published_at=edition.published_at,
        changed_at=newest.since_at if newest else edition.published_at,
        by_charter=newest.charter_number if newest else 0,
        digest=edition.digest,
        video=edition.video,
        captions=edition.captions.get(languages[0], ""),
        transcript=edition.transcripts.get(languages[0], ""),
    )
