"""Delivering to a real SMTP server in all its moods, and reading the result over IMAP."""

import pytest

from muhatap.channels.adapters.email import smtp
from muhatap.channels.adapters.email.imap import BoxState, ImapBox, fetch_new
from muhatap.channels.adapters.email.smtp import SmtpServer, deliver
from tests.servers.loopback import free_port
from tests.servers.smtp import Mood

RAW = "Subject: deneme\r\nFrom: d@ornek.com\r\n\r\nŞikâyet\r\n.nokta\r\n..iki\r\n".encode()


@pytest.fixture
def server(mail_system):
    return SmtpServer(mail_system.host, mail_system.port, tls="plain", timeout=5)


def test_a_mail_goes_out_by_smtp_and_is_there_by_imap(mail_system, imap_server, server):
    address = mail_system.add_user("ayse")
    result = deliver(server, "destek@ornek.com", (address,), RAW)
    assert (result.accepted, result.refused) == ((address,), ())
    box = ImapBox(mail_system.host, "ayse", imap_server.port, "plain", imap_server.password)
    (item,) = fetch_new(box, BoxState())
    assert item.raw.partition(b"\r\n")[2] == RAW


def test_lines_that_begin_with_a_dot_survive(mail_system, server):
    deliver(server, "", ("a@ornek.com",), b".x\n\n.\n..\n.")
    assert mail_system.accepted[0].raw == b".x\r\n\r\n.\r\n..\r\n.\r\n"


def test_one_refused_recipient_does_not_stop_the_others(mail_system, server):
    mail_system.refused_recipients = {"yok@ornek.com"}
    result = deliver(server, "d@ornek.com", ("var@ornek.com", "yok@ornek.com"), RAW)
    assert result.accepted == ("var@ornek.com",)
    assert [(one.recipient, one.code, one.is_temporary) for one in result.refused] == [
        ("yok@ornek.com", 550, False)
    ]


@pytest.mark.parametrize(
    ("mood", "expected", "code"),
    [
        (Mood.REFUSE_TEMPORARILY, smtp.Retry, 451),
        (Mood.REFUSE_PERMANENTLY, smtp.Refused, 550),
        (Mood.REFUSE_RECIPIENT, smtp.Refused, 550),
        (Mood.DIE_IN_DATA, smtp.Uncertain, 0),
        (Mood.KEEP_AND_DIE, smtp.Uncertain, 0),
    ],
)
def test_each_mood_has_its_own_answer(mail_system, server, mood, expected, code):
    mail_system.mood = mood
    with pytest.raises(smtp.NotDelivered) as caught:
        deliver(server, "d@ornek.com", ("a@ornek.com",), RAW)
    assert type(caught.value) is expected
    assert caught.value.code == code
    assert len(mail_system.accepted) == (1 if mood is Mood.KEEP_AND_DIE else 0)


def test_nobody_listening_can_be_tried_again():
    with pytest.raises(smtp.Retry, match="cannot connect"):
        deliver(SmtpServer("127.0.0.1", free_port(), tls="plain"), "d@ornek.com", ("a@ornek.com",), RAW)


def test_a_server_without_starttls_is_not_spoken_to_in_the_clear(mail_system):
    secure = SmtpServer(mail_system.host, mail_system.port, tls="starttls", timeout=5)
    with pytest.raises(smtp.Retry, match="STARTTLS"):
        deliver(secure, "d@ornek.com", ("a@ornek.com",), RAW)
    assert mail_system.accepted == []


@pytest.mark.parametrize("bad", ["a@x\r\nRCPT TO:<b@y>", "a@x>", ""])
def test_an_address_cannot_carry_a_command(mail_system, server, bad):
    with pytest.raises(smtp.Refused):
        deliver(server, "d@ornek.com", (bad,) if bad else (), RAW)
    assert mail_system.accepted == []


def test_an_address_outside_ascii_uses_smtputf8(mail_system, server):
    deliver(server, "d@ornek.com", ("şikâyet@ornek.com",), RAW)
    assert mail_system.accepted[0].recipients == ("şikâyet@ornek.com",)
