"""Secrets are found however they are written, and nothing else is."""

import json
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel import damm
from muhatap.kernel.cards import passes_luhn
from muhatap.kernel.masking import TooDeep, mask, mask_batch, mask_json

SEPARATORS = ["", " ", ".", "-", "/", "\u00a0", "\n", "\u200b", " - ", "–", "\r\n> "]


def with_luhn(digits: str) -> str:
    return next(digits + check for check in "0123456789" if passes_luhn(digits + check))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("kart 4111 1111 1111 1111", "kart ************1111"),
        ("378282246310005", "***********0005"),
        ("3782-822463-10005", "***********0005"),
        ("٤١١١ ١١١١ ١١١١ ١١١١", "************1111"),
        ("４１１１１１１１１１１１１１１１", "************1111"),
        ("4\u200b111\u2060111111111\ufeff111", "************1111"),
        ("4111\n1111\n1111\n1111", "************1111"),
        ("4111\u00a01111.1111/1111", "************1111"),
        ("kart4111111111111111no", "kart************1111no"),
        ("4222222222222", "*********2222"),
        ("30569309025904", "**********5904"),
        ("9792 0303 9444 0796", "************0796"),
        ("5555555555554444, 6011000990139424", "************4444, ************9424"),
        ("TR33 0006 1005 1978 6457 8413 26", "TR********************1326"),
        ("tr330006100519786457841326 olan", "TR********************1326 olan"),
        ("GB82 WEST 1234 5698 7654 32", "GB****************5432"),
        ("MT84 MALT 0110 0001 2345 MTLC AST0 01S", "MT*************************001S"),
        ("TCKN 10000000146.", "TCKN *********46."),
        ("100 000 001 46", "*********46"),
        ("CVV: 123", "CVV: ***"),
        ("cvc2 1234", "cvc2 ***"),
        ("c v v = 1 2 3", "c v v = ***"),
        ("GÜVENLİK KODUM 456", "GÜVENLİK KODUM ***"),
        ("guvenlik kodu:456", "guvenlik kodu:***"),
        ("kartın arkasındaki 3 hane 789", "kartın arkasındaki 3 hane ***"),
        ("the security code is 321", "the security code is ***"),
        ("123 cvv", "*** cvv"),
        ("4111 1111 1111 1111 12/27 123", "************1111 12/27 ***"),
        ("41111111111111111227123", "***********************"),
    ],
)
def test_a_secret_is_masked(text, masked):
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "sipariş 4111111111111112 gelmedi",
        "TR33 0006 1005 1978 6457 8413 27",
        "10000000147 ve 12345678901 ve 00000000000",
        "0532 111 22 33, +90 532 111 22 33, 24.10.2026 - 25.10.2026",
        "fatura GIB2026000000001, saat 20261122150500",
        "1.234,56 TL ve 98765432",
        "cvv kodumu sordular, 500 TL çektiler",
        "şifre 123456",
        "2019 2020 2021 2022 2023 2024",
        "",
    ],
)
def test_what_is_no_secret_stays(text):
    assert mask(text).text == text
    assert mask(text).found == ()


def test_offsets_are_those_of_the_original():
    text = "a\u200bb 4111\u200b1111 1111 1111, tckn 10000000146 cvv 123"
    masked = mask(text)
    assert [item.kind for item in masked.found] == ["card", "tckn", "cvv"]
    assert [text[item.start : item.end] for item in masked.found] == [
        "4111\u200b1111 1111 1111",
        "10000000146",
        "123",
    ]


@given(
    st.sampled_from(["4", "51", "55", "2221", "34", "37", "36", "6011", "3528", "62"]),
    st.integers(13, 19),
    st.integers(0, 10**19 - 1),
    st.sampled_from(SEPARATORS),
)
def test_every_card_in_groups_of_four_is_found(prefix, length, rest, separator):
    length = 16 if prefix in {"2221", "3528"} else length
    digits = with_luhn((prefix + f"{rest:019d}")[: length - 1])
    written = separator.join(digits[at : at + 4] for at in range(0, length, 4))
    masked = mask(f"Kartım {written} idi").text
    if length == 19 and passes_luhn(digits[:16]):
        # As likely a card of sixteen digits with its security code behind it.
        assert digits[:12] not in masked
        return
    assert masked == f"Kartım {'*' * (length - 4)}{digits[-4:]} idi"


@given(st.integers(0, 10**14 - 1), st.lists(st.sampled_from(SEPARATORS), min_size=15, max_size=15))
def test_a_scheme_card_is_found_with_any_separators(rest, separators):
    digits = with_luhn(f"4{rest:014d}")
    written = "".join(digit + separator for digit, separator in zip(digits, [*separators, ""], strict=True))
    assert digits[4:12] not in mask(written).text
    assert mask(written).found


@given(st.integers(10**15, 10**16 - 1))
def test_a_long_number_that_fails_luhn_is_kept(number):
    text = f"sipariş {number} için"
    assert passes_luhn(str(number)) or mask(text).text == text


@given(st.integers(10**8, 10**11 - 1))
def test_own_numbers_are_left_alone(number):
    digits = f"26{number % 10**9:09d}"
    digits += damm.check_digit(digits)
    hyphened = f"{digits[:2]}-{digits[2:7]}-{digits[7:]}"
    text = f"{hyphened} ve {digits}, {hyphened} {hyphened} 1234"
    assert mask(text).text == text


def test_without_own_numbers_a_card_in_that_shape_is_found():
    text = "26-12345-67890 4111 1111 1111 1111"
    assert mask(text, is_own_number=lambda digits: False).text.endswith("************1111")


SECRETS = [
    "4111 1111 1111 1111",
    "10000000146",
    "TR330006100519786457841326",
    "cvv 123",
    "378282246310005",
    "5111",
]
MESSY = st.lists(
    st.one_of(
        st.text(alphabet="0123456789 .-/,*\n\u200bcvTR", max_size=30),
        st.sampled_from([*SECRETS, "24.10.2026", "12/27 123", "4000 TL", "26-12345-67894"]),
    ),
    max_size=10,
)


@given(MESSY, st.sampled_from(["", " ", "-", "\n"]))
def test_masking_twice_changes_nothing_more(pieces, separator):
    once = mask(separator.join(pieces)).text
    assert mask(once).text == once


@given(MESSY, st.sampled_from(["", " "]))
def test_what_is_found_is_in_order_and_apart(pieces, separator):
    text = separator.join(pieces)
    found = mask(text).found
    assert all(0 <= item.start < item.end <= len(text) for item in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


@pytest.mark.parametrize(
    "piece", ["4", "4 ", "42 ", "4111 ", "TR33", "TR33 ", "cvv ", "4\u200b", "4........", "*4"]
)
def test_hostile_repetition_is_survived(piece):
    text = piece * (100_000 // len(piece))
    once = mask(text).text
    assert mask(once).text == once


def test_random_digits_stay_idempotent():
    generator = random.Random(7)
    text = "".join(generator.choice("0123456789 -.") for _ in range(50_000))
    once = mask(text).text
    assert mask(once).text == once


def test_json_is_masked_all_through():
    value = {
        "card": 4111111111111111,
        "cvv": "123",
        "securityCode": 1234,
        "lines": [1, 2.5, True, None, "10000000146", {"4111111111111111": 10000000146}],
        "order": 12345678,
        "float": 4111111111111111.0,
    }
    assert mask_json(value) == {
        "card": "************1111",
        "cvv": "***",
        "securityCode": "***",
        "lines": [1, 2.5, True, None, "*********46", {"************1111": "*********46"}],
        "order": 12345678,
        "float": "************1111",
    }


def test_json_that_is_too_deep_is_refused():
    value = "x"
    for _ in range(500):
        value = [value]
    with pytest.raises(TooDeep):
        mask_json(value)


def test_a_batch_line_is_answered():
    answer = json.loads(mask_batch('{"text": "kart 4111111111111111"}'))
    assert answer == {
        "masked": "kart ************1111",
        "found": [{"kind": "card", "start": 5, "end": 21}],
    }


@pytest.mark.parametrize("line", ["", "x", "[]", "null", '{"text": 5}', '{"texts": "a"}', "[" * 100_000])
def test_a_batch_line_that_makes_no_sense_is_an_error(line):
    assert list(json.loads(mask_batch(line))) == ["error"]


def test_a_batch_answer_can_always_be_written():
    assert mask_batch('{"text": "\\ud800"}').encode()
