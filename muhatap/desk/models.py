"""What the desk itself keeps: saved views, and what was changed for several cases at once."""

from django.db import models
from django.db.models import Q

from muhatap.accounts.models import Staff
from muhatap.brands.models import Brand
from muhatap.kernel.fields import CleanCharField
from muhatap.kernel.models import Row


class SavedView(Row):
    """A condition with a name: her own, or shared in a brand with everybody in certain roles."""

    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    brand = models.ForeignKey(Brand, null=True, on_delete=models.PROTECT, related_name="+")
    roles = models.JSONField(default=list)
    name = CleanCharField(max_length=60)
    condition = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="desk_view_shared_in_a_brand", condition=Q(brand__isnull=False) | Q(roles=[])
            )
        ]
        indexes = [
            models.Index(fields=["owner", "position"], name="desk_view_of_owner"),
            models.Index(fields=["brand", "position"], name="desk_view_of_brand"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shared(self) -> bool:
        """Whether others have it too."""
        return self.brand_id is not None


class BulkChange(Row):
    """One step for several cases: what it did to each, so that it can be taken back as one step."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=20)
    # For each changed case its id, and what was so before and after.
    changes = models.JSONField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["staff", "-at"], name="desk_bulk_of_staff")]

    def __str__(self) -> str:
        return f"{self.action} of {len(self.changes)}"
