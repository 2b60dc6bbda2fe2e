"""The charter's words for articles: kept when a charter begins, and owners are called where they changed."""

from collections.abc import Mapping
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.help_centre.events import ArticleReviewCalled
from muhatap.help_centre.library import words_of
from muhatap.help_centre.models import Edition, KeptFact, ReviewCall
from muhatap.kernel.actors import Actor

Facts = Mapping[str, Mapping[str, str]]


def keep_facts(*, brand: Brand, facts: Facts, number: int, by: Actor, at: datetime) -> None:
    """Keep what charter `number` says; published articles that name what changed wait for their owners."""
    with unit_of_work() as unit:
        known = {row.name: row for row in KeptFact.objects.filter(brand=brand)}
        changed: dict[str, tuple[dict, dict]] = {}
        for name, words in facts.items():
            row = known.pop(name, None)
            if row is None:
                unit.add(
                    KeptFact(brand=brand, name=name, words=dict(words), charter_number=number, since_at=at)
                )
            elif row.words != dict(words):
                changed[name] = (row.words, dict(words))
                row.words, row.charter_number, row.since_at = dict(words), number, at
                row.save(update_fields=["words", "charter_number", "since_at"])
        for name, row in known.items():
            changed[name] = (row.words, {})
            row.delete()
        if changed:
            _call_owners(brand, changed, number, by, at)


def _call_owners(
    brand: Brand, changed: Mapping[str, tuple[dict, dict]], number: int, by: Actor, at: datetime
) -> None:
    live = Edition.objects.filter(
        article__brand=brand,
        article__retired_at__isnull=True,
        published_at__isnull=False,
        replaced_at__isnull=True,
    ).select_related("article")
    for edition in live.order_by("id"):
        named = [name for name in words_of(edition).facts if name in changed]
        if not named:
            continue
        for name in named:
            before, after = changed[name]
            call, is_new = ReviewCall.objects.get_or_create(
                article=edition.article,
                fact=name,
                done_at=None,
                defaults={"before": before, "after": after, "charter_number": number, "called_at": at},
            )
            if not is_new:
                call.after, call.charter_number = after, number
                call.save(update_fields=["after", "charter_number"])
        record(
            ArticleReviewCalled(
                brand=brand.id,
                article=edition.article_id,
                owner=edition.article.owner_id,
                facts=tuple(named),
                charter=number,
            ),
            by=by,
            at=at,
        )
