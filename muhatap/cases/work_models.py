"""Tasks that other departments do for a case."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff, Team
from muhatap.brands.models import Brand
from muhatap.files.models import StoredFile
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class WorkState(models.TextChoices):
    """How a task stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class WorkItem(Row):
    """What a department does or finds out for a case; its people see this and its files, never the case."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="work")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=WorkState.WAITING, choices=WorkState)
    title = CleanCharField(max_length=200)
    question = CleanTextField()
    due_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    shown = models.ManyToManyField(StoredFile, related_name="+")
    answer = CleanTextField(default="", blank=True)
    added = models.ManyToManyField(StoredFile, related_name="+")
    # Who answered it or took it back, and when.
    ended_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    late_told_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "cases"
        constraints = [
            models.CheckConstraint(
                name="cases_work_ends_once",
                condition=Q(state=WorkState.WAITING, ended_at__isnull=True)
                | Q(ended_at__isnull=False) & ~Q(state=WorkState.WAITING),
            )
        ]
        indexes = [
            models.Index(
                fields=["team", "due_at"], name="cases_work_waiting", condition=Q(state=WorkState.WAITING)
            ),
            models.Index(
                fields=["due_at"],
                name="cases_work_untold",
                condition=Q(state=WorkState.WAITING, late_told_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered it or taken it back."""
        return self.state == WorkState.WAITING
