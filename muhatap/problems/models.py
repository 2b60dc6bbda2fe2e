"""Problems, the cases they stand behind, what the public reads of them, and who was told."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case, Message
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row
from muhatap.problems.rates import Sensitivity
from muhatap.problems.states import LIVE, ON_WATCH, How, State


class Problem(Row):
    """One cause behind many cases, with a number of its own, an owner and what is known of it."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = CleanCharField(max_length=160)
    titles = models.JSONField(default=dict)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=State.SUSPECTED, choices=[(s, s) for s in State])
    state_since = models.DateTimeField()
    severity = models.PositiveSmallIntegerField(default=3)
    provider = CleanCharField(max_length=80, default="", blank=True)
    # As `codes.normal_code` writes it; the one as people read it stands beside.
    error_code = models.CharField(max_length=40, default="", blank=True)
    error_written = CleanCharField(max_length=40, default="", blank=True)
    promotion = CleanCharField(max_length=80, default="", blank=True)
    app_version = CleanCharField(max_length=40, default="", blank=True)
    topics = models.JSONField(default=list)
    affected_brands = models.JSONField(default=list)
    # From what is seen to what stands behind it: each line answers why the line before it happened.
    whys = models.JSONField(default=list)
    root_cause = CleanTextField(default="", blank=True)
    workaround = CleanTextField(default="", blank=True)
    fix = CleanTextField(default="", blank=True)
    fixed_on = models.DateField(null=True)
    improves = models.BooleanField(null=True)
    improvement = CleanTextField(default="", blank=True)
    watch_until = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="problems_number_once"),
            models.CheckConstraint(
                name="problems_fixed_has_fix",
                condition=~Q(state__in=sorted(ON_WATCH))
                | (~Q(fix="") & ~Q(root_cause="") & Q(fixed_on__isnull=False, watch_until__isnull=False)),
            ),
            models.CheckConstraint(
                name="problems_severity_known", condition=Q(severity__gte=1, severity__lte=4)
            ),
        ]
        indexes = [
            models.Index(fields=["brand", "state", "-state_since"], name="problems_by_state"),
            models.Index(
                fields=["brand", "error_code"], name="problems_by_code", condition=~Q(error_code="")
            ),
        ]

    def __str__(self) -> str:
        return f"P-{self.number}"

    @property
    def name(self) -> str:
        """Its number as people say it."""
        return f"P-{self.number}"

    @property
    def is_live(self) -> bool:
        """Whether customers meet it now."""
        return self.state in LIVE


class ProblemCase(Row):
    """A case that a problem stands behind; untied again, the row stays as history."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="ties")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=12, choices=[(h, h) for h in How])
    tied_at = models.DateTimeField()
    tied_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    untied_at = models.DateTimeField(null=True)
    untied_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["problem", "case"], name="problems_tied_once", condition=Q(untied_at__isnull=True)
            )
        ]
        indexes = [
            models.Index(fields=["case"], name="problems_of_case", condition=Q(untied_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.case_id} of {self.problem_id}"


class ProblemStep(Row):
    """One thing that happened to a problem, for its page; the chain holds the same as a fact."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=16)
    state = models.CharField(max_length=12, default="", blank=True)
    words = CleanTextField(default="", blank=True)
    at = models.DateTimeField()
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["problem", "at", "id"], name="problems_step_order")]

    def __str__(self) -> str:
        return f"{self.what} {self.problem_id}"


class KnownIssue(Row):
    """What the public reads of a problem: one version, whose words never change; the last one counts."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="issues")
    version = models.PositiveIntegerField()
    titles = models.JSONField()
    texts = models.JSONField()
    meanwhile = models.JSONField()
    article = CleanCharField(max_length=500, default="", blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["problem", "version"], name="problems_issue_version"),
            models.UniqueConstraint(
                fields=["problem"], name="problems_one_issue", condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.problem_id} v{self.version}"


class NoticeState(models.TextChoices):
    """How far a notice to all has come."""

    WAITING = "waiting"
    REFUSED = "refused"
    SENDING = "sending"
    SENT = "sent"


class ProblemNotice(Row):
    """One message to everybody whom a problem affects, in the brand's languages."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="notices")
    subjects = models.JSONField()
    texts = models.JSONField()
    state = models.CharField(max_length=8, choices=NoticeState)
    count = models.PositiveIntegerField()
    proposal_id = models.BigIntegerField(null=True)
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state"], name="problems_notices_going", condition=Q(state="sending"))
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.problem_id}"


class NoticeRecipient(Row):
    """Somebody whom a notice goes to: by a case that she has, or by what the operator's system said."""

    notice = models.ForeignKey(ProblemNotice, on_delete=models.PROTECT, related_name="recipients")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    # Who wrote nothing herself; empty where she has a case.
    email = CleanCharField(max_length=254, default="", blank=True)
    name = CleanCharField(max_length=200, default="", blank=True)
    language = models.CharField(max_length=8, default="", blank=True)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    # Why nothing was written to her: `marked` where mail does not reach the address.
    left_out = models.CharField(max_length=12, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "case"], name="problems_told_once", condition=Q(case__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["notice", "email"], name="problems_address_once", condition=~Q(email="")
            ),
        ]
        indexes = [
            models.Index(fields=["notice", "id"], name="problems_to_tell", condition=Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.case_id or self.email} of {self.notice_id}"


class AffectedPerson(Row):
    """A customer whom the operator's system names as affected, kept until a notice goes or for 30 days."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="affected")
    email = CleanCharField(max_length=254)
    name = CleanCharField(max_length=200, default="", blank=True)
    language = models.CharField(max_length=8, default="", blank=True)
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "email"], name="problems_affected_once")]

    def __str__(self) -> str:
        return f"affected by {self.problem_id}"


class SuggestionState(models.TextChoices):
    """What became of a suggestion."""

    OPEN = "open"
    TAKEN = "taken"
    DECLINED = "declined"


class Suggestion(Row):
    """Cases that are alike; a person decides whether one cause stands behind them."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    # The case that began the group: the same group is the same suggestion.
    first_case_id = models.BigIntegerField()
    state = models.CharField(max_length=8, default=SuggestionState.OPEN, choices=SuggestionState)
    # The problem that it looks like, or that was made of it.
    problem = models.ForeignKey(Problem, null=True, on_delete=models.PROTECT, related_name="+")
    words = models.JSONField(default=list)
    signs = models.JSONField(default=dict)
    case_ids = models.JSONField(default=list)
    count = models.PositiveIntegerField()
    recent = models.PositiveIntegerField(default=0)
    expected = models.FloatField(default=0)
    rising_since = models.DateTimeField(null=True)
    found_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "first_case_id"], name="problems_suggested_once")
        ]
        indexes = [models.Index(fields=["brand", "state", "-count"], name="problems_suggestions")]

    def __str__(self) -> str:
        return f"{self.count} alike"


class ProblemTerms(Row):
    """What a brand's operator set: how readily it is alarmed, how many cases count, when two people send."""

    brand = models.OneToOneField(Brand, on_delete=models.PROTECT, related_name="+")
    sensitivity = models.CharField(
        max_length=8, default=Sensitivity.NORMAL, choices=[(s, s) for s in Sensitivity]
    )
    least_cases = models.PositiveSmallIntegerField(default=4)
    second_above = models.PositiveIntegerField(default=50)
    # What handling one case costs, for the report; minor units.
    cost_per_case = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="TRY")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="problems_cost", condition=Q(cost_per_case__gte=0))]

    def __str__(self) -> str:
        return f"{self.sensitivity} {self.brand_id}"


class GroupingMemory(Row):
    """What grouping remembers of a brand, and the last case that it has seen."""

    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, related_name="+")
    last_case_id = models.BigIntegerField(default=0)
    late_ids = models.JSONField(default=list)
    memory = models.JSONField(default=dict)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seen {self.last_case_id}"


class IssueClaim(Row):
    """“I have this too”: the form with this id is about a known issue, and so will be its case."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="+")
    form_id = models.BigIntegerField(unique=True)
    claimed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"form {self.form_id} about {self.problem_id}"
