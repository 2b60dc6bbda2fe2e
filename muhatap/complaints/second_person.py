"""When a decision needs a second person, for reasons that complaints know themselves."""

from muhatap.complaints.models import Decision, Finding

REGULATED_REJECTION = "regulated_rejection"
VULNERABLE_REJECTION = "vulnerable_rejection"
APPEAL_REJECTION = "appeal_rejection"


def reasons_for_second(decision: Decision) -> tuple[str, ...]:
    """The reasons, none when one person may decide alone; amounts and precedents add theirs as checks."""
    if decision.outcome != Finding.NOT_UPHELD:
        return ()
    complaint, reasons = decision.complaint, []
    if complaint.brand.legal.get("regulated"):
        reasons.append(REGULATED_REJECTION)
    if complaint.vulnerability not in {"", "none"}:
        reasons.append(VULNERABLE_REJECTION)
    if decision.round > 1:
        reasons.append(APPEAL_REJECTION)
    return tuple(reasons)
