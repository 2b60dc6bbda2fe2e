"""What customers said about how they were served; marks stay as figures, words go."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(
        table="surveys.OwnAnswer",
        sort=Sort.OPINIONS,
        by={"answer__case_id": Known.CASE},
        copied=("answer_id", "scale", "words"),
        blank={"words": ""},
    ),
    Holding(
        table="surveys.SurveyAnswer",
        sort=Sort.OPINIONS,
        by={"case_id": Known.CASE},
        copied=("id", "case_id", "sort", "score", "recommend", "effort", "comment", "at", "reply"),
        blank={"comment": "", "reply": "", "published_text": "", "published_reply": "", "kept_inside": ""},
    ),
)
EMPTY = {
    "SurveyInvitation": "that a case was asked about",
    "PeriodicRound": "how far a round is",
    "DeedVoice": "which answer stands behind what was published",
    "SaidAndDone": "what the operator itself published",
}
