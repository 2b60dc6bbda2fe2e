"""What happens to what a brand tells everybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from muhatap.kernel.facts import BrandFact


@dataclass(frozen=True, kw_only=True)
class AnnouncementPublished(BrandFact):
    """A brand tells everybody something for a time; `text_digest` is the SHA-256 of its words."""

    kind: ClassVar[str] = "announcement.published"

    announcement: int
    severity: str
    starts_at: datetime
    ends_at: datetime | None
    text_digest: str


@dataclass(frozen=True, kw_only=True)
class AnnouncementEnded(BrandFact):
    """An announcement was taken from the pages before its time; what it said stays readable on the desk."""

    kind: ClassVar[str] = "announcement.ended"

    announcement: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ArticlePublished(BrandFact):
    """A version of an article is read by everybody; `digest` is the SHA-256 of its words and films.

    `proposed_by` is the first of two people where the charter wants two.
    """

    kind: ClassVar[str] = "article.published"

    article: int
    number: int
    digest: str
    proposed_by: int | None = None


@dataclass(frozen=True, kw_only=True)
class ArticleRetired(BrandFact):
    """An article was taken from the help centre; its versions stay readable on the desk."""

    kind: ClassVar[str] = "article.retired"

    article: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ArticleReviewCalled(BrandFact):
    """The charter changed under an article, so its owner is asked to look at it again."""

    kind: ClassVar[str] = "article.review_called"

    article: int
    owner: int
    facts: tuple[str, ...]
    charter: int


@dataclass(frozen=True, kw_only=True)
class ArticleReviewed(BrandFact):
    """Somebody looked at an article and found it right; she looks again on `next_on`."""

    kind: ClassVar[str] = "article.reviewed"

    article: int
    number: int
    next_on: str


@dataclass(frozen=True, kw_only=True)
class GuideEnded(BrandFact):
    """Somebody came to the end of a quick-fix guide: `solved`, or on to the `form`."""

    kind: ClassVar[str] = "guide.ended"

    run: int
    guide: str
    topic: str
    outcome: str
    tried: int
