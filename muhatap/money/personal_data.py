"""What remedies and answers about payments hold; the sums stay, since books are kept without names."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(
        table="money.RemedyEntry",
        sort=Sort.TRANSACTIONS,
        by={"remedy__case_id": Known.CASE},
        blank={"reference": "", "reason": ""},
    ),
    Holding(
        table="money.RefundJudgement",
        sort=Sort.TRANSACTIONS,
        by={"remedy__case_id": Known.CASE},
        blank={"names": {}},
        unworded=("trace",),
    ),
    Holding(
        table="money.Remedy",
        sort=Sort.TRANSACTIONS,
        by={"case_id": Known.CASE},
        copied=("case_id", "kind", "words", "currency", "amount", "state", "reference"),
        blank={"words": "-", "deviation_reason": "", "reference": ""},
    ),
    Holding(
        table="money.ProviderTrace",
        sort=Sort.TRANSACTIONS,
        by={"case_id": Known.CASE},
        copied=("case_id", "provider", "reference", "provider_reference", "asked_at", "result", "answer"),
        blank={"reference": "-", "provider_reference": "", "answer": ""},
    ),
    Holding(
        table="money.RefundAnswer",
        sort=Sort.TRANSACTIONS,
        sorts={"words": Sort.CORRESPONDENCE},
        by={"case_id": Known.CASE},
        copied=("case_id", "outcome", "ground", "words", "amount", "currency"),
        blank={"words": ""},
    ),
)
EMPTY = {"RemedyTerms": "who may grant how much", "RemedyMonth": "sums of a month"}
