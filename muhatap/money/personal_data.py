"""What remedies and answers about payments hold; the sums stay, since books are kept without names."""

from muhatap.kernel.holdings import Holding, Known

HOLDINGS = (
    Holding(
        table="money.RemedyEntry",
        by={"remedy__case_id": Known.CASE},
        blank={"reference": "", "reason": ""},
    ),
    Holding(
        table="money.RefundJudgement",
        by={"remedy__case_id": Known.CASE},
        blank={"names": {}},
        unworded=("trace",),
    ),
    Holding(
        table="money.Remedy",
        by={"case_id": Known.CASE},
        copied=("case_id", "kind", "words", "currency", "amount", "state", "reference"),
        blank={"words": "-", "deviation_reason": "", "reference": ""},
    ),
    Holding(
        table="money.ProviderTrace",
        by={"case_id": Known.CASE},
        copied=("case_id", "provider", "reference", "provider_reference", "asked_at", "result", "answer"),
        blank={"reference": "-", "provider_reference": "", "answer": ""},
    ),
    Holding(
        table="money.RefundAnswer",
        by={"case_id": Known.CASE},
        copied=("case_id", "outcome", "ground", "words", "amount", "currency"),
        blank={"words": ""},
    ),
)
EMPTY = {"RemedyTerms": "who may grant how much", "RemedyMonth": "sums of a month"}
