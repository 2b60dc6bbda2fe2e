"""Parsing: what it must understand, and that nothing makes it raise or crawl."""

import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.channels.adapters.email import bodies, prescan
from muhatap.channels.adapters.email.parsing import parse
from muhatap.channels.adapters.email.transfer_encodings import from_base64
from tests.channels.email.mails import (
    FROM,
    NASTY,
    PDF,
    TURKISH,
    encoded,
    file,
    mail,
    multipart,
    nested,
    text,
)


@pytest.mark.parametrize("name", NASTY)
def test_a_nasty_mail_is_answered_in_bounds(name):
    raw = NASTY[name]
    parsed = parse(raw)
    assert not any(defect.startswith("unparsed") for defect in parsed.defects)
    written = json.dumps(parsed.to_json(), ensure_ascii=False)
    written.encode()
    assert "\\u0000" not in written
    assert len(parsed.subject) <= 1_000
    assert len(parsed.attachments) <= bodies.MAX_ATTACHMENTS + 1
    assert len(parsed.references) <= 200
    assert bool(parsed.reply_text) == bool(parsed.text)


def understands(name: str, **expected):
    parsed = parse(NASTY[name])
    for field, value in expected.items():
        assert getattr(parsed, field) == value, field
    return parsed


def test_the_words_survive_their_wrapping():
    for name in (
        "mbox-line",
        "lone-cr",
        "lone-lf",
        "hundred-thousand-headers",
        "boundary-missing",
        "boundary-wrong",
        "boundary-never",
        "base64-in-pieces",
        "base64-dirty",
        "rfc2231-nonsense",
    ):
        text_found = parse(NASTY[name]).text
        assert "merhaba" in text_found or TURKISH in text_found, name
    for name in ("mbox-line", "lone-cr", "lone-lf", "hundred-thousand-headers", "header-continuations"):
        assert parse(NASTY[name]).from_email == "ayse@ornek.com", name
    assert "en dipte" in parse(nested(900)).text


@pytest.mark.parametrize(
    "name",
    [
        "utf8-labelled-latin5",
        "charset-unknown",
        "charset-zlib",
        "charset-utf7",
        "charset-utf16",
        "smime-signed",
        "calendar",
        "forwarded",
        "tnef",
        "rfc2231-name",
        "not-closed",
    ],
)
def test_turkish_survives_every_label(name):
    assert TURKISH[:40] in parse(NASTY[name]).text


@pytest.mark.parametrize("charset", ["cp1254", "iso-8859-9", "mac_turkish", "utf-8", "utf-16", "utf-7"])
@pytest.mark.parametrize("label", [None, "utf-8", "us-ascii", ""])
def test_turkish_without_a_true_label(charset, label):
    if charset in ("utf-7", "mac_turkish") and label is not None:
        return
    found = parse(
        multipart(text("Şikâyet ödemesi ığüşöçİ", charset, charset if label is None else label or "x"))
    )
    assert found.text == "Şikâyet ödemesi ığüşöçİ"
    told_truly = label is None or charset == "utf-16" or (charset, label) == ("utf-8", "utf-8")
    assert (set(found.defects) <= {"nul-byte"}) == told_truly


def test_headers_in_eight_bits_are_read_as_turkish():
    understands("eight-bit-headers", subject="Şikâyet", from_name="Ayşe İnan", from_email="ayse@ornek.com")
    assert "8-bit-header" in parse(NASTY["eight-bit-headers"]).defects


def test_no_header_can_be_smuggled_by_a_line_break():
    parsed = understands("encoded-word-line-break", subject="a Bcc: x@y.example")
    assert "\n" not in parsed.subject
    assert parse(NASTY["cr-in-header"]).subject == "bir Bcc: kurban@x.example"


def test_an_encoded_name_is_not_taken_for_the_address():
    parsed = parse(NASTY["encoded-sender-trick"])
    assert parsed.from_email == "kotu@x.example"


def test_a_character_cut_between_two_encoded_words_is_joined():
    raw = b"Subject: =?utf-8?B?xZ?= =?utf-8?B?9pa2F5ZXQ=?=\r\n\r\n"
    halves = b"Subject: =?utf-8?Q?=C5?=\r\n =?utf-8?Q?=9Fikayet?=\r\n\r\nx"
    assert parse(halves).subject == "şikayet"
    assert parse(raw).subject


def test_references_keep_the_first_and_the_newest():
    found = parse(NASTY["twenty-thousand-references"]).references
    assert found[0] == "<0@x>"
    assert found[-1] == "<19999@x>"


def test_ids_have_brackets_whoever_forgot_them():
    understands("message-id-missing-brackets", message_id="<abc@x>", in_reply_to="<foo>")
    assert parse(mail()).message_id is None


def test_files_are_typed_by_their_bytes_and_kept_byte_for_byte():
    (found,) = parse(multipart(text(), file(PDF, b"filename=resim.png", b"image/png"))).attachments
    assert (found.name, found.type, found.declared_type, found.data) == (
        "resim.png",
        "application/pdf",
        "image/png",
        PDF,
    )
    assert found.size == len(PDF)


def test_a_program_that_calls_itself_a_document_is_found_out():
    for name in ("exe-as-pdf", "direction-in-name"):
        (found,) = parse(NASTY[name]).attachments
        assert found.type == "application/vnd.microsoft.portable-executable"
    (found,) = parse(NASTY["exe-as-pdf"]).attachments
    assert found.disguised
    (found,) = parse(NASTY["direction-in-name"]).attachments
    assert found.name == "faturafdp.exe"


@pytest.mark.parametrize(
    ("name", "file_name", "kind"),
    [
        ("rfc2231-name", "ödeme .pdf", "application/pdf"),
        ("path-in-name", "passwd", "application/pdf"),
        ("tnef", "winmail.dat", "application/ms-tnef"),
        ("smime-signed", "smime.p7s", None),
        ("smime-opaque", "smime.p7m", None),
        ("calendar", "attachment-2.ics", "text/calendar"),
        ("forwarded", "konu.eml", "message/rfc822"),
    ],
)
def test_special_parts_become_files(name, file_name, kind):
    (found,) = parse(NASTY[name]).attachments
    assert found.name == file_name
    assert kind in (None, found.type)


def test_a_forwarded_mail_is_kept_whole():
    (found,) = parse(NASTY["forwarded"]).attachments
    assert found.data == mail(b"X-Ic: 1\r\n").removesuffix(b"\r\n") + b"\r\n"


def test_the_parts_beyond_the_limit_are_kept_in_one_file():
    raw = NASTY["ten-thousand-parts"]
    parsed = parse(raw)
    assert "too-many-attachments" in parsed.defects
    assert parsed.attachments[-1].name == "unread-parts.eml"
    assert parsed.attachments[-1].data.endswith(raw[-100:])


def test_text_too_long_is_cut_and_kept_as_a_file():
    parsed = parse(NASTY["long-text"])
    assert "text-too-long" in parsed.defects
    assert [one.size for one in parsed.attachments] == [3_000_000]
    assert len(parsed.text) == 100_000


def test_html_and_text_of_all_shapes():
    html = b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>html</p>"
    both = parse(multipart(text("metin"), html, kind=b"alternative"))
    assert (both.text, both.html) == ("metin", "<p>html</p>")
    assert parse(multipart(text("bir"), file(PDF, b"filename=a.pdf"), text("iki"))).text == "bir\n\niki"
    assert parse(NASTY["html-only"]).text == "Şikâyet\niki"
    mixed = parse(multipart(html, text("altta <b>")))
    assert mixed.text == "html\n\naltta <b>"
    assert "altta &lt;b&gt;" in mixed.html


def test_a_picture_in_the_html_is_inline_with_its_id():
    png = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
    html = b"Content-Type: text/html\r\n\r\n<img src='cid:logo@x'>"
    raw = multipart(
        html,
        file(png, b"filename=l.png", b"image/png", b"Content-ID: <logo@x>\r\n").replace(
            b"attachment", b"inline"
        ),
        kind=b"related",
    )
    (found,) = parse(raw).attachments
    assert (found.content_id, found.inline, found.type) == ("logo@x", True, "image/png")


def test_flowed_text_is_joined():
    flowed = b"Content-Type: text/plain; format=flowed\r\n\r\n"
    flowed += b"uzun bir \r\nsatir\r\n> alinti \r\n> devam\r\n-- \r\nimza"
    assert parse(multipart(flowed)).text == "uzun bir satir\n> alinti devam\n-- \nimza"


def test_recipients_and_other_envelope_fields():
    raw = (
        b"Return-Path: <>\r\nReply-To: Y <y@x.example>\r\n"
        b'To: =?utf-8?Q?=C5=9Eule,_A?= <s@x.example>, "B, C" <b@X.example>\r\n'
        b"Cc: grup: c@x.example, d@x.example;\r\nDelivered-To: destek@firma.example\r\nList-Id: <l.x>\r\n"
        b"Date: Thu, 12 Nov 2026 14:06:00 +0300\r\n" + FROM + b"\r\nm"
    )
    parsed = parse(raw)
    assert [(one.name, one.email) for one in parsed.to][:2] == [
        ("Şule, A", "s@x.example"),
        ("B, C", "b@x.example"),
    ]
    assert [one.email for one in parsed.cc] == ["c@x.example", "d@x.example"]
    assert (parsed.return_path, parsed.reply_to[0].email, parsed.list_id) == ("", "y@x.example", "<l.x>")
    assert parsed.delivered_to == ("destek@firma.example",)
    assert parsed.date.isoformat() == "2026-11-12T14:06:00+03:00"


@given(st.binary(max_size=3_000))
def test_any_bytes_are_answered(raw):
    json.dumps(parse(raw).to_json()).encode()


PIECES = st.sampled_from(
    [
        b"\r\n",
        b"\n",
        b"\r",
        b"--b",
        b"--b--",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"\r\n\r\n",
        b"\0",
        b"Content-Type: message/delivery-status\r\n",
        b"Final-Recipient: rfc822; a@b\r\n",
        b"Status: 5.1.1\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Type: text/html; charset=utf-7\r\n",
        b"<blockquote><!--",
        b"Subject: =?utf-8?B?",
        b"?=",
        b"From: a@b.example\r\n",
        b"> ",
        "yazdı:\r\n".encode(),
        b"filename*0*=''%",
        b"; ",
        b"12.11.2026 14:06 ",
        b"x@y.example ",
        b"Kimden: a\r\nKonu: b\r\nTarih: c\r\n",
        b"+AB",
        b"=\r\n",
        b"-- \r\n",
    ]
)


@given(st.lists(st.one_of(PIECES, st.binary(max_size=8)), max_size=80))
def test_any_mail_made_of_mail_like_pieces_is_answered(pieces):
    parsed = parse(b"".join(pieces))
    json.dumps(parsed.to_json()).encode()
    assert bool(parsed.reply_text) == bool(parsed.text)
    assert not any(defect.startswith("unparsed") for defect in parsed.defects)


@given(st.binary(max_size=2_000))
def test_any_file_comes_back_as_it_went(content):
    assert from_base64(encoded(content)) == content
    (found,) = parse(multipart(text(), file(content, b"filename=x.bin"))).attachments
    assert found.data == content


def test_time_grows_with_the_size_and_not_its_square(monkeypatch):
    """Counted in parts and delimiter lines read, not in seconds."""
    read = []
    original = prescan.read_headers
    monkeypatch.setattr(prescan, "read_headers", lambda raw, start: read.append(1) or original(raw, start))
    parse(NASTY["thirty-thousand-parts"])
    assert len(read) <= prescan.MAX_PARTS


def test_memory_stays_near_the_size_of_the_mail():
    raw = multipart(text(), file(b"\1" * 5_000_000, b"filename=a.bin"))
    tracemalloc.start()
    parse(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 * len(raw)
