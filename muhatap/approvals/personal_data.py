"""What was put before a second person may quote a letter: its words go, that two decided stays."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

HOLDINGS = (
    Holding(
        table="approvals.Proposal",
        sort=Sort.CORRESPONDENCE,
        by={"subject": Known.SUBJECT},
        blank={"content": "", "reason": "-", "decided_reason": ""},
    ),
)
EMPTY: dict[str, str] = {}
