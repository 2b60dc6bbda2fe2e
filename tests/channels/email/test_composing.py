"""What we write can be read by others, and nobody can write with our pen."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.channels.adapters.email.composing import (
    NotAMessageId,
    NotAnAddress,
    OutgoingFile,
    OutgoingMail,
    compose,
    reply_subject,
    subject_with_number,
)
from muhatap.channels.adapters.email.parsing import parse

MAIL = OutgoingMail(
    from_name="Müşteri Hizmetleri",
    from_address="destek@firma.example",
    to=("ayse@ornek.com",),
    subject="Para çekme şikâyetiniz [26-12345-67890]",
    text="Sayın Ayşe Hanım,\n\nİnceliyoruz.\n.\n",
    html="<p>Sayın Ayşe Hanım,</p><p>İnceliyoruz.</p>",
    message_id="<c.1@firma.example>",
    sent_at=datetime(2026, 11, 12, 14, 6, tzinfo=UTC),
    in_reply_to="<musteri@ornek.com>",
    references=("<ilk@ornek.com>",),
    language="tr",
)


def standard(mail):
    return message_from_bytes(compose(mail), policy=policy.default)


def _lines(part) -> str:
    return part.get_content().replace("\r\n", "\n").strip()


def test_the_standard_library_and_our_parser_read_the_same():
    theirs, ours = standard(MAIL), parse(compose(MAIL))
    assert not ours.defects
    assert theirs["subject"] == ours.subject == MAIL.subject
    assert theirs["from"].addresses[0].display_name == ours.from_name == MAIL.from_name
    assert ours.text == _lines(theirs.get_body(("plain",))) == MAIL.text.strip()
    assert ours.html.strip() == MAIL.html
    assert (ours.message_id, ours.in_reply_to) == (MAIL.message_id, MAIL.in_reply_to)
    assert ours.references == ("<ilk@ornek.com>", "<musteri@ornek.com>")
    assert ours.date == MAIL.sent_at
    assert not ours.is_auto


def test_text_and_html_are_alternatives():
    assert standard(MAIL).get_content_type() == "multipart/alternative"
    assert standard(replace(MAIL, html="")).get_content_type() == "text/plain"


@pytest.mark.parametrize("keyword", ["auto-replied", "auto-generated"])
def test_a_machine_says_that_it_is_one(keyword):
    mail = standard(replace(MAIL, auto=keyword))
    assert mail["Auto-Submitted"] == keyword
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert parse(compose(replace(MAIL, auto=keyword))).auto_reason == f"auto-submitted:{keyword}"
    assert standard(MAIL)["Auto-Submitted"] is None


def test_files_come_back_byte_for_byte():
    data = bytes(range(256)) * 30
    files = (
        OutgoingFile("ödeme dekontu.pdf", "application/pdf", data),
        OutgoingFile("ileti.eml", "message/rfc822", b"Subject: x\r\n\r\n\xff"),
        OutgoingFile("a\r\nBcc: x@y.example", "no type", b"1"),
        OutgoingFile("metin.txt", "text/plain", b"bir\r\niki\rson\n"),
    )
    found = parse(compose(replace(MAIL, attachments=files))).attachments
    assert [one.data for one in found] == [one.data for one in files]
    assert found[0].name == "ödeme dekontu.pdf"


def test_a_picture_goes_with_its_html():
    logo = OutgoingFile("l.png", "image/png", b"\x89PNG\r\n\x1a\n0", content_id="logo")
    (found,) = parse(compose(replace(MAIL, attachments=(logo,)))).attachments
    assert (found.content_id, found.inline) == ("logo", True)


def test_long_reference_lists_keep_the_first_and_the_newest():
    many = tuple(f"<{number}.{'x' * 60}@ornek.com>" for number in range(500))
    raw = compose(replace(MAIL, references=many))
    found = parse(raw).references
    assert found[0] == many[0]
    assert found[-1] == MAIL.in_reply_to
    assert found[-2] == many[-1]
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


@given(st.text(max_size=300), st.text(max_size=80), st.text(max_size=300))
def test_no_value_can_add_a_header(subject, name, text):
    mail = replace(MAIL, subject=f"{subject}\r\nBcc: kurban@x.example", from_name=name, text=text, html="")
    raw = compose(mail)
    head = raw.partition(b"\r\n\r\n")[0]
    names = {line.partition(b":")[0].lower() for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t")}
    assert names <= {
        b"date", b"from", b"to", b"subject", b"message-id", b"in-reply-to", b"references",
        b"content-language", b"x-muhatap-id",
        b"content-type", b"content-transfer-encoding", b"mime-version",
    }  # fmt: skip
    assert raw.isascii()
    assert parse(raw).from_email == MAIL.from_address


@pytest.mark.parametrize(
    "bad", ["a@x\r\nBcc: b@y", "a@x>, <b@y", "yok", "", "a b@x.example", "a@x.example,b@y.example", "@x"]
)
@pytest.mark.parametrize("where", ["from_address", "to"])
def test_what_is_no_address_is_refused(bad, where):
    with pytest.raises(NotAnAddress):
        compose(replace(MAIL, **{where: bad if where == "from_address" else (bad,)}))


@pytest.mark.parametrize("bad", ["", "<a>\r\nBcc: x", "a@b", "<a b@c>"])
def test_what_is_no_message_id_is_refused(bad):
    with pytest.raises(NotAMessageId):
        compose(replace(MAIL, message_id=bad))


def test_a_domain_in_turkish_is_written_in_ascii():
    assert standard(replace(MAIL, to=("a@şikâyet.example",)))["to"].startswith("a@xn--")


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Para çekme", "Para çekme [26-12345-67890]"),
        ("Ynt: Para [26-12345-67890]", "Ynt: Para [26-12345-67890]"),
        ("", "[26-12345-67890]"),
        ("bir\r\niki", "bir iki [26-12345-67890]"),
    ],
)
def test_the_number_stands_once_in_the_subject(subject, expected):
    assert subject_with_number(subject, "261234567890") == expected
    assert len(subject_with_number(subject * 500, "26-12345-67890")) <= 250


@pytest.mark.parametrize(
    "subject", ["Para", "Re: Para", "RE: Ynt: re:Para", "YNT: Cevap: Para", "AW: Re[2]: Para"]
)
def test_an_answer_has_one_re(subject):
    assert reply_subject(subject) == "Re: Para"


def test_one_click_unsubscribe_is_written_for_https_only():
    mail = standard(replace(MAIL, list_unsubscribe="https://firma.example/u?t=1"))
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert standard(replace(MAIL, list_unsubscribe="javascript:x"))["List-Unsubscribe"] is None
