"""What a registered complaint holds beside its messages."""

from muhatap.kernel.holdings import Holding, Known

_COMPLAINT = {"complaint__case_id": Known.CASE}

HOLDINGS = (
    Holding(
        table="complaints.Point",
        by=_COMPLAINT,
        copied=("number", "text", "finding", "facts"),
        blank={"text": "-", "facts": "", "no_evidence": ""},
    ),
    Holding(
        table="complaints.PlanStep",
        by=_COMPLAINT,
        copied=("number", "kind", "words", "due_on", "state"),
        blank={"words": "-", "note": ""},
    ),
    Holding(table="complaints.StageMove", by=_COMPLAINT, copied=("stage", "at"), blank={"reason": ""}),
    Holding(table="complaints.Awaited", by=_COMPLAINT, blank={"what": "-", "whom": ""}),
    Holding(
        table="complaints.DecidedPoint",
        by={"decision__complaint__case_id": Known.CASE},
        copied=("point_id", "finding", "reasons"),
        blank={"reasons": "-"},
    ),
    Holding(
        table="complaints.Decision",
        by=_COMPLAINT,
        copied=("round", "outcome", "reasons", "remedy"),
        blank={"reasons": "-", "remedy": "", "execution_reference": ""},
    ),
    Holding(table="complaints.CustomerWord", by=_COMPLAINT, copied=("said", "words"), blank={"words": ""}),
    Holding(
        table="complaints.InformationRequest",
        by={"case_id": Known.CASE},
        copied=("about", "words"),
        blank={"words": ""},
    ),
    Holding(
        table="complaints.Complaint",
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
