"""All pages of a browser hear of changes on one socket, also after it was cut: real processes, one port."""

import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from tests.wiring.test_console import run
from tests.wiring.test_live_desk import CHARTER, call
from tests.wiring.test_serving import served

ENTER = """
from datetime import UTC, datetime
from muhatap.wiring.console import start_django
start_django()
from django.conf import settings
from django.test import Client
from muhatap.accounts import operations as accounts
from muhatap.accounts.roles import Role
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
at, by = datetime.now(UTC), Actor.system("test")
named = {"email": "mert@nehir.example", "name": "Mert", "password": "uzun-parola-1"}
member = accounts.create_staff(**named, by=by, at=at)
accounts.give_role(staff=member, brand=Brand.objects.get(), role=Role.SUPERVISOR, by=by, at=at)
client = Client()
client.force_login(member)
session = client.session
session["second_factor_passed"] = member.pk
session.save()
print(settings.SESSION_COOKIE_NAME, session.session_key)
"""


class Cable:
    """A way to the server that counts sockets and can be cut and mended."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.sockets = 0
        self.is_cut = False
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self.is_cut = True
        for each in list(self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self.is_cut = False

    def close(self) -> None:
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self._listener.accept()
                if self.is_cut:
                    browser.close()
                    continue
                with suppress(OSError):
                    server = socket.create_connection(("127.0.0.1", self.target))
                    self._open |= {browser, server}
                    for one, other in ((browser, server), (server, browser)):
                        threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(65536):
                self.sockets += b"upgrade: websocket" in piece.lower() and piece.startswith(b"GET")
                other.sendall(piece)
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def desk(tmp_path):
    """A served desk, the way to it, a program's key and a supervisor's session."""
    assert run("charter", "apply", str(CHARTER), data=tmp_path).returncode == 0
    token = run("token", "create", "--name", "test", "--scope", "cases:write", data=tmp_path).stdout.strip()
    entered = subprocess.run(
        [sys.executable, "-c", ENTER],
        env={
            **os.environ,
            "MUHATAP_DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "muhatap.wiring.settings",
        },
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    name, key = entered.stdout.split()[-2:]
    with served(tmp_path, "--no-demo") as (port, _):
        cable = Cable(port)
        yield cable, port, token, {"name": name, "value": key}
        cable.close()


def open_case(port: int, token: str, subject: str) -> None:
    body = {
        "brand": "nehir",
        "topic": "OTHER",
        "subject": subject,
        "text": "Eylül faturamı istiyorum.",
        "customer": {"name": "Elif Karaca", "email": "elif@posta.example"},
        "fields": {},
    }
    call(port, token, body)


@pytest.mark.parametrize("without", ["", "SharedWorker"])
def test_three_pages_share_one_socket_and_miss_nothing_while_it_is_cut(desk, chromium, without):
    cable, port, token, cookie = desk
    context = chromium.new_context(locale="tr-TR")
    context.set_default_timeout(20_000)
    if without:
        context.add_init_script(f"delete globalThis.{without};")
    address = f"http://127.0.0.1:{cable.port}"
    context.add_cookies([{**cookie, "url": address}])
    pages = [context.new_page() for _ in range(3)]
    for page in pages:
        page.goto(f"{address}/desk/")
    # A page that nobody looks at is read when somebody does; a test looks at all of them.
    for page in pages:
        page.evaluate("Object.defineProperty(document, 'hidden', { get: () => false })")
    open_case(port, token, "Fatura kopyası")
    for page in pages:
        page.get_by_text("Fatura kopyası").first.wait_for()
    assert cable.sockets == 1
    cable.cut()
    open_case(port, token, "Kesinti sırasında")
    cable.mend()
    for page in pages:
        page.get_by_text("Kesinti sırasında").first.wait_for()
    assert cable.sockets == 2
    context.close()
