"""The mail server says 4xx and 5xx, hangs after DATA, and the line to it drops at any byte."""

from datetime import UTC, datetime

from django.db import close_old_connections

from faults.accounting import account_for_everything
from faults.ledger import Ledger, waiting_deliveries
from faults.stream import Stream
from faults.trial import Trial
from faults.wire import Cut, Wire
from muhatap.channels.models import Delivery
from muhatap.notifications.models import Notice
from tests.servers.loopback import HOST

_END_OF_MAIL = b"\r\n.\r\n"
# A worker waits this long for the answer to a mail, and half as long again for its turn.
_LONGEST_HANG = 270.0
_MAILS_A_ROUND = 3
# Nobody of this name: Postfix refuses him for good.
_UNKNOWN = "zor@kunde.example"


def run(trial: Trial) -> None:
    """Acknowledge numbered mails through a line and a server that fail in every way."""
    ledger = Ledger()
    stream = Stream(trial, ledger)
    wire = Wire(trial.mail.postfix.port)
    trial.desk.smtp_url = f"smtp://{HOST}:{wire.port}"
    rounds = trial.rounds
    with trial.desk.working("work") as worker, trial.desk.working("mail", "poll") as poller:
        for turn in range(1, rounds + 1):
            poller.keep_running()
            cut = _some_cut(trial, turn)
            wire.cuts.append(cut)
            for _ in range(_MAILS_A_ROUND):
                stream.send_next()
            trial.wait_until(lambda: not wire.cuts, 20)
            trial.say(f"line {turn}/{rounds}: {_in_words(cut)}")
        poller.end()
        _say_come_back_later(trial, stream)
        _refuse_for_good(trial, stream)
        wire.cuts.clear()
        trial.figures["lines cut"] = wire.made
        account_for_everything(trial, ledger, since=datetime.now(UTC), extra_allowed=rounds, keep=(worker,))
        _check_refusal(trial)
    wire.close()


def _some_cut(trial: Trial, turn: int) -> Cut:
    # A hang costs the desk's whole patience of three minutes: seldom.
    if turn % 12 == 3:
        return Cut(after_desk_says=_END_OF_MAIL, is_silent=True)
    if trial.chance.random() < 0.4:
        return Cut(after_desk_says=_END_OF_MAIL)
    return Cut(after_desk_bytes=trial.chance.randrange(1, 9000))


def _in_words(cut: Cut) -> str:
    if cut.is_silent:
        return "hangs after DATA"
    return "drops before the answer" if cut.after_desk_says else f"drops after {cut.after_desk_bytes} bytes"


def _say_come_back_later(trial: Trial, stream: Stream) -> None:
    """Answer 450 to everybody until a delivery was put off, then take mail again."""
    trial.mail.postfix.refuse("kunde.example 450 4.2.0 come back later")
    for _ in range(_MAILS_A_ROUND):
        stream.send_next()
    trial.desk.console("mail", "poll")
    put_off = trial.wait_until(_was_put_off, _LONGEST_HANG)
    trial.mail.postfix.refuse()
    trial.check(
        "a 4xx puts a delivery off, with the server's words", put_off is not None, waiting_deliveries()
    )


def _was_put_off() -> bool:
    close_old_connections()
    return Delivery.objects.filter(error__contains="come back later", sent_at__isnull=True).exists()


def _refuse_for_good(trial: Trial, stream: Stream) -> None:
    stream.send_next(sender=_UNKNOWN)
    trial.desk.console("mail", "poll")


def _check_refusal(trial: Trial) -> None:
    refused = Delivery.objects.filter(recipient=_UNKNOWN)
    trial.check(
        "a 5xx ends a delivery, with the server's words",
        [(each.given_up_at is not None, "no such user" in each.error) for each in refused] == [(True, True)],
        [each.error for each in refused],
    )
    trial.check("staff is told of it", Notice.objects.filter(kind="delivery_given_up").exists())
