"""Two nodes of one desk: one of them dies, one is cut off from the database, Redis is lost; nothing else is.

Customers open cases and write by the API, an agent answers, promises break, and a browser's line hears it
all, through a balancer that knows nothing but who is ready. SQLite is one node, so there is nothing to try.
"""

import json
import secrets
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from faults.network import BACK, Networks, networks
from faults.nodes import Balancer, Node, file_url
from faults.nodes_journey import walk
from faults.nodes_ledger import check_all, make_overdue
from faults.trial import Trial
from tests.servers.loopback import free_port
from tests.servers.redis import RedisServer

_SERVICE_SECONDS = 60.0
_START_SECONDS = 240.0
# Longer than a lease lasts, so that the other node takes the work over.
_LONG_DEAD, _CUT = 40.0, 35.0
_PAUSE = 0.4


class Customer(threading.Thread):
    """Opens numbered cases and writes on them, each call under its key until it was answered."""

    def __init__(self, address: str, token: str) -> None:
        super().__init__(daemon=True)
        self.address, self.token = address, token
        self.opened: dict[int, str] = {}
        self.written: set[int] = set()
        self.longest_gap, self.is_over = 0.0, threading.Event()

    def run(self) -> None:
        """Until it is over."""
        served_at, number = time.monotonic(), 0
        while not self.is_over.is_set():
            number += 1
            case = self._until_answered(f"open-{number}", "cases", _case_body(number))["number"]
            self.opened[number] = case
            self._until_answered(f"write-{number}", f"cases/{case}/messages", {"text": f"<more-{number:05}>"})
            self.written.add(number)
            self.longest_gap = max(self.longest_gap, time.monotonic() - served_at)
            served_at = time.monotonic()
            self.is_over.wait(_PAUSE)

    def _until_answered(self, key: str, path: str, body: dict) -> dict:
        headers = {
            "Authorization": f"Bearer {self.token}", "Content-Type": "application/json",
            "Idempotency-Key": key,
        }  # fmt: skip
        until = time.monotonic() + 4 * _SERVICE_SECONDS
        while time.monotonic() < until:
            asked = urllib.request.Request(
                f"{self.address}/api/v1/{path}", data=json.dumps(body).encode(), headers=headers
            )
            with suppress(OSError, ValueError), urllib.request.urlopen(asked, timeout=5) as answer:
                return json.load(answer)
            time.sleep(0.2)
        raise TimeoutError(f"{key} was never answered")


class Screen(threading.Thread):
    """An agent's browser: one line, opened again at the last number that it heard."""

    def __init__(self, port: int, topics: list[str]) -> None:
        super().__init__(daemon=True)
        self._port, self._topics = port, topics
        self.heard: list[tuple[int, str, str]] = []
        self.told_to_read_anew, self.lines = 0, 0
        self.is_over = threading.Event()

    def run(self) -> None:
        """Until it is over."""
        while not self.is_over.is_set():
            with suppress(OSError, WebSocketException):
                self._listen()
            self.is_over.wait(0.3)

    def _listen(self) -> None:
        from muhatap.live import grants
        from muhatap.live.queries import live_key

        grant = grants.issue(live_key(), self._topics, now=time.time())
        since = self.heard[-1][0] if self.heard else 1
        with connect(
            f"ws://127.0.0.1:{self._port}/live/?grant={grant}&since={since}", proxy=None, open_timeout=5
        ) as line:
            self.lines += 1
            while not self.is_over.is_set():
                with suppress(TimeoutError):
                    self._note(json.loads(line.recv(timeout=1)))

    def _note(self, said: dict) -> None:
        self.told_to_read_anew += "resync" in said
        if "case" in said:
            self.heard.append((said["seq"], said["kind"], said["case"]))


def run(trial: Trial) -> None:
    """Kill, cut and forget again and again under load; then count."""
    if trial.database == "sqlite":
        trial.check("SQLite is one node: nothing to try", True)
        return
    with ExitStack() as stack:
        network = stack.enter_context(networks())
        if network is None:
            trial.say(
                "NO NETWORK WAS CUT: making namespaces needs root and CAP_NET_ADMIN; nodes share loopback"
            )
        redis = RedisServer(free_port(), network.back_address if network else "127.0.0.1")
        redis.start()
        stack.callback(redis.stop)
        nodes = _nodes(trial, redis, network)
        stack.callback(lambda: [node.kill() for node in nodes])
        balancer = Balancer(nodes)
        stack.callback(balancer.close)
        for node in nodes:
            node.more["MUHATAP_ORIGIN"] = f"http://127.0.0.1:{balancer.port}"
            node.start()
        started = trial.wait_until(lambda: len(balancer.ready) == len(nodes), _START_SECONDS)
        trial.check("both nodes serve", started is not None, balancer.ready)
        if started is not None:
            walk(trial, nodes, balancer)
            _under_load(trial, nodes, balancer, redis, network)


def _nodes(trial: Trial, redis: RedisServer, network: Networks | None) -> list[Node]:
    from django.conf import settings

    files = file_url(trial.desk.data.parent / "shared")
    address = trial.desk.database_url
    if network:
        _let_in(address)
        address = address.replace("127.0.0.1", network.back_address)
    # What this trial itself does is told to the nodes as by any other.
    settings.MUHATAP_BUS_URL, settings.MUHATAP_FILES_URL = redis.url, files
    found = []
    for number in (1, 2):
        node = Node.beside(f"node{number}", trial.desk, free_port())
        node.more = {"MUHATAP_BUS_URL": redis.url, "MUHATAP_FILES_URL": files}
        node.desk.database_url = address
        if network:
            node.namespace, node.address = network.add(number)
        found.append(node)
    return found


def _let_in(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as server:
        (place,) = server.execute("SHOW hba_file").fetchone() or ("",)
        with Path(place).open("a") as rules:
            rules.write(f"host all all {BACK}.0/24 trust\n")
        server.execute("SELECT pg_reload_conf()")


def _under_load(
    trial: Trial, nodes: list[Node], balancer: Balancer, redis: RedisServer, network: Networks | None
) -> None:
    token = json.loads(
        trial.desk.must(
            "token", "create", "--name", "trial", "--scope", "cases:write", "--scope", "cases:read", "--json"
        )
    )["token"]
    customer = Customer(f"http://127.0.0.1:{balancer.port}", token)
    screen = Screen(balancer.port, _all_of_the_brand())
    screen.start()
    time.sleep(1)
    customer.start()
    overdue, last = [], datetime.now(UTC)
    for turn in range(1, trial.rounds + 1):
        overdue.append(make_overdue(turn))
        words = _hurt(trial, turn, nodes, redis, network)
        trial.say(f"{turn}/{trial.rounds}: {words}; ready {balancer.ready}, {len(customer.opened)} cases")
        last = datetime.now(UTC)
        back = trial.wait_until(lambda: len(balancer.ready) == len(nodes), _SERVICE_SECONDS)
        trial.check(f"both nodes are ready again within 60 s ({words})", back is not None, balancer.ready)
    customer.is_over.set()
    customer.join(5 * _SERVICE_SECONDS)
    check_all(trial, nodes[0], customer, screen, overdue, since=last)
    screen.is_over.set()
    screen.join(20)
    trial.check("customers were served at the latest after 60 s", customer.longest_gap < _SERVICE_SECONDS,
                customer.longest_gap)  # fmt: skip
    trial.figures |= {
        "cases": len(customer.opened), "lines of the browser": screen.lines,
        "longest time without an answer, s": round(customer.longest_gap, 1),
        "network": "cut" if network else "NOT CUT, no right to make namespaces",
    }  # fmt: skip


def _hurt(trial: Trial, turn: int, nodes: list[Node], redis: RedisServer, network: Networks | None) -> str:
    """One blow; the first ones are always of the four kinds, in this order."""
    victim = trial.chance.choice(nodes)
    kind = (turn - 1) % 4 if turn <= 4 else trial.chance.randrange(4)
    time.sleep(trial.chance.uniform(1.0, 3.0))
    if kind == 1 and network:
        number = nodes.index(victim) + 1
        network.cut(number)
        time.sleep(_CUT)
        network.mend(number)
        return f"{victim.name} was cut off from database and bus for {_CUT:.0f} s"
    if kind == 2:
        redis.stop()
        time.sleep(trial.chance.uniform(2.0, 6.0))
        redis.start()
        return "Redis restarted empty"
    victim.kill()
    seconds = _LONG_DEAD if kind == 3 else trial.chance.uniform(0.5, 4.0)
    time.sleep(seconds)
    victim.start()
    return f"kill -9 of all of {victim.name}, started again after {seconds:.0f} s"


def _case_body(number: int) -> dict:
    return {
        "brand": "nehir", "topic": "OTHER", "subject": f"Sınama {number}", "text": f"<case-{number:05}>",
        "customer": {"name": "Sınama", "email": f"s{number}-{secrets.token_hex(2)}@posta.example"},
        "fields": {},
    }  # fmt: skip


def _all_of_the_brand() -> list[str]:
    from muhatap.brands.models import Brand

    return [f"brand:{brand_id}" for brand_id in Brand.objects.values_list("id", flat=True)]
