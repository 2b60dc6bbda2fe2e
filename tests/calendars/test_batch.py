"""One line, one answer: programs may rely on it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.calendars.batch import answer

OFFICE = {
    "tz": "Europe/Istanbul",
    "hours": {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "holidays": ["2026-10-29"],
    "half_days": {"2026-10-28": [["09:00", "13:00"]]},
}
ADD = {"op": "add", "start": "2026-10-28T12:30:00+03:00", "amount": 8, "unit": "hours", "schedule": OFFICE}
BETWEEN = {
    "op": "between",
    "start": "2026-10-28T12:30:00+03:00",
    "end": "2026-10-30T16:30:00+03:00",
    "schedule": OFFICE,
}


def asked(question, **change):
    return answer(json.dumps({**question, **change}))


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({}, "2026-10-30T16:30:00+03:00"),
        ({"amount": 480, "unit": "minutes"}, "2026-10-30T16:30:00+03:00"),
        ({"start": "2026-10-28T09:30:00Z"}, "2026-10-30T16:30:00+03:00"),
        ({"start": "2026-10-28T12:30"}, "2026-10-30T16:30:00+03:00"),
        ({"amount": 0.5}, "2026-10-28T13:00:00+03:00"),
        ({"amount": 9.5}, "2026-10-30T18:00:00+03:00"),
        ({"amount": 0}, "2026-10-28T12:30:00+03:00"),
        ({"amount": 1, "unit": "days"}, "2026-10-30T18:00:00+03:00"),
        ({"amount": 3.0, "unit": "days"}, "2026-11-03T18:00:00+03:00"),
        ({"start": "2026-10-26T23:59:00+03:00", "amount": 2, "unit": "days"}, "2026-10-28T13:00:00+03:00"),
    ],
)
def test_adding(change, at):
    assert asked(ADD, **change) == {"at": at}


def test_a_day_that_ends_at_midnight():
    late = {"tz": "Europe/London", "hours": {"sat": [["22:00", "24:00"]]}}
    assert asked(ADD, start="2026-10-24T22:00:00+01:00", amount=2, schedule=late) == {
        "at": "2026-10-25T00:00:00+01:00"
    }


def test_between():
    assert asked(BETWEEN) == {"seconds": 8 * 3600}
    assert asked(BETWEEN, start=BETWEEN["end"], end=BETWEEN["start"]) == {"seconds": -8 * 3600}


@pytest.mark.parametrize(
    ("question", "change", "field", "code"),
    [
        (ADD, {"op": "subtract"}, "op", "unknown_op"),
        (ADD, {"op": None}, "op", "unknown_op"),
        (ADD, {"op": []}, "op", "unknown_op"),
        (ADD, {"hurry": True}, "hurry", "unknown_field"),
        (ADD, {"start": None}, "start", "missing"),
        (ADD, {"start": "tomorrow"}, "start", "not_a_time"),
        (ADD, {"start": "2026-10-28"}, "start", "not_a_time"),
        (ADD, {"start": "2026-13-28T12:30:00Z"}, "start", "not_a_time"),
        (ADD, {"start": 1793190600}, "start", "not_a_time"),
        (ADD, {"start": "0001-01-01T00:00:00+14:00"}, "start", "out_of_reach"),
        (ADD, {"start": "9999-12-31T23:59:00-12:00"}, "start", "out_of_reach"),
        (ADD, {"amount": None}, "amount", "missing"),
        (ADD, {"amount": "8"}, "amount", "not_a_number"),
        (ADD, {"amount": True}, "amount", "not_a_number"),
        (ADD, {"amount": float("nan")}, "amount", "not_a_number"),
        (ADD, {"amount": float("inf")}, "amount", "not_a_number"),
        (ADD, {"amount": -1}, "amount", "negative"),
        (ADD, {"amount": 10**30}, "amount", "out_of_reach"),
        (ADD, {"amount": 10**6}, "amount", "out_of_reach"),
        (ADD, {"amount": 10**6, "unit": "days"}, "amount", "out_of_reach"),
        (ADD, {"amount": 1.5, "unit": "days"}, "amount", "not_whole"),
        (ADD, {"unit": "weeks"}, "unit", "unknown_unit"),
        (ADD, {"unit": ["hours"]}, "unit", "unknown_unit"),
        (ADD, {"unit": None}, "unit", "missing"),
        (ADD, {"schedule": None}, "schedule", "missing"),
        (ADD, {"schedule": "office"}, "schedule", "not_an_object"),
        (ADD, {"schedule": {"tz": "Mars/Base"}}, "schedule.tz", "unknown_zone"),
        (ADD, {"schedule": {"tz": "UTC"}}, "schedule.hours", "never_open"),
        (
            ADD,
            {"schedule": {**OFFICE, "valid_until": "2026-10-29"}},
            "schedule.valid_until",
            "calendar_exhausted",
        ),
        (BETWEEN, {"end": None}, "end", "missing"),
        (BETWEEN, {"end": "later"}, "end", "not_a_time"),
        (BETWEEN, {"end": "2196-10-28T12:30:00Z"}, "end", "out_of_reach"),
    ],
)
def test_what_cannot_be_answered_names_the_field(question, change, field, code):
    error = asked(question, **change)["error"]
    assert (error["field"], error["code"]) == (field, code)
    assert error["message"].endswith(".")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "not_json"),
        ("{", "not_json"),
        ("[" * 100_000, "not_json"),
        ('{"amount": ' + "9" * 5000 + "}", "not_json"),
        ("null", "not_an_object"),
        ("[]", "not_an_object"),
        ("x" * 1_000_001, "too_long"),
    ],
)
def test_a_line_that_is_no_question(line, code):
    error = answer(line)["error"]
    assert (error["field"], error["code"]) == ("line", code)


def test_many_different_calendars_are_each_read_for_themselves():
    for opening in range(600):
        hours = {"wed": [[f"{opening // 60:02}:{opening % 60:02}", "18:00"]]}
        start = "2026-10-28T00:00:00+03:00"
        found = asked(ADD, start=start, amount=0.25, schedule={"tz": "Europe/Istanbul", "hours": hours})
        minutes = opening + 15
        assert found == {"at": f"2026-10-28T{minutes // 60:02}:{minutes % 60:02}:00+03:00"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from([ADD, BETWEEN]), st.data())
def test_no_value_in_any_place_is_an_exception(question, data):
    field = data.draw(st.sampled_from(sorted(question)))
    inside = data.draw(st.sampled_from([None, *OFFICE]))
    value = data.draw(JSON)
    changed = {**question, field: value}
    if field == "schedule" and inside:
        changed["schedule"] = {**OFFICE, inside: value}
    found = answer(json.dumps(changed))
    assert len(found) == 1
    assert found.keys() <= {"at", "seconds", "error"}
    json.dumps(found)


@given(st.text())
def test_no_text_is_an_exception(line):
    assert "error" in answer(line)
