"""Numbers are unique, reversible, safe against slips, and never look like another kind of number."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.cases.numbers import Exhausted, NotANumber, Numbering, find_numbers, parse_number
from muhatap.kernel.masking import mask

NUMBERING = Numbering(b"0123456789abcdef0123456789abcdef")
COUNTERS = st.integers(0, 10**9 - 1)
YEARS = st.integers(2000, 2099)
SAMPLE = 1_000_000 if os.environ.get("MUHATAP_TEST_PROFILE") == "full" else 20_000


@given(YEARS, COUNTERS)
def test_the_counter_comes_back(year, counter):
    number = NUMBERING.number(year, counter)
    assert NUMBERING.counter_of(number) == counter
    assert parse_number(number) == number
    assert number.startswith(f"{year % 100:02d}-")
    assert len(number.replace("-", "")) == 12


def test_no_two_counters_share_a_number():
    assert len({NUMBERING.number(2026, counter) for counter in range(SAMPLE)}) == SAMPLE


@pytest.mark.parametrize("counter", [0, 1, 10**9 - 1])
def test_the_ends_of_the_range(counter):
    assert NUMBERING.counter_of(NUMBERING.number(2026, counter)) == counter


def test_other_keys_and_years_give_another_order():
    other = Numbering(b"another key of 16 bytes or more")
    assert other.number(2026, 1) != NUMBERING.number(2026, 1)
    assert NUMBERING.number(2026, 1)[3:] != NUMBERING.number(2027, 1)[3:]


@pytest.mark.parametrize(("year", "counter"), [(1999, 0), (2100, 0), (2026, -1), (2026, 10**9)])
def test_beyond_the_range_there_is_no_number(year, counter):
    with pytest.raises(Exhausted):
        NUMBERING.number(year, counter)


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        Numbering(b"short")


@given(
    COUNTERS,
    st.sampled_from(["{}", "#{}", " {} ", "{}\n"]),
    st.sampled_from(["-", "", " ", " - ", "–", "\u00a0"]),
)
def test_people_type_numbers_in_many_ways(counter, frame, gap):
    number = NUMBERING.number(2026, counter)
    assert parse_number(frame.format(number.replace("-", gap))) == number


@given(COUNTERS, st.integers(0, 11), st.integers(1, 9))
def test_a_wrong_digit_is_no_number(counter, at, shift):
    digits = NUMBERING.number(2026, counter).replace("-", "")
    wrong = digits[:at] + str((int(digits[at]) + shift) % 10) + digits[at + 1 :]
    assert parse_number(wrong) is None


@pytest.mark.parametrize("text", ["", "26", "a" * 500, "26-12345-6789", "２６", "12345678901"])
def test_other_text_is_no_number(text):
    assert parse_number(text) is None
    with pytest.raises(NotANumber):
        NUMBERING.counter_of(text)


@given(COUNTERS, COUNTERS)
def test_numbers_are_found_in_free_text_and_survive_masking(one, two):
    first, second = NUMBERING.number(2026, one), NUMBERING.number(2027, two)
    text = f"Re: [#{first}] ve {second.replace('-', '')}, tekrar {first}. 0532 111 22 33"
    assert find_numbers(text) == list(dict.fromkeys([first, second]))
    assert mask(text).text == text


def test_parts_of_longer_numbers_are_not_found():
    digits = NUMBERING.number(2026, 7).replace("-", "")
    assert find_numbers(f"1{digits} {digits}9 9-{digits} {digits}-9") == []


@given(COUNTERS, st.integers(0, 50))
def test_a_secret_opens_its_own_case_and_generation_only(counter, generation):
    number = NUMBERING.number(2026, counter)
    secret = NUMBERING.secret(number, generation)
    assert NUMBERING.secret(number, generation) == secret
    assert NUMBERING.matches_secret(number, generation, secret)
    assert not NUMBERING.matches_secret(number, generation + 1, secret)
    other = NUMBERING.number(2026, (counter + 1) % 10**9)
    assert not NUMBERING.matches_secret(other, generation, secret)


@given(COUNTERS)
def test_a_secret_forgives_how_it_is_typed(counter):
    number = NUMBERING.number(2026, counter)
    secret = NUMBERING.secret(number)
    typed = f" {secret.upper().replace('-', ' ').replace('0', 'O').replace('1', 'I')}\n"
    assert NUMBERING.matches_secret(number, 0, typed)


@pytest.mark.parametrize("given_secret", ["", "-", "ş" * 20, "\ud800", "x" * 10_000])
def test_a_wrong_secret_is_refused(given_secret):
    assert not NUMBERING.matches_secret(NUMBERING.number(2026, 3), 0, given_secret)


def test_a_secret_has_no_letters_that_are_misread():
    secret = NUMBERING.secret(NUMBERING.number(2026, 3))
    assert len(secret.replace("-", "")) == 20
    assert not set(secret) & set("ilou")
    assert repr(NUMBERING) == "<Numbering>"
