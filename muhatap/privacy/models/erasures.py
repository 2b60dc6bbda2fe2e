"""Erasures: planned, agreed to by a second person, run case by case; and what ended by its class."""

from django.db import models
from django.db.models import F, Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.customers.models import Customer
from muhatap.kernel.models import Row
from muhatap.privacy.models.requests import PrivacyRequest


class ErasureState(models.TextChoices):
    """How far an erasure is; `resting` waits until the ground falls for which something stays."""

    PLANNED = "planned"
    RUNNING = "running"
    RESTING = "resting"
    DONE = "done"


class Erasure(Row):
    """That a person's data are erased; `done` are codes and counts, never what was there."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(PrivacyRequest, on_delete=models.PROTECT, related_name="erasure")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=ErasureState.PLANNED, choices=ErasureState)
    plan = models.JSONField(default=dict)
    proposal_id = models.BigIntegerField(null=True)
    planned_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    done = models.JSONField(default=dict)
    # Ids of cases whose turn is over, so that a run that was killed goes on where it was.
    cases_done = models.JSONField(default=list)
    ran_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "privacy"
        constraints = [
            models.CheckConstraint(
                name="privacy_erasure_by_two",
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("planned_by")),
            ),
            models.CheckConstraint(
                name="privacy_erasure_agreed",
                condition=Q(state=ErasureState.PLANNED) | Q(agreed_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["state"],
                name="privacy_erasure_goes_on",
                condition=Q(state__in=["running", "resting"]),
            )
        ]

    def __str__(self) -> str:
        return f"erasure {self.id}"


class ErasedCase(Row):
    """The tombstone of a case: that, when and why everything personal in it was destroyed."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=12)
    retention = models.CharField(max_length=40, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "privacy"

    def __str__(self) -> str:
        return f"{self.because} {self.case_id}"


class RetentionRun(Row):
    """What ended on a day by the classes of the charter: codes and counts."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    ended = models.JSONField(default=dict)
    ran_at = models.DateTimeField()

    class Meta:
        app_label = "privacy"
        indexes = [models.Index(fields=["brand", "-ran_at"], name="privacy_runs")]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.on}"
