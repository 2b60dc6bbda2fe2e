"""The machine's clock jumps an hour ahead and back, an hour behind and forward, while everything flows."""

import re
import struct
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from faults.accounting import account_for_everything
from faults.alarms import brisk_charter, check_alarms, check_alarms_settle
from faults.callers import FormWriter, Outside, Program, calling, check_callers
from faults.desk import ROOT
from faults.ledger import Ledger
from faults.scenarios import chats
from faults.stream import Stream
from faults.trial import Trial
from tests.servers.loopback import free_port

# A few lines of C stand between the desk's processes and libc; the database keeps the machine's clock.
SOURCE = ROOT / "faults" / "stepping" / "clock.c"
_JUMPS = (3600, 0, -3600, 0)
_STAYS = (4.0, 9.0)
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def run(trial: Trial) -> None:
    """Let the clock jump; then everything is there once, every alarm rang once, and links kept working."""
    ledger, port = Ledger(), free_port()
    stream, outside = Stream(trial, ledger), Outside(f"http://127.0.0.1:{port}", trial.desk.token())
    trial.desk.must("setup", "--charter", str(brisk_charter(trial.desk.data.parent)))
    chats.open_day_and_night()
    offset = trial.desk.data.parent / "offset"
    offset.write_bytes(struct.pack("<q", 0))
    trial.desk.more |= {"LD_PRELOAD": str(_library(trial.desk.data.parent)), "FAULTS_OFFSET": str(offset)}
    opened: list[int] = []
    with trial.desk.serving(port) as server, trial.desk.working("mail", "poll") as poller:
        visitor = chats.Visitor(outside.address, 3 * trial.rounds)
        visitor.start()
        with calling(outside, Program(outside, 1, 1), FormWriter(outside, 1, 1)):
            for turn in range(1, trial.rounds + 1):
                _set(offset, _JUMPS[(turn - 1) % len(_JUMPS)])
                stream.send_next(size=0)
                stream.reply_to_something()
                time.sleep(trial.chance.uniform(*_STAYS))
                opened.append(_case_opens(outside))
                poller.keep_running()
                trial.say(f"jump {turn}/{trial.rounds}: {_JUMPS[(turn - 1) % len(_JUMPS)]:+} s")
            _set(offset, 0)
            last = datetime.now(UTC)
            visitor.join()
        check_alarms_settle(trial, 300)
        until = datetime.now(UTC)
        account_for_everything(trial, ledger, since=last, extra_allowed=0, keep=(server, poller))
    check_callers(trial, outside)
    check_alarms(trial, until)
    chats.check_visitors(trial, [visitor])
    trial.figures |= {"jumps of an hour": trial.rounds, "times a case was opened": len(opened)}
    trial.check("a customer's number and secret opened the case at every hour", set(opened) == {200}, opened)


def _library(folder: Path) -> Path:
    made = folder / "clock.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", made, SOURCE, "-ldl"], check=True)
    return made


def _set(offset: Path, seconds: int) -> None:
    # In place: the processes have it in their memory.
    with offset.open("r+b") as file:
        file.write(struct.pack("<q", seconds))


def _case_opens(outside: Outside) -> int:
    """The status with which a customer sees her case by number and secret."""
    until = time.monotonic() + 30
    while not outside.secrets and time.monotonic() < until:
        time.sleep(0.1)
    number, secret = next(iter(list(outside.secrets.items())), ("", ""))
    cookies = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    address = f"{outside.address}/nehir/track/"
    try:
        with cookies.open(address, timeout=30) as page:
            token = _CSRF.search(page.read().decode())
        fields = {"number": number, "secret": secret, "csrfmiddlewaretoken": token[1] if token else ""}
        with cookies.open(address, urllib.parse.urlencode(fields).encode(), timeout=30) as answer:
            return answer.status if number in answer.read().decode() else 0
    except urllib.error.HTTPError as refusal:
        return refusal.code
    except OSError:
        return -1
