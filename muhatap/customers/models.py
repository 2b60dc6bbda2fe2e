"""Customers and their identities."""

from django.db import models
from django.db.models import Q

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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "kind", "value"], name="customers_one_identity")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.customer_id}"
