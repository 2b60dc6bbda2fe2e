"""kill -9 of web, live, background and mail processes under calls, forms, chats, mails and alarms."""

import os
import signal
import socket
import time
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

from django.db import close_old_connections

from faults.accounting import account_for_everything
from faults.alarms import brisk_charter, check_alarms, check_alarms_settle
from faults.callers import FormWriter, Outside, Program, calling, check_callers
from faults.desk import Victim, is_ready
from faults.ledger import Ledger
from faults.mail_system import DIRECT
from faults.scenarios import chats
from faults.stream import Stream
from faults.trial import Trial
from muhatap.audit.models import Lease
from tests.servers.loopback import free_port

_VISITORS, _LIVE_LINES = 2, 40
_MAILS_A_ROUND = 3
_MOST_AT_ONCE = 60.0


def run(trial: Trial) -> None:
    """Kill again and again; then all that was accepted is there once, and all that was promised rang once."""
    ledger, port = Ledger(), free_port()
    stream, outside = Stream(trial, ledger), Outside(f"http://127.0.0.1:{port}", trial.desk.token())
    trial.desk.must("setup", "--charter", str(brisk_charter(trial.desk.data.parent)))
    chats.open_day_and_night()
    with ExitStack() as stack:
        server = stack.enter_context(trial.desk.serving(port))
        listener = stack.enter_context(
            trial.desk.working("mail", "listen", "--lmtp", trial.mail.lmtp_address)
        )
        visitors = [chats.Visitor(outside.address, 2 * trial.rounds + 5) for _ in range(_VISITORS)]
        topics = chats.all_of_the_brand()
        lines = [chats.silent(port, topics, is_half=False) for _ in range(_LIVE_LINES)]
        for visitor in visitors:
            visitor.start()
        with calling(outside, Program(outside, 1, 2), Program(outside, 2, 2), FormWriter(outside, 1, 1)):
            hits = _kill(trial, stream, server, listener, port, lines, topics)
            last = datetime.now(UTC)
            for visitor in visitors:
                visitor.join()
        for each in lines:
            each.close()
        trial.figures |= {
            "kills": trial.rounds,
            **{f"kills of {name}": count for name, count in hits.items()},
        }
        check_alarms_settle(trial, 300)
        until = datetime.now(UTC)
        account_for_everything(
            trial,
            ledger,
            since=last,
            extra_allowed=hits["background"] + hits["everything"],
            keep=(server, listener),
        )
    check_callers(trial, outside)
    check_alarms(trial, until)
    chats.check_visitors(trial, visitors)


def _kill(
    trial: Trial,
    stream: Stream,
    server: Victim,
    listener: Victim,
    port: int,
    lines: list[socket.socket],
    topics: list[str],
) -> dict[str, int]:
    hits = {"web and live": 0, "background": 0, "mail": 0, "everything": 0}
    slowest = 0.0
    # Each kind at least once, then as chance has it.
    order = trial.chance.sample(list(hits), len(hits))
    for turn in range(1, trial.rounds + 1):
        for _ in range(_MAILS_A_ROUND):
            stream.send_next(trial.chance.choice((DIRECT, "destek@nehir.example")), size=0)
            time.sleep(trial.chance.uniform(0.1, 0.8))
        stream.reply_to_something()
        time.sleep(trial.chance.uniform(0.5, 4.0))
        # Everything at once is a power cut; it takes a whole start to come back from.
        name = order.pop() if order else trial.chance.choices(list(hits), weights=(6, 6, 4, 2))[0]
        hits[name] += 1
        _strike(trial, name, server, listener)
        began = time.monotonic()
        trial.wait_until(lambda: _is_back(trial, server, listener, port), 120, pause=0.1)
        slowest = max(slowest, time.monotonic() - began)
        trial.say(f"kill {turn}/{trial.rounds}: {name}, back after {time.monotonic() - began:.1f} s")
        # Who hung on a process that died comes back.
        for _ in range(len(lines) // 2):
            lines.pop(0).close()
            lines.append(chats.silent(port, topics, is_half=False))
    trial.figures["slowest return, s"] = round(slowest, 1)
    trial.check("the desk is back within a minute", slowest < _MOST_AT_ONCE, slowest)
    return hits


def _is_back(trial: Trial, server: Victim, listener: Victim, port: int) -> bool:
    """Whether pages come, mail is taken in, and a living process holds the schedule."""
    server.keep_running()
    listener.keep_running()
    return is_ready(port) and _takes_mail(trial.mail.lmtp_port) and _keeps_time(server)


def _takes_mail(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as line:
        return line.recv(3) == b"220"
    return False


def _keeps_time(server: Victim) -> bool:
    close_old_connections()
    held = Lease.objects.filter(name="schedule", until__gt=datetime.now(UTC))
    holders = {int(each.rpartition(":")[2]) for each in held.values_list("holder", flat=True)}
    return bool(holders & set(_children_of(server.process.pid)))


def _strike(trial: Trial, name: str, server: Victim, listener: Victim) -> None:
    background = trial.desk.background()
    children = _children_of(server.process.pid)
    if name == "mail":
        listener.kill()
    elif name == "background" and background in children:
        os.kill(background, signal.SIGKILL)
    elif name == "everything":
        for pid in (server.process.pid, *children):
            _end(pid)
        server.process.wait(20)
        listener.kill()
    else:
        web = [pid for pid in children if pid != background] or [server.process.pid]
        _end(trial.chance.choice(web))


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _children_of(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
