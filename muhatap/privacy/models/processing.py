"""The record of processing as it stood, version by version."""

from django.db import models

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.kernel.models import Row


class ProcessingRecord(Row):
    """What a brand does with personal data, by purpose; written whole, never changed (GDPR art. 30)."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    charter_number = models.PositiveIntegerField()
    # Canonical JSON as text, so that the digest can be checked.
    content = models.TextField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "version"], name="privacy_processing_version")
        ]

    def __str__(self) -> str:
        return f"{self.brand_id} v{self.version}"
