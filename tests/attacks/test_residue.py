"""What must not lie anywhere in readable form, and what must not be left after an erasure."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.cases import operations as cases
from muhatap.cases.keys import secret_of
from muhatap.cases.models import Case, Message
from muhatap.cases.operations.drafting import save_draft
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.models import VaultItem
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import Tampered
from muhatap.portal import operations as portal
from muhatap.portal.models import FormDraft, MailedLink
from muhatap.portal.queries import address_of
from muhatap.topics.models import Topic
from tests.accounts.conftest import BY, SECRET
from tests.attacks.conftest import CARD, IBAN, TCKN
from tests.channels.email import post
from tests.portal.conftest import EVIDENCE, FIELDS, begin, good_answers
from tests.world import load, make_case

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "Kırlangıçyuvası"


def places_of(*words: str) -> list[str]:
    """The columns of tables and the files in which one of the words lies readable."""
    return sorted({place for place, text in lying() if any(word in text for word in words)})


def lying() -> Iterator[tuple[str, str]]:
    """Every value of every table and every file, with its place."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("cases_fulltext_"):
                cursor.execute(f'SELECT * FROM "{table}"')
                names = [column[0] for column in cursor.description]
                for row in cursor.fetchall():
                    yield from ((f"{table}.{n}", _readable(v)) for n, v in zip(names, row, strict=True))
    for place in Path(settings.MUHATAP_DATA).rglob("*"):
        if place.is_file() and place.name != "keyring.json" and ".sqlite3" not in place.name:
            yield place.name, _readable(place.read_bytes())


def _readable(value: object) -> str:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def test_no_number_and_no_secret_lies_readable(shop, visitor, program, client):
    words = f"Kartım {CARD}, CVV: 123, hesabım {IBAN}, kimliğim {TCKN}."
    Topic.objects.filter(id=shop.topics["PAY-WD"].id).update(fields=FIELDS, evidence=EVIDENCE)
    cache.clear()
    place = begin(visitor)
    visitor.post(place, good_answers(what=words, wanted=words, contact_name=f"Elif {CARD}", payout_iban=IBAN))
    assert visitor.get(f"{place}review/").status_code == 200
    draft_cookie = visitor.cookies["muhatap_form"].value
    visitor.post(f"{place}review/", {"person": "1"})
    form_case = Case.objects.latest("id")
    portal.mail_case_link(case=form_case, language="tr", by=BY, at=timezone.now())
    link = address_of(MailedLink.objects.latest("id"))
    post.bring(
        post.mailbox(shop.brand),
        post.mail(f'"{CARD}" <elif@posta.example>', words, words, files=((f"{CARD}.txt", b"x"),)),
        timezone.now(),
    )
    body = {
        "topic": "ACC-LOGIN",
        "subject": words,
        "text": words,
        "customer": {"name": words, "email": "a@x.example"},
    }
    told = program.open(body, idempotency_key="k1")
    program.open({**body, "topic": "YOK"})
    program("POST", "/api/v1/cases", b'{"text": "' + words.encode())
    visitor.post(f"/nehir/cases/{form_case.number}/reply/", {"text": words, "token": "t"})
    visitor.post(f"/nehir/cases/{form_case.number}/not-satisfied/", {"words": words})
    desk_member = shop.staff["pelin"]
    accounts.enrol_totp(staff=desk_member, secret=SECRET, by=BY, at=timezone.now())
    save_draft(case=form_case, staff=desk_member, author=Author.STAFF, text=words, by=BY, at=timezone.now())
    secrets = (
        CARD,
        CARD[:4] + " " + CARD[4:8],
        IBAN,
        TCKN,
        SECRET,
        "CVV: 123",
        program.token,
        secret_of(form_case),
        told.json["secret"],
        link.rstrip("/").rpartition("/")[2],
        draft_cookie,
        "deneme-parola",
    )
    assert places_of(*secrets) == []


def test_the_words_of_a_draft_are_sealed(shop, visitor):
    visitor.post(begin(visitor), good_answers(what=f"{WORD} {WORD}", action="save"))
    assert FormDraft.objects.count() == 1
    assert places_of(WORD) == []


def test_erasing_a_letter_leaves_nothing_of_it(shop):
    at = timezone.now()
    raw = post.mail(
        subject="", text=f"{WORD} hakkında\n\nyazıyorum.", files=((f"{WORD}.txt", WORD.encode() * 9),)
    )
    item = post.bring(post.mailbox(shop.brand), raw, at)
    message = Message.objects.select_related("case").get(case=item.case, author=Author.CUSTOMER)
    assert WORD.encode() in channels.open_item(item=item).decode("utf-8", "replace").encode() or item.size
    cases.erase_message(message=message, reason="customer_request", by=Actor.system("test"), at=at)
    item.refresh_from_db()
    with pytest.raises(Tampered):
        channels.open_item(item=item)
    assert not VaultItem.objects.get(id=item.id).sealed
    assert all(not bytes(each.wrapped_key) for each in StoredFile.objects.filter(name__startswith=WORD))
    assert not Message.objects.filter(text__contains=WORD).exists()
    assert WORD not in load(item.case_id).subject
    # The name of a destroyed file stays, so that the record can be read.
    assert places_of(WORD) == ["files_storedfile.name"]
    assert places_of("kirlangicyuvasi") == []


def test_a_large_letter_in_a_file_of_its_own_goes_too(shop):
    at = timezone.now()
    item = post.bring(post.mailbox(shop.brand), post.mail(text=f"{WORD} " * 9_000), at)
    assert item.path
    message = Message.objects.select_related("case").get(case=item.case, author=Author.CUSTOMER)
    cases.erase_message(message=message, reason="customer_request", by=Actor.system("test"), at=at)
    assert not (Path(settings.MUHATAP_DATA) / "vault" / item.path).exists()


def test_an_erased_form_opens_no_more(shop, visitor):
    place = begin(visitor)
    visitor.post(place, good_answers(what=f"{WORD} oldu."))
    visitor.post(f"{place}review/", {"person": "1"})
    case = Case.objects.latest("id")
    message = Message.objects.get(case=case, author=Author.CUSTOMER)
    assert WORD in message.text
    message.case = case
    cases.erase_message(
        message=message, reason="customer_request", by=Actor.system("test"), at=timezone.now()
    )
    assert places_of(WORD) == []
    assert WORD not in Client().get(f"/nehir/cases/{case.number}/").content.decode()


def test_the_chain_stays_whole(shop):
    from muhatap.audit.verifying import verify_stream

    case = make_case(shop, at=timezone.now(), subject="", text=f"{WORD} kayıp")
    message = Message.objects.select_related("case").get(case=case)
    cases.erase_message(message=message, reason="secret", by=Actor.system("test"), at=timezone.now())
    report = verify_stream(case.id)
    assert report.is_intact
    assert WORD not in json.dumps(load(case.id).fields) + load(case.id).subject
