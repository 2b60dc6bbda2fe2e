"""A program opens cases: what is stored, what is answered, what is kept."""

import base64
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from muhatap.cases.models import Attachment, Case, Message
from muhatap.cases.queries import case_opened_by
from muhatap.channels import operations as channels
from muhatap.channels.adapters.api import answers
from muhatap.channels.calls import Submission
from muhatap.channels.contract import Receipt
from muhatap.channels.models import VaultItem, VaultState
from muhatap.promises.queries import promises_made
from tests.channels.api.conftest import GOOD, case_body

CARD = "4242 4242 4242 4242"
IBAN = "TR330006100519786457841326"
# Five reads (charter, brand, topic, customer, number) and one insert for each table; savepoints aside.
MOST_STATEMENTS = 18


def test_a_case_is_opened_with_number_secret_and_promises(program):
    answer = program.open()
    assert answer.status == 201, answer.data
    told = answer.json
    assert set(told) == {"number", "secret", "url", "status", "promises"}
    assert answer.headers["Location"] == f"/api/v1/cases/{told['number']}"
    assert told["status"] == "new"
    assert case_opened_by(told["number"], told["secret"]).number == told["number"]
    case = Case.objects.get(number=told["number"])
    assert (case.channel, case.topic.code, case.subject) == ("api", "PAY-WD", "Çekim gelmedi")
    assert case.fields["amount"] == {"minor": 125050, "currency": "TRY"}
    first = next(each for each in told["promises"] if each["promise"] == "first-reply")
    assert first["target_at"] < first["limit_at"]
    assert first["limit_at"].endswith("Z")
    assert first["why"]
    assert "ack" not in {each["promise"] for each in told["promises"]}


def test_what_was_sent_lies_in_the_vault_in_the_same_words(program):
    body = json.dumps(case_body(), indent=3).encode()
    answer = program("POST", "/api/v1/cases", body)
    item = VaultItem.objects.get(case__number=answer.json["number"])
    assert (item.source, item.state) == ("api", VaultState.IN_CASE)
    assert channels.open_item(item=item) == body
    assert Message.objects.get(case=item.case, author="customer").vault_item_id == item.id


@pytest.mark.parametrize(
    "change",
    [
        {"text": f"Kartım {CARD}, acele."},
        {"subject": f"Kart {CARD}"},
        {"fields": {**GOOD, "note": "4242424242424242"}},
        {"fields": {**GOOD, "payout_iban": IBAN}},
    ],
)
def test_numbers_that_nobody_may_keep_are_in_no_copy(program, change):
    answer = program.open(case_body(**change))
    assert answer.status == 201, answer.data
    item = VaultItem.objects.get(case__number=answer.json["number"])
    kept = channels.open_item(item=item).decode()
    row = json.dumps([item.case.fields, item.case.subject, item.case.messages.first().text])
    for text in (kept, row):
        assert CARD not in text
        assert "4242424242424242" not in text
        assert IBAN not in text
    assert json.loads(kept)["topic"] == "PAY-WD"


def test_an_iban_that_the_topic_asks_for_is_sealed_and_shown_masked(program):
    answer = program.open(case_body(fields={**GOOD, "payout_iban": IBAN}))
    case = Case.objects.get(number=answer.json["number"])
    assert case.sealed_fields
    assert case.fields["payout_iban"].endswith("1326")


def test_files_come_along(program):
    picture = base64.b64encode(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF").decode()
    attachments = [{"name": "dekont.pdf", "base64": picture, "evidence": "screenshot"}]
    answer = program.open(case_body(attachments=attachments))
    assert answer.status == 201, answer.data
    attachment = Attachment.objects.get(case__number=answer.json["number"])
    assert (attachment.file.name, attachment.evidence) == ("dekont.pdf", "screenshot")


def test_brand_subject_language_and_files_may_be_left_out(program):
    body = case_body(subject=None, language=None, attachments=None)
    del body["brand"]
    answer = program.open(body)
    assert answer.status == 201, answer.data
    assert Case.objects.get(number=answer.json["number"]).subject == "Altı gündür bekliyorum."


def test_every_kind_of_field_is_read(program):
    fields = {
        **GOOD,
        "requested_at": "2026-11-20T08:30:00Z",
        "on": "2026-11-19",
        "method": "card",
        "identity": "10000000146",
        "call_me": "+90 532 111 22 33",
        "write_me": "ben@posta.example",
        "count": 3,
        "agreed": True,
        "note": "kısa not",
        "items": [{"name": "Kitap", "price": 120.5}, {"name": "Defter"}],
    }
    case = Case.objects.get(number=program.open(case_body(fields=fields)).json["number"])
    assert case.fields["requested_at"] == "2026-11-20T11:30+03:00"
    assert case.fields["agreed"] is True
    assert case.fields["count"] == 3
    assert case.fields["items"] == [
        {"name": "Kitap", "price": {"minor": 12050, "currency": "TRY"}},
        {"name": "Defter"},
    ]
    assert case.fields["identity"].startswith("•")


def test_a_reason_stands_in_for_a_value_that_is_not_there(program):
    fields = {**GOOD, "transaction_id": {"absent": "Uygulama açılmıyor"}}
    case = Case.objects.get(number=program.open(case_body(fields=fields)).json["number"])
    assert case.fields["transaction_id"] == {"absent": "Uygulama açılmıyor"}


def test_opening_takes_few_statements(program):
    program.open()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert program.open(case_body(customer={"name": "Yeni", "email": "yeni@posta.example"})).status == 201
    # The year's sequence is looked for until the commit that a test never makes, then once a process.
    once = ("SAVEPOINT", "pg_advisory_xact_lock", "to_regclass")
    said = [query["sql"] for query in queries if not any(word in query["sql"] for word in once)]
    assert len(said) <= MOST_STATEMENTS, "\n".join(said)


def test_what_is_told_at_once_is_what_the_tables_say(program):
    told = program.open().json
    case = Case.objects.select_related("brand").get(number=told["number"])
    stored = Submission(Receipt(case.id, "", "", "", 0, True), case, None, True)
    assert told["promises"] == answers.opened(stored, promises_made(case), ())["promises"]
