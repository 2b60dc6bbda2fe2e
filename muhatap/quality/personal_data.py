"""What reviewers wrote about a case may be about its customer: words go, marks stay with who was reviewed."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(
        table="quality.CoachingNote",
        sort=Sort.ACTIONS,
        by={"review__case_id": Known.CASE},
        blank={"note": "-"},
    ),
    Holding(
        table="quality.Review",
        sort=Sort.ACTIONS,
        by={"case_id": Known.CASE},
        blank={"comment": "", "answer": "-"},
        unworded=("marks", "errors"),
    ),
)
EMPTY = {
    "Scorecard": "questions of the desk",
    "Sample": "which cases were drawn",
    "QualityTerms": "terms of the desk",
    "Improvement": "what the operator improves",
    "Course": "training of staff",
    "TrainingSession": "training of staff",
    "Attendance": "training of staff",
    "Certificate": "training of staff",
}
