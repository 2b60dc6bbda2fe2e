"""Incidents with their updates, what the desk noticed by itself, and who wants to be told."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.incidents.spans import Effect
from muhatap.kernel.fields import CleanCharField
from muhatap.kernel.models import Row


class Sort(models.TextChoices):
    """Whether it came by itself or was planned."""

    TROUBLE = "trouble"
    MAINTENANCE = "maintenance"


class State(models.TextChoices):
    """How far an incident has come; the last four are of maintenance."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    CANCELLED = "cancelled"


ENDS = frozenset({State.RESOLVED, State.DONE, State.CANCELLED})
_EFFECTS = [(each.value, each.value) for each in Effect]


class Incident(Row):
    """What does not work or will not; `components` are codes of channels, `portal` and `help_centre`."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=12, choices=Sort)
    components = models.JSONField()
    titles = models.JSONField()
    state = models.CharField(max_length=14, choices=State)
    effect = models.CharField(max_length=8, choices=_EFFECTS)
    begins_at = models.DateTimeField()
    # Until when maintenance is planned; trouble has no known end.
    until_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["brand", "begins_at"], name="incidents_begun")]
        constraints = [
            models.CheckConstraint(
                name="incidents_end_after_start",
                condition=(Q(until_at__isnull=True) | Q(until_at__gt=F("begins_at")))
                & (Q(ended_at__isnull=True) | Q(ended_at__gte=F("begins_at")) | Q(state="cancelled")),
            ),
            models.CheckConstraint(
                name="incidents_ended_whole",
                condition=Q(ended_at__isnull=True, state__in=[s for s in State if s not in ENDS])
                | Q(ended_at__isnull=False, state__in=sorted(ENDS)),
            ),
        ]

    def __str__(self) -> str:
        return next(iter(self.titles.values()), "")

    @property
    def is_planned(self) -> bool:
        """Whether it is maintenance."""
        return self.sort == Sort.MAINTENANCE

    def ends_by(self, at: datetime) -> datetime | None:
        """When it was over, seen from a moment: ended by hand, or at the planned end; None while it lasts."""
        if self.ended_at is not None:
            return self.ended_at
        return self.until_at if self.until_at is not None and self.until_at <= at else None

    def holds_at(self, at: datetime) -> bool:
        """Whether people notice it at a moment."""
        return self.begins_at <= at and self.ends_by(at) is None


class IncidentUpdate(Row):
    """What was said about an incident; its words never change."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="updates")
    state = models.CharField(max_length=14, choices=State)
    effect = models.CharField(max_length=8, choices=_EFFECTS)
    texts = models.JSONField()
    holds_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["incident", "written_at"], name="incidents_said")]

    def __str__(self) -> str:
        return f"{self.state} {self.incident_id}"


class Disturbance(Row):
    """What the desk noticed by itself: a queue that stands, or a time in which nobody watched."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    component = models.CharField(max_length=40)
    effect = models.CharField(max_length=8, choices=_EFFECTS)
    cause = models.CharField(max_length=20)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["brand", "since_at"], name="incidents_noticed")]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "component", "cause"],
                name="incidents_noticed_once",
                condition=Q(until_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.component} {self.cause}"


class Watch(Row):
    """Since when a brand's parts are watched, and when they were last."""

    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"watch of {self.brand_id}"


class Follower(Row):
    """An address that wants to hear of incidents; nothing is sent before its mailbox answered."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    email = CleanCharField(max_length=254)
    language = models.CharField(max_length=8, default="tr")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "email"], name="incidents_followed_once")]

    def __str__(self) -> str:
        return f"follower {self.id}"
