"""What evidence holds of people; an additional review is told to nobody, as the law on crime says."""

from muhatap.kernel.holdings import OWN_ID, Holding, Known

_CASE = {"case_id": Known.CASE}

HOLDINGS = (
    Holding(
        table="evidence.EvidenceItem",
        by={"case_id": Known.CASE, "locker__email": Known.EMAIL},
        copied=(
            "id",
            "case_id",
            "kind",
            "words",
            "file_id",
            "original_id",
            "state",
            "correction",
            "offered_at",
        ),
        through="evidence",
    ),
    Holding(
        table="evidence.ItemViewing",
        by={"item__case_id": Known.CASE},
        copied=("item_id", "what", "at"),
        blank={"why": ""},
    ),
    Holding(table="evidence.RequestLine", by={"request__case_id": Known.CASE}, blank={"words": "-"}),
    Holding(
        table="evidence.DocumentRequest",
        by=_CASE,
        copied=("case_id", "purpose", "ground", "words", "asked_at", "due_at", "outcome"),
        blank={"words": "-"},
    ),
    Holding(table="evidence.LegalHold", by=_CASE, blank={"reason": "-"}),
    Holding(table="evidence.AdditionalReview", by=_CASE, blank={"sealed_reason": b""}),
    Holding(
        table="evidence.Locker",
        by={"email": Known.EMAIL},
        copied=("id", "email", "opened_at"),
        blank={"email": OWN_ID},
    ),
)
EMPTY = {"Redaction": "its reason goes with its item"}
