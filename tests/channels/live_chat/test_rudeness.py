"""Words that are meant to hurt are found; words that only look like them are not."""

import pytest

from muhatap.channels.rudeness import is_rude

RUDE = ("Siktir git", "gerizekalısınız hepiniz", "AMK ya", "s.i.k.t.i.r", "you fucking idiots", "Aptalsınız")
ANGRY = (
    "Sıkıldım artık, paramı verin",
    "Çok şikayetçiyim, rezalet bir hizmet",
    "I am angry and disappointed",
    "Salacak şubesi",
    "Klasik bir hata, mühim değil",
    "",
)


@pytest.mark.parametrize("text", RUDE)
def test_abuse_is_found(text):
    assert is_rude(text)


@pytest.mark.parametrize("text", ANGRY)
def test_anger_is_no_abuse(text):
    assert not is_rude(text)
