"""Web and live processes die, the database restarts, while visitors chat among slow and half-open readers.

On PostgreSQL words go between processes by a Redis, which is killed and comes back empty; on SQLite by a
local socket.
"""

import http.client
import json
import os
import secrets
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from faults.trial import Trial
from muhatap.channels.chat_models import ChatLine
from tests.house.cluster import restart
from tests.servers.loopback import free_port
from tests.servers.redis import RedisServer

_VISITORS = 10
_SLOW_READERS = 500
_PATIENCE = 120.0
_PAGE_LIMIT = 2.0


class Visitor(threading.Thread):
    """Begins a chat and sends numbered messages, each until it was answered, as every client of ours does."""

    def __init__(self, address: str, messages: int) -> None:
        super().__init__()
        self.address, self.messages = address, messages
        self.secret = secrets.token_urlsafe(32)
        self.tries, self.number, self.seen = 0, "", []
        self.refusals: Counter[int] = Counter()
        self.longest_wait = 0.0

    def run(self) -> None:
        """All of it."""
        opening = {
            "client_id": "m-000000", "name": "Sınama", "email": "sinama@posta.example", "topic": "EMG-UNAUTH",
            "text": "Merhaba", "fields": {},
        }  # fmt: skip
        self.number = self._until_answered("start", opening).get("number", "")
        for number in range(1, self.messages + 1):
            self._until_answered("write", {"client_id": f"m-{number:06}", "text": f"söz {number}"})
            # Below what one visitor may write in a minute.
            time.sleep(1.6)
        self.seen = [line["seq"] for line in self._until_answered("log", {"after": 0})["lines"]]

    def _until_answered(self, name: str, body: dict) -> dict:
        sent = json.dumps({**body, "secret": self.secret}).encode()
        began, said = time.monotonic(), {"lines": []}
        while time.monotonic() < began + _PATIENCE:
            self.tries += 1
            try:
                with _opened(f"{self.address}/chat/nehir/{name}", sent) as answer:
                    said = json.load(answer)
                    break
            except urllib.error.HTTPError as refusal:
                self.refusals[refusal.code] += 1
            except (OSError, ValueError, http.client.HTTPException):
                self.refusals[0] += 1
            time.sleep(0.2)
        self.longest_wait = max(self.longest_wait, time.monotonic() - began)
        return said


def run(trial: Trial) -> None:
    """Kill again and again; then each message stands in its chat once, in order, and pages were quick."""
    open_day_and_night()
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    folder = _folder_of_database() if trial.database == "postgres" else ""
    topics = all_of_the_brand()
    with ExitStack() as stack:
        redis = _redis(stack) if trial.database == "postgres" else None
        if redis:
            trial.desk.more["MUHATAP_BUS_URL"] = redis.url
        server = stack.enter_context(
            trial.desk.working("serve", "--no-demo", "--port", str(port), "--processes", "2")
        )
        trial.check("the desk serves", trial.wait_until(lambda: _page(address) > 0, 240.0) is not None)
        held = [silent(port, topics, is_half=number % 2 == 0) for number in range(_SLOW_READERS)]
        visitors = [Visitor(address, 3 * trial.rounds) for _ in range(_VISITORS)]
        for visitor in visitors:
            visitor.start()
        slowest = 0.0
        for kill in range(1, trial.rounds + 1):
            time.sleep(trial.chance.uniform(0.3, 1.5))
            os.kill(trial.chance.choice(_web_processes(server.process.pid)), signal.SIGKILL)
            trial.say(f"kill {kill}/{trial.rounds}: a web process, with the live lines that it held")
            if trial.database == "postgres" and kill % 2 == 0:
                restart(folder, "fast" if kill % 4 else "immediate")
                trial.say("PostgreSQL restarted, and with it the words between nodes")
            if redis and kill % 2:
                redis.stop()
                time.sleep(trial.chance.uniform(0.1, 2.0))
                redis.start()
                trial.say("Redis came back empty")
            server.keep_running()
            time.sleep(1.5)
            slowest = max(slowest, _page_at_last(address))
            # Who hung on the process that died is replaced, and so are some of the others.
            for number in range(_SLOW_READERS // 2):
                held.pop(0).close()
                held.append(silent(port, topics, is_half=number % 2 == 0))
        for visitor in visitors:
            visitor.join()
        for each in held:
            each.close()
    _account(trial, visitors, slowest)


def _redis(stack: ExitStack) -> RedisServer:
    redis = RedisServer(free_port())
    redis.start()
    stack.callback(redis.stop)
    return redis


def _account(trial: Trial, visitors: list[Visitor], slowest: float) -> None:
    check_visitors(trial, visitors)
    trial.check("agents' pages under two seconds", slowest < _PAGE_LIMIT, slowest)
    trial.figures |= {"kills": trial.rounds, "slowest page, ms": round(slowest * 1000)}


def check_visitors(trial: Trial, visitors: list[Visitor]) -> None:
    """Every message of every visitor stands in its chat once, in order and without a gap."""
    connection.close()
    wanted = [f"m-{number:06}" for number in range(visitors[0].messages + 1)]
    for visitor in visitors:
        rows = ChatLine.objects.filter(chat__case__number=visitor.number, message__isnull=False)
        names = [name for name in rows.order_by("seq").values_list("client_id", flat=True) if name]
        trial.check(f"{visitor.number}: every message once and in order", names == wanted, names)
        trial.check(
            f"{visitor.number}: no gap", visitor.seen == list(range(1, len(visitor.seen) + 1)), visitor.seen
        )
    refusals = sum((each.refusals for each in visitors), Counter())
    slowest = max(each.longest_wait for each in visitors)
    trial.check("no visitor met an error page", set(refusals) <= {0, 429, 503}, refusals)
    trial.check("no visitor waited for a minute", slowest < 60, slowest)
    trial.figures |= {
        "longest wait of one visitor, s": round(slowest, 1),
        "messages in chats": len(visitors) * len(wanted),
        "sent again in chats": sum(each.tries for each in visitors) - len(visitors) * (len(wanted) + 1),
    }


def _folder_of_database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        (folder,) = cursor.fetchone()
    return folder


def all_of_the_brand() -> list[str]:
    """The topics of the live line of every brand."""
    from muhatap.brands.models import Brand

    named = [f"brand:{brand_id}" for brand_id in Brand.objects.values_list("id", flat=True)]
    # The database is going to be restarted: no line of ours may hang on it.
    connection.close()
    return named


def open_day_and_night() -> None:
    """Let the chat be staffed at every hour."""
    from muhatap.calendars.models import Calendar

    always = Calendar.objects.get(name="always")
    Calendar.objects.filter(name="chat").update(schedule=always.schedule)


def silent(port: int, topics: list[str], *, is_half: bool) -> socket.socket:
    """A stream of all that happens in the brand that nobody reads, or half of a request that never ends."""
    from muhatap.live import grants
    from muhatap.live.queries import live_key

    line = socket.create_connection(("127.0.0.1", port), 10)
    grant = grants.issue(live_key(), topics, now=datetime.now(UTC).timestamp())
    head = f"GET /live/events?grant={grant} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    line.sendall(head.encode() if is_half else f"{head}\r\n".encode())
    return line


def _web_processes(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(each) for each in children][:2] or [pid]


def _page(address: str) -> float:
    """Seconds that the page of the sign-in takes; 0 when it does not come."""
    began = time.monotonic()
    with suppress(OSError), urllib.request.urlopen(f"{address}/staff/login/", timeout=10) as answer:
        answer.read()
        return time.monotonic() - began
    return 0.0


def _page_at_last(address: str) -> float:
    """Seconds of the first page that comes, however often a line is refused before; all patience if none."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if seconds := _page(address):
            return seconds
        time.sleep(0.1)
    return _PATIENCE


def _opened(url: str, body: bytes):
    return urllib.request.urlopen(urllib.request.Request(url, data=body, method="POST"), timeout=10)
