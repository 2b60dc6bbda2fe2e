"""Letters that lie: about who wrote them, to which case they belong, and which headers they carry."""

import pytest
from django.utils import timezone

from muhatap.cases.models import Case
from muhatap.cases.statuses import Author
from muhatap.channels.adapters.email import composing
from muhatap.channels.adapters.email.threads import thread_id
from muhatap.channels.models import Delivery
from tests.channels.email import post
from tests.world import load, make_case

KOTU = "Kotu <kotu@x.example>"
INJECTIONS = (
    "a\r\nBcc: x@y.example",
    "a\nBcc: x@y.example",
    "a\rBcc: x@y.example",
    "a\x0bBcc: x",
    "a\u2028Bcc: x",
    "a\u0085Bcc: x",
    "=?utf-8?Q?a=0D=0ABcc:_x@y.example?=",
    "a\r\n\r\n<script>",
    "\r\n.\r\nMAIL FROM:<x@y>",
    "a\0Bcc: x",
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "how", ["subject", "in_reply_to", "references", "made-up-seal", "changed-seal", "other-key"]
)
def test_a_stranger_who_names_a_case_gets_a_case_of_his_own(shop, how):
    at = timezone.now()
    case, box = make_case(shop, at=at), post.mailbox(shop.brand)
    digits = case.number.replace("-", "")
    ids = {
        "in_reply_to": f"<c.{digits}.n@nehir.example>",
        "references": f"<{case.id}@nehir.example>",
        "made-up-seal": f"<c.{digits}.n.{'a' * 26}@nehir.example>",
        "changed-seal": thread_id(b"k" * 32, case.number, "n", "nehir.example"),
        "other-key": thread_id(b"", case.number, "n", "nehir.example"),
    }
    headers = {"in_reply_to": ids[how], "references": ids[how]} if how in ids else {}
    item = post.bring(box, post.mail(KOTU, f"Re: x [{case.number}]", "Parayı bana gönderin.", **headers), at)
    assert item.case_id != case.id
    assert load(case.id).message_count == 1
    assert load(item.case_id).customer_id != load(case.id).customer_id


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sender",
    [
        '"elif@posta.example" <kotu@x.example>',
        "elif@posta.example <kotu@x.example>",
        "<elif@posta.example>@x.example",
        "=?utf-8?Q?elif=40posta.example?= <kotu@x.example>",
        '"elif@posta.example, x" <kotu@x.example>',
        "elif@posta.example\u200b@x.example",
        "elif@pоsta.example",
        "ELIF@posta.example.x.example",
        "kotu@x.example (elif@posta.example)",
    ],
)
def test_an_address_that_looks_like_the_customers_is_not_hers(shop, sender):
    at = timezone.now()
    case, box = make_case(shop, at=at), post.mailbox(shop.brand)
    raw = (
        b"From: "
        + sender.encode()
        + b"\r\nTo: destek@nehir.example\r\nMessage-ID: <s@x.example>\r\nSubject: Re: ["
    )
    raw += case.number.encode() + b"]\r\n\r\nParayi bana gonderin.\r\n"
    item = post.bring(box, raw, at)
    assert item.case_id != case.id
    assert load(case.id).message_count == 1


@pytest.mark.django_db
def test_a_case_of_another_brand_is_not_reached_through_this_ones_mailbox(shop):
    at = timezone.now()
    case = make_case(shop, brand=shop.other_brand, at=at)
    item = post.bring(post.mailbox(shop.brand), post.mail(subject=f"[{case.number}]"), at)
    assert item.case_id != case.id
    assert load(item.case_id).brand_id == shop.brand.id


@pytest.mark.django_db
def test_a_storm_of_letters_is_answered_a_few_times_only(shop):
    at, box = timezone.now(), post.mailbox(shop.brand)
    for number in range(12):
        post.bring(box, post.mail(KOTU, f"Konu {number}", message_id=f"<m{number}@x.example>"), at)
        post.work(at)
    answered = Delivery.objects.filter(recipient="kotu@x.example").exclude(error="withheld")
    assert Case.objects.count() == 12
    assert answered.count() <= 6


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header", [{"auto_submitted": "auto-replied"}, {"precedence": "bulk"}, {"x_autoreply": "yes"}]
)
def test_machines_that_answer_machines_stop_here(shop, header):
    at, box = timezone.now(), post.mailbox(shop.brand)
    case = make_case(shop, at=at, channel="email")
    for number in range(3):
        post.bring(
            box, post.mail(subject=f"Re: [{case.number}]", message_id=f"<a{number}@p.example>", **header), at
        )
        post.work(at)
    ours = load(case.id).messages.filter(author=Author.AUTOMATIC).count()
    assert ours <= 1
    assert Case.objects.count() <= 1 + 3 * ("precedence" in header)


def outgoing(**more: object) -> composing.OutgoingMail:
    said = {
        "from_name": "Nehir",
        "from_address": "destek@nehir.example",
        "to": ("a@x.example",),
        "subject": "x",
        "text": "x",
        "message_id": "<x@nehir.example>",
        "sent_at": timezone.now(),
    }
    return composing.OutgoingMail(**{**said, **more})


@pytest.mark.parametrize("value", INJECTIONS)
@pytest.mark.parametrize(
    "field", ["subject", "from_name", "text", "in_reply_to", "language", "auto", "list_unsubscribe"]
)
def test_no_value_adds_a_header(value, field):
    raw = composing.compose(outgoing(**{field: value}))
    head = raw.partition(b"\r\n\r\n")[0]
    names = [
        line.partition(b":")[0].lower() for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))
    ]
    assert b"bcc" not in names
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert b"\r" not in head.replace(b"\r\n", b"")
    assert names.count(b"subject") == 1


@pytest.mark.parametrize(
    "value",
    [*INJECTIONS, "a@x.example>, <b@y.example", "a@x.example, b@y.example", "@x", "a@", "a b@x.example"],
)
@pytest.mark.parametrize("field", ["to", "cc", "reply_to", "from_address"])
def test_no_address_adds_another(value, field):
    with pytest.raises(ValueError):
        composing.compose(outgoing(**{field: (value,) if field in {"to", "cc"} else value}))


@pytest.mark.parametrize("name", INJECTIONS)
def test_no_file_name_adds_a_header(name):
    file = composing.OutgoingFile(name, "image/png\r\nX: y", b"x")
    raw = composing.compose(outgoing(attachments=(file,)))
    assert b"\r\nBcc:" not in raw
    assert b"\r\nX: y" not in raw
