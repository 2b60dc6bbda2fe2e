"""Items of evidence, who looked at them, requests for them, lockers, holds, and additional reviews."""

from django.db import models
from django.db.models import F, Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Attachment, Case
from muhatap.evidence.kinds import CLOSED_KINDS, EvidenceKind, Ground, ItemState, Purpose
from muhatap.files.models import StoredFile
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class Locker(Row):
    """What a customer keeps before any case exists; her address is all that is known of her."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    email = CleanCharField(max_length=254)
    language = models.CharField(max_length=8, default="tr")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "email"], name="evidence_one_locker")]

    def __str__(self) -> str:
        return f"locker {self.id}"


class DocumentRequest(Row):
    """What was asked of a customer: for which purpose, on which ground, until when."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=[(each, each) for each in Purpose])
    ground = models.CharField(max_length=20, choices=[(each, each) for each in Ground])
    words = CleanTextField()
    asked_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    next_reminder_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_request_ends_whole",
                condition=Q(ended_at__isnull=True, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], name="evidence_requests_open", condition=Q(ended_at__isnull=True)
            ),
            models.Index(fields=["case", "asked_at"], name="evidence_requests_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.case_id}"


class RequestLine(Row):
    """One thing that a request asks for."""

    request = models.ForeignKey(DocumentRequest, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=12, choices=[(each, each) for each in EvidenceKind])
    words = CleanCharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.kind} of {self.request_id}"


class EvidenceItem(Row):
    """One piece of evidence; `file` is what is shown, `original` lies behind a stricter door."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    locker = models.ForeignKey(Locker, null=True, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(RequestLine, null=True, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=[(each, each) for each in EvidenceKind])
    code = models.CharField(max_length=40, default="", blank=True)
    words = CleanTextField(default="", blank=True, max_length=4000)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=20)
    state = models.CharField(
        max_length=10, default=ItemState.OFFERED, choices=[(each, each) for each in ItemState]
    )
    reason = models.CharField(max_length=20, default="", blank=True)
    correction = CleanTextField(default="", blank=True, max_length=2000)
    traces = models.JSONField(default=list)
    keeps_traces = models.BooleanField(default=False)
    advice = models.JSONField(default=list)
    offered_at = models.DateTimeField()
    # When its file was looked at for what it tells beside its content; until then it waits for that.
    looked_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    valid_until = models.DateField(null=True)
    # The day that stands on the document, as whoever accepted it read it.
    issued_on = models.DateField(null=True)
    retention = models.CharField(max_length=40)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_somewhere", condition=Q(case__isnull=False) | Q(locker__isnull=False)
            ),
            models.CheckConstraint(
                name="evidence_rejected_with_reason",
                condition=~Q(state=ItemState.REJECTED) | (~Q(reason="") & ~Q(correction="")),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "offered_at"], name="evidence_of_case"),
            models.Index(fields=["locker", "offered_at"], name="evidence_of_locker"),
            models.Index(
                fields=["offered_at"],
                name="evidence_to_look_at",
                condition=Q(looked_at__isnull=True, destroyed_at__isnull=True),
            ),
            models.Index(
                fields=["kind", "offered_at"],
                name="evidence_kept",
                condition=Q(destroyed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_identity(self) -> bool:
        """Whether only a stricter role may look at it."""
        return self.kind in CLOSED_KINDS


class Redaction(Row):
    """That parts of an item were blacked: the file before is kept, the file after is shown."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="redactions")
    before = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    boxes = models.JSONField(default=list)
    reason = CleanCharField(max_length=300)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"of {self.item_id}"


class ItemViewing(Row):
    """Somebody of the staff opened an item, or its original, and why."""

    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="viewings")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=12)
    why = CleanCharField(max_length=300, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["item", "at"], name="evidence_viewings")]

    def __str__(self) -> str:
        return f"{self.what} {self.item_id}"


class LegalHold(Row):
    """While it stands, nothing of a case is deleted; another person than its maker lets it go."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    reason = CleanCharField(max_length=500)
    until_on = models.DateField(null=True)
    placed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    release_asked_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    released_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_hold_released_by_two",
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("release_asked_by")),
            ),
            models.UniqueConstraint(
                fields=["case"], name="evidence_one_hold", condition=Q(released_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.case_id}"


class AdditionalReview(Row):
    """That a payment is looked at more closely; why is sealed, and the customer reads an approved text."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    sealed_reason = models.BinaryField()
    told = models.CharField(max_length=20)
    began_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_review_ended_by_another",
                condition=Q(ended_by__isnull=True) | ~Q(ended_by=F("began_by")),
            ),
            models.UniqueConstraint(
                fields=["case"], name="evidence_one_review", condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"review {self.case_id}"
