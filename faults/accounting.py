"""The end of a trial: wait until the desk has caught up, and hold the ledger against it."""

import time
from collections import Counter
from datetime import UTC, datetime

from faults.desk import Victim
from faults.ledger import (
    Ledger,
    copies,
    ids_of_replies,
    reckonings,
    unacknowledged,
    waiting_deliveries,
    written_acknowledgements,
)
from faults.trial import Trial
from muhatap.channels.models import Delivery

_PATIENCE = 600.0


def account_for_everything(
    trial: Trial, ledger: Ledger, *, since: datetime, extra_allowed: int, keep: tuple[Victim, ...] = ()
) -> None:
    """Check the whole ledger; `since` is when the last fault ended, `keep` who goes on working."""
    settled = trial.wait_until(lambda: _is_settled(trial, ledger, keep), _PATIENCE)
    trial.figures["seconds until all was settled"] = round((datetime.now(UTC) - since).total_seconds(), 1)
    trial.check("everything settles", settled is not None, _unsettled(ledger))
    for each in keep:
        each.end()
    _check_received(trial, ledger)
    _check_acknowledged(trial)
    _check_sent(trial, ledger, extra_allowed)
    _check_proofs(trial)


def _is_settled(trial: Trial, ledger: Ledger, keep: tuple[Victim, ...]) -> bool:
    for each in keep:
        each.keep_running()
    if not ledger.is_settled(trial.mail):
        return False
    # Postfix' queue is empty a moment before the last mail lies in its box.
    time.sleep(0.5)
    return ledger.is_settled(trial.mail)


def _unsettled(ledger: Ledger) -> str:
    missing = ledger.accepted - {number for number, _ in ledger.filed()}
    waiting = waiting_deliveries()
    return f"not filed: {sorted(missing)}; {waiting} deliveries wait; without a letter: {unacknowledged()}"


def _check_received(trial: Trial, ledger: Ledger) -> None:
    filed = ledger.filed()
    times = Counter(number for number, _ in filed)
    trial.figures |= {"mails accepted": len(ledger.accepted), "answers among them": len(ledger.answers)}
    lost, strange = ledger.accepted - set(times), set(times) - ledger.accepted
    trial.check("every accepted mail is in a case", not lost, f"lost: {sorted(lost)}")
    trial.check("nothing is in a case that was not accepted", not strange, sorted(strange))
    doubled = sorted(number for number, count in times.items() if count > 1)
    trial.check("each is there once", not doubled, f"doubled: {doubled}")
    misfiled = ledger.misfiled(filed)
    trial.check("every answer is in the case that it answers", not misfiled, misfiled)


def _check_acknowledged(trial: Trial) -> None:
    written = written_acknowledgements()
    doubled = [case for case, count in written.items() if count > 1]
    trial.check("every case is acknowledged", not unacknowledged(), unacknowledged())
    trial.check("no acknowledgement is written twice", not doubled, doubled)


def _check_sent(trial: Trial, ledger: Ledger, extra_allowed: int) -> None:
    arrived = trial.mail.arrived()
    times = copies(arrived)
    owed = set(Delivery.objects.filter(sent_at__isnull=False).values_list("external_id", flat=True))
    extra = sum(times.values()) - len(times)
    trial.figures |= {"mails owed to customers": len(owed), "extra copies": extra}
    trial.check("every mail owed reached the customer", owed <= set(times), sorted(owed - set(times))[:5])
    trial.check("nothing else reached a customer", set(times) <= owed, sorted(set(times) - owed)[:5])
    trial.check(
        f"at most {extra_allowed} extra copies, under the same Message-ID", extra <= extra_allowed, extra
    )
    replies = ids_of_replies(arrived)
    trial.figures["replies written"] = len(ledger.replies)
    trial.check("every reply arrived", ledger.replies == set(replies), sorted(ledger.replies ^ set(replies)))
    renamed = [number for number, ids in replies.items() if len(ids) > 1]
    trial.check("no reply arrived under two Message-IDs", not renamed, renamed)


def _check_proofs(trial: Trial) -> None:
    told = trial.desk.console("mail", "reconcile", "--server", "--json")
    boxes = reckonings(told.stdout.decode())
    trial.check(
        "muhatap mail reconcile: everything has its place",
        told.returncode == 0 and boxes and all(box["balanced"] for box in boxes),
        told.stdout.decode() + told.stderr.decode(),
    )
    proved = trial.desk.console("audit", "verify")
    trial.check("muhatap audit verify: intact", proved.returncode == 0, proved.stdout.decode()[-500:])
    given_up = trial.desk.console("audit", "listeners")
    trial.check("no reaction was given up", given_up.returncode == 0, given_up.stdout.decode()[:500])
