"""Reading and writing conditions: what was written is read again; what is wrong is named with its place."""

import json

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from muhatap.cases.conditions import (
    AllOf,
    AnyOf,
    BadCondition,
    Not,
    Test,
    Words,
    apart,
    from_plain,
    parse,
    words_of_fault,
)
from tests.cases.conditions.trees import conditions


def read_or_refused(read, given):
    try:
        return read(given), None
    except BadCondition as fault:
        return None, fault


@given(conditions())
def test_what_is_written_is_read_again(condition):
    assert parse(condition.to_text()) == condition


@given(conditions())
def test_what_is_stored_is_read_again(condition):
    stored = json.dumps(condition.to_plain())
    assert from_plain(json.loads(stored)) == condition


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_with_its_place(text):
    found, fault = read_or_refused(parse, text)
    if fault is not None:
        assert 0 <= fault.at <= fault.end
        assert all(words_of_fault(fault))
    else:
        assert parse(found.to_text()) == found


SIGNS = (
    "status:",
    "open",
    "OR",
    "(",
    ")",
    "-",
    '"',
    ",",
    " ",
    "due:",
    "<2h",
    ">",
    "*",
    "field.a:",
    "is:late",
    ":",
)


@given(st.lists(st.sampled_from(SIGNS), max_size=14).map("".join))
def test_any_order_of_signs_is_read_or_refused(text):
    found, fault = read_or_refused(parse, text)
    assert all(words_of_fault(fault)) if fault else parse(found.to_text()) == found


@given(
    st.recursive(
        st.one_of(st.none(), st.integers(), st.text(max_size=5)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(("all", "any", "not", "field", "is", "words", "form")), inner),
        ),
        max_leaves=8,
    )
)
def test_whatever_was_stored_is_read_or_refused(plain):
    found, fault = read_or_refused(from_plain, plain)
    assert all(words_of_fault(fault)) if fault else from_plain(found.to_plain()) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", AllOf()),
        ("status:open,waiting", Test("status", ("open", "waiting"))),
        ("durum:açık,bekliyor", Test("status", ("open", "waiting"))),
        ("STATUS:Open", Test("status", ("open",))),
        ("öncelik:>=yüksek", Test("priority", ("high",), ">=")),
        ("oncelik:≥P2", Test("priority", ("high",), ">=")),
        ("-queue:x", Not(Test("queue", ("x",)))),
        ("--queue:x", Test("queue", ("x",))),
        ("is:late", Test("is", ("late",))),
        ("hal:gecikmiş", Test("is", ("late",))),
        ("due:<2sa", Test("due", ("2h",), "<")),
        ("due:today", Test("due", ("today",))),
        ("before:1.11.2026", Test("before", ("2026-11-01",))),
        ("field.amount:>100", Test("field.amount", ("100",), ">")),
        ("alan.amount:>99,50", None),
        ('from:"Elif Karaca"', Test("from", ("Elif Karaca",))),
        ("owner:me", Test("owner", ("me",))),
        ("sahip:ben", Test("owner", ("me",))),
        ("iade para*", AllOf((Words("iade"), Words("para", "prefix")))),
        ('"para çekme"', Words("para çekme", "phrase")),
        ("12:30 https://x.example/a", AllOf((Words("12:30"), Words("https://x.example/a")))),
        ("a b OR c", AnyOf((AllOf((Words("a"), Words("b"))), Words("c")))),
        ("a (b VEYA c)", AllOf((Words("a"), AnyOf((Words("b"), Words("c")))))),
        ("a AND b", AllOf((Words("a"), Words("b")))),
        ('"OR"', Words("OR", "phrase")),
        ("-(a b)", Not(AllOf((Words("a"), Words("b"))))),
        ("... - !!", AllOf()),
    ],
)
def test_the_forms_of_the_language(text, found):
    if found is None:
        with pytest.raises(BadCondition):
            parse(text)
    else:
        assert parse(text) == found


@pytest.mark.parametrize(
    ("text", "code", "at", "remedy"),
    [
        ("iade statsu:open", "unknown_field", 5, "status:"),
        ("status:opne", "bad_choice", 7, "open"),
        ("status:", "no_value", 0, "colon"),
        ("is:lat", "bad_flag", 3, "late"),
        ("status:>open", "no_order", 0, "sign"),
        ("priority:>high,low", "one_value", 0, "one value"),
        ("before:2026-13-01", "bad_day", 7, "2026-11-22"),
        ("due:2h", "needs_order", 0, "<2h"),
        ("age:soon", "bad_span", 4, "3d"),
        ("field.amount:>much", "bad_answer", 14, "number"),
        ("owner:somebody", "bad_person", 6, "e-mail"),
        ("(iade", "not_closed", 0, "bracket"),
        ("iade) para", "not_opened", 4, "Remove"),
        ("(" * 9 + "a" + ")" * 9, "too_deep", 8, "bracket"),
        ("a " * 61, "too_many", 120, "shorter"),
        ("a" * 2001, "too_long", 2000, "shorter"),
        ("field:x", "unknown_field", 0, ""),
        ("status.x:open", "unknown_field", 0, ""),
    ],
)
def test_what_is_wrong_is_named_with_place_and_remedy(text, code, at, remedy):
    with pytest.raises(BadCondition) as caught:
        parse(text)
    fault = caught.value
    assert (fault.code, fault.at) == (code, at)
    with translation.override("en"):
        assert remedy in words_of_fault(fault)[1]


@pytest.mark.parametrize(
    "plain",
    [
        None,
        {"any": []},
        {"all": [], "x": 1},
        {"field": "status", "is": "open"},
        {"field": "status", "is": []},
        {"field": "status", "like": ["open"]},
        {"field": "nothing", "is": ["open"]},
        {"field": "status", "is": ["opne"]},
        {"words": "a b", "form": "word"},
        {"words": "OR", "form": "word"},
        {"words": 'a"b', "form": "phrase"},
        {"field": "subject", "is": ['a"b']},
    ],
)
def test_what_no_text_could_say_is_not_stored(plain):
    with pytest.raises(BadCondition):
        from_plain(plain)


def test_words_stand_apart_for_a_ranked_search():
    rest, words = apart(parse('status:open iade "para çekme" -is:late'))
    assert rest.to_text() == "status:open -is:late"
    assert [each.text for each in words] == ["iade", "para çekme"]
