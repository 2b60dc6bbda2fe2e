"""A mailbox at a real Dovecot that takes tokens only: the sample command, XOAUTH2, and a revoked token."""

import base64
import json
import shutil
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from muhatap.channels.adapters.email import smtp
from muhatap.channels.adapters.email.imap import BoxState, CannotSignIn, ImapBox, open_box
from tests.deploy.test_oauth2_token import SCRIPT
from tests.servers.dovecot import prepared
from tests.servers.loopback import free_port

_TOKENS_ONLY = """
auth_mechanisms = xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {base}/oauth2.conf
}}
"""


class Provider(HTTPServer):
    """Gives tokens, and tells Dovecot whose they are unless they were revoked."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Counter)
        self.given = 0
        self.revoked: set[str] = set()


class Counter(BaseHTTPRequestHandler):
    """The provider's counter."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.given += 1
        self._say(200, {"access_token": f"token-{self.server.given}", "expires_in": 3600})

    def do_GET(self):
        token = parse_qs(urlsplit(self.path).query)["access_token"][0]
        if token in self.server.revoked:
            self._say(401, {"error": "invalid_token"})
        else:
            self._say(200, {"username": "destek", "active": True})

    def log_message(self, *_):
        """Quiet."""

    def _say(self, code, words):
        body = json.dumps(words).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def provider():
    server = Provider()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def dovecot(provider):
    base = Path(tempfile.mkdtemp(prefix="muhatap-oauth2-"))
    base.chmod(0o755)
    server = prepared(base)
    (base / "oauth2.conf").write_text(
        f"tokeninfo_url = http://127.0.0.1:{provider.server_port}/info?access_token=\n"
        "username_attribute = username\nactive_attribute = active\nactive_value = true\n"
    )
    configuration = (base / "dovecot.conf").read_text()
    (base / "dovecot.conf").write_text(configuration + _TOKENS_ONLY.format(base=base))
    server.start()
    server.add_user("destek")
    yield server
    server.stop()
    shutil.rmtree(base, ignore_errors=True)


@pytest.fixture
def command(provider, tmp_path):
    settings = tmp_path / "destek.json"
    settings.write_text(
        json.dumps(
            {
                "token_url": f"http://127.0.0.1:{provider.server_port}/token",
                "client_id": "us",
                "refresh_token": "r1",
            }
        )
    )
    settings.chmod(0o600)
    return f"{sys.executable} {SCRIPT} {settings}"


@pytest.fixture
def box(dovecot, command):
    return ImapBox(
        host=dovecot.host,
        port=dovecot.port,
        tls="plain",
        user="destek",
        sign_in="xoauth2",
        password_command=command,
    )


class Outbox:
    """A mail server that takes tokens only, as Google's and Microsoft's do: a refusal is a question first."""

    def __init__(self, provider):
        self.provider = provider
        self.accepted: list[bytes] = []

    async def auth_XOAUTH2(self, server, arguments):
        proof = base64.b64decode(arguments[1]).decode()
        user, token = proof.removeprefix("user=").removesuffix("\1\1").split("\1auth=Bearer ")
        if token in self.provider.revoked:
            await server.push("334 " + base64.b64encode(b'{"status":"401"}').decode())
            await server._reader.readline()
            return AuthResult(success=False, handled=False)
        return AuthResult(success=user == "destek", auth_data=user)

    async def handle_DATA(self, server, session, envelope):
        self.accepted.append(envelope.content)
        return "250 OK"


@pytest.fixture
def outbox(provider):
    handler = Outbox(provider)
    controller = Controller(
        handler,
        hostname="127.0.0.1",
        port=0,
        auth_required=True,
        auth_require_tls=False,
        auth_exclude_mechanism=["LOGIN", "PLAIN"],
    )
    controller.port = free_port()
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


def _send(outbox, command):
    server = smtp.SmtpServer(
        host="127.0.0.1",
        port=outbox.port,
        tls="plain",
        user="destek",
        sign_in="xoauth2",
        password_command=command,
    )
    smtp.deliver(server, "destek@nehir.example", ("elif@kunde.example",), b"Subject: Merhaba\r\n\r\nBir\r\n")


def _subjects(box):
    with open_box(box) as session:
        return [one.raw.splitlines()[0] for one in session.fetch_new(BoxState(0, 0))]


def test_a_mailbox_is_read_by_token_and_a_revoked_one_is_renewed(box, dovecot, provider):
    dovecot.put("destek", b"Subject: Merhaba\r\n\r\nBir\r\n")
    assert _subjects(box) == [b"Subject: Merhaba"]
    assert _subjects(box) == [b"Subject: Merhaba"]
    assert provider.given == 1
    provider.revoked.add("token-1")
    # Dovecot remembers nothing about tokens, so the next sign-in is refused, told, and made with a new one.
    assert _subjects(box) == [b"Subject: Merhaba"]
    assert provider.given == 2


def test_where_every_token_is_refused_the_box_says_so(box, provider):
    provider.revoked |= {f"token-{number}" for number in range(1, 9)}
    with pytest.raises(CannotSignIn, match="destek at"):
        _subjects(box)
    assert provider.given == 2


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_mail_goes_out_by_token_and_a_revoked_one_is_renewed(outbox, command, provider):
    _send(outbox, command)
    provider.revoked.add("token-1")
    _send(outbox, command)
    assert len(outbox.accepted) == 2
    assert provider.given == 2


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_refused_token_leaves_the_mail_waiting(outbox, command, provider):
    provider.revoked |= {f"token-{number}" for number in range(1, 9)}
    with pytest.raises(smtp.Retry, match="sign-in refused"):
        _send(outbox, command)
    assert provider.given == 2
