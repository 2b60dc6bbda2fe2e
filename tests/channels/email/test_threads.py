"""Signed ids hold, forged ones do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.channels.adapters.email.threads import (
    case_numbers_in,
    case_of_thread_id,
    message_id_of,
    references_of,
    thread_id,
)

KEY = b"k" * 32
NUMBERS = st.integers(0, 10**12 - 1).map(lambda number: f"{number:012d}")
NONCES = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", min_size=1, max_size=40)


@given(NUMBERS, NONCES)
def test_a_signed_id_gives_its_case_back(number, nonce):
    signed = thread_id(KEY, number, nonce, "firma.example")
    assert case_of_thread_id(KEY, signed) == number
    assert case_of_thread_id(KEY, signed.strip("<>")) == number
    assert case_of_thread_id(b"x" * 32, signed) is None
    assert message_id_of(signed) == signed
    assert references_of(f"<a@b>\r\n {signed}") == ("<a@b>", signed)


@given(NUMBERS, NUMBERS)
def test_no_other_case_can_be_written_into_it(number, other):
    signed = thread_id(KEY, number, "n", "firma.example")
    forged = signed.replace(number, other)
    assert case_of_thread_id(KEY, forged) == (number if number == other else None)


@pytest.mark.parametrize("flip", range(16, 44))
def test_a_changed_letter_breaks_the_seal(flip):
    signed = thread_id(KEY, "26-12345-67890", "n1", "firma.example")
    letter = "b" if signed[flip] != "b" else "c"
    assert case_of_thread_id(KEY, signed[:flip] + letter + signed[flip + 1 :]) is None


@given(st.text(max_size=120))
def test_foreign_ids_are_nobodys(text):
    assert case_of_thread_id(KEY, text) is None


@pytest.mark.parametrize(
    ("number", "nonce"), [("1", "n"), ("26-12345-67890", "a b"), ("26-12345-67890", "a>\r\n")]
)
def test_an_id_that_could_not_be_read_back_is_not_made(number, nonce):
    with pytest.raises(ValueError, match="thread id"):
        thread_id(KEY, number, nonce, "firma.example")


@pytest.mark.parametrize(
    ("subject", "numbers"),
    [
        ("Ynt: Para çekme [26-12345-67890]", ("261234567890",)),
        ("261234567890", ("261234567890",)),
        ("26-12345-67890 ve 26-12345-67891 ve 26-12345-67890", ("261234567890", "261234567891")),
        ("kart 4111111111111111", ()),
        ("TCKN 12345678901", ()),
        ("TR12-34567-89012-3", ()),
    ],
)
def test_case_numbers_are_found_and_other_numbers_are_not(subject, numbers):
    assert case_numbers_in(subject) == numbers
