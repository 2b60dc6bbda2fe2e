"""Chats: a case that is just being talked about, line by line, and who may not begin one."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case, Message
from muhatap.kernel.fields import CleanCharField
from muhatap.kernel.models import Row


class ChatState(models.TextChoices):
    """Where a chat stands; only in the last one nobody is expected to write at once."""

    BOT = "bot"
    WAITING = "waiting"
    WITH_PERSON = "with_person"
    ENDED = "ended"


LIVE = [ChatState.BOT, ChatState.WAITING, ChatState.WITH_PERSON]


class Chat(Row):
    """The live side of a case: whoever holds its secret reads and writes along.

    `place` is where the visitor is (page, device, app), kept with consent only; `draft` is the form that
    she was filling in when she asked for help, masked.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="chat")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ChatState, default=ChatState.WAITING)
    secret_digest = models.CharField(max_length=64, unique=True)
    network = models.CharField(max_length=64, default="", blank=True)
    app_user = models.CharField(max_length=64, default="", blank=True)
    last_seq = models.PositiveIntegerField(default=0)
    visitor_read = models.PositiveIntegerField(default=0)
    staff_read = models.PositiveIntegerField(default=0)
    visitor_seen_at = models.DateTimeField()
    visitor_writes_until = models.DateTimeField(null=True)
    place = models.JSONField(default=dict, blank=True)
    draft = models.JSONField(default=list, blank=True)
    started_at = models.DateTimeField()
    waits_since = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    # Until whoever talked has written down what is left to do.
    wrapped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["brand", "waits_since"],
                name="channels_chat_waiting",
                condition=Q(state=ChatState.WAITING),
            ),
            models.Index(
                fields=["staff", "state"], name="channels_chat_of_staff", condition=Q(wrapped_at__isnull=True)
            ),
            models.Index(
                fields=["brand", "app_user", "-started_at"],
                name="channels_chat_of_user",
                condition=~Q(app_user=""),
            ),
        ]

    def __str__(self) -> str:
        return f"chat of {self.case_id}"


class ChatLine(Row):
    """One line of a chat under its own number, each number once and without a gap.

    `client_id` is the name that the visitor's device gave to what it sent: the same one makes one line.
    """

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE, related_name="lines")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    message = models.ForeignKey(Message, null=True, on_delete=models.CASCADE, related_name="+")
    client_id = models.CharField(max_length=64, default="", blank=True)
    params = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chat", "seq"], name="channels_chat_line_order"),
            models.UniqueConstraint(
                fields=["chat", "client_id"], name="channels_chat_line_once", condition=~Q(client_id="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chat_id} {self.seq}"


class ChatBlock(Row):
    """A network or an app user from which no chat is begun; `mark` is a keyed digest of it."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=8)
    mark = models.CharField(max_length=64)
    reason = CleanCharField(max_length=300)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["brand", "mark"], name="channels_chat_block", condition=Q(lifted_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.brand_id}"


class AppKey(Row):
    """What the operator's server signs identities with; `sealed` is a shared secret or a public key."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    name = models.SlugField(max_length=40)
    algorithm = models.CharField(max_length=8)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="channels_app_key_once")]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.name}"


class SpentToken(Row):
    """An identity that was shown once and is refused a second time, until it is out of date anyway."""

    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest[:8]


class PushTarget(Row):
    """Where an app user hears of new words while the app is closed; `sealed` holds address and keys."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    app_user = models.CharField(max_length=64)
    kind = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "app_user", "digest"], name="channels_push_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.brand_id}"
