"""Replies that wait to leave, texts that staff use again, letters that were prepared for somebody to send."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case, Message
from muhatap.files.models import StoredFile
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class HeldReply(Row):
    """A reply that its writer has sent and that has not left: for the moment of undo, or until its time.

    It is gone when it left or was taken back. `planned_at` tells that the writer chose the time herself.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    text = CleanTextField(default="", blank=True)
    masked = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    bcc = models.JSONField(default=list)
    then = models.CharField(max_length=12, default="", blank=True)
    # The last message that its writer has seen.
    seen = models.BigIntegerField(default=0)
    written_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    planned_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_because = models.CharField(max_length=12, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="letters_stopped_has_reason",
                condition=Q(stopped_at__isnull=True) | ~Q(stopped_because=""),
            )
        ]
        indexes = [
            models.Index(fields=["leaves_at"], name="letters_due", condition=Q(stopped_at__isnull=True)),
            models.Index(fields=["case", "leaves_at"], name="letters_held_of_case"),
        ]

    def __str__(self) -> str:
        return f"held for {self.case_id}"


class HeldFile(Row):
    """A file that goes with a held reply."""

    held = models.ForeignKey(HeldReply, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.file_id} with {self.held_id}"


class TextModule(Row):
    """A text that staff use again, in the brand's languages; without an owner it is everybody's."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Staff, null=True, on_delete=models.CASCADE, related_name="+")
    name = CleanCharField(max_length=80)
    category = CleanCharField(max_length=60, default="", blank=True)
    texts = models.JSONField(default=dict)
    used_count = models.PositiveIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "name"],
                name="letters_one_shared_name",
                condition=Q(retired_at__isnull=True, owner__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["brand", "owner", "name"],
                name="letters_one_own_name",
                condition=Q(retired_at__isnull=True, owner__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class LetterTemplate(Row):
    """One version of a brand's letter of a sort, in its languages; the highest version is used."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    texts = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "sort", "version"], name="letters_one_version")
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.version}"


class PreparedLetter(Row):
    """A letter that was written by itself when its moment came; a person looks at it and sends it.

    `told` are the values that stand behind it, `asked_by` who wants it sent where another must agree.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=12)
    because = models.CharField(max_length=40)
    # By this a moment prepares its letter once, however often it is told of.
    key = models.CharField(max_length=80)
    text = CleanTextField()
    told = models.JSONField(default=dict)
    template = models.CharField(max_length=60, default="", blank=True)
    needs_second = models.BooleanField(default=False)
    prepared_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    proposal_id = models.BigIntegerField(null=True)
    agreed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    # Set where it was sent; without it the letter was put aside.
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="letters_prepared_once"),
            models.CheckConstraint(
                name="letters_second_is_another",
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=models.F("asked_by")),
            ),
            models.CheckConstraint(
                name="letters_regulated_by_two",
                condition=Q(needs_second=False) | Q(message__isnull=True) | Q(agreed_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["case"], name="letters_prepared", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.sort} for {self.case_id}"
