"""Jobs that kill their process, hang, stick in a library, or always fail; everything else goes on."""

from collections import Counter
from datetime import UTC, datetime

from django.db import close_old_connections

from faults.accounting import account_for_everything
from faults.ledger import Ledger
from faults.poisoned import KINDS, kind_for
from faults.stream import Stream
from faults.trial import Trial
from muhatap.audit.models import ListenerRun, Publication

_NAME = "faults.poison"
_REASONS = {
    "kills": "ProcessEnded",
    "hangs": "TookTooLong",
    "sticks": "ProcessEnded",
    "raises": "Poison",
}
# One of them in six is poison; each of those that end the worker ends it seven times.
_MAILS_A_ROUND = 6
_PATIENCE, _PATIENCE_A_ROUND = 300.0, 45.0


def run(trial: Trial) -> None:
    """Bring mails of which some are poison to the worker, wait until those are given up, then cure it."""
    ledger = Ledger()
    stream = Stream(trial, ledger)
    trial.desk.program = "faults.poisoned"
    patience = _PATIENCE + _PATIENCE_A_ROUND * trial.rounds
    with trial.desk.working("work") as worker, trial.desk.working("mail", "poll") as poller:
        for number in range(1, _MAILS_A_ROUND * (trial.rounds + 1) + 1):
            stream.send_next(size=0)
            worker.keep_running()
            poller.keep_running()
            if number % 20 == 0:
                trial.say(f"{number} mails")
        restarts = Counter()
        settled = trial.wait_until(lambda: _is_over(ledger, worker, poller, restarts), patience, pause=0.5)
        trial.check("poison is given up, and all else is done", settled is not None, _waiting())
    runs = list(ListenerRun.objects.filter(listener=_NAME))
    poisonous = [each for each in runs if kind_for(each.event_id)]
    kinds = Counter(kind_for(each.event_id) for each in poisonous)
    wrong = [
        (kind_for(each.event_id), each.error[-200:])
        for each in poisonous
        if each.given_up_at is None or _REASONS[kind_for(each.event_id)] not in each.error
    ]
    trial.check("every poison is a dead letter with its reason", not wrong, wrong[:4])
    spoilt = [each.id for each in runs if not kind_for(each.event_id) and each.done_at is None]
    trial.check("nobody else was spoilt by it", not spoilt, spoilt[:5])
    trial.check("there was poison of several kinds", len(kinds) >= 2, kinds)
    trial.figures |= {f"jobs that {kind}": kinds[kind] for kind in KINDS}
    trial.figures["restarts of the worker"] = restarts["worker"]
    _cure(trial, ledger, restarts["worker"])


def _is_over(ledger: Ledger, worker, poller, restarts: Counter) -> bool:
    close_old_connections()
    if worker.process.poll() is not None:
        restarts["worker"] += 1
    worker.keep_running()
    filed = {number for number, _ in ledger.filed()}
    if not ledger.accepted <= filed:
        poller.keep_running()
    # What nobody was told yet has no job yet.
    is_told = not Publication.objects.filter(published_seq=None).exists()
    return ledger.accepted <= filed and is_told and not _waiting()


def _waiting() -> int:
    return ListenerRun.objects.filter(done_at=None, given_up_at=None).count()


def _cure(trial: Trial, ledger: Ledger, restarts: int) -> None:
    """With the healthy program, "again" ends what was given up."""
    trial.desk.program = "muhatap.wiring.console"
    told = trial.desk.console("audit", "listeners", "--retry")
    with trial.desk.working("work") as worker:
        # Before the account, which ends the worker.
        cured = trial.wait_until(lambda: worker.keep_running() or not _waiting(), 60)
        account_for_everything(trial, ledger, since=datetime.now(UTC), extra_allowed=restarts, keep=(worker,))
    fields = ("listener", "event_id", "attempts", "given_up_at", "next_try_at", "error")
    left = list(ListenerRun.objects.filter(done_at=None).values_list(*fields))
    trial.check('"again" ends them all', cured is not None and not left, (told.stdout[-300:], left[:5]))
