"""Brands and the charter versions they have run."""

from django.db import models
from django.db.models import F, Q

from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class Brand(Row):
    """One operator's public face: its name, languages, zone and legal entity come from its charter."""

    code = models.SlugField(max_length=40, unique=True)
    name = CleanCharField(max_length=120)
    languages = models.JSONField(default=list)
    default_language = models.CharField(max_length=8, default="tr")
    zone = models.CharField(max_length=64, default="Europe/Istanbul")
    legal = models.JSONField(default=dict)
    contact = models.JSONField(default=dict)
    channels = models.JSONField(default=dict)
    notices = models.JSONField(default=dict)
    survey = models.JSONField(default=dict)
    charter_number = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    def in_language(self, texts: dict[str, str], language: str) -> str:
        """The text in this language, else in the brand's default one, else whatever there is."""
        return texts.get(language) or texts.get(self.default_language) or next(iter(texts.values()), "")


class CharterVersion(Row):
    """A charter as it was applied: its text, its canonical digest, and who applied it.

    Two people on the desk, or the operator of the machine; `brought_back` is the earlier version it repeats.
    """

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    text = CleanTextField()
    # The canonical JSON of the whole charter, kept as text: an object of the database may lose the order.
    said = CleanTextField(default="", blank=True)
    applied_at = models.DateTimeField()
    applied_by_id = models.BigIntegerField(null=True)
    applied_by_label = models.CharField(max_length=40, default="", blank=True)
    proposed_by_id = models.BigIntegerField(null=True)
    brought_back = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="brands_charter_number"),
            models.CheckConstraint(
                name="brands_charter_by_two",
                condition=Q(proposed_by_id__isnull=True)
                | Q(applied_by_id__isnull=False) & ~Q(proposed_by_id=F("applied_by_id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand_id} v{self.number}"


class RulePackInForce(Row):
    """A rule pack that binds a brand: the law as it was activated, by two people."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    text = CleanTextField()
    proposed_by_id = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    activated_by_id = models.BigIntegerField()
    activated_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "code"], name="brands_one_pack", condition=Q(retired_at__isnull=True)
            ),
            models.CheckConstraint(
                name="brands_pack_by_two", condition=~Q(proposed_by_id=F("activated_by_id"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.brand_id}"


class CharterDraft(Row):
    """A brand's charter as people are just changing it, faults and all; one for each brand, shared by them.

    `base` is the number of the version that it began from and `base_said` what that said; `said` is JSON.
    """

    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, related_name="+")
    base = models.PositiveIntegerField()
    base_said = CleanTextField()
    said = CleanTextField()
    begun_by_id = models.BigIntegerField()
    begun_at = models.DateTimeField()
    changed_by_id = models.BigIntegerField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft of {self.brand_id}"


class ScheduledCharter(Row):
    """A charter that was decided and begins on a later day; at most one waits for each brand.

    `against` is the version that ran when it was decided; when another runs by then, it is refused.
    """

    WAITING, APPLIED, REFUSED, CANCELLED = "", "applied", "refused", "cancelled"

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    text = CleanTextField()
    digest = models.CharField(max_length=64)
    against = models.PositiveIntegerField()
    brings_back = models.PositiveIntegerField(null=True)
    begins_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_label = models.CharField(max_length=40, default="", blank=True)
    proposed_by_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10, default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = CleanCharField(max_length=500, default="", blank=True)
    version = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand"], name="brands_one_scheduled", condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="brands_scheduled_by_two",
                condition=Q(proposed_by_id__isnull=True)
                | Q(decided_by_id__isnull=False) & ~Q(proposed_by_id=F("decided_by_id")),
            ),
            models.CheckConstraint(
                name="brands_scheduled_whole",
                condition=Q(outcome="", ended_at__isnull=True) | (~Q(outcome="") & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.brand_id} from {self.begins_at}"
