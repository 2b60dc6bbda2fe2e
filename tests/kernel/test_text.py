"""What is stored is clean, and what is compared falls together."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel import text as texts
from muhatap.kernel.text import clean, fold, folded_positions, lowered, turkish_sort_key

ANYTHING = st.text(st.characters(), max_size=200) | st.text(
    "\ud800\udfff\x00\r\n\t\u202ea\u0301\u0316İ", max_size=80
)


@given(ANYTHING, st.booleans())
def test_clean_text_can_be_stored_and_stays_as_it_is(text, single_line):
    cleaned = clean(text, single_line=single_line)
    cleaned.encode()
    assert "\x00" not in cleaned
    assert "\r" not in cleaned
    assert clean(cleaned, single_line=single_line) == cleaned


@given(ANYTHING, st.integers(0, 50))
def test_clean_text_is_never_too_long(text, limit):
    assert len(clean(text, max_length=limit)) <= limit


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x00b\x07c\x7f", "abc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ud83d!", "\ufffd!"),
        ("s\u0327ikayet", "şikayet"),
        ("tab\there", "tab\there"),
    ],
)
def test_cleaning(text, cleaned):
    assert clean(text) == cleaned


def test_a_single_line_has_no_breaks_and_no_direction_tricks():
    assert clean(" a\n\nb\u202egpj.exe\t", single_line=True) == "a bgpj.exe"


def test_a_pile_of_marks_is_cut():
    cleaned = clean("a" + "\u0301\u0316" * 100_000)
    assert len(cleaned) < 40


@pytest.mark.parametrize(
    "word", ["ŞİKAYET", "şikayet", "sikayet", "Sıkayet", "SIKAYET", "s\u0327i\u0307kayet"]
)
def test_one_word_in_all_its_spellings(word):
    assert fold(word) == "sikayet"


def test_other_letters_fold_too():
    assert fold("Âlâ ÇĞÖÜ Straße ﬁ ٤٢") == "ala cgou strasse fi 42"


@given(st.text(max_size=100))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=100))
def test_positions_lead_back_to_the_letter(text):
    folded, positions = folded_positions(text)
    assert folded == fold(text)
    assert len(positions) == len(folded) + 1
    assert all(folded[at] in fold(text[positions[at]]) for at in range(len(folded)))


def test_turkish_lower_case():
    assert lowered("IĞDIR İZMİR") == "ığdır izmir"


def test_turkish_order():
    words = [
        "z",
        "ü",
        "u",
        "ş",
        "sz",
        "ö",
        "o",
        "ize",
        "ılık",
        "hz",
        "ğ",
        "g",
        "ça",
        "cz",
        "a",
        "İbre",
        "Ilgaz",
    ]
    expected = [
        "a",
        "cz",
        "ça",
        "g",
        "ğ",
        "hz",
        "Ilgaz",
        "ılık",
        "İbre",
        "ize",
        "o",
        "ö",
        "sz",
        "ş",
        "u",
        "ü",
        "z",
    ]
    assert sorted(words, key=turkish_sort_key) == expected
    assert sorted(words, key=lambda word: turkish_sort_key(unicodedata.normalize("NFD", word))) == expected


def test_nothing_that_cleaning_takes_away_can_be_printed():
    patterns = (texts._LINE_ENDS, texts._CONTROLS, texts._SURROGATES, texts._BIDI, texts._LINE_BREAKS)
    taken = [chr(code) for code in range(0x110000) if any(each.match(chr(code)) for each in patterns)]
    assert len(taken) > 2000
    assert not [letter for letter in taken if letter.isprintable()]
