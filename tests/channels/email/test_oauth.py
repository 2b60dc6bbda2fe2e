"""Signing in by a token (XOAUTH2) at a real Dovecot that asks a real token office."""

import json
import shutil
import tempfile
import urllib.parse
from pathlib import Path

import pytest

from muhatap.channels.adapters.email import imap, polling
from muhatap.channels.adapters.email.imap import CannotSignIn, ImapBox, open_box
from muhatap.channels.models import Mailbox
from tests.channels.email.post import mail
from tests.channels.email.test_polling import reach
from tests.servers.dovecot import prepared
from tests.servers.http_peer import Quiet, serving
from tests.world import NOON

OFFICE = """
introspection_mode = get
introspection_url = {origin}/?t=
username_attribute = user
active_attribute = active
active_value = true
"""


class Office:
    """Says for each token whose it is, as Google and Microsoft do; `valid` may change."""

    def __init__(self):
        self.valid = {}
        office = self

        class Desk(Quiet):
            def do_GET(self):
                token = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("t", [""])[0]
                user = office.valid.get(token)
                body = json.dumps({"active": str(user is not None).lower(), "user": user or ""}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.desk = Desk


@pytest.fixture(scope="module")
def office():
    one = Office()
    with serving(one.desk) as one.origin:
        yield one


@pytest.fixture(scope="module")
def server(office):
    base = Path(tempfile.mkdtemp(prefix="muhatap-oauth-"))
    base.chmod(0o755)
    server = prepared(base)
    asked = base / "office.conf"
    asked.write_text(OFFICE.format(origin=office.origin))
    asked.chmod(0o644)
    conf = base / "dovecot.conf"
    by_token = (
        f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = {asked}\n}}\npassdb {{"
    )
    text = conf.read_text().replace("passdb {", by_token, 1)
    conf.write_text(text.replace("auth_mechanisms = plain login", "auth_mechanisms = plain login xoauth2"))
    server.start()
    yield server
    server.stop()
    shutil.rmtree(base, ignore_errors=True)


@pytest.fixture
def command(tmp_path):
    """A command that keeps its first token until it is told that it was refused."""
    script = tmp_path / "token.sh"
    script.write_text(
        '#!/bin/sh\necho "$MUHATAP_MAIL_USER $MUHATAP_TOKEN_REFUSED" >> calls\n'
        'if [ -n "$MUHATAP_TOKEN_REFUSED" ]; then echo yeni-jeton; else echo eski-jeton; fi\n'.replace(
            "calls", str(tmp_path / "calls")
        )
    )
    script.chmod(0o755)
    return script


def box_of(server, command, user="destek"):
    return ImapBox(server.host, user, server.port, "plain", password_command=str(command), sign_in="xoauth2")


def test_a_good_token_opens_the_folder(server, office, command, tmp_path):
    server.add_user("destek")
    office.valid = {"eski-jeton": "destek"}
    server.put("destek", mail())
    with open_box(box_of(server, command)) as session:
        assert len(session.all_uids()) == 1
    assert (tmp_path / "calls").read_text().split("\n") == ["destek ", ""]


def test_a_refused_token_is_asked_for_again_once(server, office, command, tmp_path):
    server.add_user("destek")
    office.valid = {"yeni-jeton": "destek"}
    with open_box(box_of(server, command)) as session:
        assert session.uidvalidity
    assert (tmp_path / "calls").read_text() == "destek \ndestek 1\n"


def test_a_token_that_stays_refused_is_told_with_the_servers_words(server, office, command, tmp_path):
    server.add_user("destek")
    office.valid = {}
    with pytest.raises(CannotSignIn, match="status"):
        open_box(box_of(server, command)).__enter__()
    assert (tmp_path / "calls").read_text() == "destek \ndestek 1\n"


def test_a_token_of_somebody_else_opens_nothing(server, office, command):
    server.add_user("destek")
    server.add_user("baskasi")
    office.valid = {"eski-jeton": "baskasi", "yeni-jeton": "baskasi"}
    with pytest.raises(CannotSignIn):
        open_box(box_of(server, command)).__enter__()


def test_a_mailbox_is_polled_by_token(box, server, office, command):
    server.add_user("kutu")
    office.valid = {"yeni-jeton": "kutu"}
    reach(box, server, "kutu", password="", password_command=str(command), sign_in="xoauth2")
    server.put("kutu", mail())
    polled = polling.poll_mailbox(mailbox=Mailbox.objects.get(id=box.id), at=NOON)
    assert (polled.new, polled.error) == (1, "")


def test_the_secret_is_in_no_message(server, office, command):
    office.valid = {}
    with pytest.raises(CannotSignIn) as refused:
        open_box(box_of(server, command)).__enter__()
    assert "jeton" not in str(refused.value)
    assert "yeni-jeton" not in repr(imap.ImapBox("a", "b", password="yeni-jeton"))
