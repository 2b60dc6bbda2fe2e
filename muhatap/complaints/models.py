"""Complaints: one for a case, with its points, tasks, decisions and every stage it came to."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case, Message
from muhatap.complaints.plan_models import PlanStep as PlanStep
from muhatap.complaints.stages import OVER, Stage
from muhatap.complaints.wording import finding_words, said_words, stage_words
from muhatap.files.models import StoredFile
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row
from muhatap.money.models import Remedy


class Finding(models.TextChoices):
    """What was found about one point."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"


class Complaint(Row):
    """A case as a complaint: its stage, how grave it is, what was planned and why it ended."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20, default=Stage.RECEIVED, choices=[(s, s) for s in Stage])
    stage_since = models.DateTimeField()
    is_open = models.BooleanField(default=True)
    cycle = models.PositiveSmallIntegerField(default=1)
    origin = models.CharField(max_length=12)
    channel = models.CharField(max_length=20)
    # When dissatisfaction was first expressed, which may be before anybody registered it.
    received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    severity = models.PositiveSmallIntegerField(null=True)
    impact = models.PositiveSmallIntegerField(null=True)
    urgency = models.PositiveSmallIntegerField(null=True)
    vulnerability = models.CharField(max_length=10, default="", blank=True)
    complexity = models.CharField(max_length=10, default="", blank=True)
    triage_reason = CleanTextField(default="", blank=True)
    subject_staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    remedy_sought = CleanTextField(default="", blank=True)
    points_confirmed_at = models.DateTimeField(null=True)
    plan = CleanTextField(default="", blank=True)
    chaser_count = models.PositiveSmallIntegerField(default=0)
    reviewer = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    body = CleanCharField(max_length=200, default="", blank=True)
    body_reference = CleanCharField(max_length=120, default="", blank=True)
    body_last_on = models.DateField(null=True)
    body_decision = CleanTextField(default="", blank=True)
    body_awards = models.BooleanField(default=False)
    root_cause = CleanTextField(default="", blank=True)
    improves = models.BooleanField(null=True)
    improvement = CleanTextField(default="", blank=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="complaints_open_matches_stage",
                condition=Q(is_open=True, over_at__isnull=True) & ~Q(stage__in=sorted(OVER))
                | Q(is_open=False, over_at__isnull=False, stage__in=sorted(OVER)),
            ),
            models.CheckConstraint(
                name="complaints_received_first", condition=Q(received_at__lte=models.F("registered_at"))
            ),
        ]
        indexes = [
            models.Index(
                fields=["brand", "stage", "stage_since"], name="complaints_open", condition=Q(is_open=True)
            ),
            models.Index(fields=["brand", "received_at", "id"], name="complaints_received"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.case_id}"


class StageMove(Row):
    """One move of a complaint; the first row has no earlier stage."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="moves")
    previous = models.CharField(max_length=20, default="", blank=True)
    stage = models.CharField(max_length=20)
    cycle = models.PositiveSmallIntegerField(default=1)
    # For the first move, when the complaint was received; it counts from then.
    at = models.DateTimeField()
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    reason = CleanTextField(default="", blank=True)
    bypass_id = models.BigIntegerField(null=True)
    missing = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["complaint", "at", "id"], name="complaints_move_order")]

    def __str__(self) -> str:
        return f"{self.previous} → {self.stage}"

    @property
    def stage_words(self) -> str:
        """The stage for staff."""
        return stage_words(self.stage)


class Point(Row):
    """One point raised, and what was found about it."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField()
    text = CleanTextField()
    finding = models.CharField(max_length=12, default="", blank=True, choices=Finding)
    facts = CleanTextField(default="", blank=True)
    # Why there is no file to rely on, where there is none.
    no_evidence = CleanCharField(max_length=300, default="", blank=True)
    found_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField(null=True)
    evidence = models.ManyToManyField(StoredFile, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "number"],
                name="complaints_point_once",
                condition=Q(retired_at__isnull=True),
            ),
            models.CheckConstraint(
                name="complaints_finding_whole",
                condition=Q(finding="") | Q(found_by__isnull=False, found_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} of {self.complaint_id}"

    @property
    def finding_words(self) -> str:
        """What was found, in words."""
        return finding_words(self.finding)


class Awaited(Row):
    """What was asked of the customer or of somebody outside, with a due day and its reminders."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="awaited")
    of = models.CharField(max_length=12)
    what = CleanTextField()
    whom = CleanCharField(max_length=200, default="", blank=True)
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"], name="complaints_one_awaited", condition=Q(ended_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.of} {self.complaint_id}"


class Decision(Row):
    """What is decided about a complaint, for the first time or on appeal, with the second person's word."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField(default=1)
    cycle = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=12, choices=Finding)
    reasons = CleanTextField()
    # What the customer gets, in words; empty where there is nothing to carry out.
    remedy = CleanTextField(default="", blank=True)
    is_owed = models.BooleanField(default=False)
    do_by = models.DateField(null=True)
    second_reasons = models.JSONField(default=list)
    proposal_id = models.BigIntegerField(null=True)
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)
    executed_on = models.DateField(null=True)
    execution_reference = CleanCharField(max_length=200, default="", blank=True)
    executed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="complaints_second_is_another",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("proposed_by")),
            ),
            models.UniqueConstraint(
                fields=["complaint", "round"],
                name="complaints_one_decision",
                condition=Q(dropped_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.complaint_id}"

    @property
    def outcome_words(self) -> str:
        """How it was decided, in words."""
        return finding_words(self.outcome)


class DecidedPoint(Row):
    """What a decision says about one point."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="points")
    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="+")
    finding = models.CharField(max_length=12, choices=Finding)
    reasons = CleanTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "point"], name="complaints_point_decided_once")
        ]

    def __str__(self) -> str:
        return f"{self.finding} {self.point_id}"

    @property
    def finding_words(self) -> str:
        """What was decided on the point, in words."""
        return finding_words(self.finding)


class CustomerWord(Row):
    """What the customer said about a decision or its carrying out; silence is never a row."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="words")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="words")
    # Set where the word is about one remedy alone; then it is no word on the decision.
    remedy = models.ForeignKey(Remedy, null=True, on_delete=models.PROTECT, related_name="+")
    said = models.CharField(max_length=12)
    words = CleanTextField(default="", blank=True)
    at = models.DateTimeField()
    # Who noted it where the customer did not press the button, and the message that proves it.
    noted_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="complaints_word_is_proven",
                condition=Q(noted_by__isnull=True) | Q(message__isnull=False),
            ),
            models.CheckConstraint(
                name="complaints_word_about_one",
                condition=Q(remedy__isnull=True) | Q(decision__isnull=True, said__in=("accepted", "refused")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.said} {self.complaint_id}"

    @property
    def said_words(self) -> str:
        """What she said, in words."""
        return said_words(self.said)


class InformationRequest(Row):
    """What the customer wants to know about a case, of whatever kind, and by when it is answered."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=12)
    words = CleanTextField(default="", blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "about"], name="complaints_asked_once", condition=Q(answered_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.case_id}"
