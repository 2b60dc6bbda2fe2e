"""Invitations to say something, what was said, what came of it, and what the public reads."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case, Message
from muhatap.customers.models import Customer
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row
from muhatap.surveys.sorts import Sort, State, Via, Why


class SurveyInvitation(Row):
    """One person asked at one occasion, or the reason why she was not."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    sort = models.CharField(max_length=10, choices=Sort)
    stage = models.CharField(max_length=32, default="", blank=True)
    # What it is about, such as one closing of one case: whatever runs twice plans it once.
    occasion = models.CharField(max_length=100, unique=True)
    charter_number = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    why = models.CharField(max_length=16, choices=Why, default="", blank=True)
    via = models.CharField(max_length=8, choices=Via, default="", blank=True)
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    # When she first saw it, where nothing was sent to her.
    shown_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="surveys_asked_is_whole",
                condition=~Q(state__in=[State.ASKED, State.ANSWERED])
                | (Q(asked_at__isnull=False, closes_at__isnull=False) & ~Q(via="")),
            ),
            models.CheckConstraint(
                name="surveys_left_out_says_why", condition=~Q(state=State.LEFT_OUT) | ~Q(why="")
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="surveys_due", condition=Q(state=State.PLANNED)),
            models.Index(fields=["brand", "asked_at"], name="surveys_asked"),
            models.Index(fields=["customer", "asked_at"], name="surveys_rest"),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.occasion}"


class SurveyAnswer(Row):
    """One customer's answer about one case: CSAT from 1 to 5, what else was asked, and her own words."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    # None: she was asked where she was, such as at the end of a chat, before invitations were kept.
    invitation = models.OneToOneField(
        SurveyInvitation, null=True, on_delete=models.PROTECT, related_name="answer"
    )
    sort = models.CharField(max_length=10, choices=Sort, default=Sort.CLOSING)
    score = models.PositiveSmallIntegerField()
    # Would she recommend the brand, 0 to 10, and how easy was it, 1 to 7; None where she left it out.
    recommend = models.PositiveSmallIntegerField(null=True)
    effort = models.PositiveSmallIntegerField(null=True)
    comment = CleanTextField(default="", blank=True, max_length=5000)
    # Whether she lets the brand publish her comment without her name.
    may_publish = models.BooleanField(default=False)
    at = models.DateTimeField()
    # The case that a low score opened, or the open one in which it is looked after.
    follow_up = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(null=True)
    replied_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    reply = CleanTextField(default="", blank=True, max_length=5000)
    # What the public reads: her words with pieces cut out, never others in their place.
    published_text = CleanTextField(default="", blank=True, max_length=5000)
    published_reply = CleanTextField(default="", blank=True, max_length=5000)
    published_at = models.DateTimeField(null=True)
    moderated_at = models.DateTimeField(null=True)
    moderated_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    kept_inside = CleanCharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], name="surveys_uninvited_once", condition=Q(invitation__isnull=True)
            ),
            models.CheckConstraint(name="surveys_csat_range", condition=Q(score__gte=1, score__lte=5)),
            models.CheckConstraint(
                name="surveys_nps_range", condition=Q(recommend__isnull=True) | Q(recommend__lte=10)
            ),
            models.CheckConstraint(
                name="surveys_ces_range",
                condition=Q(effort__isnull=True) | Q(effort__gte=1, effort__lte=7),
            ),
            models.CheckConstraint(
                name="surveys_published_with_leave",
                condition=Q(published_at__isnull=True) | Q(may_publish=True),
            ),
        ]
        indexes = [models.Index(fields=["brand", "-at"], name="surveys_answers")]

    def __str__(self) -> str:
        return f"{self.score} for {self.case_id}"


class OwnAnswer(Row):
    """What was answered to one of the brand's own questions: a number, or words or choices."""

    answer = models.ForeignKey(SurveyAnswer, on_delete=models.CASCADE, related_name="own")
    question = models.SlugField(max_length=40)
    scale = models.CharField(max_length=12)
    score = models.PositiveSmallIntegerField(null=True)
    words = CleanTextField(default="", blank=True, max_length=2000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "question"], name="surveys_own_question_once")
        ]

    def __str__(self) -> str:
        return f"{self.question} of {self.answer_id}"


class PeriodicRound(Row):
    """How far the customers of one round of the periodic survey were walked through."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=16)
    last_customer_id = models.BigIntegerField(default=0)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="surveys_round_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.brand_id}"


class SaidAndDone(Row):
    """What customers said and what was done about it, by language; public after a second person's yes."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    said = models.JSONField(default=dict)
    done = models.JSONField(default=dict)
    done_on = models.DateField()
    # From where it comes, such as the number of an entry of the register of improvements.
    source = CleanCharField(max_length=40, default="", blank=True)
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    proposal_id = models.BigIntegerField(null=True)
    agreed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["brand", "-done_on"],
                name="surveys_said_public",
                condition=Q(published_at__isnull=False, withdrawn_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="surveys_said_by_two",
                condition=Q(published_at__isnull=True)
                | (Q(agreed_by__isnull=False) & ~Q(agreed_by=models.F("written_by"))),
            )
        ]

    def __str__(self) -> str:
        return f"said and done {self.id}"


class DeedVoice(Row):
    """One answer that stands behind an entry, and what became of writing to whoever gave it."""

    entry = models.ForeignKey(SaidAndDone, on_delete=models.PROTECT, related_name="voices")
    answer = models.ForeignKey(SurveyAnswer, on_delete=models.PROTECT, related_name="+")
    # The letter that told her, or why there is none; both empty until the entry is public.
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=16, choices=Why, default="", blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "answer"], name="surveys_voice_once"),
            models.CheckConstraint(
                name="surveys_voice_told_or_why",
                condition=Q(told_at__isnull=True, message__isnull=True, why="")
                | Q(told_at__isnull=False, message__isnull=False, why="")
                | Q(told_at__isnull=False, message__isnull=True) & ~Q(why=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} of {self.entry_id}"
