"""The data folder's disk is full in the middle of an attachment; later there is room again."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from faults.accounting import account_for_everything
from faults.bringing import bring
from faults.ledger import Ledger
from faults.stream import Stream
from faults.trial import Trial

_SHORT_ROUNDS = 2
_ATTACHMENT = 700_000


def run(trial: Trial) -> None:
    """Fill the disk so that a mail does not fit, bring mails, make room, bring them again."""
    ledger = Ledger()
    stream = Stream(trial, ledger)
    refusals = 0
    rounds = _SHORT_ROUNDS if trial.is_short else trial.rounds
    for turn in range(1, rounds + 1):
        filler = fill(trial.desk.data, leave=trial.chance.randrange(20_000, 1_200_000))
        mails = [(stream.next_mail(size=_ATTACHMENT).as_bytes(), stream.number) for _ in range(3)]
        refused = [mail for mail in mails if not bring(trial, ledger, *mail)]
        refusals += len(refused)
        for _ in range(2):
            stream.send_next()
        trial.wait_until(lambda: not trial.mail.postfix.waiting(), 20)
        trial.desk.console("mail", "poll")
        filler.unlink()
        taken = [bring(trial, ledger, *mail) for mail in refused]
        trial.check(f"with room again, round {turn}'s mails are taken", all(taken), taken)
        trial.say(f"round {turn}/{rounds}: {len(refused)} refused while the disk was full")
    trial.figures |= {"full disks": rounds, "mails refused with 75": refusals}
    trial.check("a full disk refused something", refusals > 0)
    with trial.desk.working("work") as worker:
        account_for_everything(trial, ledger, since=datetime.now(UTC), extra_allowed=0, keep=(worker,))
    parts = [str(path) for path in trial.desk.data.rglob("*.part")]
    trial.check("no half-written file is left", not parts, parts)


def fill(folder: Path, *, leave: int) -> Path:
    """Fill the disk of a folder but for so many bytes; the file to remove for room again."""
    filler = folder / "filler"
    block = b"\0" * 65_536
    with filler.open("wb", buffering=0) as out:
        while (free := shutil.disk_usage(folder).free) > leave:
            out.write(block[: max(1, min(len(block), free - leave))])
    return filler
