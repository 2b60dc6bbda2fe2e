"""Answers are read by their kind; what cannot be read is named with a code, never with an exception."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.topics.answers import Asked, check, rows_of
from muhatap.topics.questions import Question, questions_of

ISTANBUL = ZoneInfo("Europe/Istanbul")
NOW = datetime(2026, 11, 20, 11, 20, tzinfo=UTC)
TURKISH, ENGLISH = Asked("tr", ISTANBUL, NOW), Asked("en", ISTANBUL, NOW)


def question(kind: str, **more) -> Question:
    return Question(code="q", kind=kind, label="Q", required=more.pop("required", True), **more)


def value(kind: str, text: str, asked: Asked = TURKISH, **more):
    answer = check(question(kind, **more), {"q": text}, asked)
    assert not answer.troubles, answer.troubles
    return answer.value


def code(kind: str, text: str, asked: Asked = TURKISH, **more) -> str:
    answer = check(question(kind, **more), {"q": text}, asked)
    assert answer.value is None
    return answer.troubles[0].code


@pytest.mark.parametrize(
    ("text", "asked", "minor"),
    [
        ("1.234,56", TURKISH, 123456),
        ("1,234.56", ENGLISH, 123456),
        ("1.234", TURKISH, 123400),
        ("4850", TURKISH, 485000),
        ("4850,5", TURKISH, 485050),
    ],
)
def test_amounts_are_read_as_the_reader_writes_them(text, asked, minor):
    assert value("amount", text, asked, currencies=("TRY",)) == {"minor": minor, "currency": "TRY"}


@given(st.integers(0, 10**11))
def test_an_amount_written_in_either_language_comes_back_whole(minor):
    plain = f"{minor / 100:,.2f}"
    turkish = plain.translate(str.maketrans(",.", ".,"))
    assert value("amount", plain, ENGLISH, currencies=("TRY",))["minor"] == minor
    assert value("amount", turkish, TURKISH, currencies=("TRY",))["minor"] == minor


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", "amount"),
        ("1,2,3", "amount"),
        ("1,234567", "amount_too_precise"),
        ("9" * 20, "amount_too_large"),
    ],
)
def test_amounts_that_cannot_be_read_are_named(text, expected):
    assert code("amount", text, currencies=("TRY",)) == expected


def test_amounts_have_bounds_and_currencies():
    assert code("amount", "-5", currencies=("TRY",)) == "too_little"
    assert code("amount", "4", currencies=("TRY",), minimum=5) == "too_little"
    assert code("amount", "11", currencies=("TRY",), maximum=10) == "too_much"
    two = question("amount", currencies=("TRY", "JPY"))
    assert check(two, {"q": "12", "q-currency": "JPY"}, TURKISH).value == {"minor": 12, "currency": "JPY"}
    wrong = check(two, {"q": "12", "q-currency": "XXX"}, TURKISH).troubles[0]
    assert (wrong.name, wrong.code) == ("q-currency", "choice")


def moment(day: str, time: str, asked: Asked = TURKISH, **more):
    return check(question("past_datetime", **more), {"q-date": day, "q-time": time}, asked)


def test_a_moment_has_a_zone_and_may_be_written_by_hand():
    assert moment("2026-11-12", "10:02").value == "2026-11-12T10:02+03:00"
    assert moment("12.11.2026", "10.02").value == "2026-11-12T10:02+03:00"
    assert moment("12/11/2026", "10:02").value == "2026-11-12T10:02+03:00"


@pytest.mark.parametrize(
    ("day", "time", "name", "expected"),
    [
        ("2026-11-21", "10:00", "q-date", "future"),
        ("2026-11-20", "14:30", "q-time", "future"),
        ("2026-11-12", "", "q-time", "time_missing"),
        ("", "10:00", "q-date", "day_missing"),
        ("31.02.2026", "10:00", "q-date", "day"),
        ("2026-11-12", "25:00", "q-time", "time"),
        ("0001-01-01", "10:00", "q-date", "day"),
        ("", "", "q-date", "required"),
    ],
)
def test_a_moment_that_cannot_be_is_named_by_its_part(day, time, name, expected):
    trouble = moment(day, time).troubles[0]
    assert (trouble.name, trouble.code) == (name, expected)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.times())
def test_no_moment_of_the_future_gets_through(day, wall):
    answer = moment(f"{day}", f"{wall:%H:%M}")
    if answer.value:
        assert datetime.fromisoformat(answer.value) <= NOW + timedelta(minutes=5)
    else:
        assert answer.troubles[0].code == "future"


def test_days_may_be_too_old():
    assert code("past_date", "2020-01-01", max_age_days=730) == "too_old"
    assert value("past_date", "2026-11-20") == "2026-11-20"
    assert value("date", "2027-01-01") == "2027-01-01"


@pytest.mark.parametrize("text", ["TR33 0006 1005 1978 6457 8413 26", "tr330006100519786457841326"])
def test_an_iban_is_kept_without_gaps(text):
    assert value("iban", text, countries=("TR",)) == "TR330006100519786457841326"


def test_a_slip_in_an_iban_and_a_foreign_one_are_told_apart():
    assert code("iban", "TR33 0006 1005 1978 6457 8413 27", countries=("TR",)) == "iban"
    assert code("iban", "DE89370400440532013000", countries=("TR",)) == "iban_country"


def test_identity_numbers_telephones_addresses():
    assert value("tckn", "100 000 001 46") == "10000000146"
    assert code("tckn", "10000000147") == "tckn"
    assert value("phone", "0532 111 22 33") == "+905321112233"
    assert code("phone", "12") == "phone"
    assert value("email", "Elif@POSTA.example") == "Elif@posta.example"
    assert code("email", "elif") == "email"


def test_a_transaction_number_forgives_gaps_and_small_letters():
    pattern = {"pattern": "TRX-[0-9]{8}", "example": "TRX-90418827"}
    assert value("transaction", "trx-9041 8827", **pattern) == "TRX-90418827"
    answer = check(question("transaction", **pattern), {"q": "90418827"}, TURKISH)
    assert answer.troubles[0].params["example"] == "TRX-90418827"


def test_texts_choices_numbers():
    assert value("text", "  a   b ") == "a b"
    assert code("text", "abc", max_length=2) == "too_long"
    assert value("long_text", "x" * 50_000, max_length=1000) == "x" * 50_000
    assert code("long_text", "ab", min_length=3) == "too_short"
    assert value("choice", "a", choices=(("a", "A"),)) == "a"
    assert code("choice", "b", choices=(("a", "A"),)) == "choice"
    assert value("yes_no", "no") is False
    assert code("yes_no", "maybe") == "choice"
    assert value("number", "1.000") == 1000
    assert code("number", "1,5") == "number"
    assert code("number", "3", maximum=2) == "too_much"


def test_a_reason_may_stand_for_an_answer_but_nothing_may_not():
    asked = question("transaction", pattern="X", or_reason=True)
    assert check(asked, {"q-reason": "lost"}, TURKISH).value == {"absent": "lost"}
    assert check(asked, {"q": "", "q-reason": " "}, TURKISH).troubles[0].code == "required_or_reason"
    assert check(asked, {"q": "X", "q-reason": "lost"}, TURKISH).value == "X"
    assert check(question("text", required=False), {}, TURKISH).troubles == ()


GROUP = {
    "code": "g",
    "label": {"tr": "Ödemeler"},
    "kind": "group",
    "required": True,
    "max_items": 3,
    "fields": [
        {"code": "a", "label": {"tr": "A"}, "kind": "text", "required": True},
        {"code": "n", "label": {"tr": "N"}, "kind": "number"},
    ],
}


def test_rows_of_a_group_are_read_in_order_and_empty_ones_left_out():
    (group,) = questions_of([GROUP], ["tr"])
    sent = {"g-rows": "3", "g-0-a": "x", "g-0-n": "1", "g-2-a": "y"}
    assert check(group, sent, TURKISH).value == [{"a": "x", "n": 1}, {"a": "y"}]


def test_troubles_in_a_row_are_named_by_their_input():
    (group,) = questions_of([GROUP], ["tr"])
    troubles = check(group, {"g-rows": "2", "g-0-a": "x", "g-1-n": "z"}, TURKISH).troubles
    assert {(each.name, each.code) for each in troubles} == {("g-1-a", "required"), ("g-1-n", "number")}
    assert check(group, {}, TURKISH).troubles[0].name == "g-0-a"


@given(st.text(max_size=8))
def test_the_number_of_rows_is_never_more_than_allowed(written):
    (group,) = questions_of([GROUP], ["tr"])
    assert 1 <= rows_of(group, {"g-rows": written}) <= 3


KINDS = st.sampled_from(
    [
        "text",
        "long_text",
        "date",
        "past_date",
        "past_datetime",
        "amount",
        "number",
        "iban",
        "tckn",
        "phone",
        "email",
    ]
)


@given(KINDS, st.text(max_size=60), st.text(max_size=20))
def test_whatever_is_typed_there_is_an_answer_or_a_trouble(kind, first, second):
    asked = question(kind, currencies=("TRY",))
    sent = {"q": first, "q-date": first, "q-time": second}
    answer = check(asked, sent, ENGLISH)
    assert (answer.value is None) == bool(answer.troubles)
