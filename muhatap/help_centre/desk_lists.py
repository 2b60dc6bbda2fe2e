"""Reads for the desk: every article of the brands for which she may write, what is stale, and the figures."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals.models import Proposal
from muhatap.brands.models import Brand
from muhatap.help_centre.models import Article, ArticleVote, Edition, GuideRun, ReviewCall, SoughtInVain
from muhatap.help_centre.operations.writing import SORT

SPAN = timedelta(days=30)
_MOST = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """One article in the list: `state` is live, draft or retired; `calls` counts changed facts."""

    article: Article
    title: str
    state: str
    has_draft: bool
    waits: bool
    calls: int
    is_due: bool
    helped: int
    voted: int

    @property
    def is_stale(self) -> bool:
        """Whether its owner should look at it."""
        return self.state == "live" and (self.is_due or self.calls > 0)

    @property
    def share(self) -> float | None:
        """How many of a hundred who answered said that it helped."""
        return 100 * self.helped / self.voted if self.voted else None


@dataclass(frozen=True, slots=True)
class GuideFigure:
    """How a guide did in 30 days: begun, solved, and gone on to the form; the rest just left."""

    guide: str
    begun: int
    solved: int
    written: int

    @property
    def share(self) -> float:
        """How many of a hundred who began it wrote nothing afterwards because it was solved."""
        return 100 * self.solved / self.begun if self.begun else 0.0


def brands_to_write_for(staff: Staff) -> list[Brand]:
    """The brands whose articles she may write, by name."""
    ids = scope_of(staff).brand_ids_with(Permission.WRITE_ARTICLES)
    return list(Brand.objects.filter(id__in=ids).order_by("name", "id"))


def article_visible_to(staff: Staff, article_id: int) -> Article | None:
    """One article, if she may write for its brand."""
    ids = scope_of(staff).brand_ids_with(Permission.WRITE_ARTICLES)
    found = Article.objects.select_related("brand", "owner").filter(brand_id__in=ids, id=article_id)
    return found.first()


def articles_visible_to(staff: Staff, at: datetime, language: str) -> list[Listed]:
    """Every article of her brands with its standing, those to look at first."""
    ids = scope_of(staff).brand_ids_with(Permission.WRITE_ARTICLES)
    articles = list(
        Article.objects.filter(brand_id__in=ids)
        .select_related("brand", "owner")
        .order_by("brand__name", "position", "id")[:_MOST]
    )
    keys = [each.id for each in articles]
    editions: dict[int, list[Edition]] = {}
    rows = Edition.objects.filter(article_id__in=keys, replaced_at__isnull=True)
    for row in rows.only("article_id", "titles", "published_at").order_by("number"):
        editions.setdefault(row.article_id, []).append(row)
    calls = dict(
        ReviewCall.objects.filter(article_id__in=keys, done_at__isnull=True)
        .values_list("article_id")
        .annotate(Count("id"))
    )
    votes = _votes(keys, at)
    waiting = _waiting(ids, at)
    listed = [
        _listed(each, editions.get(each.id, []), (calls, votes, waiting), at, language) for each in articles
    ]
    return sorted(listed, key=lambda each: (not each.waits, not each.is_stale, each.state == "retired"))


def edition_for_desk(article: Article) -> tuple[Edition | None, Edition | None]:
    """The live version and the draft of an article."""
    rows = list(
        Edition.objects.filter(article=article, replaced_at__isnull=True).select_related("changed_by")
    )
    live = next((each for each in rows if each.published_at), None)
    return live, next((each for each in rows if not each.published_at), None)


def calls_of(article: Article) -> list[ReviewCall]:
    """What of the charter changed under an article and nobody looked at yet."""
    return list(ReviewCall.objects.filter(article=article, done_at__isnull=True).order_by("called_at", "id"))


def sought_in_vain(brands: list[Brand]) -> tuple[list[SoughtInVain], int]:
    """What several people sought and nobody found, the most sought first; and how many others."""
    rows = SoughtInVain.objects.filter(brand__in=brands)
    said = list(rows.exclude(words="").select_related("brand").order_by("-count", "-last_on", "id")[:100])
    return said, rows.filter(words="").count()


def guide_figures(brands: list[Brand], at: datetime) -> list[GuideFigure]:
    """How the guides did in the last 30 days, by how often they were begun."""
    rows = (
        GuideRun.objects.filter(brand__in=brands, began_at__gt=at - SPAN)
        .values("guide")
        .annotate(
            begun=Count("id"),
            solved=Count("id", filter=Q(outcome="solved")),
            written=Count("id", filter=Q(outcome="form")),
        )
        .order_by("-begun", "guide")
    )
    return [GuideFigure(row["guide"], row["begun"], row["solved"], row["written"]) for row in rows]


def _votes(keys: list[int], at: datetime) -> dict[int, tuple[int, int]]:
    rows = (
        ArticleVote.objects.filter(article_id__in=keys, at__gt=at - SPAN)
        .values("article_id")
        .annotate(voted=Count("id"), helped=Count("id", filter=Q(has_helped=True)))
    )
    return {row["article_id"]: (row["helped"], row["voted"]) for row in rows}


def _waiting(ids: object, at: datetime) -> set[tuple[int, str]]:
    rows = Proposal.objects.filter(brand_id__in=ids, sort=SORT, decided_at__isnull=True, expires_at__gt=at)
    return set(rows.values_list("brand_id", "subject"))


def _listed(
    article: Article,
    editions: list[Edition],
    around: tuple[dict[int, int], dict[int, tuple[int, int]], set[tuple[int, str]]],
    at: datetime,
    language: str,
) -> Listed:
    calls, votes, waiting = around
    live = next((each for each in editions if each.published_at), None)
    shown = live or (editions[0] if editions else None)
    titles = shown.titles if shown else {}
    helped, voted = votes.get(article.id, (0, 0))
    today: date = at.date()
    return Listed(
        article=article,
        title=titles.get(language) or next(iter(titles.values()), "") or article.slug,
        state="retired" if article.retired_at else "live" if live else "draft",
        has_draft=any(not each.published_at for each in editions),
        waits=(article.brand_id, article.slug) in waiting,
        calls=calls.get(article.id, 0),
        is_due=article.review_on <= today,
        helped=helped,
        voted=voted,
    )
