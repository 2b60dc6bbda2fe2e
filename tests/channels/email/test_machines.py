"""Who is a machine: strong signs alone, weak signs only together."""

import pytest

from muhatap.channels.adapters.email.parsing import parse


def reason(headers: str, subject: str = "konu", sender: str = "ayse@ornek.com") -> str:
    parsed = parse(f"From: {sender}\r\nSubject: {subject}\r\n{headers}\r\nmetin\r\n".encode())
    assert parsed.is_auto == bool(parsed.auto_reason)
    return parsed.auto_reason


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("Auto-Submitted: auto-replied\r\n", "auto-submitted:auto-replied"),
        ("Auto-Submitted: Auto-Generated; x=y\r\n", "auto-submitted:auto-generated"),
        ("Precedence: bulk\r\n", "precedence:bulk"),
        ("Precedence: LIST\r\n", "precedence:list"),
        ("Precedence: junk\r\n", "precedence:junk"),
        ("Precedence: auto_reply\r\n", "precedence:auto_reply"),
        ("X-Autoreply: yes\r\n", "x-autoreply"),
        ("X-Autorespond: konu\r\n", "x-autorespond"),
        ("X-Auto-Response-Suppress: All\r\n", "x-auto-response-suppress"),
        ("X-Auto-Response-Suppress: DR, AutoReply\r\n", "x-auto-response-suppress"),
        ("Return-Path: <>\r\n", "empty-return-path"),
        ("List-Id: <liste.ornek.com>\r\n", "list-id"),
        ("List-Post: <mailto:liste@ornek.com>\r\n", "list-post"),
        ("Mailing-List: liste@ornek.com\r\n", "mailing-list"),
        ("Preference: auto_reply\r\n", "precedence:auto_reply"),
        ("X-FC-MachineGenerated: true\r\n", "x-fc-machinegenerated"),
        ("X-Vacation: yes\r\n", "x-vacation"),
        (
            "Content-Type: multipart/report; report-type=disposition-notification\r\n",
            "report:disposition-notification",
        ),
    ],
)
def test_one_strong_sign_is_enough(headers, expected):
    assert reason(headers) == expected


@pytest.mark.parametrize(
    "headers",
    [
        "",
        "Auto-Submitted: no\r\n",
        "Precedence: first-class\r\n",
        "X-Auto-Response-Suppress: DR, RN, NRN\r\n",
        "X-Auto-Response-Suppress: OOF\r\n",
        "X-Autoreply: no\r\n",
        "Return-Path: <ayse@ornek.com>\r\n",
        "List-Unsubscribe: <https://x.example>\r\n",
    ],
)
def test_what_people_send_is_not_automatic(headers):
    assert reason(headers) == ""


SUBJECTS = [
    "Otomatik yanıt: izinliyim",
    "Automatic reply: x",
    "Out of Office: x",
    "Ofis dışında",
    "OTOMATİK YANIT",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_alone_is_not_enough_but_with_a_second_sign_it_is(subject):
    assert reason("", subject) == ""
    assert reason("In-Reply-To: <a@x>\r\n", subject).startswith("subject+")
    assert reason("", subject, "noreply@ornek.com").startswith("subject+")


@pytest.mark.parametrize("subject", ["Re: Otomatik yanıt: izinliyim", "Otomatik ödeme talimatım çalışmıyor"])
def test_a_person_who_answers_or_mentions_it_is_a_person(subject):
    assert reason("In-Reply-To: <a@x>\r\n", subject) == ""


def test_the_wish_for_no_automatic_answer_is_kept_apart():
    raw = b"From: a@ornek.com\r\nX-Auto-Response-Suppress: OOF\r\n\r\nx"
    assert parse(raw).wants_no_auto_reply
    assert not parse(raw).is_auto
