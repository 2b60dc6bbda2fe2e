"""Every answer of a mail server, in every place of the conversation, means what it should."""

import base64

import pytest

from muhatap.channels.adapters.email import smtp
from muhatap.channels.adapters.email.sending import server_from
from muhatap.channels.adapters.email.smtp import Line, SmtpServer, deliver
from muhatap.channels.contract import NotReady
from tests.servers.scripted_smtp import DROP, HANG, scripted

__all__ = ["scripted"]
RAW = "Subject: deneme\r\nFrom: d@ornek.com\r\n\r\nŞikâyet\r\n.nokta\r\n".encode()
ASCII = b"Subject: deneme\r\n\r\nbir\r\n"
FROM, TO = "destek@nehir.example", ("elif@posta.example",)


@pytest.fixture
def server(scripted):
    return SmtpServer(scripted.host, scripted.port, tls="plain", timeout=0.4, patience=0.4)


@pytest.mark.parametrize(
    ("verb", "said", "kind", "code"),
    [
        ("GREETING", "421 4.3.2 shutting down", smtp.Retry, 0),
        ("GREETING", "554 5.7.1 go away", smtp.Retry, 0),
        ("GREETING", HANG, smtp.Retry, 0),
        ("MAIL", "451 4.7.1 greylisted", smtp.Retry, 451),
        ("MAIL", "550 5.7.1 sender refused", smtp.Refused, 550),
        ("MAIL", "552 5.3.4 too large", smtp.Refused, 552),
        ("MAIL", "421 4.3.2 shutting down", smtp.Retry, 421),
        ("RCPT", "450 4.2.0 greylisted, come back in 300 s", smtp.Retry, 450),
        ("RCPT", "550 5.1.1 no such user", smtp.Refused, 550),
        ("RCPT", "421 4.3.2 shutting down", smtp.Retry, 421),
        ("RCPT", DROP, smtp.Retry, 0),
        ("DATA", "451 4.3.0 no room now", smtp.Retry, 451),
        ("DATA", "554 5.5.1 no valid recipients", smtp.Refused, 554),
        ("DATA", HANG, smtp.Retry, 0),
        ("BODY", "451 4.3.0 come back", smtp.Retry, 451),
        ("BODY", "552 5.3.4 too large", smtp.Refused, 552),
        ("BODY", "554 5.7.1 spam", smtp.Refused, 554),
        ("BODY", "421 4.3.2 shutting down", smtp.Retry, 421),
        ("BODY", HANG, smtp.Uncertain, 0),
        ("BODY", DROP, smtp.Uncertain, 0),
    ],
)
def test_each_answer_in_each_place(scripted, server, verb, said, kind, code):
    scripted.say(verb, said)
    with pytest.raises(smtp.NotDelivered) as caught:
        deliver(server, FROM, TO, RAW)
    assert type(caught.value) is kind
    assert caught.value.code == code
    if code:
        assert said[4:] in caught.value.reason
    assert scripted.taken == []


def test_several_recipients_with_different_answers(scripted, server):
    scripted.say("RCPT", "250 ok", "550 5.1.1 unknown", "451 4.2.1 later", "250 ok")
    names = tuple(f"{name}@posta.example" for name in ("bir", "iki", "uc", "dort"))
    done = deliver(server, FROM, names, RAW)
    assert done.accepted == (names[0], names[3])
    assert [(one.recipient, one.code, one.is_temporary) for one in done.refused] == [
        (names[1], 550, False),
        (names[2], 451, True),
    ]
    assert scripted.taken[0].recipients == done.accepted
    assert done.words == "2.0.0 queued"


def test_one_connection_carries_several_mails(scripted, server):
    with Line(server) as line:
        for _ in range(3):
            line.deliver(FROM, TO, RAW)
    assert (scripted.connections, len(scripted.taken)) == (1, 3)
    assert scripted.commands.count("QUIT") == 1


def test_a_refused_mail_does_not_spoil_the_next_on_the_same_connection(scripted, server):
    scripted.say("RCPT", "550 5.1.1 unknown")
    with Line(server) as line:
        with pytest.raises(smtp.Refused):
            line.deliver(FROM, TO, RAW)
        line.deliver(FROM, TO, RAW)
    assert (scripted.connections, len(scripted.taken)) == (1, 1)


def test_a_connection_that_was_closed_meanwhile_is_opened_again(scripted, server):
    with Line(server) as line:
        line.deliver(FROM, TO, RAW)
        scripted.say("RSET", "421 4.4.2 idle too long")
        line.deliver(FROM, TO, RAW)
    assert (scripted.connections, len(scripted.taken)) == (2, 2)


def test_a_connection_is_not_used_for_ever(scripted, server, monkeypatch):
    monkeypatch.setattr(smtp, "MAILS_PER_CONNECTION", 2)
    with Line(server) as line:
        for _ in range(5):
            line.deliver(FROM, TO, RAW)
    assert (scripted.connections, len(scripted.taken)) == (3, 5)


def test_what_is_larger_than_the_server_takes_is_not_poured_into_it(scripted, server):
    scripted.extensions = ["SIZE 30"]
    with pytest.raises(smtp.Refused, match="30") as caught:
        deliver(server, FROM, TO, RAW)
    assert caught.value.code == 552
    assert not any(line.startswith("MAIL") for line in scripted.commands)


def test_delivery_reports_are_asked_for_where_the_server_knows_them(scripted, server):
    scripted.extensions.append("DSN")
    with Line(server) as line:
        line.deliver(FROM, TO, RAW, envelope_id="c.261234567890.12.ab+c=")
    (mail,) = (line for line in scripted.commands if line.startswith("MAIL"))
    (rcpt,) = (line for line in scripted.commands if line.startswith("RCPT"))
    assert "RET=HDRS ENVID=c.261234567890.12.ab+2Bc+3D" in mail
    assert rcpt.endswith("NOTIFY=FAILURE,DELAY")


def test_without_that_nothing_foreign_is_said(scripted, server):
    with Line(server) as line:
        line.deliver(FROM, TO, ASCII, envelope_id="c.1")
    assert f"MAIL from:<{FROM}> size={len(ASCII)}" in scripted.commands


@pytest.mark.parametrize(
    ("recipient", "spoken", "needs_utf8"),
    [
        ("bilgi@şirket.com.tr", "bilgi@xn--irket-idb.com.tr", False),
        ("şule@posta.example", "şule@posta.example", True),
        ("İnci@ÖRNEK.com", "İnci@xn--rnek-4qa.com", True),
    ],
)
def test_addresses_in_turkish(scripted, server, recipient, spoken, needs_utf8):
    deliver(server, FROM, (recipient,), ASCII)
    assert scripted.taken[0].recipients == (spoken,)
    assert any("SMTPUTF8" in line for line in scripted.commands) == needs_utf8


def test_without_smtputf8_a_turkish_local_part_is_refused_with_a_reason(scripted, server):
    scripted.extensions = []
    with pytest.raises(smtp.Refused, match="SMTPUTF8"):
        deliver(server, FROM, ("şule@posta.example",), ASCII)


def test_starttls_is_required_or_used_where_offered(scripted):
    def reached(mode):
        return SmtpServer("localhost", scripted.port, tls=mode, timeout=2, ca_file=scripted.certificate)

    with pytest.raises(smtp.Retry, match="STARTTLS"):
        deliver(reached("starttls"), FROM, TO, ASCII)
    deliver(reached("offered"), FROM, TO, ASCII)
    assert "STARTTLS" not in scripted.commands
    scripted.extensions.append("STARTTLS")
    deliver(reached("starttls"), FROM, TO, ASCII)
    deliver(reached("offered"), FROM, TO, ASCII)
    assert scripted.commands.count("STARTTLS") == 2
    assert len(scripted.taken) == 3


def test_a_server_whose_certificate_is_not_known_gets_no_mail(scripted):
    scripted.extensions.append("STARTTLS")
    unknown = SmtpServer("localhost", scripted.port, tls="starttls", timeout=2)
    with pytest.raises(smtp.Retry, match="certificate"):
        deliver(unknown, FROM, TO, ASCII)
    assert scripted.taken == []


def test_a_password_is_not_sent_where_tls_is_not_offered(scripted):
    scripted.extensions.append("AUTH PLAIN")
    careless = SmtpServer(scripted.host, scripted.port, tls="offered", user="u", password="p", timeout=2)
    with pytest.raises(smtp.NotSignedIn):
        deliver(careless, FROM, TO, ASCII)
    assert not any(line.startswith("AUTH") for line in scripted.commands)


def test_an_access_token_signs_in(scripted):
    scripted.extensions.append("AUTH XOAUTH2")
    server = SmtpServer(
        scripted.host, scripted.port, tls="plain", user="destek@nehir.example", timeout=2,
        password_command="printf 'ya29.token\\n'", sign_in="xoauth2",
    )  # fmt: skip
    deliver(server, FROM, TO, ASCII)
    (auth,) = (line for line in scripted.commands if line.startswith("AUTH"))
    assert base64.b64decode(auth.split()[2]) == b"user=destek@nehir.example\1auth=Bearer ya29.token\1\1"


@pytest.mark.parametrize("command", ["false", "true", "/nowhere/token", "'"])
def test_a_token_that_cannot_be_fetched_lets_the_mail_wait(scripted, command):
    server = SmtpServer(
        scripted.host, scripted.port, tls="plain", user="u", password_command=command, sign_in="xoauth2"
    )
    with pytest.raises(smtp.NotSignedIn, match="password command"):
        deliver(server, FROM, TO, ASCII)


def test_a_refused_token_ends_the_attempt(scripted):
    scripted.extensions.append("AUTH XOAUTH2")
    scripted.say("AUTH", "334 eyJzdGF0dXMiOiI0MDAifQ==")
    scripted.say("", "535 5.7.8 bad token")
    server = SmtpServer(
        scripted.host, scripted.port, tls="plain", user="u", password="old", sign_in="xoauth2", timeout=2
    )
    with pytest.raises(smtp.NotSignedIn, match="bad token"):
        deliver(server, FROM, TO, ASCII)


def test_a_turkish_password_signs_in(scripted):
    scripted.extensions.append("AUTH PLAIN LOGIN")
    server = SmtpServer(scripted.host, scripted.port, tls="plain", user="şule", password="gizli ş", timeout=2)
    deliver(server, FROM, TO, ASCII)
    (auth,) = (line for line in scripted.commands if line.startswith("AUTH"))
    assert base64.b64decode(auth.split()[2]) == "\0şule\0gizli ş".encode()


def test_the_address_of_a_server_says_all_of_it():
    url = "smtp+tls://destek%40nehir.example@smtp.example?password_command=/opt/token%20destek&oauth2=1"
    server = server_from(url)
    assert (server.host, server.port, server.tls) == ("smtp.example", 587, "starttls")
    assert (server.user, server.sign_in) == ("destek@nehir.example", "xoauth2")
    assert server.password_command == "/opt/token destek"
    assert server_from("smtp+offered://smtp.example").tls == "offered"
    for wrong in ("", "http://x", "smtp://", "smtp://x:port"):
        with pytest.raises(NotReady):
            server_from(wrong)
