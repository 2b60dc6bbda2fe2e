"""A provider's webhook twenty times at once, over two web processes, one of which dies meanwhile."""

import base64
import json
import os
import signal
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from faults.accounting import account_for_everything
from faults.ledger import Ledger
from faults.stream import Stream
from faults.trial import Trial
from tests.servers.loopback import free_port

_AT_ONCE = 20
_DOOR = "muhatap:kapi-parolasi"
_PATIENCE = 90.0


def run(trial: Trial) -> None:
    """Bring each request many times at once until every one of them was told that it is safe."""
    ledger, port = Ledger(), free_port()
    stream = Stream(trial, ledger)
    trial.desk.more["MUHATAP_MAIL_HOOKS"] = f"nehir/postmark={_DOOR}"
    with trial.desk.serving(port) as server:
        for turn in range(1, trial.rounds + 1):
            mail = stream.next_mail(size=trial.chance.choice((0, 40_000)))
            body = {"OriginalRecipient": str(mail["to"]), "MessageID": f"p{turn}", "Headers": []}
            request = json.dumps(body | {"RawEmail": mail.as_bytes().decode("utf-8", "surrogateescape")})
            killer = threading.Timer(trial.chance.uniform(0.0, 0.4), _kill_web, [trial, server.process.pid])
            if turn % 2 == 0:
                killer.start()
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                answers = list(pool.map(lambda _: _bring(port, request.encode()), range(_AT_ONCE)))  # noqa: B023
            killer.cancel()
            trial.check(
                f"all {_AT_ONCE} of request {turn} are told that it is safe", set(answers) == {200}, answers
            )
            ledger.accepted.add(stream.number)
            trial.say(f"request {turn}/{trial.rounds} came {_AT_ONCE} times at once")
        trial.figures |= {
            "requests brought many times": trial.rounds,
            "of them with a kill": trial.rounds // 2,
        }
        account_for_everything(trial, ledger, since=datetime.now(UTC), extra_allowed=0, keep=(server,))


def _bring(port: int, body: bytes) -> int:
    """As a provider does: again until it is taken; the last answer."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/hooks/mail/nehir/postmark/inbound/",
        data=body,
        headers={
            "Content-Type": "application/json",
            "Authorization": "Basic " + base64.b64encode(_DOOR.encode()).decode(),
        },
    )
    until, status = time.monotonic() + _PATIENCE, 0
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as refusal:
            status = refusal.code
        except OSError:
            status = 0
        time.sleep(0.3)
    return status


def _kill_web(trial: Trial, pid: int) -> None:
    background = trial.desk.background()
    children = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    web = [each for each in children if each != background]
    if web:
        os.kill(trial.chance.choice(web), signal.SIGKILL)
