"""Stored files."""

from django.db import models

from muhatap.brands.models import Brand
from muhatap.kernel.fields import CleanCharField
from muhatap.kernel.models import Row


class StoredFile(Row):
    """One file: its bytes lie sealed in the data folder under `path`, its wrapped key here."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    name = CleanCharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    wrapped_key = models.BinaryField(max_length=200)
    stored_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.id}"
