"""Working calendars of a brand, as the charter wrote them."""

from django.db import models

from muhatap.brands.models import Brand
from muhatap.kernel.models import Row


class Calendar(Row):
    """A named calendar; `schedule` is the JSON form of a pure `Schedule` with its holidays resolved."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    name = models.SlugField(max_length=40)
    schedule = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="calendars_name")]

    def __str__(self) -> str:
        return self.name
