"""Remedies, the ledger of what happened to each, the terms of a brand, and what its months have granted."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row
from muhatap.letters.models import PreparedLetter
from muhatap.money.enquiries import Outcome
from muhatap.money.redress import OF_MONEY, RemedyKind, Terms
from muhatap.money.trace_models import ProviderTrace as ProviderTrace


class RemedyState(models.TextChoices):
    """How far a remedy has come."""

    OPEN = "open"
    APPROVED = "approved"
    REFUSED = "refused"
    EXECUTED = "executed"
    REVERSED = "reversed"


class Remedy(Row):
    """What a customer is to be given for a case; amounts are minor units, the interest is a part of them."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in RemedyKind])
    words = CleanTextField()
    currency = models.CharField(max_length=3, default="", blank=True)
    amount = models.BigIntegerField(default=0)
    interest = models.BigIntegerField(default=0)
    rate = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    rate_source = CleanCharField(max_length=200, default="", blank=True)
    interest_since = models.DateField(null=True)
    interest_until = models.DateField(null=True)
    deviation_reason = CleanTextField(default="", blank=True)
    state = models.CharField(max_length=10, default=RemedyState.OPEN, choices=RemedyState)
    proposal_id = models.BigIntegerField(null=True)
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    executed_on = models.DateField(null=True)
    reference = CleanCharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="money_another_approves",
                condition=Q(state__in=("open", "refused")) | Q(amount=0) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="money_approved_by_somebody",
                condition=Q(state="open") | Q(amount=0) | Q(decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="money_amount_by_kind",
                condition=Q(kind__in=sorted(OF_MONEY), amount__gt=0) & ~Q(currency="")
                | (Q(amount=0, currency="") & ~Q(kind__in=sorted(OF_MONEY))),
            ),
            models.CheckConstraint(
                name="money_interest_is_a_part", condition=Q(interest__gte=0, interest__lte=F("amount"))
            ),
            models.CheckConstraint(
                name="money_executed_with_proof",
                condition=~Q(state="executed") | (Q(executed_on__isnull=False) & ~Q(reference="")),
            ),
        ]
        indexes = [
            models.Index(fields=["case", "proposed_at"], name="money_remedies_of_case"),
            models.Index(fields=["brand", "state", "currency"], name="money_remedies_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.currency}"


class RefundJudgement(Row):
    """By which rule of the charter a refund was judged, and why every other rule does not hold."""

    remedy = models.OneToOneField(Remedy, on_delete=models.PROTECT, related_name="judgement")
    nature = CleanCharField(max_length=40)
    method = CleanCharField(max_length=40, default="", blank=True)
    jurisdiction = CleanCharField(max_length=40, default="", blank=True)
    paid = models.BigIntegerField()
    days_since = models.IntegerField()
    charter_number = models.PositiveIntegerField(null=True)
    # Empty where no rule gives anything back.
    rule = CleanCharField(max_length=40, default="", blank=True)
    names = models.JSONField(default=dict)
    rate = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    most = models.BigIntegerField()
    trace = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.rule} {self.remedy_id}"


class AppendOnly(Exception):
    """A line of the ledger is neither changed nor deleted."""


class RemedyEntry(Row):
    """One line of the ledger of remedies, in the order in which things happened."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    remedy = models.ForeignKey(Remedy, on_delete=models.PROTECT, related_name="entries")
    what = models.CharField(max_length=10)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3, default="", blank=True)
    at = models.DateTimeField()
    staff = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    reference = CleanCharField(max_length=200, default="", blank=True)
    reason = CleanTextField(default="", blank=True)

    class Meta:
        constraints = [
            # Each thing happens to a remedy once, so that of two people who decide at once one fails.
            models.UniqueConstraint(fields=["remedy", "what"], name="money_happens_once"),
        ]
        indexes = [models.Index(fields=["brand", "at", "id"], name="money_ledger_order")]

    def __str__(self) -> str:
        return f"{self.what} {self.remedy_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new line; `AppendOnly` for one that stands."""
        if not self._state.adding:
            raise AppendOnly(self.pk)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refuse."""
        raise AppendOnly(self.pk)


class RemedyTerms(Row):
    """Terms of a brand for a currency; the latest row counts, earlier ones stay."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    propose = models.JSONField(default=dict)
    approve = models.JSONField(default=dict)
    monthly = models.BigIntegerField(null=True)
    warn_percent = models.PositiveSmallIntegerField(default=80)
    proposal_id = models.BigIntegerField()
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="money_terms_by_two", condition=~Q(agreed_by=F("proposed_by")))
        ]
        indexes = [models.Index(fields=["brand", "currency", "set_at"], name="money_terms_order")]

    def __str__(self) -> str:
        return f"{self.brand_id} {self.currency}"

    @property
    def terms(self) -> Terms:
        """The terms as rules read them."""
        return Terms(self.currency, self.propose, self.approve, self.monthly, self.warn_percent)


class RemedyMonth(Row):
    """What a brand granted of a currency in a month of its zone; the row on which approvals queue up."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    month_on = models.DateField()
    granted = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "currency", "month_on"], name="money_month_once"),
            models.CheckConstraint(name="money_month_not_below_zero", condition=Q(granted__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.month_on} {self.currency}"


class RefundAnswer(Row):
    """What was decided about somebody's enquiry for a refund or withdrawal, outside of a complaint.

    `letter` tells it to the customer; until that is sent, nothing was told.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=[(each, each) for each in Outcome])
    ground = models.CharField(max_length=16, default="", blank=True)
    words = CleanTextField(default="", blank=True)
    amount = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="", blank=True)
    pay_by = models.DateField(null=True)
    # The charter whose refund rules stood when it was decided.
    charter_number = models.PositiveIntegerField(null=True)
    answered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    letter = models.ForeignKey(PreparedLetter, null=True, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="money_no_refusal_without_reason",
                condition=Q(outcome=Outcome.APPROVED) | (~Q(words="") & ~Q(ground="")),
            ),
            models.CheckConstraint(
                name="money_payment_has_sum_and_day",
                condition=Q(outcome=Outcome.REFUSED, amount=0) | Q(amount__gt=0, pay_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["case"],
                name="money_one_answer_waits",
                condition=Q(told_at__isnull=True, dropped_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.case_id}"
