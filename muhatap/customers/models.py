"""Customers and their identities."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.kernel.fields import CleanCharField
from muhatap.kernel.models import Row


class Customer(Row):
    """A person or firm that writes to one brand."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    name = CleanCharField(max_length=200, blank=True)
    email = CleanCharField(max_length=254, blank=True)
    phone = CleanCharField(max_length=20, blank=True)
    account_no = CleanCharField(max_length=64, blank=True)
    language = models.CharField(max_length=8, default="tr")
    preferences = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    # As whom the address belonged by which she was recognised, where she was joined with that one since.
    known_as: int | None = None

    class Meta:
        indexes = [
            models.Index(fields=["brand", "phone"], name="customers_phone", condition=~Q(phone="")),
            models.Index(
                fields=["brand", "account_no"], name="customers_account", condition=~Q(account_no="")
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone


class IdentityKind(models.TextChoices):
    """The sorts of addresses that can tell who somebody is."""

    EMAIL = "email"
    PHONE = "phone"
    ACCOUNT = "account"


class Identity(Row):
    """One normalised address of a customer; the same address belongs to one customer of a brand."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=16, choices=IdentityKind)
    value = CleanCharField(max_length=254)
    verified_at = models.DateTimeField(null=True)
    # Whose it was before that one was joined with another; empty: the customer's own.
    first_customer = models.ForeignKey(
        Customer, null=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "kind", "value"], name="customers_one_identity")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.customer_id}"


class Consent(Row):
    """That a customer agreed to letters that are no service, or took it back: the latest row holds."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consents")
    sort = models.CharField(max_length=20)
    is_given = models.BooleanField()
    version = CleanCharField(max_length=40)
    # What she read when she decided, in her language.
    words = CleanCharField(max_length=500)
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["customer", "sort", "-decided_at"], name="customers_consent_latest")]

    def __str__(self) -> str:
        return f"{self.sort} {self.is_given}"


class CustomerJoining(Row):
    """A customer who goes on in another one, being the same person; parted again, the row is history."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    into = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    reason = CleanCharField(max_length=500)
    joined_at = models.DateTimeField()
    joined_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    part_reason = CleanCharField(max_length=500, default="", blank=True)
    parted_at = models.DateTimeField(null=True)
    parted_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], name="customers_joined_once", condition=Q(parted_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} in {self.into_id}"


class LikelySame(Row):
    """Two customers who both proved one address or number, which only one of them can have."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    one = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=IdentityKind)
    value = CleanCharField(max_length=254)
    seen_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other", "kind", "value"], name="customers_alike_once")
        ]

    def __str__(self) -> str:
        return f"{self.one_id} like {self.other_id}"
