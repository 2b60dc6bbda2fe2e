"""What privacy itself holds: that somebody asked, what was answered, and that it was done."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(
        table="privacy.DataCopy",
        sort=Sort.ACTIONS,
        by={"request__case_id": Known.CASE},
        copied=("made_at", "valid_until", "fetched_at"),
        through="copies",
    ),
    Holding(
        table="privacy.PrivacyRequest",
        sort=Sort.CORRESPONDENCE,
        by={"case_id": Known.CASE},
        copied=("right", "asked_at", "outcome", "ground", "decided_at", "extended_until", "identity_level"),
        blank={"ground_words": "", "extension_reason": "", "identity_reason": ""},
    ),
)
EMPTY = {
    "Audit": "nobody's name stands there but those of staff and auditors",
    "AuditFinding": "nobody's name stands there but that of staff",
    "Breach": "numbers and kinds of people, no names; the register of breaches is kept by law",
    "BreachReport": "what the authority was told, without names",
    "BreachStep": "what was done, without names",
    "ProcessingRecord": "what is done with data, without names",
    "Erasure": "what went and what stays, as codes and counts: the proof that it was done",
    "ErasedCase": "that a case was erased, when and why",
    "RetentionRun": "codes and counts of what ended on a day",
}
