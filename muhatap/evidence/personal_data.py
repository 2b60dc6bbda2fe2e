"""What evidence holds of people; an additional review is told to nobody, as the law on crime says."""

from muhatap.kernel.holdings import OWN_ID, Holding, Known
from muhatap.kernel.purposes import Sort

_CASE = {"case_id": Known.CASE}

HOLDINGS = (
    Holding(
        table="evidence.EvidenceItem",
        sort=Sort.DOCUMENTS,
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
        sort=Sort.ACTIONS,
        by={"item__case_id": Known.CASE},
        copied=("item_id", "what", "at"),
        blank={"why": ""},
    ),
    Holding(
        table="evidence.RequestLine",
        sort=Sort.DOCUMENTS,
        by={"request__case_id": Known.CASE},
        blank={"words": "-"},
    ),
    Holding(
        table="evidence.DocumentRequest",
        sort=Sort.DOCUMENTS,
        by=_CASE,
        copied=("case_id", "purpose", "ground", "words", "asked_at", "due_at", "outcome"),
        blank={"words": "-"},
    ),
    Holding(table="evidence.LegalHold", sort=Sort.ACTIONS, by=_CASE, blank={"reason": "-"}),
    Holding(table="evidence.AdditionalReview", sort=Sort.ACTIONS, by=_CASE, blank={"sealed_reason": b""}),
    Holding(
        table="evidence.Locker",
        sort=Sort.CONTACT,
        by={"email": Known.EMAIL},
        copied=("id", "email", "opened_at"),
        blank={"email": OWN_ID},
    ),
)
EMPTY = {"Redaction": "its reason goes with its item"}
