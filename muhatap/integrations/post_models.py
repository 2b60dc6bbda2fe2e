"""Announcements on their way to the operator's social channels: what is said there, and what became of it."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.help_centre.models import Announcement
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class PostState(models.TextChoices):
    """How far a post is."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class PublicPost(Row):
    """One announcement in one language for the connector of public posts, told once."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=8)
    text = CleanTextField()
    state = models.CharField(max_length=10, default=PostState.WAITING, choices=PostState)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # Where it stands in public, as the connector told; or why the last attempt failed.
    link = CleanCharField(max_length=500, default="", blank=True)
    trouble = models.CharField(max_length=20, default="", blank=True)

    class Meta:
        app_label = "integrations"
        constraints = [
            models.UniqueConstraint(fields=["announcement", "language"], name="integrations_post_once"),
            models.CheckConstraint(
                name="integrations_post_ends",
                condition=Q(state=PostState.WAITING, ended_at__isnull=True)
                | Q(ended_at__isnull=False) & ~Q(state=PostState.WAITING),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="integrations_post_due", condition=Q(state=PostState.WAITING)
            )
        ]

    def __str__(self) -> str:
        return f"{self.language} of {self.announcement_id}"
