"""What other domains look at before a complaint moves on, and why else a decision needs a second person."""

from muhatap.complaints.answer_letter import answer_gaps
from muhatap.complaints.checks import Checks
from muhatap.complaints.redress_checks import remedies_decided, remedies_executed
from muhatap.complaints.stages import Guard

CHECKS = Checks(
    guards={
        Guard.LETTER: (answer_gaps,),
        Guard.SECOND_PERSON: (remedies_decided,),
        Guard.EXECUTED: (remedies_executed,),
        Guard.NOTHING_OWED: (remedies_executed,),
    }
)
