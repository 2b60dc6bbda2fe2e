"""Promises (what the charter says) and clocks (a promise running on a case)."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.calendars.models import Calendar
from muhatap.cases.models import Case
from muhatap.kernel.models import Row


class Promise(Row):
    """One promise of a charter version; cases keep the promise they were opened under."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=60)
    clock = models.CharField(max_length=30)
    names = models.JSONField(default=dict)
    target = models.CharField(max_length=12, default="", blank=True)
    limit = models.CharField(max_length=12)
    calendar = models.ForeignKey(Calendar, null=True, on_delete=models.PROTECT, related_name="+")
    schedule = models.JSONField()
    conditions = models.JSONField(default=dict)
    pauses = models.JSONField(default=list)
    pause_cap = models.CharField(max_length=12, default="", blank=True)
    law = models.CharField(max_length=80, default="", blank=True)
    last_day = models.CharField(max_length=8, default="", blank=True)
    ladder = models.JSONField(default=list)
    is_public = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    charter_version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "code"], name="promises_code", condition=Q(retired_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.code


class Clock(Row):
    """A promise running on a case, with the times it was promised for and how it ended."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=30)
    started_at = models.DateTimeField()
    target_at = models.DateTimeField(null=True)
    limit_at = models.DateTimeField()
    next_step_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=24, default="", blank=True)
    pauses = models.JSONField(default=list)
    stopped_at = models.DateTimeField(null=True)
    was_kept = models.BooleanField(null=True)
    # Why it takes longer, as the customer will read it; empty for the neutral sentence.
    delay_reason = models.CharField(max_length=24, default="", blank=True)
    # The proposal by which two people let it wait beyond what one may decide.
    longer_pause = models.BigIntegerField(null=True)
    # When a longer time that the law allows was told, and until when it lasts.
    extended_at = models.DateTimeField(null=True)
    extended_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "name"], name="promises_one_running", condition=Q(stopped_at__isnull=True)
            ),
            models.CheckConstraint(
                name="promises_stopped_is_judged",
                condition=Q(stopped_at__isnull=True, was_kept__isnull=True)
                | Q(stopped_at__isnull=False, was_kept__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_step_at", "id"],
                name="promises_next_step",
                condition=Q(stopped_at__isnull=True, next_step_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} on {self.case_id}"

    @property
    def turn(self) -> int:
        """Which time its ladder is climbed: the usual one, or that of the longer limit."""
        return 0 if self.extended_at is None else 1

    @property
    def ended_pauses(self) -> tuple[tuple[datetime, datetime], ...]:
        """The pauses that are over, as moments."""
        return tuple(
            (datetime.fromisoformat(each[0]), datetime.fromisoformat(each[1])) for each in self.pauses
        )


class ClockStep(Row):
    """A step of the ladder that a clock has reached; each at most once for each limit that it had."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="steps")
    threshold = models.CharField(max_length=12)
    turn = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    reached_at = models.DateTimeField()
    is_late_detected = models.BooleanField(default=False)
    has_raised = models.BooleanField(default=False)
    has_moved = models.BooleanField(default=False)
    # The ladder would have lifted the case, but it had climbed a floor shortly before.
    was_held = models.BooleanField(default=False)
    # When the next person on call is paged; empty where nobody is, or somebody has acknowledged.
    page_next_at = models.DateTimeField(null=True)
    page_every = models.DurationField(default=timedelta(minutes=5))
    page_count = models.PositiveSmallIntegerField(default=0)
    paged = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    paged_at = models.DateTimeField(null=True)
    page_mailed = models.PositiveSmallIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "threshold", "turn"], name="promises_step_once_a_turn")
        ]
        indexes = [
            models.Index(
                fields=["page_next_at"],
                name="promises_next_page",
                condition=Q(page_next_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.threshold} of {self.clock_id}"
