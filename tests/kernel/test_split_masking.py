"""A card number sent in pieces is still a card number."""

import pytest

from muhatap.kernel.split_masking import mask_split


@pytest.mark.parametrize(
    ("previous", "text"),
    [
        ("4111 1111", "1111 1111"),
        ("4111\n1111\n1111", "1111"),
        ("41111111", "11111111"),
        ("kartım 4111 1111 11", "11 1111 teşekkürler"),
        ("4111 1111 devamı gelecek", "geri kalanı da 1111 1111"),
        ("٤١١١ ١١١١", "١١١١ ١١١١"),
    ],
)
def test_both_pieces_are_masked(previous, text):
    split = mask_split(previous, text)
    assert split.is_split
    assert "4111" not in split.previous
    assert "1111 1111" not in split.text
    assert split.previous_found[0].kind == split.found[0].kind == "card"


@pytest.mark.parametrize(
    ("previous", "text"),
    [
        ("Merhaba", "4111 1111"),
        ("0532 111 22 33", "1111 1111"),
        ("sipariş 41111111", "11111112"),
        ("4111 1111 " + "a" * 200, "1111 1111"),
        ("", ""),
    ],
)
def test_pieces_that_make_no_card_stay(previous, text):
    split = mask_split(previous, text)
    assert (split.previous, split.text, split.is_split) == (previous, text, False)


def test_the_rest_of_the_second_message_is_masked_too():
    split = mask_split("4111 1111", "1111 1111 ve 10000000146")
    assert split.text == "*********1111 ve *********46"
    assert [(item.kind, item.start) for item in split.found] == [("card", 0), ("tckn", 13)]


def test_without_a_split_the_second_message_is_masked_alone():
    assert mask_split("Merhaba", "4111 1111 1111 1111").text == "************1111"
