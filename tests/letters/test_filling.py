"""Variables in texts: filled, missing, unknown; values are never read as variables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.letters.filling import VARIABLES, chosen_language, fill, unknown_in, variables_in


@pytest.mark.parametrize(
    ("text", "filled", "missing"),
    [
        ("Sayın {{customer.name}},", "Sayın Elif,", ()),
        ("{{ customer.name }}{{customer.name}}", "ElifElif", ()),
        ("{{case.number}}", "{{case.number}}", ("case.number",)),
        ("{{x}} {{x}}", "{{x}} {{x}}", ("x",)),
        ("{customer.name} {{}} {{\n}}", "{customer.name} {{}} {{\n}}", ()),
    ],
)
def test_filling(text, filled, missing):
    found = fill(text, {"customer.name": "Elif"})
    assert (found.text, found.missing) == (filled, missing)


def test_a_value_is_no_text_with_variables():
    values = {"customer.name": "{{case.number}}", "case.number": "1"}
    assert fill("{{customer.name}}", values).text == "{{case.number}}"


def test_unknown_variables_are_named():
    assert unknown_in("{{customer.name}} {{iban}} {{iban}}") == ("iban",)


@pytest.mark.parametrize(
    ("texts", "wanted", "chosen"),
    [
        ({"tr": "a", "en": "b"}, "en", "en"),
        ({"tr": "a"}, "en", "tr"),
        ({"tr": "", "en": "b"}, "tr", "en"),
        ({}, "tr", ""),
    ],
)
def test_the_language_of_a_text(texts, wanted, chosen):
    assert chosen_language(texts, wanted) == chosen


@given(st.text(), st.dictionaries(st.sampled_from(VARIABLES), st.text(min_size=1)))
def test_any_text_is_filled_or_says_what_is_missing(text, values):
    found = fill(text, values)
    assert set(found.missing) == set(variables_in(text)) - values.keys()


@given(st.lists(st.sampled_from(VARIABLES)))
def test_every_known_variable_is_filled(names):
    text = " ".join("{{" + name + "}}" for name in names)
    assert fill(text, dict.fromkeys(VARIABLES, "x")).text == " ".join("x" for _ in names)
