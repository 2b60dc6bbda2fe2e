"""The register of breaches: what happened, what was decided, whom it was told, and every step of it."""

from django.db import models
from django.db.models import F, Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row
from muhatap.problems.models import Problem


class BreachState(models.TextChoices):
    """Where a breach stands."""

    SUSPECTED = "suspected"
    AWARE = "aware"
    UNFOUNDED = "unfounded"
    CLOSED = "closed"


class AuthorityDecision(models.TextChoices):
    """Whether the authority is told."""

    NOTIFY = "notify"
    SILENT = "silent"


class PeopleDecision(models.TextChoices):
    """Whether the people concerned are told."""

    TELL = "tell"
    NOT_NEEDED = "not_needed"


class Breach(Row):
    """One breach of personal data, or an exercise of one; numbers of people and records may be estimates."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = CleanCharField(max_length=160)
    state = models.CharField(max_length=10, choices=BreachState, default=BreachState.SUSPECTED)
    is_exercise = models.BooleanField(default=False)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    found_how = CleanCharField(max_length=300, default="", blank=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    aware_at = models.DateTimeField(null=True)
    aware_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    aware_second = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    # Codes: confidentiality, integrity, availability; and what sort of data.
    harmed = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    people_groups = CleanCharField(max_length=300, default="", blank=True)
    people_count = models.PositiveIntegerField(null=True)
    records_count = models.PositiveIntegerField(null=True)
    counts_are_final = models.BooleanField(default=False)
    what = CleanTextField(max_length=8000, default="", blank=True)
    consequences = CleanTextField(max_length=8000, default="", blank=True)
    measures = CleanTextField(max_length=8000, default="", blank=True)
    advice = CleanTextField(max_length=8000, default="", blank=True)
    contact = CleanCharField(max_length=300, default="", blank=True)
    countries = models.JSONField(default=list)
    likelihood = models.PositiveSmallIntegerField(default=0)
    severity = models.PositiveSmallIntegerField(default=0)
    authority = models.CharField(max_length=8, choices=AuthorityDecision, default="", blank=True)
    authority_reason = CleanTextField(max_length=4000, default="", blank=True)
    authority_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    authority_second = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    people = models.CharField(max_length=10, choices=PeopleDecision, default="", blank=True)
    people_reason = CleanTextField(max_length=4000, default="", blank=True)
    problem = models.ForeignKey(Problem, null=True, on_delete=models.PROTECT, related_name="+")
    lessons = CleanTextField(max_length=8000, default="", blank=True)
    opened_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="privacy_breach_number"),
            models.UniqueConstraint(
                fields=["case"], name="privacy_breach_of_case", condition=Q(case__isnull=False)
            ),
            models.CheckConstraint(
                name="privacy_silent_by_two",
                condition=~Q(authority="silent")
                | (
                    Q(authority_by__isnull=False, authority_second__isnull=False)
                    & ~Q(authority_by=F("authority_second"))
                    & ~Q(authority_reason="")
                ),
            ),
            models.CheckConstraint(
                name="privacy_aware_whole",
                condition=Q(aware_at__isnull=False, aware_by__isnull=False)
                | Q(aware_at__isnull=True, state__in=["suspected", "unfounded"]),
            ),
            models.CheckConstraint(
                name="privacy_aware_by_two",
                condition=Q(aware_second__isnull=True) | ~Q(aware_second=F("aware_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"V-{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in {BreachState.SUSPECTED, BreachState.AWARE}


class BreachReport(Row):
    """What the authority was told, phase by phase; its words never change."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="reports")
    phase = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    text = models.TextField()
    reference = CleanCharField(max_length=120, default="", blank=True)
    # Why it came after its limit; asked for then.
    late_because = CleanTextField(max_length=4000, default="", blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["breach", "phase"], name="privacy_breach_phase"),
            models.CheckConstraint(name="privacy_breach_report_says", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.breach_id} phase {self.phase}"


class BreachStep(Row):
    """One thing that was done about a breach; the register shows them all."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=20)
    words = CleanTextField(max_length=4000, default="", blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["breach", "at", "id"], name="privacy_breach_steps")]

    def __str__(self) -> str:
        return f"{self.what} {self.breach_id}"
