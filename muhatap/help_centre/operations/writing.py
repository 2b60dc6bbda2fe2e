"""Writing articles: a page, its draft, its owner and the day of its review; only staff read drafts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError

from muhatap.accounts.models import Staff
from muhatap.approvals.queries import proposal_waiting
from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.help_centre.contents import BODY, SUMMARY, TITLE, Words
from muhatap.help_centre.models import Article, ArticleKind, Edition
from muhatap.kernel.actors import Actor
from muhatap.kernel.text import clean

SORT = "article"


class AddressTaken(Exception):
    """Another article of the brand has this address."""


class WaitsForSecond(Exception):
    """The draft lies before a second person and is not changed meanwhile."""


class ChangedMeanwhile(Exception):
    """Somebody else wrote the draft since it was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is said of an article beside its words."""

    slug: str
    owner: Staff
    review_on: date
    kind: str = ArticleKind.ARTICLE
    group: str = ""
    topics: Sequence[str] = ()
    position: int = 100


def begin_article(*, brand: Brand, new: Page, words: Words, by: Actor, at: datetime) -> Article:
    """Make a page with a first draft; `AddressTaken`."""
    try:
        with unit_of_work():
            article = Article.objects.create(
                brand=brand,
                slug=new.slug,
                kind=new.kind,
                group=new.group,
                topics=list(new.topics),
                owner=new.owner,
                review_on=new.review_on,
                position=new.position,
                begun_at=at,
            )
            _draft(article, 1, words, by, at)
    except IntegrityError as twice:
        raise AddressTaken(new.slug) from twice
    return article


def describe_article(*, article: Article, page: Page, by: Actor, at: datetime) -> None:
    """Change owner, day of review, group and topics; the address stays, since others link to it."""
    with unit_of_work():
        row = Article.objects.select_for_update().get(id=article.id)
        row.owner, row.review_on, row.group = page.owner, page.review_on, page.group
        row.topics, row.position = list(page.topics), page.position
        row.save(update_fields=["owner", "review_on", "group", "topics", "position"])


def save_draft(
    *, article: Article, words: Words, seen_at: datetime | None, by: Actor, at: datetime
) -> Edition:
    """Keep the words of the draft, or begin one beside the published version.

    `seen_at` is when the draft that was opened had been changed; `ChangedMeanwhile`, `WaitsForSecond`.
    """
    with unit_of_work():
        row = Article.objects.select_for_update().select_related("brand").get(id=article.id)
        if proposal_waiting(row.brand, SORT, row.slug, at) is not None:
            raise WaitsForSecond(row.slug)
        editions = Edition.objects.filter(article=row).order_by("-number")
        draft = editions.filter(published_at__isnull=True).first()
        if draft is None:
            newest = editions.first()
            return _draft(row, newest.number + 1 if newest else 1, words, by, at)
        if seen_at is not None and draft.changed_at != seen_at:
            raise ChangedMeanwhile(row.slug)
        for name, value in _columns(words).items():
            setattr(draft, name, value)
        draft.changed_by_id, draft.changed_at = by.id, at
        draft.save()
    return draft


def discard_draft(*, article: Article, by: Actor, at: datetime) -> None:
    """Forget the draft beside a published version; a page that was never published keeps its own."""
    with unit_of_work():
        if proposal_waiting(article.brand, SORT, article.slug, at) is not None:
            raise WaitsForSecond(article.slug)
        if Edition.objects.filter(article=article, published_at__isnull=False).exists():
            Edition.objects.filter(article=article, published_at__isnull=True).delete()


def _draft(article: Article, number: int, words: Words, by: Actor, at: datetime) -> Edition:
    return Edition.objects.create(
        article=article, number=number, changed_by_id=by.id, changed_at=at, **_columns(words)
    )


def _columns(words: Words) -> dict[str, object]:
    return {
        "titles": _cleaned(words.titles, TITLE, single_line=True),
        "summaries": _cleaned(words.summaries, SUMMARY, single_line=True),
        "bodies": _cleaned(words.bodies, BODY),
        "other_names": _cleaned(words.other_names, SUMMARY, single_line=True),
        "captions": _cleaned(words.captions, BODY),
        "transcripts": _cleaned(words.transcripts, BODY),
        "video": dict(words.video),
    }


def _cleaned(texts: Mapping[str, str], longest: int, *, single_line: bool = False) -> dict[str, str]:
    return {
        language: clean(text, max_length=longest, single_line=single_line) for language, text in texts.items()
    }
