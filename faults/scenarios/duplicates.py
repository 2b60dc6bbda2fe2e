"""One mail by twenty `muhatap mail receive` at once, and by IMAP too: one case, one acknowledgement."""

from datetime import UTC, datetime

from faults.accounting import account_for_everything
from faults.ledger import Ledger
from faults.mail_system import BOX
from faults.stream import Stream
from faults.trial import Trial

_AT_ONCE = 20
_SHORT_ROUNDS = 1


def run(trial: Trial) -> None:
    """Bring each mail many times at the same moment."""
    ledger = Ledger()
    stream = Stream(trial, ledger)
    rounds = _SHORT_ROUNDS if trial.is_short else trial.rounds
    for turn in range(1, rounds + 1):
        codes = _bring_at_once(trial, stream, ledger)
        trial.check(f"all {_AT_ONCE} of mail {turn} are told that it is safe", set(codes) == {0}, codes)
        trial.say(f"mail {turn}/{rounds} was brought {_AT_ONCE} times at once")
    trial.figures["mails brought many times"] = rounds
    with trial.desk.working("work") as worker:
        account_for_everything(trial, ledger, since=datetime.now(UTC), extra_allowed=0, keep=(worker,))


def _bring_at_once(trial: Trial, stream: Stream, ledger: Ledger) -> list[int]:
    mail = stream.next_mail(size=90_000)
    raw, number = mail.as_bytes(), stream.number
    sender = f"m{number}@kunde.example"
    # Also the long way round: by Postfix and Dovecot into the same mailbox.
    trial.mail.submit(sender, str(mail["to"]), raw)
    begun = [trial.desk.start("mail", "receive", "--mailbox", BOX, stdin=-1) for _ in range(_AT_ONCE)]
    for process in begun:
        process.stdin.write(raw)
    for process in begun:
        process.stdin.close()
    codes = [process.wait(240) for process in begun]
    if 0 in codes:
        ledger.accepted.add(number)
    return codes
