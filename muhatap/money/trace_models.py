"""A payment that a provider is asked to trace: beside our own work on the case, with a day of its own."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.cases.models import Case
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class TraceResult(models.TextChoices):
    """What the provider found."""

    PAID = "paid"
    ON_ITS_WAY = "on_its_way"
    RETURNED = "returned"
    NOT_FOUND = "not_found"
    WITHDRAWN = "withdrawn"


class ProviderTrace(Row):
    """One question to a provider about one payment, under its references; open until it is answered."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    provider = CleanCharField(max_length=120)
    # Our number of the payment, and the bank's or provider's own where it is known.
    reference = CleanCharField(max_length=120)
    provider_reference = CleanCharField(max_length=120, default="", blank=True)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # Whether the case waits for it, so that its promises stand still where the charter lets them.
    is_awaited = models.BooleanField(default=False)
    result = models.CharField(max_length=12, default="", blank=True, choices=[(r, r) for r in TraceResult])
    answer = CleanTextField(default="", blank=True, max_length=4000)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    late_told_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "money"
        constraints = [
            models.CheckConstraint(
                name="money_trace_answered_whole",
                condition=Q(answered_at__isnull=True, result="")
                | Q(answered_at__isnull=False) & ~Q(result=""),
            ),
            models.CheckConstraint(
                name="money_trace_due_after", condition=Q(due_at__gt=models.F("asked_at"))
            ),
            models.UniqueConstraint(
                fields=["case", "provider", "reference"],
                name="money_trace_once",
                condition=Q(answered_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="money_trace_late", condition=Q(answered_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.reference}"

    @property
    def is_open(self) -> bool:
        """Whether the provider has not answered."""
        return self.answered_at is None
