"""What can be done with a charter and with the rule packs that bind it."""

from muhatap.charters.operations.applying import Applied, Origin, PlanIsStale, apply_charter
from muhatap.charters.operations.drafting import (
    DraftChanged,
    DraftTooLarge,
    NameTaken,
    NothingRuns,
    Seen,
    carry_draft_over,
    change_draft,
    discard_draft,
    rename_entry,
    take_change_back,
)
from muhatap.charters.operations.packing import CharterBreaksPack, activate_pack, propose_pack
from muhatap.charters.operations.proposing import (
    NothingChanges,
    OtherBrand,
    ProposedCharter,
    apply_proposed,
    propose_charter,
)
from muhatap.charters.operations.returning import bring_back
from muhatap.charters.operations.scheduling import (
    BeginsInThePast,
    NothingScheduled,
    ScheduledAlready,
    apply_due_charters,
    cancel_scheduled,
    schedule_charter,
)

__all__ = [
    "Applied",
    "BeginsInThePast",
    "CharterBreaksPack",
    "DraftChanged",
    "DraftTooLarge",
    "NameTaken",
    "NothingChanges",
    "NothingRuns",
    "NothingScheduled",
    "Origin",
    "OtherBrand",
    "PlanIsStale",
    "ProposedCharter",
    "ScheduledAlready",
    "Seen",
    "activate_pack",
    "apply_charter",
    "apply_due_charters",
    "apply_proposed",
    "bring_back",
    "cancel_scheduled",
    "carry_draft_over",
    "change_draft",
    "discard_draft",
    "propose_charter",
    "propose_pack",
    "rename_entry",
    "schedule_charter",
    "take_change_back",
]
