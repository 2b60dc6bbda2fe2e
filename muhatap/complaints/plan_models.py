"""The plan by which a complaint is set right: steps of a sort, each with who does it and by which day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from muhatap.accounts.models import Staff
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class StepKind(models.TextChoices):
    """What sort of work a step is, as its customer reads it."""

    TECHNICAL = "technical", gettext_lazy("Technical")
    TRANSACTIONAL = "transactional", gettext_lazy("Payment or booking")
    ADMINISTRATIVE = "administrative", gettext_lazy("Administrative")
    EXPLAINING = "explaining", gettext_lazy("Explanation in writing")


class StepState(models.TextChoices):
    """How a step stands."""

    PLANNED = "planned", gettext_lazy("planned")
    DONE = "done", gettext_lazy("done")
    DROPPED = "dropped", gettext_lazy("dropped")


class PlanStep(Row):
    """One step of the plan, in words that the customer reads; of a cycle of its complaint.

    `is_remedy` is the step that carries out what the decision gives; its proof ends it.
    """

    complaint = models.ForeignKey("complaints.Complaint", on_delete=models.PROTECT, related_name="steps")
    cycle = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=StepKind)
    words = CleanTextField()
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    is_remedy = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default=StepState.PLANNED, choices=StepState)
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    # The proof of what was done, or why it was dropped.
    note = CleanCharField(max_length=300, default="", blank=True)

    class Meta:
        app_label = "complaints"
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "cycle", "number"], name="complaints_step_numbered_once"
            ),
            models.CheckConstraint(
                name="complaints_step_ends_once",
                condition=Q(state=StepState.PLANNED, ended_at__isnull=True)
                | Q(ended_at__isnull=False) & ~Q(state=StepState.PLANNED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.complaint_id}"
