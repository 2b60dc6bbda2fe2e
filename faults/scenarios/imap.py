"""The line to the IMAP server breaks in the middle of a fetch; the server is restarted and killed."""

from datetime import UTC, datetime

from faults.accounting import account_for_everything
from faults.ledger import Ledger
from faults.mail_system import BOX
from faults.stream import Stream
from faults.trial import Trial
from faults.wire import Cut, Wire
from tests.servers.dovecot import ImapServer

_MAILS_A_ROUND = 3
_FARTHEST = 120_000


def run(trial: Trial) -> None:
    """Read a mailbox over a line that is cut at random bytes, while its server comes and goes."""
    ledger = Ledger()
    stream = Stream(trial, ledger)
    wire = Wire(trial.mail.dovecot.imap.port)
    trial.desk.must(
        "mail", "mailbox", BOX, "--imap", trial.mail.imap_url(wire.port), "--password-stdin",
        stdin=f"{ImapServer.password}\n".encode(),
    )  # fmt: skip
    rounds = trial.rounds
    for turn in range(1, rounds + 1):
        for _ in range(_MAILS_A_ROUND):
            stream.send_next(size=trial.chance.choice((0, 30_000, 120_000)))
        trial.wait_until(lambda: not trial.mail.postfix.waiting(), 20)
        wire.cuts.append(Cut(after_server_bytes=trial.chance.randrange(40, _FARTHEST)))
        _disturb(trial, turn)
        polled = trial.desk.console("mail", "poll", BOX)
        trial.say(f"visit {turn}/{rounds}: {polled.stdout.decode().strip()[:110]}")
    trial.figures |= {"visits": rounds, "lines cut": wire.made}
    trial.check("lines were cut in the middle", wire.made >= rounds // 3, wire.made)
    wire.cuts.clear()
    with trial.desk.working("work") as worker:
        account_for_everything(trial, ledger, since=datetime.now(UTC), extra_allowed=0, keep=(worker,))
    wire.close()


def _disturb(trial: Trial, turn: int) -> None:
    """Every fourth time the server itself ends, in order or not."""
    if turn % 4:
        return
    if turn % 8:
        trial.mail.dovecot.stop()
    else:
        trial.mail.dovecot.kill()
    # One visit finds nobody at home.
    trial.desk.console("mail", "poll", BOX)
    trial.mail.dovecot.start()
