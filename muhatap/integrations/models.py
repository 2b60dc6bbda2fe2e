"""Who outside is told of events, by which secrets, and what came of every call."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.integrations.post_models import PublicPost as PublicPost
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class Webhook(Row):
    """An address of one brand that is told of events: of which kinds, and how much of them it may know."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    name = CleanCharField(max_length=120)
    url = models.CharField(max_length=500)
    # Kinds as `case.opened`, whole nouns as `case.*`, or `*`.
    kinds = models.JSONField(default=list)
    # `personal`: personal fields, masked; `inside`: what is the desk's own affair.
    rights = models.JSONField(default=list)
    made_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    # Everything up to this number of publication was looked at for it.
    seen_seq = models.BigIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_because = models.CharField(max_length=20, default="", blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="integrations_stopped_says_why",
                condition=Q(stopped_at__isnull=True, stopped_because="")
                | (Q(stopped_at__isnull=False) & ~Q(stopped_because="")),
            )
        ]
        indexes = [
            models.Index(
                fields=["brand", "id"],
                name="integrations_webhook_on",
                condition=Q(stopped_at__isnull=True, removed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        """Whether it is called now."""
        return self.stopped_at is None and self.removed_at is None


class WebhookSecret(Row):
    """A secret that signs the calls of a webhook; while they are changed, several do at once."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="secrets")
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"secret of {self.webhook_id}"


class CallState(models.TextChoices):
    """How the telling of one event stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    GIVEN_UP = "given_up"


class WebhookCall(Row):
    """That one webhook is to be told of one event: exactly one row, however often it is called."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="calls")
    event_id = models.BigIntegerField()
    kind = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default=CallState.WAITING, choices=CallState)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event_id"], name="integrations_call_once"),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="integrations_call_due",
                condition=Q(state=CallState.WAITING),
            ),
            models.Index(fields=["webhook", "-event_id"], name="integrations_call_log"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.webhook_id}"

    @property
    def message_id(self) -> str:
        """The id under which the receiver knows it again, the same for every attempt."""
        return f"evt_{self.event_id}"


class WebhookAttempt(Row):
    """One call as it went: when, what was answered, or why nothing was."""

    call = models.ForeignKey(WebhookCall, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    failure = models.CharField(max_length=20, default="", blank=True)
    milliseconds = models.PositiveIntegerField(default=0)
    said = CleanTextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["call", "-at"], name="integrations_attempts")]

    def __str__(self) -> str:
        return f"{self.status or self.failure} for {self.call_id}"
