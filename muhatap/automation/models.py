"""Rules with all their versions, what they did, macros, and how far the events were followed."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.automation.actions import Action, action_of
from muhatap.automation.triggers import Trigger
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class Rule(Row):
    """A rule of a brand; what it does stands in its versions, and one of them may be switched on."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    name = CleanCharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    newest = models.PositiveIntegerField(default=0)
    on_version = models.PositiveIntegerField(null=True)
    on_at = models.DateTimeField(null=True)
    on_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    off_at = models.DateTimeField(null=True)
    off_reason = CleanCharField(max_length=300, default="", blank=True)
    # The moments up to here were looked at.
    swept_until = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="automation_on_since",
                condition=Q(on_version__isnull=True, on_at__isnull=True)
                | Q(on_version__isnull=False, on_at__isnull=False, removed_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(
                fields=["brand", "position", "id"],
                name="automation_rules_on",
                condition=Q(on_version__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        """Whether it acts now."""
        return self.on_version is not None


class RuleVersion(Row):
    """What a rule said from one change to the next; never changed, only previewed."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = CleanCharField(max_length=120)
    when = models.CharField(max_length=40)
    hours = models.PositiveSmallIntegerField(default=0)
    condition = CleanTextField(default="", blank=True)
    actions = models.JSONField(default=list)
    stops = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    written_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    previewed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    previewed_at = models.DateTimeField(null=True)
    preview = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="automation_rule_version")]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    @property
    def trigger(self) -> Trigger:
        """When it acts."""
        return Trigger(self.when, self.hours)

    @property
    def does(self) -> Sequence[Action]:
        """Its actions in order."""
        return tuple(action_of(each) for each in self.actions)


class Firing(Row):
    """One time that a rule acted on one case; `root` is the cause at the beginning of its chain."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="firings")
    version = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    root = models.CharField(max_length=60)
    cause_event_id = models.BigIntegerField(null=True)
    base_at = models.DateTimeField(null=True)
    depth = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    steps = models.JSONField(default=list)
    letters = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            # The same rule never acts twice on a case for one cause, whichever worker or sweep tries it.
            models.UniqueConstraint(fields=["rule", "case", "root"], name="automation_once_for_a_cause")
        ]
        indexes = [
            models.Index(fields=["case", "-at"], name="automation_of_case"),
            models.Index(fields=["rule", "-at"], name="automation_of_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} on {self.case_id}"


class Reached(models.Model):
    """Up to which published event the rules have followed; one row, locked by whoever goes on."""

    name = models.CharField(max_length=20, primary_key=True)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.seq}"


class Macro(Row):
    """Several actions that a person runs in one go; personal to its owner, or shared by the brand."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    name = CleanCharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    actions = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)
    written_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["brand", "position", "id"],
                name="automation_macros",
                condition=Q(retired_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shared(self) -> bool:
        """Whether all of the brand's staff may run it."""
        return self.owner_id is None

    @property
    def does(self) -> Sequence[Action]:
        """Its actions in order."""
        return tuple(action_of(each) for each in self.actions)
