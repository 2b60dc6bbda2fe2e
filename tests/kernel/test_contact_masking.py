"""Addresses and numbers are shortened, and what only looks like them is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel.contact_masking import mask_contacts


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("elif@posta.example yazdı", "e•••@posta.example yazdı"),
        ("mailto:elif.karaca+1@posta.com.tr.", "mailto:e•••@posta.com.tr."),
        ("q=elif%40posta.example", "q=e•••%40posta.example"),
        ("+905321112233", "•••33"),
        ("tel:%2B905321112233", "tel:•••33"),
        ("+44 7400 123456 aradı", "•••56 aradı"),
        ("0532 111 22 33", "•••33"),
        ("5321112233", "•••33"),
        ("26-00021-00005", "26-00021-00005"),
        ("/desk/customers/532111223344556677/", "/desk/customers/532111223344556677/"),
        ("1.250,50 TRY, 14:30, 2026-11-18", "1.250,50 TRY, 14:30, 2026-11-18"),
        ("@handle ve a@b", "@handle ve a@b"),
    ],
)
def test_each_form(text, masked):
    assert mask_contacts(text) == masked


@given(st.text(max_size=200))
def test_once_is_enough(text):
    once = mask_contacts(text)
    assert mask_contacts(once) == once
