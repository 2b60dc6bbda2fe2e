"""Every bad call gets a problem that names the field and the remedy; what was sent is kept."""

import base64
import json

import pytest

from muhatap.cases.models import Case
from muhatap.channels import operations as channels
from muhatap.channels.adapters.api import access, problems, words
from muhatap.channels.models import VaultItem, VaultState
from tests.channels.api.conftest import GOOD, case_body

ROOT = "/api/v1/cases"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"   ", "empty"),
        (b"{", "line and column"),
        (b"[]", "not an object"),
        (b'"text"', "not an object"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": 1e999}', "1e999"),
        (b'{"a": ' + b"9" * 5000 + b"}", "number"),
        (b"[" * 100_000, "deep"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "deep"),
        (b'{"a": "\xff"}', "UTF-8"),
        ('{"a": "ş"}'.encode("utf-16"), "UTF-8"),
        (b'{"a": "\x00"}', "line and column"),
    ],
)
def test_what_is_no_json_is_refused_with_the_place(program, body, said):
    answer = program("POST", ROOT, body)
    assert (answer.status, answer.slug) == (400, "malformed-json")
    assert said in answer.json["detail"]
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"topic": "PAY-XX"}, "topic", "unknown_topic"),
        ({"topic": 5}, "topic", "not_text"),
        ({"topic": None}, "topic", "not_text"),
        ({"text": ""}, "text", "required"),
        ({"text": " \n "}, "text", "required"),
        ({"text": "\x00\x00"}, "text", "required"),
        ({"text": "x" * 1_000_000}, "text", "too_long"),
        ({"subject": "x" * 301}, "subject", "too_long"),
        ({"customer": None}, "customer", "not_object"),
        ({"customer": []}, "customer", "not_object"),
        ({"customer": {}}, "customer", "no_address"),
        ({"customer": {"email": "x"}}, "customer.email", "email"),
        ({"customer": {"phone": "12"}}, "customer.phone", "phone"),
        ({"customer": {"mail": "a@b.example"}}, "customer.mail", "unknown_key"),
        ({"received_at": "2020-01-01"}, "received_at", "unknown_key"),
        ({"language": "de"}, "language", "unknown_language"),
        ({"fields": []}, "fields", "not_object"),
        ({"attachments": {}}, "attachments", "not_list"),
        ({"attachments": [{"name": "a.pdf", "base64": "%%"}]}, "attachments[0].base64", "base64"),
        ({"attachments": [{"name": "a.pdf"}]}, "attachments[0].base64", "required"),
        (
            {"attachments": [{"name": "a", "base64": "YQ==", "evidence": "z"}]},
            "attachments[0].evidence",
            "unknown_evidence",
        ),
        ({"attachments": [{"name": "a", "base64": "YQ=="}] * 21}, "attachments", "many_rows"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named(program, change, field, code):
    answer = program.open(case_body(**change))
    assert (answer.status, answer.slug) == (422, "invalid-request"), answer.data
    assert answer.faults == {field: code}
    assert all(fault["message"] and fault["remedy"] for fault in answer.json["errors"])


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"transaction_id": "123"}, "fields.transaction_id", "pattern"),
        ({"transaction_id": {"absent": ""}}, "fields.transaction_id.absent", "reason"),
        ({"transaction_id": {"absent": 4}}, "fields.transaction_id.absent", "reason"),
        ({"transaction_id": []}, "fields.transaction_id", "not_text"),
        ({"amount": "many"}, "fields.amount", "amount"),
        ({"amount": {}}, "fields.amount", "amount"),
        ({"amount": True}, "fields.amount", "amount"),
        ({"amount": 1.234}, "fields.amount", "amount_too_precise"),
        ({"amount": 1e15}, "fields.amount", "amount_too_large"),
        ({"amount": 0}, "fields.amount", "too_little"),
        ({"amount": {"amount": 5, "currency": "XXX"}}, "fields.amount.currency", "choice"),
        ({"amount": {"amount": 5, "currency": 7}}, "fields.amount.currency", "not_text"),
        ({"requested_at": "yesterday"}, "fields.requested_at", "moment"),
        ({"requested_at": 20261122}, "fields.requested_at", "moment"),
        ({"requested_at": "2100-01-01T00:00"}, "fields.requested_at", "future"),
        ({"requested_at": "2000-01-01T00:00"}, "fields.requested_at", "too_old"),
        ({"requested_at": "9999-12-31T23:59:00-23:59"}, "fields.requested_at", "moment"),
        ({"on": "2026-02-30"}, "fields.on", "day"),
        ({"on": "2100-02-03"}, "fields.on", "future"),
        ({"method": "cash"}, "fields.method", "choice"),
        ({"payout_iban": "TR1"}, "fields.payout_iban", "iban"),
        ({"payout_iban": "DE89370400440532013000"}, "fields.payout_iban", "iban_country"),
        ({"identity": "11111111111"}, "fields.identity", "tckn"),
        ({"call_me": "1"}, "fields.call_me", "phone"),
        ({"write_me": "1"}, "fields.write_me", "email"),
        ({"count": 1.5}, "fields.count", "number"),
        ({"count": 10}, "fields.count", "too_much"),
        ({"agreed": "maybe"}, "fields.agreed", "yes_no"),
        ({"agreed": []}, "fields.agreed", "yes_no"),
        ({"note": "ab"}, "fields.note", "too_short"),
        ({"note": "a" * 21}, "fields.note", "too_long"),
        ({"items": {}}, "fields.items", "not_list"),
        ({"items": [1]}, "fields.items[0]", "not_object"),
        ({"items": [{}] * 4}, "fields.items", "many_rows"),
        ({"items": [{"price": 3}]}, "fields.items[0].name", "required"),
        ({"items": [{"name": "a", "prize": 3}]}, "fields.items[0].prize", "unknown_field"),
        ({"colour": "red"}, "fields.colour", "unknown_field"),
        ({"\ud800": "red"}, "fields.\ufffd", "unknown_field"),
    ],
)
def test_a_wrong_answer_to_the_topic_is_named(program, change, field, code):
    answer = program.open(case_body(fields={**GOOD, **change}))
    assert (answer.status, answer.slug) == (422, "invalid-request"), answer.data
    assert answer.faults == {field: code}
    assert all(fault["message"] and fault["remedy"] for fault in answer.json["errors"])


def test_every_fault_is_told_at_once(program):
    answer = program.open({"topic": "PAY-WD", "text": " ", "customer": {}, "fields": {"amount": "x"}})
    assert answer.faults == {"customer": "no_address", "text": "required", "fields.amount": "amount"}


@pytest.mark.parametrize("left_out", [{}, {"transaction_id": None, "amount": None}])
def test_what_a_program_leaves_out_is_named_and_nobody_is_turned_away(program, left_out):
    answer = program.open(case_body(fields=left_out))
    assert answer.status == 201, answer.data
    assert answer.json["missing"] == ["fields.transaction_id", "fields.amount"]
    assert "missing" not in program.open(case_body(fields=GOOD)).json


def test_near_topics_are_offered(program):
    fault = program.open(case_body(topic="pay-wr")).json["errors"][0]
    assert "pay-wr" in fault["message"]
    assert "PAY-WD" in fault["remedy"]


def test_what_was_refused_is_kept_once_with_the_reason(program):
    body = json.dumps(case_body(topic="NEVER", text="Unutmayın")).encode()
    answers = [program("POST", ROOT, body) for _ in range(2)]
    (item,) = VaultItem.objects.all()
    assert {answer.json["kept"] for answer in answers} == {str(item.id)}
    assert (item.state, item.case_id) == (VaultState.SET_ASIDE, None)
    assert "topic:unknown_topic" in item.reason
    assert channels.open_item(item=item) == body
    assert not Case.objects.exists()


@pytest.mark.parametrize("body", [b'{"text": "4242 4242 4242 4242"}', b"text=4242 4242 4242 4242"])
def test_a_refused_card_number_is_not_kept_readable(program, body):
    answer = program("POST", ROOT, body)
    item = VaultItem.objects.get(id=answer.json["kept"])
    assert b"4242 4242" not in channels.open_item(item=item)


def test_strangers_leave_nothing_behind(program):
    program.token = "mht_" + "a" * 43
    assert "kept" not in program("POST", ROOT, b"{").json
    assert not VaultItem.objects.exists()


def test_words_are_in_the_callers_language(program):
    english = program.open(case_body(topic="NEVER"), accept_language="de, en;q=0.5, tr;q=0.4")
    turkish = program.open(case_body(topic="NEVER"), accept_language="tr-TR,tr;q=0.9,en;q=0.8")
    assert english.headers["Content-Language"] == "en"
    assert turkish.headers["Content-Language"] == "tr"
    assert program.open(case_body(topic="NEVER")).headers["Content-Language"] == "en"


@pytest.mark.parametrize("header", ["", "*", ";;;q=x", "tr;q=abc", "tr;q=inf", "\xff" * 50, "a," * 9000])
def test_any_language_header_is_survived(program, header):
    assert program.open(case_body(topic="NEVER"), accept_language=header).status == 422


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ";"]
)
def test_another_media_type_is_refused_and_kept(program, kind):
    answer = program("POST", ROOT, case_body(), content_type=kind)
    assert (answer.status, answer.slug) == (415, "media-type-unsupported")
    assert answer.headers["Accept-Post"] == "application/json"
    assert answer.json["kept"]


def test_a_charset_beside_the_media_type_is_fine(program):
    assert program("POST", ROOT, case_body(), content_type="application/json; charset=utf-8").status == 201


def test_a_body_that_is_too_large_is_not_read(program, monkeypatch):
    monkeypatch.setattr(access, "BODY_LIMIT", 1024 * 1024)
    answer = program.open(case_body(text="x" * 1024 * 1024))
    assert (answer.status, answer.slug) == (413, "body-too-large")
    assert "1 MB" in answer.json["detail"]


@pytest.mark.parametrize("length", ["", "-1", "x", "9" * 400, "²"])
def test_any_length_header_is_survived(program, length):
    assert program.open(content_length=length).status in {400, 413}


def test_chunks_without_a_length_are_refused(program):
    assert program.open(content_length="", transfer_encoding="chunked").slug == "length-required"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", ROOT),
        ("PUT", ROOT),
        ("DELETE", f"{ROOT}/26-1"),
        ("PATCH", "/api/v1/topics"),
        ("POST", "/api/v1/promises"),
    ],
)
def test_another_method_is_refused_with_the_ones_that_exist(program, method, path):
    answer = program(method, path)
    assert (answer.status, answer.slug) == (405, "method-not-allowed")
    assert answer.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/v1/",
        "/api/v2/cases",
        "/api/v1/cases/",
        "/api/v1/no",
        "/api/v1/cases/1/2/3",
        "/api/\x00",
    ],
)
def test_an_unknown_address_is_a_problem_too(program, path):
    answer = program("GET", path)
    assert (answer.status, answer.slug) == (404, "address-not-found")


@pytest.mark.parametrize(
    "number", ["1", "26-00000-00000", "\x00", "x" * 3000, "26-00000-00001%00", "\xff\xfe", "²6-00000-00001"]
)
def test_a_number_that_is_none_is_not_found(program, number):
    answer = program("GET", f"{ROOT}/{number}")
    assert (answer.status, answer.slug) == (404, "case-not-found")


def test_a_file_that_may_not_be_kept_is_named(program):
    program_file = base64.b64encode(b"MZ" + b"\x00" * 600).decode()
    answer = program.open(case_body(attachments=[{"name": "virus.exe", "base64": program_file}]))
    assert answer.faults == {"attachments[0].base64": "file_type"}, answer.data


def test_a_failure_of_ours_is_a_problem_that_promises_nothing(program, monkeypatch):
    def fail(**_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(channels, "submit", fail)
    answer = program.open()
    assert (answer.status, answer.slug) == (500, "unexpected")
    assert b"secret detail" not in answer.data


def test_answers_are_neither_stored_nor_sniffed(program):
    for answer in (program.open(), program("GET", "/api/v1/topics"), program("GET", "/api/nowhere")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Length"] == str(len(answer.data))
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_there_are_words_for_every_problem_and_fault():
    for status, title, detail in problems.CATALOGUE.values():
        assert 400 <= status < 600
        assert title
        assert str(detail).endswith((".", "%(why)s"))
    assert all(str(message).endswith((".", ")")) for message, _ in words._WORDS.values())
    assert words.words_of("never heard of", {}) == words.words_of("wrong", {})
