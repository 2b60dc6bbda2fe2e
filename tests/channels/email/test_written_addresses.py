"""Addresses and files at the edges: Turkish names and domains, empty files, ten megabytes."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from muhatap.channels.adapters.email.composing import NotAnAddress, OutgoingFile, OutgoingMail, compose
from muhatap.channels.adapters.email.parsing import parse

MAIL = OutgoingMail(
    from_name="Nehir",
    from_address="destek@nehir.example",
    to=("elif@posta.example",),
    subject="Konu",
    text="metin",
    message_id="<c.1@nehir.example>",
    sent_at=datetime(2026, 11, 22, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("bilgi@şirket.com.tr", b"bilgi@xn--irket-idb.com.tr"),
        ("şule@posta.example", "şule@posta.example".encode()),
        ("用户@例え.jp", "用户@xn--r8jz45g.jp".encode()),
    ],
)
def test_addresses_outside_ascii(given, written):
    raw = compose(replace(MAIL, to=(given,)))
    assert b"To: " + written + b"\r\n" in raw
    assert parse(raw).to[0].email.encode() in (written, given.encode())


@pytest.mark.parametrize(
    "given",
    [
        "ş @x.example",
        "ş\r\nBcc: y@x.example",
        "ş,y@x.example",
        "<ş@x.example",
        "ş\u2028@x.example",
        "ş@",
        "@x.example",
        "ş@x..example",
        "ş\u00a0ule@x.example",
        'ş"@x.example',
    ],
)
def test_nothing_else_can_be_written_into_a_header(given):
    with pytest.raises(NotAnAddress):
        compose(replace(MAIL, to=(given,)))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("boş.txt", b""),
        ("İade – ığüşöç (1).pdf", b"%PDF"),
        ("tek 'tırnak'; a=b.txt", b"x"),
        ("日本語.txt", b"\x00\xff"),
        ("büyük.bin", bytes(range(256)) * 40_000),
    ],
)  # fmt: skip
def test_files_at_the_edges_come_back_byte_for_byte(name, data):
    raw = compose(
        replace(MAIL, html="<p>metin</p>", attachments=(OutgoingFile(name, "application/pdf", data),))
    )
    (part,) = message_from_bytes(raw, policy=policy.default).iter_attachments()
    assert part.get_payload(decode=True) == data
    assert part.get_filename() == name
    (ours,) = parse(raw).attachments
    assert (ours.name, ours.data) == (name, data)
