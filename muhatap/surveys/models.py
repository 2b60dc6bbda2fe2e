"""Answers to the question asked when a case is closed."""

from django.db import models

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.kernel.fields import CleanTextField
from muhatap.kernel.models import Row


class SurveyAnswer(Row):
    """One customer's answer about one case: CSAT from 1 to 5 and her own words."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    comment = CleanTextField(default="", blank=True, max_length=5000)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="surveys_csat_range", condition=models.Q(score__gte=1, score__lte=5))
        ]

    def __str__(self) -> str:
        return f"{self.score} for {self.case_id}"
