"""Mailboxes, the intake vault, and what waits to be delivered."""

from django.db import models
from django.db.models import Q

from muhatap.brands.models import Brand
from muhatap.cases.models import Case, Message
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class Mailbox(Row):
    """An address that a brand reads and answers from; `access` is sealed (server, user, password)."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    name = models.SlugField(max_length=40)
    address = models.EmailField(max_length=254)
    access = models.BinaryField(default=b"")
    state = models.JSONField(default=dict)
    checked_at = models.DateTimeField(null=True)
    error = CleanTextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="channels_mailbox_name")]

    def __str__(self) -> str:
        return self.address


class VaultState(models.TextChoices):
    """Where an item of the vault stands."""

    STORED = "stored"
    IN_CASE = "in_case"
    SET_ASIDE = "set_aside"


class VaultItem(Row):
    """One thing that arrived, sealed with its own key before anybody parsed it."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=40)
    mailbox = models.ForeignKey(Mailbox, null=True, on_delete=models.PROTECT, related_name="+")
    external_id = CleanCharField(max_length=250)
    state = models.CharField(max_length=12, choices=VaultState, default=VaultState.STORED)
    reason = CleanCharField(max_length=300, default="", blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    wrapped_key = models.BinaryField()
    sealed = models.BinaryField(default=b"")
    path = models.CharField(max_length=200, default="", blank=True)
    stored_at = models.DateTimeField()
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    # Known once it became a message: whose it is, and whether an automatic answer would reach a machine.
    sender = CleanCharField(max_length=254, default="", blank=True)
    no_auto_reply = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="channels_vault_once"),
        ]
        indexes = [
            models.Index(
                fields=["stored_at"], name="channels_vault_waiting", condition=~Q(state=VaultState.IN_CASE)
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.id}"


class Delivery(Row):
    """One message to one recipient by one channel, until it is delivered or given up."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=20)
    recipient = CleanCharField(max_length=254)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    error = CleanTextField(default="", blank=True)
    external_id = CleanCharField(max_length=250, default="", blank=True)
    rendered_sha256 = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "channel", "recipient"], name="channels_delivery_once")
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="channels_delivery_due",
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.message_id}"


class IdempotencyKey(Row):
    """The answer already given to a program's call, so that the same call is answered the same."""

    token_id = models.BigIntegerField()
    key = CleanCharField(max_length=200)
    request_sha256 = models.CharField(max_length=64)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token_id", "key"], name="channels_idempotency_once")]

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"
