"""Whatever is sent, the answer is a case or a problem: never a failure, never a page."""

import json

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from muhatap.channels.adapters.api.doorway import language_of
from muhatap.channels.adapters.api.json_reading import MalformedJson, read_json
from tests.channels.api.conftest import FIELDS, GOOD, case_body

EXPECTED = {201, 400, 403, 404, 411, 413, 415, 422}

texts = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["\x00", "\ud800", "\udfff\ud800", "\u202e", "9" * 4000, "é" * 5000, "%s%(x)s{0}", "İ" * 300]
    ),
)
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), texts
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)
places = st.sampled_from([*case_body(), "language", "attachments", "received_at", "\ud800"])
asked = st.sampled_from([field["code"] for field in FIELDS])
unhurried = settings(suppress_health_check=list(HealthCheck), deadline=None)


def must_be_understood(answer):
    assert answer.status in EXPECTED, answer.data
    if answer.status != 201:
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json
        assert problem["status"] == answer.status
        assert problem["title"]
        assert problem["detail"]
        for fault in problem.get("errors", ()):
            assert fault["field"]
            assert fault["message"]
            assert fault["remedy"]


@unhurried
@given(place=places, value=values)
def test_any_value_at_any_place(program, place, value):
    must_be_understood(program.open({**case_body(), place: value}))


@unhurried
@given(code=asked, value=values)
@example(code="requested_at", value="0001-01-01T00:00:00+14:00")
@example(code="requested_at", value="9999-12-31T23:59:59-14:00")
@example(code="on", value="0001-01-01")
@example(code="amount", value=-1e308)
@example(code="count", value=10**39)
@example(code="items", value=[{"price": {"currency": None}}])
def test_any_answer_to_any_question(program, code, value):
    must_be_understood(program.open(case_body(fields={**GOOD, code: value})))


@unhurried
@given(name=texts, email=texts, phone=texts)
def test_any_customer(program, name, email, phone):
    must_be_understood(program.open(case_body(customer={"name": name, "email": email, "phone": phone})))


@unhurried
@given(text=texts, subject=texts)
@example(text="a\u0000b\ud800 kart 4242 4242 4242 4242", subject="\ud83d")
def test_any_text_is_taken_and_answered(program, text, subject):
    answer = program.open(case_body(text="Merhaba " + text, subject=subject))
    must_be_understood(answer)
    if answer.status == 201:
        number = answer.json["number"]
        assert program("GET", f"/api/v1/cases/{number}").status == 200
        assert program("GET", f"/api/v1/cases/{number}/messages").status == 200


@unhurried
@given(body=st.binary(max_size=200))
def test_any_bytes(program, body):
    must_be_understood(program("POST", "/api/v1/cases", body))


@unhurried
@given(number=texts, query=texts)
def test_any_address(program, number, query):
    path = "/api/v1/cases/" + number.encode("utf-8", "replace").decode("latin-1")
    for end in ("", "/messages"):
        answer = program("GET", f"{path}{end}?after={query.encode('utf-8', 'replace').decode('latin-1')}")
        assert answer.status in {200, 404, 405, 422}, answer.data


@given(st.binary(max_size=300) | values.map(lambda value: json.dumps(value).encode()))
def test_reading_json_ends_in_a_clean_value_or_says_why_not(body):
    try:
        value = read_json(body)
    except MalformedJson as trouble:
        code = trouble.code
    else:
        written = json.dumps(value, ensure_ascii=False)
        written.encode()
        code = "escaped" if "\\u0000" in written else ""
    assert code in {"", "empty", "encoding", "syntax", "twice", "number", "deep"}


@given(st.text(max_size=300))
def test_any_language_header_means_one_of_ours(header):
    assert language_of(header) in {"en", "tr"}


def test_languages_are_weighed():
    assert language_of("tr") == language_of("tr-TR, en;q=0.9") == "tr"
    assert language_of("en;q=0.2, tr;q=0.3") == "tr"
    assert language_of("tr;q=0") == language_of("") == language_of("de") == "en"
