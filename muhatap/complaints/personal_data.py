"""What a registered complaint holds beside its messages."""

from muhatap.kernel.holdings import Holding, Known
from muhatap.kernel.purposes import Sort

_COMPLAINT = {"complaint__case_id": Known.CASE}

HOLDINGS = (
    Holding(
        table="complaints.Point",
        sort=Sort.CORRESPONDENCE,
        by=_COMPLAINT,
        copied=("number", "text", "finding", "facts"),
        blank={"text": "-", "facts": "", "no_evidence": ""},
    ),
    Holding(
        table="complaints.PlanStep",
        sort=Sort.CORRESPONDENCE,
        by=_COMPLAINT,
        copied=("number", "kind", "words", "due_on", "state"),
        blank={"words": "-", "note": ""},
    ),
    Holding(
        table="complaints.StageMove",
        sort=Sort.ACTIONS,
        by=_COMPLAINT,
        copied=("stage", "at"),
        blank={"reason": ""},
    ),
    Holding(
        table="complaints.Awaited", sort=Sort.CORRESPONDENCE, by=_COMPLAINT, blank={"what": "-", "whom": ""}
    ),
    Holding(
        table="complaints.DecidedPoint",
        sort=Sort.CORRESPONDENCE,
        by={"decision__complaint__case_id": Known.CASE},
        copied=("point_id", "finding", "reasons"),
        blank={"reasons": "-"},
    ),
    Holding(
        table="complaints.Decision",
        sort=Sort.CORRESPONDENCE,
        by=_COMPLAINT,
        copied=("round", "outcome", "reasons", "remedy"),
        blank={"reasons": "-", "remedy": "", "execution_reference": ""},
    ),
    Holding(
        table="complaints.CustomerWord",
        sort=Sort.CORRESPONDENCE,
        by=_COMPLAINT,
        copied=("said", "words"),
        blank={"words": ""},
    ),
    Holding(
        table="complaints.InformationRequest",
        sort=Sort.CORRESPONDENCE,
        by={"case_id": Known.CASE},
        copied=("about", "words"),
        blank={"words": ""},
    ),
    Holding(
        table="complaints.Complaint",
        sort=Sort.CORRESPONDENCE,
        sorts={"received_at": Sort.ACTIONS, "stage": Sort.ACTIONS},
        by={"case_id": Known.CASE},
        copied=("case_id", "stage", "received_at", "vulnerability", "remedy_sought", "body", "body_decision"),
        blank={
            "triage_reason": "",
            "remedy_sought": "",
            "plan": "",
            "vulnerability": "",
            "body_reference": "",
            "body_decision": "",
            "root_cause": "",
            "improvement": "",
        },
    ),
)
EMPTY: dict[str, str] = {}
