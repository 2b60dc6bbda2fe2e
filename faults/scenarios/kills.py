"""kill -9 of the receiving and of the sending process, at random points under a stream of numbered mails."""

import time
from contextlib import ExitStack
from datetime import UTC, datetime

from django.db import close_old_connections

from faults.accounting import account_for_everything
from faults.desk import Victim
from faults.ledger import Ledger
from faults.mail_system import DIRECT
from faults.stream import Stream
from faults.trial import Trial
from muhatap.channels.models import VaultItem, VaultState

_MAILS_PER_KILL = 9
_LATEST_START, _LONGEST_WAIT = 7.0, 15.0
# In the short form.
_LATEST_SHORT_START, _LONGEST_SHORT_WAIT = 4.0, 6.0
_TICK = 0.02
# So that mail keeps flowing between two kills.
_SHARE_OF_TICKS = 0.1
_WORDS = {
    "receiving": "while mail was being filed",
    "sending": "while it sent a letter",
    "": "between two mails",
}


def run(trial: Trial) -> None:
    """Kill again and again; then everything accepted must be in its case once, everything owed be sent."""
    ledger = Ledger()
    stream = Stream(trial, ledger)
    hits = dict.fromkeys(_WORDS, 0)
    with ExitStack() as stack:
        worker, poller, listener = (
            stack.enter_context(trial.desk.working(*each)) for each in _commands(trial)
        )
        running = (worker, poller, listener)
        for kill in range(1, trial.rounds + 1):
            victim = trial.chance.choice((worker, worker, poller, listener))
            aims = ("", "receiving", "sending") if victim is worker else ("", "receiving")
            where = _strike(trial, stream, running, victim, aims, kill * _MAILS_PER_KILL)
            hits[where] += 1
            trial.say(f"kill {kill}/{trial.rounds}: muhatap {victim.name} {_WORDS[where]}")
        last = datetime.now(UTC)
        trial.figures["kills"] = trial.rounds
        trial.figures |= {words: hits[where] for where, words in _WORDS.items()}
        account_for_everything(trial, ledger, since=last, extra_allowed=hits["sending"], keep=running)


def _commands(trial: Trial) -> tuple[tuple[str, ...], ...]:
    return ("work",), ("mail", "poll"), ("mail", "listen", "--lmtp", trial.mail.lmtp_address)


def _strike(
    trial: Trial,
    stream: Stream,
    running: tuple[Victim, ...],
    victim: Victim,
    aims: tuple[str, ...],
    mails: int,
) -> str:
    """Let the desk work and the mail flow until the moment has come; what the blow interrupted."""
    aim = trial.chance.choice(aims)
    earliest = time.monotonic() + trial.chance.uniform(
        0.5, _LATEST_SHORT_START if trial.is_short else _LATEST_START
    )
    latest = earliest + (_LONGEST_SHORT_WAIT if trial.is_short else _LONGEST_WAIT)
    while time.monotonic() < latest:
        _let_flow(trial, stream, running, mails)
        if time.monotonic() >= earliest and _is_at(trial, aim):
            break
        time.sleep(_TICK)
    time.sleep(trial.chance.uniform(0, 0.03))
    victim.freeze()
    where = next((name for name in reversed(aims) if name and _is_at(trial, name)), "")
    victim.kill()
    victim.start()
    return where


def _let_flow(trial: Trial, stream: Stream, running: tuple[Victim, ...], mails: int) -> None:
    for each in running:
        each.keep_running()
    if stream.number >= mails or trial.chance.random() > _SHARE_OF_TICKS:
        return
    match trial.chance.randrange(8):
        case 0 | 1:
            stream.reply_to_something()
        case 2 if stream.answer_something():
            pass
        case 3 | 4:
            stream.send_next(DIRECT)
        case _:
            stream.send_next()


def _is_at(trial: Trial, aim: str) -> bool:
    match aim:
        case "sending":
            return trial.desk.sending_now() > 0
        case "receiving":
            close_old_connections()
            return VaultItem.objects.filter(state=VaultState.STORED).exists()
        case _:
            return True
