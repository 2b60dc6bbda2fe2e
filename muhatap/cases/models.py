"""Cases, their messages, and who takes part in them."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.index_models import HeadText as HeadText
from muhatap.cases.index_models import IndexWork as IndexWork
from muhatap.cases.index_models import SearchText as SearchText
from muhatap.cases.statuses import OPEN_STATUSES, Author, CopyKind, Kind, ParticipantRole, Status
from muhatap.cases.tag_models import CaseTag as CaseTag
from muhatap.cases.work_models import WorkItem as WorkItem
from muhatap.cases.work_models import WorkState as WorkState
from muhatap.customers.models import Customer
from muhatap.files.models import StoredFile
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row
from muhatap.topics.models import Queue, Topic

_OPEN = sorted(OPEN_STATUSES)


class NumberCounter(models.Model):
    """The last counter that a year's numbers used."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    used = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.used}"


class Case(Row):
    """A customer's matter with a number, from the first word to the last."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=14, unique=True)
    secret_generation = models.PositiveSmallIntegerField(default=0)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="cases")
    subject = CleanCharField(max_length=300)
    status = models.CharField(max_length=20, default=Status.NEW, choices=[(s, s) for s in Status])
    is_open = models.BooleanField(default=True)
    kind = models.CharField(max_length=16, default=Kind.REQUEST, choices=[(k, k) for k in Kind])
    priority = models.PositiveSmallIntegerField(default=4)
    queue = models.ForeignKey(Queue, null=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="+")
    chosen_topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=8, default="tr")
    fields = models.JSONField(default=dict)
    sealed_fields = models.BinaryField(default=b"")
    notices = models.JSONField(default=dict)
    received_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    next_step = CleanCharField(max_length=300)
    next_update_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField()
    customer_wrote_at = models.DateTimeField(null=True)
    staff_wrote_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=20, default="", blank=True)
    dissatisfied_at = models.DateTimeField(null=True)
    message_count = models.PositiveIntegerField(default=0)
    charter_number = models.PositiveIntegerField(default=0)
    intake = models.JSONField(default=dict)
    # As they are written; `CaseTag` is how they are found.
    tags = models.JSONField(default=list)
    # How she wishes to be told of this case alone; empty: as of all her cases.
    telling = models.JSONField(null=True)
    # As whose case it came, where that one was joined with another customer since.
    first_customer = models.ForeignKey(
        Customer, null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_open_matches_status",
                condition=Q(is_open=True, status__in=_OPEN) | (Q(is_open=False) & ~Q(status__in=_OPEN)),
            ),
            models.CheckConstraint(
                name="cases_open_is_never_silent",
                condition=Q(is_open=False)
                | (
                    (Q(queue__isnull=False) | Q(owner__isnull=False))
                    & ~Q(next_step="")
                    & Q(next_update_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="cases_closed_has_reason",
                condition=~Q(status=Status.CLOSED) | ~Q(closed_reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["brand", "next_due_at", "id"], name="cases_open_brand", condition=Q(is_open=True)
            ),
            models.Index(
                fields=["queue", "next_due_at", "id"], name="cases_open_queue", condition=Q(is_open=True)
            ),
            models.Index(
                fields=["owner", "next_due_at", "id"], name="cases_open_owner", condition=Q(is_open=True)
            ),
            models.Index(fields=["customer", "-received_at"], name="cases_of_customer"),
            models.Index(fields=["brand", "-updated_at", "id"], name="cases_recent"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def customer_email(self) -> str:
        """Where the customer is written to: the address as whose the case came, even if she was joined."""
        first = self.first_customer.email if self.first_customer_id else ""
        return first or self.customer.email


class Participant(Row):
    """Somebody beside the customer who takes part in a case, or whom somebody suggested for it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participants")
    name = CleanCharField(max_length=200, default="", blank=True)
    email = CleanCharField(max_length=254)
    role = models.CharField(
        max_length=20, default=ParticipantRole.COPIED, choices=[(r, r) for r in ParticipantRole]
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "email"], name="cases_participant_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.case_id}"


class SideConversation(Row):
    """A thread with somebody outside about a case, such as a bank; the customer never sees it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="side_conversations")
    subject = CleanCharField(max_length=300)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    # Since when the case waits for this answer; the clocks that may pause for it stand still.
    awaited_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"beside {self.case_id}"


class SideParty(Row):
    """Somebody to whom a side conversation is written."""

    side = models.ForeignKey(SideConversation, on_delete=models.CASCADE, related_name="parties")
    name = CleanCharField(max_length=200, default="", blank=True)
    email = CleanCharField(max_length=254)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["side", "email"], name="cases_side_party_once")]

    def __str__(self) -> str:
        return f"party of {self.side_id}"


class Message(Row):
    """Something written on a case; notes never leave the desk.

    What is written in a side conversation is a note too, so that whatever keeps notes inside keeps it inside.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    author = models.CharField(max_length=12, choices=[(a, a) for a in Author])
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=8, default="tr")
    text = CleanTextField()
    html = CleanTextField(default="", blank=True)
    quoted = CleanTextField(default="", blank=True)
    masked = models.JSONField(default=list)
    at = models.DateTimeField()
    external_id = CleanCharField(max_length=250, default="", blank=True)
    vault_item_id = models.BigIntegerField(null=True)
    erased_at = models.DateTimeField(null=True)
    # Who wrote where it was neither the customer nor staff.
    participant = models.ForeignKey(Participant, null=True, on_delete=models.PROTECT, related_name="+")
    side = models.ForeignKey(SideConversation, null=True, on_delete=models.PROTECT, related_name="messages")
    # Which template of a letter it was begun from, with its version.
    template = CleanCharField(max_length=60, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="cases_side_stays_inside", condition=Q(side__isnull=True) | Q(author=Author.NOTE)
            )
        ]
        indexes = [
            models.Index(fields=["case", "at", "id"], name="cases_message_order"),
            models.Index(fields=["external_id"], name="cases_message_external", condition=~Q(external_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.author} {self.id}"

    @property
    def is_public(self) -> bool:
        """Whether the customer may see it."""
        return self.author != Author.NOTE


class Attachment(Row):
    """A file that came or went with a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=40, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.file_id} on {self.message_id}"


class Recipient(Row):
    """Somebody beside the customer to whom one message goes; a blind one is seen by nobody else."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="recipients")
    kind = models.CharField(max_length=4, choices=[(k, k) for k in CopyKind])
    email = CleanCharField(max_length=254)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "email"], name="cases_recipient_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.message_id}"


class CaseLink(Row):
    """Two cases that belong together: `newer` came out of `older`."""

    older = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    newer = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["older", "newer"], name="cases_link_once")]

    def __str__(self) -> str:
        return f"{self.reason} {self.older_id} {self.newer_id}"


class Milestone(Row):
    """A stage that a case reached and that clocks run from or to, such as a complete set of documents."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="milestones")
    name = models.CharField(max_length=32)
    reached_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    reference = CleanCharField(max_length=120, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "reached_at", "id"], name="cases_milestone_order")]

    def __str__(self) -> str:
        return f"{self.name} {self.case_id}"


class IdentityProof(Row):
    """That it was made sure, for this case, who its customer is; without staff, by a link to her address."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=16)
    proved_at = models.DateTimeField()
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.how} {self.case_id}"


class Draft(Row):
    """What a member of staff is writing: a reply and a note are two drafts."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    author = models.CharField(max_length=12)
    text = CleanTextField(default="", blank=True)
    cc = CleanTextField(default="", blank=True)
    bcc = CleanTextField(default="", blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "staff", "author"], name="cases_one_draft")]

    def __str__(self) -> str:
        return f"{self.author} draft on {self.case_id}"


class DraftFile(Row):
    """A file that goes with what a draft will become; it came back with a reply that was taken back."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.file_id} in {self.draft_id}"


class Presence(Row):
    """Somebody of the staff who has a case open now, and whether she writes; old rows say nothing."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    doing = models.CharField(max_length=12)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "staff"], name="cases_present_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.doing} {self.case_id}"


class Watcher(Row):
    """A colleague who follows a case, and until when she was told of the customer's words."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    since_at = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "staff"], name="cases_watched_once")]

    def __str__(self) -> str:
        return f"{self.staff_id} watches {self.case_id}"


class Joining(Row):
    """A case that goes on in another one; parted again, the row stays as history."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    parted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="cases_joined_once", condition=Q(parted_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} in {self.into_id}"
