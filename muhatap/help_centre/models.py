"""Announcements, in every language of their brand."""

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
