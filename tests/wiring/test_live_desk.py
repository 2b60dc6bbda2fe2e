"""What a program sends is heard by an open browser at once, through the real processes and one port."""

import json
import sqlite3
import time
import urllib.request
from pathlib import Path

from websockets.sync.client import connect

from muhatap.kernel.keyring import Keyring
from muhatap.live import grants
from tests.wiring.test_console import run
from tests.wiring.test_serving import served

CHARTER = Path(__file__).parents[2] / "charters" / "nehir.yaml"


def call(port: int, token: str, body: dict[str, object]) -> dict[str, object]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/cases",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 201
        return json.load(answer)


def test_an_open_browser_hears_of_a_new_case_and_of_its_acknowledgement(tmp_path):
    assert run("charter", "apply", str(CHARTER), data=tmp_path).returncode == 0
    token = run("token", "create", "--name", "test", "--scope", "cases:write", data=tmp_path).stdout.strip()
    with sqlite3.connect(tmp_path / "muhatap.sqlite3") as database:
        (brand,) = database.execute("SELECT id FROM brands_brand").fetchone()
    key = Keyring.open(tmp_path).derive("live-grant")
    mine = grants.issue(key, [f"brand:{brand}"], now=time.time())
    others = grants.issue(key, ["brand:1"], now=time.time())
    with served(tmp_path, "--no-demo") as (port, _):
        address = f"ws://127.0.0.1:{port}/live/?grant="
        with (
            connect(address + mine, proxy=None) as browser,
            connect(address + others, proxy=None) as stranger,
        ):
            case = call(
                port,
                token,
                {
                    "brand": "nehir",
                    "topic": "OTHER",
                    "subject": "Fatura kopyası",
                    "text": "Eylül faturamı istiyorum.",
                    "customer": {"name": "Elif Karaca", "email": "elif@posta.example"},
                    "fields": {},
                },
            )
            heard: list[dict[str, object]] = []
            while not any(notice["kind"] == "clock.stopped" for notice in heard):
                heard.append(json.loads(browser.recv(timeout=30)))
            assert {notice["case"] for notice in heard} == {case["number"]}
            assert heard[0]["kind"] == "case.opened"
            assert [n["seq"] for n in heard] == sorted({n["seq"] for n in heard})
            assert "acknowledgement" not in json.dumps(heard)
            try:
                raise AssertionError(stranger.recv(timeout=0.5))
            except TimeoutError:
                pass
        verified = run("audit", "verify", "--json", data=tmp_path)
        assert verified.returncode == 0, verified.stdout
