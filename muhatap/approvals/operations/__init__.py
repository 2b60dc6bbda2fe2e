"""What can be done with proposals."""

from muhatap.approvals.operations.deciding import (
    DecidedAlready,
    ProposalExpired,
    SamePerson,
    approve,
    refuse,
)
from muhatap.approvals.operations.proposing import NotAPerson, WaitsAlready, propose

__all__ = [
    "DecidedAlready",
    "NotAPerson",
    "ProposalExpired",
    "SamePerson",
    "WaitsAlready",
    "approve",
    "propose",
    "refuse",
]
