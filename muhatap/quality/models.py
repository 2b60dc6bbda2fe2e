"""Scorecards, samples, reviews with what agents say of them, and coaching."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row
from muhatap.quality.improvement_models import Improvement as Improvement
from muhatap.quality.improvement_models import Verdict as Verdict
from muhatap.quality.training_models import Attendance as Attendance
from muhatap.quality.training_models import Came as Came
from muhatap.quality.training_models import Certificate as Certificate
from muhatap.quality.training_models import Course as Course
from muhatap.quality.training_models import CourseKind as CourseKind
from muhatap.quality.training_models import TrainingSession as TrainingSession


def usual_words() -> list[str]:
    """What is looked for in calls where nobody said otherwise."""
    return ["şikayet", "iade", "gecikme", "avukat", "tüketici hakem", "dolandırıcı", "kapatmak istiyorum"]


class Scorecard(Row):
    """One version of what reviewers ask of the cases of some channels; its words never change."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    name = CleanCharField(max_length=120)
    # Empty: all channels that no other scorecard names.
    channels = models.JSONField(default=list)
    sheet = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "code", "version"], name="quality_scorecard_version"),
            models.UniqueConstraint(
                fields=["brand", "code"],
                name="quality_scorecard_current",
                condition=Q(retired_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class Sample(Row):
    """Cases drawn for review out of those handled between two days; whoever has the seed draws the same."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    since = models.DateField()
    until = models.DateField()
    seed = models.CharField(max_length=64)
    plan = models.JSONField()
    population = models.JSONField()
    population_digest = models.CharField(max_length=64)
    goals = models.JSONField(default=list)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="quality_sample_number"),
            # A period is drawn once: nobody draws again until she likes what comes.
            models.UniqueConstraint(fields=["brand", "since", "until"], name="quality_drawn_once"),
            models.CheckConstraint(name="quality_sample_days", condition=Q(until__gt=models.F("since"))),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its number as people say it."""
        return f"S-{self.number}"

    @property
    def last_on(self) -> date:
        """Its last day."""
        return self.until - timedelta(days=1)


class ReviewRole(models.TextChoices):
    """Whose look at a case it is."""

    FIRST = "first"
    BLIND = "blind"
    DISPUTE = "dispute"


class ReviewState(models.TextChoices):
    """How far a review has come."""

    WAITING = "waiting"
    DONE = "done"
    SHARED = "shared"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    SETTLED = "settled"


class Review(Row):
    """One reviewer's look at how an agent handled a case; scores are hundredths of a percent."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="reviews")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=ReviewRole, default=ReviewRole.FIRST)
    # The first review of the same case, for a blind one and for one of a dispute.
    about = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="others")
    why = models.CharField(max_length=16)
    channel = models.CharField(max_length=20)
    topic = models.CharField(max_length=40, default="", blank=True)
    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=ReviewState, default=ReviewState.WAITING)
    reviewer = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    marks = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    comment = CleanTextField(default="", blank=True, max_length=4000)
    score = models.PositiveIntegerField(null=True)
    base = models.PositiveIntegerField(null=True)
    has_passed = models.BooleanField(null=True)
    done_at = models.DateTimeField(null=True)
    shared_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    # What the agent says of it.
    answer = CleanTextField(default="", blank=True, max_length=4000)
    # The score that another reviewer gave when the agent disputed this one.
    settled_score = models.PositiveIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sample", "case", "role"], name="quality_reviewed_once"),
            models.CheckConstraint(
                name="quality_done_has_score",
                condition=Q(state=ReviewState.WAITING)
                | Q(score__isnull=False, base__isnull=False, reviewer__isnull=False, done_at__isnull=False),
            ),
            models.CheckConstraint(
                name="quality_nobody_reviews_herself",
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=models.F("agent")),
            ),
            models.CheckConstraint(
                name="quality_disputed_in_writing",
                condition=~Q(state__in=[ReviewState.DISPUTED, ReviewState.SETTLED]) | ~Q(answer=""),
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "state", "due_on"], name="quality_reviews_to_do"),
            models.Index(fields=["agent", "-done_at"], name="quality_reviews_of_agent"),
        ]

    def __str__(self) -> str:
        return f"{self.role} review of {self.case_id}"

    @property
    def counted_score(self) -> int | None:
        """The score that counts: that of the dispute where one was settled."""
        return self.score if self.settled_score is None else self.settled_score


class GoalOutcome(models.TextChoices):
    """What the next sample showed of a goal."""

    MET = "met"
    MISSED = "missed"
    DROPPED = "dropped"


class CoachingNote(Row):
    """What a coach and an agent agreed on: one goal, checked by the agent's cases of the next sample."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    coach = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, null=True, on_delete=models.PROTECT, related_name="+")
    note = CleanTextField(max_length=4000)
    goal = CleanCharField(max_length=300)
    criterion = models.CharField(max_length=10)
    criterion_text = CleanCharField(max_length=200)
    # The share of the mark that is wanted, in percent.
    target = models.PositiveSmallIntegerField()
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    answer = CleanTextField(default="", blank=True, max_length=4000)
    sample = models.ForeignKey(Sample, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=GoalOutcome, default="", blank=True)
    found = models.PositiveSmallIntegerField(null=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # One goal at a time.
            models.UniqueConstraint(
                fields=["brand", "agent"], name="quality_one_goal", condition=Q(checked_at__isnull=True)
            ),
            models.CheckConstraint(name="quality_goal_target", condition=Q(target__gte=1, target__lte=100)),
        ]
        indexes = [models.Index(fields=["agent", "-written_at"], name="quality_coaching_of_agent")]

    def __str__(self) -> str:
        return f"goal of {self.agent_id}"


class QualityTerms(Row):
    """How often work is reviewed in a brand, how long things may wait, and when a case counts as risky."""

    brand = models.OneToOneField(Brand, on_delete=models.PROTECT, related_name="+")
    # Everybody who answers is reviewed, and coached, at least once in so many days.
    review_every_days = models.PositiveSmallIntegerField(default=30)
    coach_every_days = models.PositiveSmallIntegerField(default=90)
    review_within_days = models.PositiveSmallIntegerField(default=7)
    answer_within_days = models.PositiveSmallIntegerField(default=7)
    low_score = models.PositiveSmallIntegerField(default=2)
    silence_hours = models.PositiveSmallIntegerField(default=48)
    # Words that are looked for in notes of calls and in transcripts.
    call_words = models.JSONField(default=usual_words)
    set_at = models.DateTimeField(null=True)
    set_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="quality_terms_days",
                condition=Q(
                    review_every_days__gte=1,
                    coach_every_days__gte=1,
                    review_within_days__gte=1,
                    answer_within_days__gte=1,
                ),
            )
        ]

    def __str__(self) -> str:
        return f"quality terms of {self.brand_id}"
