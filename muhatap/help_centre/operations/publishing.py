"""Publishing: by one person, or by two where the charter wants that; what was published keeps its words."""

from collections.abc import Sequence
from datetime import date, datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposal_waiting
from muhatap.audit.recording import record, unit_of_work
from muhatap.help_centre.contents import Lack, lacks
from muhatap.help_centre.events import ArticlePublished, ArticleRetired, ArticleReviewed
from muhatap.help_centre.library import known_facts, two_people_publish, words_of
from muhatap.help_centre.models import Article, Edition, ReviewCall
from muhatap.help_centre.operations.writing import SORT, ChangedMeanwhile
from muhatap.kernel.actors import Actor


class NotComplete(ValueError):
    """Something is missing; `lacks` says what."""

    def __init__(self, found: Sequence[Lack]) -> None:
        super().__init__(", ".join(f"{each.code} {each.what}".strip() for each in found))
        self.lacks = tuple(found)


class NeedsSecondPerson(Exception):
    """The charter wants two people: propose it."""


class NoDraft(Exception):
    """There is nothing to publish."""


class NotLive(Exception):
    """Nobody reads this article now."""


def publish_article(*, article: Article, by: Actor, at: datetime) -> Edition:
    """Let everybody read the draft; `NotComplete`, `NoDraft`, `NeedsSecondPerson`."""
    if two_people_publish(article.brand):
        raise NeedsSecondPerson(article.slug)
    with unit_of_work():
        return _publish(_draft(article), by, at)


def propose_article(*, article: Article, reason: str, by: Actor, at: datetime) -> Proposal:
    """Put the draft before a second person; `NotComplete`, `NoDraft`, and `WaitsAlready` of approvals."""
    draft = _draft(article)
    _check(draft)
    # Not within a unit of ours: a proposal that waits already is refused when its own unit closes.
    return approvals.propose(
        brand=article.brand,
        sort=SORT,
        subject=article.slug,
        content=words_of(draft).digest,
        reason=reason.strip()[:500] or "–",
        by=by,
        at=at,
    )


def approve_article(*, article: Article, by: Actor, at: datetime) -> Edition:
    """Publish as the second person; `NoDraft` when nothing waits, `SamePerson` of approvals for the first."""
    with unit_of_work():
        proposal = proposal_waiting(article.brand, SORT, article.slug, at)
        if proposal is None:
            raise NoDraft(article.slug)
        draft = _draft(article)
        if words_of(draft).digest != proposal.content:
            raise ChangedMeanwhile(article.slug)
        approvals.approve(proposal=proposal, by=by, at=at)
        return _publish(draft, by, at, proposed_by=proposal.proposed_by_id)


def refuse_article(*, article: Article, reason: str, by: Actor, at: datetime) -> None:
    """Send the draft back with a reason, or take one's own proposal back."""
    proposal = proposal_waiting(article.brand, SORT, article.slug, at)
    if proposal is None:
        raise NoDraft(article.slug)
    approvals.refuse(proposal=proposal, reason=reason.strip()[:500] or "–", by=by, at=at)


def retire_article(*, article: Article, reason: str, by: Actor, at: datetime) -> None:
    """Take an article from the help centre; `NotLive` when it is gone already."""
    with unit_of_work():
        row = Article.objects.select_for_update().get(id=article.id)
        if row.retired_at is not None:
            raise NotLive(row.slug)
        row.retired_at, row.retired_by_id = at, by.id
        row.save(update_fields=["retired_at", "retired_by"])
        fact = ArticleRetired(brand=row.brand_id, article=row.id, reason=reason.strip()[:300])
        record(fact, by=by, at=at)


def confirm_review(*, article: Article, next_on: date, by: Actor, at: datetime) -> None:
    """Say that the published words are still right, after a change of the charter or on their day."""
    with unit_of_work():
        row = Article.objects.select_for_update().get(id=article.id)
        live = Edition.objects.filter(
            article=row, published_at__isnull=False, replaced_at__isnull=True
        ).first()
        if live is None or row.retired_at is not None:
            raise NotLive(row.slug)
        row.review_on = next_on
        row.save(update_fields=["review_on"])
        _answer_calls(row.id, by, at)
        reviewed = ArticleReviewed(
            brand=row.brand_id, article=row.id, number=live.number, next_on=next_on.isoformat()
        )
        record(reviewed, by=by, at=at)


def _draft(article: Article) -> Edition:
    locked = Article.objects.select_related("brand").get(id=article.id)
    draft = Edition.objects.filter(article=locked, published_at__isnull=True).first()
    if draft is None:
        raise NoDraft(locked.slug)
    draft.article = locked
    return draft


def _check(draft: Edition) -> dict[str, dict[str, str]]:
    brand, words = draft.article.brand, words_of(draft)
    known = known_facts(brand)
    if found := lacks(words, brand.languages, known):
        raise NotComplete(found)
    return {name: known[name] for name in words.facts}


def _publish(draft: Edition, by: Actor, at: datetime, proposed_by: int | None = None) -> Edition:
    article = draft.article
    facts = _check(draft)
    Edition.objects.filter(article=article, published_at__isnull=False, replaced_at__isnull=True).update(
        replaced_at=at
    )
    draft.facts, draft.digest = facts, words_of(draft).digest
    draft.published_at, draft.published_by_id = at, by.id
    draft.save(update_fields=["facts", "digest", "published_at", "published_by"])
    if article.retired_at is not None:
        article.retired_at, article.retired_by = None, None
        article.save(update_fields=["retired_at", "retired_by"])
    _answer_calls(article.id, by, at)
    record(
        ArticlePublished(
            brand=article.brand_id,
            article=article.id,
            number=draft.number,
            digest=draft.digest,
            proposed_by=proposed_by,
        ),
        by=by,
        at=at,
    )
    return draft


def _answer_calls(article_id: int, by: Actor, at: datetime) -> None:
    ReviewCall.objects.filter(article_id=article_id, done_at__isnull=True).update(
        done_by_id=by.id, done_at=at
    )
