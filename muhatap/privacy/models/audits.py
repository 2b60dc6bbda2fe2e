"""Audits of security and data protection: planned, held, with findings that end only with evidence."""

from datetime import date

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class AuditKind(models.TextChoices):
    """What an audit looks at."""

    SECURITY = "security"
    PENETRATION = "penetration"
    PRIVACY = "privacy"
    ACCESS = "access"
    CONTINUITY = "continuity"


class FindingSeverity(models.TextChoices):
    """How grave a finding is."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Audit(Row):
    """One audit: by whom, of what, planned for which day, and what it ended with."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=AuditKind)
    title = CleanCharField(max_length=160)
    scope = CleanTextField(max_length=4000)
    auditor = CleanCharField(max_length=160)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    planned_on = models.DateField()
    # After so many months the next one is planned by itself; 0 where it is held once.
    every_months = models.PositiveSmallIntegerField(default=0)
    held_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    evidence = CleanTextField(max_length=4000, default="", blank=True)
    is_public = models.BooleanField(default=False)
    follows = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="next")
    planned_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["brand", "planned_on"],
                name="privacy_audits_open",
                condition=Q(closed_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="privacy_audit_closed_with_evidence",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | (
                    Q(closed_at__isnull=False, closed_by__isnull=False, held_on__isnull=False)
                    & ~Q(evidence="")
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def is_overdue_on(self, day: date) -> bool:
        """Whether its day has passed and it was not held."""
        return self.held_on is None and self.planned_on < day


class AuditFinding(Row):
    """What an audit found, who mends it until when, and the evidence that it was mended."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="findings")
    title = CleanCharField(max_length=160)
    severity = models.CharField(max_length=8, choices=FindingSeverity)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    evidence = CleanTextField(max_length=4000, default="", blank=True)
    mended_at = models.DateTimeField(null=True)
    mended_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="privacy_finding_mended_with_evidence",
                condition=Q(mended_at__isnull=True, mended_by__isnull=True)
                | (Q(mended_at__isnull=False, mended_by__isnull=False) & ~Q(evidence="")),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def is_overdue_on(self, day: date) -> bool:
        """Whether it should have been mended before this day and is not."""
        return self.mended_at is None and self.due_on < day
