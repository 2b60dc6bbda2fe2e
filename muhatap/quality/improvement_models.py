"""The register of improvements: what is changed, by which measure it is judged, and what came of it."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class Verdict(models.TextChoices):
    """What became of a change when its measure was read again."""

    KEPT = "kept"
    CHANGED = "changed"
    ROLLED_BACK = "rolled_back"


class Improvement(Row):
    """One change with its owner, its cause, and the measure that says whether it helped.

    `measure` is the id of a measure of the reports and `problem_id` a problem's; both stand on higher floors.
    """

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = CleanCharField(max_length=160)
    action = CleanTextField(max_length=4000)
    cause = CleanTextField(default="", blank=True, max_length=2000)
    problem_id = models.BigIntegerField(null=True)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=60)
    channel = models.CharField(max_length=20, default="", blank=True)
    topic = models.CharField(max_length=40, default="", blank=True)
    baseline = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    baseline_size = models.PositiveIntegerField(default=0)
    baseline_since = models.DateField()
    baseline_until = models.DateField()
    target = models.DecimalField(max_digits=16, decimal_places=4)
    is_better_up = models.BooleanField()
    check_on = models.DateField()
    # The alert of a measure that left its limits and opened it by itself.
    alert_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    after = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    after_size = models.PositiveIntegerField(default=0)
    after_since = models.DateField(null=True)
    after_until = models.DateField(null=True)
    verdict = models.CharField(max_length=12, choices=Verdict, default="", blank=True)
    result = CleanTextField(default="", blank=True, max_length=2000)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    # What the public reads, by language: what customers said, and what was done.
    said = models.JSONField(default=dict)
    did = models.JSONField(default=dict)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="quality_improvement_number"),
            models.UniqueConstraint(
                fields=["alert_id"], name="quality_one_for_alert", condition=Q(alert_id__isnull=False)
            ),
            models.CheckConstraint(
                name="quality_closed_is_measured",
                condition=Q(closed_at__isnull=True, verdict="")
                | (Q(closed_at__isnull=False, after__isnull=False) & ~Q(verdict="")),
            ),
            models.CheckConstraint(
                name="quality_published_is_closed",
                condition=Q(published_at__isnull=True) | Q(closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["check_on"], name="quality_improvements_open", condition=Q(closed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its number as people say it."""
        return f"I-{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether its measure was not read again yet."""
        return self.closed_at is None

    def may_be_published_by(self, staff_id: int | None) -> bool:
        """Whether it is closed, and this person is another one than who closed it."""
        return not self.is_open and staff_id not in {None, self.closed_by_id}

    @property
    def has_reached_target(self) -> bool | None:
        """Whether the measure after is at the target or beyond; None while it is open."""
        if self.after is None:
            return None
        return self.after >= self.target if self.is_better_up else self.after <= self.target
