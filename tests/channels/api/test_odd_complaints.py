"""Complaints, lists and searches of programs that send what cannot be: a problem, never a failure."""

from urllib.parse import urlencode

import pytest

from tests.world import make_case

WORDS = {"words": "Olmadı", "points": ["Tutar gelmedi"], "remedy_sought": "İade"}
ODD_MOMENTS = [
    "2026-11-18T09:00:00",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59-14:00",
    -(10**15),
    10**12,
]
ODD_TEXTS = [
    "\0",
    "(" * 399,
    "-" * 399,
    "a OR " * 79,
    "received:>0001-01-01",
    "received:9999-12-31",
    "due:<9999w",
    "due:>-9999w",
    "age:>9999w",
    "field.x:>999999999999999",
    "priority:>=٣",
    "customer:x%_\\",
    'subject:"%"',
    "note: has:note",
    "topic:" + "x" * 300,
    "\u202e<script>",
    "a" * 399,
    "ıİ" * 199,
    "* *a a*",
    '"',
]


@pytest.mark.parametrize("moment", ODD_MOMENTS)
def test_a_moment_that_cannot_be_registers_nothing_or_something_sound(program, world, moment):
    case = make_case(world)
    answer = program("POST", f"/api/v1/cases/{case.number}/complaint", WORDS | {"expressed_at": moment})
    assert answer.status in {201, 400, 409, 422}, answer.data


@pytest.mark.parametrize("text", ["\0", "\ud800", "x" * 20_000])
@pytest.mark.parametrize("name", ["words", "points", "remedy_sought"])
def test_words_that_cannot_be_are_cleaned_or_refused(program, world, name, text):
    case = make_case(world)
    sent = WORDS | {name: [text] * 3 if name == "points" else text}
    answer = program("POST", f"/api/v1/cases/{case.number}/complaint", sent)
    assert answer.status in {201, 400, 409, 422}, answer.data
    answer = program("POST", f"/api/v1/cases/{case.number}/complaint/moves", {"to": text, "words": text})
    assert answer.status in {400, 404, 409, 422}, answer.data


@pytest.mark.parametrize("text", ODD_TEXTS)
@pytest.mark.parametrize("place", ["search", "cases"])
def test_a_condition_that_cannot_be_is_answered(program, world, place, text):
    make_case(world)
    answer = program("GET", f"/api/v1/{place}?{urlencode({'q': text})}")
    assert answer.status in {200, 400, 422}, answer.data
