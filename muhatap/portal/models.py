"""What a customer has begun to write, the links that are mailed, and how often somebody tried."""

from django.db import models

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.evidence.models import Locker
from muhatap.files.models import StoredFile
from muhatap.incidents.models import IncidentUpdate
from muhatap.kernel.fields import CleanCharField
from muhatap.kernel.models import Row


class FormDraft(Row):
    """A form on its way: its answers are sealed, its key is known only to the customer's link."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    key_digest = models.CharField(max_length=64, unique=True)
    topic = models.CharField(max_length=40, default="", blank=True)
    step = models.CharField(max_length=20, default="topic")
    language = models.CharField(max_length=8, default="tr")
    sealed_answers = models.BinaryField(default=b"")
    began_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    sent_case_id = models.BigIntegerField(null=True)
    # The walk through a quick-fix guide from which it was begun.
    guide_run_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.topic} {self.step}"


class DraftFile(Row):
    """A file that was uploaded into a form before it was sent."""

    draft = models.ForeignKey(FormDraft, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=40, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.file_id} in {self.draft_id}"


class FixVote(Row):
    """What somebody said about a topic's quick fixes before writing: they helped, or they did not."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=40)
    has_helped = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["brand", "topic", "at"], name="portal_votes")]

    def __str__(self) -> str:
        return f"{self.topic} {self.has_helped}"


class CustomerAccount(Row):
    """A customer's way to all her cases at a brand: made by a link to her mailbox, never by writing alone."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    email = CleanCharField(max_length=254)
    password = models.CharField(max_length=200, default="", blank=True)
    sealed_factor = models.BinaryField(default=b"")
    spent_step = models.BigIntegerField(default=0)
    # Digests of backup codes that were not used yet.
    backup_codes = models.JSONField(default=list)
    # A number that she proved to hold: codes go there too, where the operator has a gateway.
    phone = CleanCharField(max_length=20, default="", blank=True)
    # Nobody comes in before two people at the desk unlocked it.
    locked_at = models.DateTimeField(null=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    # Every session names it: one more, and all of them are over.
    generation = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "email"], name="portal_one_account"),
            models.UniqueConstraint(
                fields=["brand", "phone"], name="portal_one_phone", condition=~models.Q(phone="")
            ),
        ]

    def __str__(self) -> str:
        return f"account {self.id}"

    @property
    def has_factor(self) -> bool:
        """Whether a code is asked for beside link or password."""
        return bool(self.sealed_factor)


class PhoneCode(Row):
    """Six digits on their way to a telephone: good once, for minutes and for five tries; only the newest."""

    account = models.ForeignKey(CustomerAccount, on_delete=models.CASCADE, related_name="+")
    phone = CleanCharField(max_length=20)
    language = models.CharField(max_length=8, default="tr")
    code_digest = models.CharField(max_length=64)
    # Until the gateway took it.
    sealed_code = models.BinaryField(default=b"")
    tries = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account"], name="portal_one_code")]

    def __str__(self) -> str:
        return f"code {self.id}"


class MailedLink(Row):
    """A link that goes to a customer by mail: its address is sealed until it is sent, then forgotten."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="+")
    draft = models.ForeignKey(FormDraft, null=True, on_delete=models.CASCADE, related_name="+")
    locker = models.ForeignKey(Locker, null=True, on_delete=models.CASCADE, related_name="+")
    update = models.ForeignKey(IncidentUpdate, null=True, on_delete=models.CASCADE, related_name="+")
    recipient = CleanCharField(max_length=254)
    language = models.CharField(max_length=8, default="tr")
    token_digest = models.CharField(max_length=64, unique=True)
    sealed_url = models.BinaryField(default=b"")
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = CleanCharField(max_length=300, default="", blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], name="portal_links_due", condition=models.Q(sent_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Attempts(models.Model):
    """How often one address did one thing within one window; the address is kept as a keyed digest."""

    id = models.BigAutoField(primary_key=True)
    what = models.CharField(max_length=20)
    who = models.CharField(max_length=64)
    window_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["what", "who", "window_at"], name="portal_attempts_once")
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.count}"
