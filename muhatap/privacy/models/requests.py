"""What a person asked about her data, beside the case that it is."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.kernel.fields import CleanTextField
from muhatap.kernel.models import Row
from muhatap.letters.models import PreparedLetter
from muhatap.privacy.codes import Ground, Outcome, Right


class PrivacyRequest(Row):
    """A request about personal data: one for each case of the kind `privacy`."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    right = models.CharField(max_length=16, choices=[(each, each) for each in Right])
    asked_at = models.DateTimeField()
    # The level of trust at which we know who asks (process C9), and since when proof is asked for.
    identity_level = models.PositiveSmallIntegerField(default=0)
    identity_asked_at = models.DateTimeField(null=True)
    identity_proved_at = models.DateTimeField(null=True)
    identity_reason = CleanTextField(default="", blank=True, max_length=2000)
    extended_until = models.DateField(null=True)
    extension_reason = CleanTextField(default="", blank=True, max_length=2000)
    outcome = models.CharField(
        max_length=10, default="", blank=True, choices=[(each, each) for each in Outcome]
    )
    ground = models.CharField(
        max_length=24, default="", blank=True, choices=[(each, each) for each in Ground]
    )
    ground_words = CleanTextField(default="", blank=True, max_length=4000)
    decided_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # Who agreed to a refusal, which one person never decides.
    agreed_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey(PreparedLetter, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "privacy"
        constraints = [
            models.CheckConstraint(
                name="privacy_refused_with_ground",
                condition=~Q(outcome__in=[Outcome.REFUSED, Outcome.PARTLY]) | ~Q(ground=""),
            ),
            models.CheckConstraint(
                name="privacy_refused_by_two",
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=models.F("decided_by")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["brand", "asked_at"], name="privacy_open", condition=Q(answered_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.right} {self.case_id}"


class DataCopy(Row):
    """Everything held on a person as one sealed package; fetched once, and gone after its day."""

    request = models.ForeignKey(PrivacyRequest, on_delete=models.PROTECT, related_name="copies")
    path = models.CharField(max_length=200, default="", blank=True)
    wrapped_key = models.BinaryField(default=b"")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    tables = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    # What opens it: a token that is mailed, a code that stands on the page; both as keyed digests.
    token_digest = models.CharField(max_length=64, default="", blank=True)
    code_digest = models.CharField(max_length=64, default="", blank=True)
    code_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "privacy"
        indexes = [
            models.Index(fields=["token_digest"], name="privacy_copy_token", condition=~Q(token_digest="")),
            models.Index(
                fields=["valid_until"], name="privacy_copy_ends", condition=Q(destroyed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"copy {self.id}"
