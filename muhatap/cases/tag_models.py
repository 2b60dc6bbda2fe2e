"""By which tags cases are found."""

from django.db import models

from muhatap.brands.models import Brand
from muhatap.kernel.models import Row


class CaseTag(Row):
    """That a case has a tag, by its folded word; how it is written stands on the case itself."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, db_index=False, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=120)
    tag = models.CharField(max_length=40)

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["case", "word"], name="cases_tagged_once")]
        indexes = [models.Index(fields=["brand", "word", "case"], name="cases_by_tag")]

    def __str__(self) -> str:
        return f"{self.tag} {self.case_id}"
