"""Talks with bots, line by line, until a person takes over or nobody needs them any more."""

from django.db import models
from django.db.models import Q

from muhatap.brands.models import Brand
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class Who(models.TextChoices):
    """Who said a line."""

    VISITOR = "visitor"
    BOT = "bot"


class Talk(Row):
    """What is said with one visitor by the built-in assistant, or by a bot of the operator."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    bot = models.SlugField(max_length=40)
    key_digest = models.CharField(max_length=64, unique=True)
    external_id = CleanCharField(max_length=120, default="", blank=True)
    language = models.CharField(max_length=8)
    notices = models.JSONField(default=dict)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    reason = models.CharField(max_length=12, default="", blank=True)
    topic = models.CharField(max_length=40, default="", blank=True)
    is_complaint = models.BooleanField(default=False)
    case_id = models.BigIntegerField(null=True)
    handed_over_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["last_at"], name="bot_talks_last")]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "bot", "external_id"],
                name="bot_talk_of_other",
                condition=~Q(external_id=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.bot} {self.id}"


class Line(Row):
    """One thing said, masked; `said` is what a bot's answer is made of: its kind, quotes and topic."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="lines")
    who = models.CharField(max_length=8, choices=Who)
    text = CleanTextField(max_length=4_000)
    said = models.JSONField(default=dict)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.who}: {self.text[:40]}"
