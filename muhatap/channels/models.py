"""Mailboxes, the intake vault, and what waits to be delivered."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case, Message
from muhatap.channels.call_models import CallAttempt as CallAttempt
from muhatap.channels.call_models import Callback as Callback
from muhatap.channels.call_models import CallDetails as CallDetails
from muhatap.channels.chat_models import AppKey as AppKey
from muhatap.channels.chat_models import Chat as Chat
from muhatap.channels.chat_models import ChatBlock as ChatBlock
from muhatap.channels.chat_models import ChatLine as ChatLine
from muhatap.channels.chat_models import ChatState as ChatState
from muhatap.channels.chat_models import PushTarget as PushTarget
from muhatap.channels.chat_models import SpentToken as SpentToken
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class Mailbox(Row):
    """An address that a brand reads and answers from; `access` is sealed (server, user, password)."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    name = models.SlugField(max_length=40)
    address = models.EmailField(max_length=254)
    access = models.BinaryField(default=b"")
    # How staff's letters from here are signed: a pattern for the sender's name, a signature by language.
    sender_pattern = CleanCharField(max_length=100, default="", blank=True)
    signatures = models.JSONField(default=dict, blank=True)
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
    # What trusted receivers found out about the sender; empty where none said anything.
    authentication = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="channels_vault_once"),
        ]
        indexes = [
            models.Index(
                fields=["stored_at"], name="channels_vault_waiting", condition=~Q(state=VaultState.IN_CASE)
            ),
            models.Index(
                fields=["brand", "sender", "stored_at"],
                name="channels_vault_number",
                condition=Q(source="whatsapp"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.id}"


class Doubt(Row):
    """A mail that names a case without a right to it: it opened one of its own, and a person decides."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    quoted = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    item = models.ForeignKey(VaultItem, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, default="", blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["brand", "made_at", "id"],
                name="channels_doubt_open",
                condition=Q(settled_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} or {self.quoted_id}"


class DeliveryState(models.TextChoices):
    """Where a delivery stands; `error` holds the words of whoever did not take it."""

    QUEUED = "queued"
    DEFERRED = "deferred"
    SENT = "sent"
    # Refused at once, given up after days, or returned after the next server had taken it.
    BOUNCED = "bounced"
    # Delivered, and reported as unwanted by who received it (RFC 5965).
    COMPLAINED = "complained"
    # Never sent, by a rule: an automatic letter to a machine or to an address that is out of use.
    WITHHELD = "withheld"


_WAITING = [DeliveryState.QUEUED, DeliveryState.DEFERRED]
_UNSENT = Q(sent_at__isnull=True, given_up_at__isnull=True)


class Delivery(Row):
    """One message to one recipient by one channel, until it is delivered or given up."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=20)
    recipient = CleanCharField(max_length=254)
    state = models.CharField(max_length=12, choices=DeliveryState, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    complained_at = models.DateTimeField(null=True)
    # As channels tell that know: on her device, and before her eyes.
    arrived_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    error = CleanTextField(default="", blank=True)
    # Why it waits or leaves so, as the customer wished; see `manners`.
    manner = models.CharField(max_length=12, default="", blank=True)
    external_id = CleanCharField(max_length=250, default="", blank=True)
    rendered_sha256 = models.CharField(max_length=64, default="", blank=True)
    # What the first try was made of beside words and files; see `outbox.frame_of`.
    frame = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel", "recipient"], name="channels_delivery_once"
            ),
            models.CheckConstraint(
                name="channels_delivery_state",
                condition=(Q(state__in=_WAITING) & _UNSENT)
                | Q(state=DeliveryState.SENT, sent_at__isnull=False, given_up_at__isnull=True)
                | Q(state=DeliveryState.BOUNCED, given_up_at__isnull=False)
                | Q(state=DeliveryState.COMPLAINED, complained_at__isnull=False)
                | Q(state=DeliveryState.WITHHELD, given_up_at__isnull=False, sent_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="channels_delivery_due", condition=_UNSENT)
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.message_id}"


class MarkReason(models.TextChoices):
    """Why an address gets no automatic mail."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"


class AddressMark(Row):
    """An address of a brand's customers that mail does not reach, or whose owner wants none from machines.

    It holds until the address writes again or a member of staff clears it.
    """

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    address = CleanCharField(max_length=254)
    reason = models.CharField(max_length=12, choices=MarkReason)
    words = CleanTextField(default="", blank=True)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+")
    since_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)
    cleared_by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "address"], name="channels_mark_once", condition=Q(cleared_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.brand_id}"


class SigningKey(Row):
    """A DKIM key for the mail of one domain; signs from `in_use_from` until `retired_at`."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    domain = models.CharField(max_length=253)
    selector = models.CharField(max_length=63)
    algorithm = models.CharField(max_length=16)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    in_use_from = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["domain", "selector"], name="channels_signing_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"


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
