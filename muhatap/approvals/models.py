"""Proposals that wait for a second person."""

from django.db import models
from django.db.models import F, Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class Decision(models.TextChoices):
    """How a proposal ended."""

    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Proposal(Row):
    """What one person proposed and another decides; at most one waits for each sort and subject."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    sort = models.SlugField(max_length=40)
    subject = CleanCharField(max_length=120)
    content = CleanTextField(default="", blank=True)
    content_digest = models.CharField(max_length=64)
    reason = CleanCharField(max_length=500)
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decision = models.CharField(max_length=12, default="", blank=True, choices=Decision)
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_reason = CleanCharField(max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "sort", "subject"],
                name="approvals_one_waiting",
                condition=Q(decided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="approvals_two_people",
                condition=Q(decided_by__isnull=True)
                | Q(decision="withdrawn")
                | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="approvals_decided_whole",
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.subject}"
