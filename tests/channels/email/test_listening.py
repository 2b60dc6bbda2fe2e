"""LMTP and SMTP as mail servers speak them: kept before it is answered, for our mailboxes only."""

import errno
import smtplib
import socket
import ssl
import threading
import time

import pytest
from django.db import OperationalError

from muhatap.cases.models import Case
from muhatap.channels.adapters.email import intake
from muhatap.channels.adapters.email.listening import DoorLimits, WrongDoor, host_and_port
from muhatap.channels.models import VaultItem, VaultState
from muhatap.channels.vault import open_item
from muhatap.wiring.mail_doors import MailDoors
from tests.channels.email import post
from tests.channels.email.post import mail
from tests.servers.loopback import HOST, write_certificate
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
ELIF = "elif@posta.example"
BOX = "destek@nehir.example"


@pytest.fixture
def house():
    """A desk whose mailbox is `destek@nehir.example`."""
    world = make_world()
    post.mailbox(world.brand)
    return world


@pytest.fixture
def opened(house):
    """Open doors; returns the port of LMTP and the port of SMTP."""
    doors = []

    def open_(**more):
        one = MailDoors(lmtp=f"{HOST}:0", smtp=f"{HOST}:0", **more)
        one.start()
        doors.append(one)
        return one.ports

    yield open_
    for one in doors:
        one.stop()


def filed(count, seconds=20):
    """Wait until so many mails are in cases."""
    until = time.monotonic() + seconds
    while VaultItem.objects.filter(state=VaultState.IN_CASE).count() < count and time.monotonic() < until:
        time.sleep(0.02)
    return VaultItem.objects.filter(state=VaultState.IN_CASE).count()


def talk(port, *lines, until=b"\r\n"):
    """Say lines and return what was answered, one entry each, the greeting left out."""
    with socket.create_connection((HOST, port), 10) as peer:
        answers = peer.makefile("rb")
        answers.readline()
        heard = []
        for line in lines:
            peer.sendall(line + until)
            heard.append(_reply(answers))
        return heard


def _reply(answers):
    said = []
    while True:
        line = answers.readline()
        said.append(line.decode().strip())
        if line[3:4] != b"-":
            return " | ".join(said)


def test_smtp_keeps_a_mail_and_it_becomes_a_case(opened):
    _, port = opened()
    with smtplib.SMTP(HOST, port) as client:
        client.sendmail(ELIF, [BOX], mail(subject="Param gelmedi"))
        assert VaultItem.objects.count() == 1
    assert filed(1) == 1
    assert Case.objects.get().subject == "Param gelmedi"
    raw = open_item(item=VaultItem.objects.get())
    assert raw.startswith(
        b"Return-Path: <elif@posta.example>\r\nDelivered-To: destek@nehir.example\r\nReceived: from "
    )


def test_lmtp_answers_for_each_recipient(opened, house):
    post.mailbox(house.brand, "sikayet")
    port, _ = opened()
    with socket.create_connection((HOST, port), 10) as peer:
        answers = peer.makefile("rb")
        for line in (b"LHLO mx.example", b"MAIL FROM:<elif@posta.example>"):
            peer.sendall(line + b"\r\n")
        said = [_reply(answers), _reply(answers), _reply(answers)]
        assert "250-PIPELINING" in said[1]
        assert "AUTH" not in said[1]
        for address in ("destek@nehir.example", "yok@nehir.example", "sikayet+5@nehir.example"):
            peer.sendall(f"RCPT TO:<{address}>\r\n".encode())
        assert [_reply(answers)[:3] for _ in range(3)] == ["250", "550", "250"]
        peer.sendall(b"DATA\r\n")
        assert _reply(answers).startswith("354")
        peer.sendall(mail() + b"\r\n.\r\n")
        assert [_reply(answers)[:3] for _ in range(2)] == ["250", "250"]
    assert filed(2) == 2
    assert Case.objects.count() == 1


def test_nothing_is_relayed(opened):
    _, port = opened()
    with smtplib.SMTP(HOST, port) as client:
        client.ehlo()
        for address in (
            "kimse@nehir.example",
            "baskasi@uzak.example",
            "destek%uzak.example@nehir.example",
            '"destek@nehir.example"@uzak.example',
            "@nehir.example:kurban@uzak.example",
            "destek@nehir.example@uzak.example",
        ):
            client.rset()
            client.mail(ELIF)
            assert client.rcpt(address)[0] in {500, 501, 550, 553}, address
    assert not VaultItem.objects.exists()


def test_a_full_disk_and_a_broken_database_keep_the_mail_at_its_source(opened, monkeypatch):
    port, smtp = opened()
    full = OSError(errno.ENOSPC, "No space left on device")
    for error, code in (
        (full, 452),
        (OperationalError("database or disk is full"), 452),
        (OperationalError("gone"), 451),
    ):
        monkeypatch.setattr(intake, "take_all", lambda error=error, **_: (_ for _ in ()).throw(error))
        with smtplib.SMTP(HOST, smtp) as client, pytest.raises(smtplib.SMTPDataError) as refused:
            client.sendmail(ELIF, [BOX], mail())
        assert refused.value.smtp_code == code
        with smtplib.LMTP(HOST, port) as client, pytest.raises(smtplib.SMTPDataError) as refused:
            client.sendmail(ELIF, [BOX], mail())
        assert refused.value.smtp_code == code
    monkeypatch.undo()
    with smtplib.SMTP(HOST, smtp) as client:
        client.sendmail(ELIF, [BOX], mail())
    assert filed(1) == 1


def test_what_cannot_be_stored_among_others_holds_up_only_itself(opened, monkeypatch):
    _, port = opened()
    real = intake.take_all

    def picky(*, mails, at):
        if any(b"zehir" in raw for _, raw in mails):
            raise OperationalError("bad row")
        return real(mails=mails, at=at)

    monkeypatch.setattr(intake, "take_all", picky)
    codes = {}

    def send(number):
        text = "zehir" if number == 3 else f"Mektup {number}"
        with smtplib.SMTP(HOST, port) as client:
            try:
                client.sendmail(
                    f"m{number}@posta.example", [BOX], mail(text=text, sender=f"m{number}@posta.example")
                )
                codes[number] = 250
            except smtplib.SMTPDataError as error:
                codes[number] = error.smtp_code

    senders = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert codes == {number: 451 if number == 3 else 250 for number in range(8)}
    assert filed(7) == 7


@pytest.mark.parametrize(
    "text",
    [
        "bir",
        ".",
        "..",
        ".\r\n.x\r\n..y",
        "son nokta.\r\nve.\r\n",
        "a\r\n" * 40_000,
        "x" * 200_000 + ".",
        "\n.\n",
        ".\n",
    ],
)
def test_every_byte_between_the_dots_is_kept(opened, text):
    port, smtp = opened()
    raw = f"From: {ELIF}\r\nMessage-ID: <{len(text)}@x.example>\r\n\r\n{text}\r\n".encode()
    stuffed = raw.replace(b"\r\n.", b"\r\n..")
    for number, kind in ((port, b"LHLO x"), (smtp, b"EHLO x")):
        heard = talk(
            number, kind, b"MAIL FROM:<>", b"RCPT TO:<destek@nehir.example>", b"DATA", stuffed + b".",
        )  # fmt: skip
        assert heard[-1].startswith("250"), heard
    (item,) = VaultItem.objects.all()
    assert open_item(item=item).endswith(b"\r\n" + raw)
    assert item.external_id.startswith(f"<{len(text)}@")


def test_nothing_can_be_smuggled_behind_a_false_end(opened):
    _, port = opened()
    inner = (
        b"\nMAIL FROM:<x@y.example>\r\nRCPT TO:<destek@nehir.example>\r\nDATA\r\nSubject: iki\r\n\r\niki\r\n"
    )
    for end in (b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n .\r", b"\r\n\x00.\r\n", b"\r.\r\n"):
        body = b"Subject: bir\r\n\r\nbir" + end + inner
        talk(
            port,
            b"EHLO x",
            b"MAIL FROM:<a@b.example>",
            b"RCPT TO:<destek@nehir.example>",
            b"DATA",
            body + b"\r\n.",
        )
    assert filed(6) == 6 == VaultItem.objects.count()


def test_limits_of_size_recipients_and_connections(opened):
    _, port = opened(limits=DoorLimits(size=100_000, connections=3))
    with smtplib.SMTP(HOST, port) as client:
        client.ehlo()
        assert client.esmtp_features["size"] == "100000"
        assert client.mail(ELIF, ["SIZE=100001"])[0] == 552
        client.rset()
        client.mail(ELIF)
        client.rcpt(BOX)
        assert client.data(b"Subject: a\r\n\r\n" + b"x" * 110_000)[0] == 552
        client.mail(ELIF)
        codes = [client.rcpt(f"destek+{number}@nehir.example")[0] for number in range(101)]
        assert codes == [250] * 100 + [452]
        others = [smtplib.SMTP(HOST, port) for _ in range(2)]
        with pytest.raises(smtplib.SMTPConnectError) as full:
            smtplib.SMTP(HOST, port)
        assert full.value.smtp_code == 421
        for one in others:
            one.quit()
    assert not VaultItem.objects.exists()


def test_addresses_beyond_ascii_and_a_socket_in_the_file_system(opened, house, tmp_path):
    opened()
    place = tmp_path / "lmtp.sock"
    doors = MailDoors(lmtp=f"unix:{place}", smtp="")
    doors.start()
    try:
        with socket.socket(socket.AF_UNIX) as peer:
            peer.connect(str(place))
            answers = peer.makefile("rb")
            lines = [
                "LHLO mx",
                "MAIL FROM:<şule@posta.example> SMTPUTF8",
                "RCPT TO:<DESTEK+şule@Nehir.Example>",
                "DATA",
                "From: şule@posta.example\r\nSubject: Günaydın\r\n\r\nMerhaba\r\n.",
            ]
            heard = [_reply(answers)]
            for line in lines:
                peer.sendall(line.encode() + b"\r\n")
                heard.append(_reply(answers))
        assert heard[-1].startswith("250"), heard
    finally:
        doors.stop()
    assert not place.exists()
    assert VaultItem.objects.get().state in {VaultState.IN_CASE, VaultState.STORED}


def test_starttls(opened, tmp_path):
    certificate, key = write_certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    _, port = opened(tls=context)
    with smtplib.SMTP(HOST, port) as client:
        client.starttls(context=ssl.create_default_context(cafile=str(certificate)))
        client.sendmail(ELIF, [BOX], mail())
    assert filed(1) == 1


def test_stopping_keeps_what_was_accepted(house):
    doors = MailDoors(lmtp=f"{HOST}:0", smtp="")
    doors.start()
    accepted = []

    def send(number):
        try:
            with smtplib.LMTP(HOST, doors.ports[0]) as client:
                for each in range(20):
                    client.sendmail(ELIF, [BOX], mail(text=f"{number} {each}"))
                    accepted.append((number, each))
        except (smtplib.SMTPException, OSError):
            pass

    senders = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for one in senders:
        one.start()
    while len(accepted) < 10:
        time.sleep(0.01)
    doors.stop()
    for one in senders:
        one.join()
    assert 10 <= len(accepted) <= VaultItem.objects.count()
    with pytest.raises(OSError):
        smtplib.LMTP(HOST, doors.ports[0])


def test_many_at_once_are_each_kept_once(opened):
    port, _ = opened()

    def send(number):
        with smtplib.LMTP(HOST, port) as client:
            for each in range(5):
                # Each mail is brought twice, as after a lost answer.
                for _ in range(2):
                    client.sendmail(
                        ELIF, [BOX], mail(sender=f"m{number}@posta.example", subject=f"{number}.{each}")
                    )

    senders = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert filed(30) == 30 == VaultItem.objects.count() == Case.objects.count()


def test_addresses_to_listen_on():
    assert host_and_port("[::1]:24") == ("::1", 24)
    assert host_and_port(":24") == ("127.0.0.1", 24)
    for wrong in ("", "host", "host:x", "host:70000"):
        with pytest.raises(WrongDoor):
            host_and_port(wrong)
