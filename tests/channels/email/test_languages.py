"""The guess at a mail's language says nothing rather than something wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.channels.adapters.email.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Merhaba, çekim talebim üç gündür bekliyor.", "tr"),
        ("Para hesabima gelmedi, ne kadar bekliyorum, lütfen yardim", "tr"),
        ("PARAM NEREDE? ÜÇ GÜNDÜR BEKLİYORUM, HÂLÂ GELMEDİ", "tr"),
        ("Hello, my withdrawal has not arrived. Please tell me when.", "en"),
        ("LMN2611200417", ""),
        ("", ""),
        ("OK", ""),
        ("Guten Tag, wo bleibt mein Geld?", ""),
    ],
)
def test_languages_are_told_by_common_words(text, language):
    assert language_of(text) == language


@given(st.text(max_size=2_000))
def test_any_text_gets_an_answer(text):
    assert language_of(text) in {"tr", "en", ""}
