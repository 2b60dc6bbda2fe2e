"""`muhatap mail` as mail servers and operators call it."""

import io
import json
import subprocess
import sys

import pytest

from muhatap.cases.models import Case
from muhatap.channels.adapters.email import filing, intake
from muhatap.channels.models import Mailbox, VaultItem, VaultState
from muhatap.wiring import console
from tests.channels.email import post
from tests.channels.email.post import mail


@pytest.fixture
def call(monkeypatch, capfd):
    """Call `muhatap mail …` with bytes on standard input; exit code, output, errors."""

    def run(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        try:
            code = console.main(["mail", *arguments])
        except SystemExit as end:
            code = end.code
        out, err = capfd.readouterr()
        return code, out, err

    return run


def test_receive_stores_and_files(call, box):
    code, out, _ = call("receive", "--mailbox", "destek", stdin=mail())
    assert (code, out.strip()) == (0, f"stored; case {Case.objects.get().number}")
    code, out, _ = call("receive", "--mailbox", "destek@nehir.example", "--json", stdin=mail())
    assert code == 0
    assert json.loads(out) == {
        "stored": True, "new": False, "state": "in_case", "case": Case.objects.get().number,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (["receive"], b"From: a@b.example\r\n\r\nx", "--mailbox"),
        (["receive", "--mailbox", "yok"], b"From: a@b.example\r\n\r\nx", "nehir/destek"),
        (["receive", "--mailbox", "destek"], b" \r\n", "no message"),
        (["receive", "--mailbox", "ortak"], b"From: a@b.example\r\n\r\nx", "--brand"),
        (["mailbox", "destek", "--imap", "http://x"], b"", "imaps://"),
        (["sing"], b"", "invalid choice"),
    ],
)
def test_wrong_use_is_64_and_says_what_to_write(call, world, box, arguments, stdin, said):
    for brand in (world.brand, world.other_brand):
        post.mailbox(brand, "ortak")
    code, _, err = call(*arguments, stdin=stdin)
    assert code == 64
    assert said in err
    assert not VaultItem.objects.exists()


def test_receive_says_75_while_it_cannot_store(call, box, monkeypatch):
    monkeypatch.setattr(intake, "take", lambda **_: (_ for _ in ()).throw(OSError("disk is full")))
    code, _, err = call("receive", "--mailbox", "destek", stdin=mail())
    assert code == 75
    assert "disk is full" in err


def test_receive_says_0_when_only_the_filing_fails(call, box, monkeypatch):
    monkeypatch.setattr(filing, "place_of", lambda *_: 1 / 0)
    code, out, _ = call("receive", "--mailbox", "destek", stdin=mail())
    assert (code, out.strip()) == (0, "stored; it will be filed soon")
    assert call("reconcile")[0] == 1
    monkeypatch.undo()
    code, out, _ = call("retry")
    assert (code, out.strip()) == (0, "1 tried, 0 still waiting")
    code, out, _ = call("reconcile", "--json")
    assert code == 0
    assert json.loads(out)["balanced"]


def test_mailboxes_are_connected_and_polled(call, box, imap_server):
    user = imap_server.add_user("konsol")
    url = f"imap://{user}@{imap_server.host}:{imap_server.port}/INBOX"
    imap_server.put(user, mail())
    code, out, _ = call("mailbox", "destek", "--imap", url, "--password-stdin", stdin=b"gizli-parola\n")
    assert (code, out.strip()) == (0, "destek@nehir.example: kept; 1 mails wait on the server")
    assert call("poll") == (0, "destek@nehir.example: 1 new, 0 known\n", "")
    assert "IMAP" in call("mailbox")[1]
    assert call("mailbox", "destek", "--imap", "none")[0] == 0
    assert not Mailbox.objects.get().access
    code, _, err = call("mailbox", "destek", "--imap", url, "--password-stdin", stdin=b"yanlis\n")
    assert code == 1
    assert "CannotSignIn" in err


def test_deliver_says_which_setting_is_missing(call, box, smtp, settings):
    call("receive", "--mailbox", "destek", stdin=mail())
    post.relay.publish(at=post.NOON)
    settings.MUHATAP_SMTP_URL = ""
    code, _, err = call("deliver")
    assert code == 69
    assert "MUHATAP_SMTP_URL" in err


def test_what_failed_for_ever_is_listed_and_can_be_taken_back(call, box):
    call("receive", "--mailbox", "destek", stdin=mail())
    VaultItem.objects.update(state=VaultState.SET_ASIDE, reason="failed:ValueError: deneme", case=None)
    code, out, _ = call("reconcile")
    assert code == 0
    assert "failed:ValueError: deneme" in out
    assert call("retry", "--all")[1].startswith("1 tried")


def test_parse_reads_files_and_standard_input_without_django(tmp_path):
    first, second = tmp_path / "bir.eml", tmp_path / "iki.eml"
    first.write_bytes(mail(subject="Şikâyet", text="Param gelmedi."))
    second.write_bytes(b"\xff\0 bozuk")
    program = (
        "import sys; from muhatap.wiring.console import main; code = main(sys.argv[1:]);"
        "assert not any(name.split('.')[0] == 'django' for name in sys.modules); sys.exit(code)"
    )
    command = [sys.executable, "-c", program, "mail", "parse", "--json"]
    done = subprocess.run([*command, first, second], capture_output=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["subject"] for line in lines] == ["Şikâyet", ""]
    assert lines[0]["reply_text"] == "Param gelmedi."
    piped = subprocess.run(command, input=first.read_bytes(), capture_output=True, check=True)
    assert json.loads(piped.stdout) == lines[0]
    missing = subprocess.run([*command, tmp_path / "yok.eml", first], capture_output=True, check=False)
    assert (missing.returncode, len(missing.stdout.splitlines())) == (1, 1)
