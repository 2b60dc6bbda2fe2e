"""The check digit catches the slips of the hand that it promises to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel.damm import check_digit, is_own_number, is_valid

DIGITS = st.text("0123456789", min_size=1, max_size=20)


def test_the_published_example():
    assert check_digit("572") == "4"
    assert is_valid("5724")


@given(DIGITS, st.integers(0, 19), st.integers(1, 9))
def test_every_single_wrong_digit_is_caught(digits, at, shift):
    number = digits + check_digit(digits)
    at %= len(number)
    wrong = number[:at] + str((int(number[at]) + shift) % 10) + number[at + 1 :]
    assert is_valid(number)
    assert not is_valid(wrong)


@given(DIGITS, st.integers(0, 19))
def test_every_swap_of_neighbours_is_caught(digits, at):
    number = digits + check_digit(digits)
    at %= len(number) - 1
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert swapped == number or not is_valid(swapped)


@pytest.mark.parametrize("text", ["", "0", "a4", "５７２４", "57 24", "-5724"])
def test_what_is_no_number_is_not_valid(text):
    assert not is_valid(text)


def test_only_digits_have_a_check_digit():
    with pytest.raises(ValueError, match="ASCII digits"):
        check_digit("12a")


def test_own_numbers_have_twelve_digits():
    assert is_own_number("26123456789" + check_digit("26123456789"))
    assert not is_own_number("5724")
