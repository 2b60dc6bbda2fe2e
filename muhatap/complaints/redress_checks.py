"""What remedies ask for before a complaint moves on."""

from datetime import datetime

from muhatap.complaints.models import Complaint
from muhatap.complaints.redress_words import to_execute
from muhatap.money.remedies import open_remedies

OPEN, TO_EXECUTE = "remedy_open", "remedy_to_execute"


def remedies_decided(complaint: Complaint, at: datetime) -> tuple[str, ...]:
    """Nothing is told to the customer while a remedy waits for its second person."""
    return (OPEN,) if open_remedies(complaint.case) else ()


def remedies_executed(complaint: Complaint, at: datetime) -> tuple[str, ...]:
    """What was approved is carried out with its proof, taken back, or not wanted by the customer."""
    return (TO_EXECUTE,) if to_execute(complaint) else ()
