"""Answers to the question asked when a case is closed."""

from django.db import models

from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.kernel.fields import CleanTextField
from muhatap.kernel.models import Row


class SurveyAnswer(Row):
    """One customer's answer about one case: CSAT from 1 to 5, what else was asked, and her own words."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    # Would she recommend the brand, 0 to 10, and how easy was it, 1 to 7; None where she left it out.
    recommend = models.PositiveSmallIntegerField(null=True)
    effort = models.PositiveSmallIntegerField(null=True)
    comment = CleanTextField(default="", blank=True, max_length=5000)
    # Whether she lets the brand publish her comment without her name.
    may_publish = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="surveys_csat_range", condition=models.Q(score__gte=1, score__lte=5)),
            models.CheckConstraint(
                name="surveys_nps_range",
                condition=models.Q(recommend__isnull=True) | models.Q(recommend__lte=10),
            ),
            models.CheckConstraint(
                name="surveys_ces_range",
                condition=models.Q(effort__isnull=True) | models.Q(effort__gte=1, effort__lte=7),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score} for {self.case_id}"
