"""Calls that were promised, and the attempts that were made to keep the word."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class CallbackEnd(models.TextChoices):
    """How a promised call ended."""

    ANSWERED = "answered"
    CANCELLED = "cancelled"
    UNREACHED = "unreached"
    WRONG_NUMBER = "wrong_number"


class Callback(Row):
    """A call that a customer was promised between two moments; it belongs to a case and has its clock."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="callbacks")
    phone = CleanCharField(max_length=20)
    # Her place among those who wait is that of her wish, however often we move the call.
    asked_at = models.DateTimeField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_urgent = models.BooleanField(default=False)
    was_moved = models.PositiveSmallIntegerField(default=0)
    was_missed = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=16, choices=CallbackEnd, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="channels_one_callback", condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="channels_callback_ended",
                condition=Q(ended_at__isnull=True, ended_as="")
                | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["brand", "begins_at", "id"],
                name="channels_callbacks_waiting",
                condition=Q(ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"callback of {self.case_id}"


class Outcome(models.TextChoices):
    """What came of one attempt to call."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    WRONG_NUMBER = "wrong_number"
    OTHER_TIME = "other_time"


class CallAttempt(Row):
    """One time that somebody called; what a telephone system told stands beside what the person noted."""

    callback = models.ForeignKey(Callback, on_delete=models.PROTECT, related_name="attempts")
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    call_id = CleanCharField(max_length=80, default="", blank=True)
    began_at = models.DateTimeField()
    ringing_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome, default="", blank=True)
    noted_at = models.DateTimeField(null=True)
    note = CleanTextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["callback"], name="channels_one_call_runs", condition=Q(outcome="")
            ),
            models.UniqueConstraint(fields=["call_id"], name="channels_call_once", condition=~Q(call_id="")),
        ]

    def __str__(self) -> str:
        return f"call {self.id} of {self.callback_id}"


class CallDetails(Row):
    """What a telephone system told of a call beside its moments; seconds, and words only with a notice.

    Nobody is analysed who was not told of the recording: without `notice_given` there are no turns.
    """

    attempt = models.OneToOneField(CallAttempt, on_delete=models.CASCADE, related_name="details")
    hold_seconds = models.PositiveIntegerField(default=0)
    wrap_up_seconds = models.PositiveIntegerField(default=0)
    was_transferred = models.BooleanField(default=False)
    was_abandoned = models.BooleanField(default=False)
    # None: no transcript came.
    notice_given = models.BooleanField(null=True)
    turns = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="channels_words_need_notice", condition=Q(notice_given=True) | Q(turns=[])
            )
        ]

    def __str__(self) -> str:
        return f"details of {self.attempt_id}"
