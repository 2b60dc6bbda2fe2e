"""Announcements, articles with their editions, and what came of them; in every language of their brand."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.kernel.fields import CleanCharField
from muhatap.kernel.models import Row


class Severity(models.TextChoices):
    """How much an announcement matters: it only informs, something works badly, or not at all."""

    INFORMATION = "information"
    DISTURBANCE = "disturbance"
    OUTAGE = "outage"


class Announcement(Row):
    """What a brand tells everybody, word for word; its words never change, it only ends."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    severity = models.CharField(max_length=12, choices=Severity)
    titles = models.JSONField()
    texts = models.JSONField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    ended_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_reason = CleanCharField(max_length=300, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["brand", "starts_at"], name="help_centre_announced")]
        constraints = [
            models.CheckConstraint(
                name="help_centre_ends_after_start",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="help_centre_ended_whole",
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return next(iter(self.titles.values()), "")

    def is_shown_at(self, at: datetime) -> bool:
        """Whether visitors see it at a moment."""
        if self.ended_at is not None and self.ended_at <= at:
            return False
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)

    @property
    def last_changed_at(self) -> datetime:
        """When it was published or ended."""
        return self.ended_at or self.published_at


class ArticleKind(models.TextChoices):
    """What an article is: it explains something, or it is terms of which every version has its dates."""

    ARTICLE = "article"
    TERMS = "terms"


class Article(Row):
    """One page of the help centre: its address, its owner, and when somebody looks at it again.

    `topics` are the codes of the charter's topics beside whose forms it is offered.
    """

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=60)
    kind = models.CharField(max_length=8, choices=ArticleKind, default=ArticleKind.ARTICLE)
    group = models.CharField(max_length=40, default="", blank=True)
    topics = models.JSONField(default=list)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    position = models.PositiveSmallIntegerField(default=100)
    begun_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "slug"], name="help_centre_article_slug")]

    def __str__(self) -> str:
        return self.slug


class Edition(Row):
    """The words of an article in every language: a draft until it is published, unchanged from then on.

    `facts` are the charter's words as they stood in it when it was published.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    titles = models.JSONField(default=dict)
    summaries = models.JSONField(default=dict)
    bodies = models.JSONField(default=dict)
    other_names = models.JSONField(default=dict)
    video = models.JSONField(default=dict)
    captions = models.JSONField(default=dict)
    transcripts = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    changed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    digest = models.CharField(max_length=64, default="", blank=True)
    published_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="help_centre_edition_number"),
            models.UniqueConstraint(
                fields=["article"],
                name="help_centre_one_draft",
                condition=Q(published_at__isnull=True, replaced_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["article"],
                name="help_centre_one_live",
                condition=Q(published_at__isnull=False, replaced_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.number}"


class KeptFact(Row):
    """What the charter in force says of one thing that articles may name, in words of every language."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    words = models.JSONField()
    charter_number = models.PositiveIntegerField()
    since_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="help_centre_fact_once")]

    def __str__(self) -> str:
        return self.name


class ReviewCall(Row):
    """A fact of the charter changed under a published article: does the rest still fit?"""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="calls")
    fact = models.CharField(max_length=120)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    charter_number = models.PositiveIntegerField()
    called_at = models.DateTimeField()
    done_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "fact"],
                name="help_centre_one_call",
                condition=Q(done_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.fact}"


class ArticleVote(Row):
    """Whether an article helped somebody; nobody is asked who she is."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="votes")
    edition_number = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    has_helped = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["article", "at"], name="help_centre_votes")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.has_helped}"


class SoughtInVain(Row):
    """What nobody found: a keyed digest, and the words themselves only after several people sought them."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    words = CleanCharField(max_length=80, default="", blank=True)
    count = models.PositiveIntegerField(default=1)
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "language", "digest"], name="help_centre_sought_once")
        ]

    def __str__(self) -> str:
        return self.words or self.digest[:8]


class GuideRun(Row):
    """One walk through a quick-fix guide: what was tried and what came of each step; nobody is named."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    guide = models.CharField(max_length=40)
    topic = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    charter_number = models.PositiveIntegerField()
    steps = models.JSONField(default=list)
    outcome = models.CharField(max_length=8, default="", blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["brand", "guide", "began_at"], name="help_centre_runs")]

    def __str__(self) -> str:
        return f"{self.guide} {self.outcome}"
