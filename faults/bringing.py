"""Bringing mails to the desk as a mail server does: what is refused for now is brought again."""

from faults.ledger import Ledger
from faults.mail_system import BOX
from faults.trial import Trial

# EX_TEMPFAIL of sysexits.h: nothing is lost, bring it again.
TRY_AGAIN = 75


def bring(trial: Trial, ledger: Ledger, raw: bytes, number: int) -> bool:
    """Whether a mail was taken; every other answer than 75 to one that was not is a fault."""
    done = trial.desk.console("mail", "receive", "--mailbox", BOX, stdin=raw)
    if done.returncode == 0:
        ledger.accepted.add(number)
    elif done.returncode != TRY_AGAIN:
        trial.check(
            "what cannot be taken now is answered with 75", False, (done.returncode, done.stderr[-500:])
        )
    return done.returncode == 0
