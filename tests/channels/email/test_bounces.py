"""Delivery reports in the forms that mail systems really send."""

import pytest

from muhatap.channels.adapters.email.parsing import parse

TOP = "From: MAILER-DAEMON@mx.example (Mail Delivery System)\r\nTo: destek@firma.example\r\n"


def report(status: str, returned: str = "", kind: str = "message/rfc822") -> bytes:
    text = (
        f"{TOP}Subject: Undelivered Mail Returned to Sender\r\nContent-Type: multipart/report; "
        f'report-type=delivery-status; boundary="r"\r\n\r\n--r\r\n\r\nYour mail was not delivered.\r\n'
        f"--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n{status}\r\n"
    )
    if returned:
        text += f"--r\r\nContent-Type: {kind}\r\n\r\n{returned}\r\n"
    return (text + "--r--\r\n").encode()


def one(raw: bytes):
    parsed = parse(raw)
    assert parsed.is_bounce
    assert parsed.is_auto
    (bounce,) = parsed.bounces
    return bounce.recipient, bounce.status, bounce.hard


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (
            "Final-Recipient: rfc822; a@x.example\r\nAction: failed\r\nStatus: 5.1.1",
            ("a@x.example", "5.1.1", True),
        ),
        (
            "Final-Recipient: rfc822;a@x.example\r\nAction: delayed\r\nStatus: 4.4.1",
            ("a@x.example", "4.4.1", False),
        ),
        (
            "Original-Recipient: rfc822;<a@x.example>\r\nAction: failed\r\nStatus: 5.0.0 (bad)",
            ("a@x.example", "5.0.0", True),
        ),
        (
            (
                "Final-Recipient: rfc822; a@x.example\r\nAction: failed\r\n"
                "Diagnostic-Code: smtp; 550 5.7.1\r\n  not with us"
            ),
            ("a@x.example", "5.7.1", True),
        ),
        (
            "Final-Recipient: rfc822; a@x.example\r\nAction: failed\r\nDiagnostic-Code: smtp; 452 full",
            ("a@x.example", "4.0.0", False),
        ),
        ("Final-Recipient: rfc822; a@x.example\r\nAction: failed", ("a@x.example", "", True)),
        ("final-recipient: x400; a@x.example\nACTION: FAILED\nstatus: 5.2.2", ("a@x.example", "5.2.2", True)),
    ],
)
def test_a_status_report_names_recipient_and_class(status, expected):
    assert one(report(status)) == expected


def test_several_recipients_and_delivered_ones():
    parsed = parse(
        report(
            "Final-Recipient: rfc822; a@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
            "Final-Recipient: rfc822; b@x.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n"
            "Final-Recipient: rfc822; c@x.example\r\nAction: failed\r\nStatus: 4.2.2"
        )
    )
    assert [(bounce.recipient, bounce.hard) for bounce in parsed.bounces] == [
        ("a@x.example", True),
        ("c@x.example", False),
    ]


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_the_returned_mail_leads_back_to_ours(kind):
    status = "Final-Recipient: rfc822; a@x.example\r\nAction: failed\r\nStatus: 5.1.1"
    parsed = parse(report(status, "Subject: x\r\nMessage-ID:\r\n <ours@firma.example>\r\n\r\nmetin", kind))
    assert parsed.returned_message_ids == ("<ours@firma.example>",)
    assert len(parsed.attachments) == 2


FREE_TEXT = {
    "qmail": (
        (
            f"{TOP}Subject: failure notice\r\n\r\nThis is qmail-send.\r\n\r\n<a@x.example>:\r\n"
            "192.0.2.1 does not like recipient.\r\nRemote host said: 550 5.1.1 no such user\r\n\r\n"
            "--- Below is a copy of the mail.\r\n\r\nTo: other@y.example\r\nMessage-ID: <ours@f>\r\n"
        ),
        ("a@x.example", "5.1.1", True),
    ),
    "exim": (
        (
            f"{TOP}X-Failed-Recipients: a@x.example\r\nSubject: Mail delivery failed\r\n\r\n"
            "A message that you sent could not be delivered:\r\n\r\n  a@x.example\r\n    550 user unknown\r\n"
        ),
        ("a@x.example", "5.0.0", True),
    ),
    "full": (
        f"{TOP}Subject: Mail delivery failed\r\n\r\n<a@x.example>: mailbox full\r\n",
        ("a@x.example", "4.2.2", False),
    ),
    "turkish": (
        (
            "Return-Path: <>\r\nFrom: Posta <sistem@mx.example>\r\nSubject: İleti iletilemedi: konu\r\n\r\n"
            "Şu alıcıya iletilemedi: <a@x.example> kullanıcı bulunamadı\r\n"
        ),
        ("a@x.example", "5.1.1", True),
    ),
}


@pytest.mark.parametrize("name", FREE_TEXT)
def test_reports_in_free_text(name):
    raw, expected = FREE_TEXT[name]
    assert one(raw.encode()) == expected


def test_the_id_of_the_copy_below_the_text_is_found():
    assert parse(FREE_TEXT["qmail"][0].encode()).returned_message_ids == ("<ours@f>",)


@pytest.mark.parametrize(
    "raw",
    [
        "From: ayse@ornek.com\r\nSubject: Mail delivery failed\r\n\r\nBu hatayı aldım: a@x.example 550\r\n",
        "From: ayse@ornek.com\r\nSubject: iletilemedi\r\n\r\npara iletilemedi, a@x.example\r\n",
        f"{TOP}Subject: Haftalık rapor\r\n\r\nHer şey yolunda. a@x.example\r\n",
    ],
)
def test_what_only_speaks_of_failure_is_no_bounce(raw):
    assert not parse(raw.encode()).is_bounce
