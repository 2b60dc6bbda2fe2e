"""Never a yes to a lookalike, whatever it is made of; and no yes is lost to capitals, tags or spellings."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from muhatap.brands.impostors import Verdict, judge, own_addresses

LEGAL = {
    "official": {
        "emails": ["destek@nehir.example"],
        "domains": ["nehir.example", "şikayet-nehir.example"],
        "phones": ["+90 850 000 00 01", "444 0 123"],
        "accounts": [
            {"network": "X", "handle": "@nehirdestek", "url": "https://x.com/nehirdestek"},
            {"network": "Instagram", "handle": "nehir.destek"},
        ],
    }
}
OWNED = own_addresses(LEGAL, {"email": "yardim@nehir.example", "phone": "+905321234567"})
ALIKE = {
    "a": "аα", "e": "еε3", "i": "іıíl1", "o": "оο0", "r": "г", "s": "ѕſ5", "t": "т7", "k": "κ\u212a",
    "d": "ԁ", "h": "һ", "n": "ո", "p": "р", "x": "х", "m": "м",
}  # fmt: skip


def verdict(sought):
    return judge(OWNED, sought).verdict


@pytest.mark.parametrize(
    ("sought", "written"),
    [
        ("Destek@Nehir.Example", "destek@nehir.example"),
        ("destek+fatura@nehir.example", "destek@nehir.example"),
        ("mailto:destek@nehir.example", "destek@nehir.example"),
        ("HTTPS://Nehir.Example:443/giris?x=1#y", "nehir.example"),
        ("nehir.example.", "nehir.example"),
        ("hesap.nehir.example", "nehir.example"),
        ("xn--ikayet-nehir-3mc.example", "şikayet-nehir.example"),
        ("https://şikayet-nehir.example/", "şikayet-nehir.example"),
        ("+90 (850) 000-00-01", "+90 850 000 00 01"),
        ("00908500000001", "+90 850 000 00 01"),
        ("0850 000 00 01", "+90 850 000 00 01"),
        ("850 000 00 01", "+90 850 000 00 01"),
        ("0532 123 45 67", "+905321234567"),
        ("4440123", "444 0 123"),
        ("nehirdestek", "@nehirdestek"),
        ("@NehirDestek", "@nehirdestek"),
        ("http://www.x.com/nehirdestek/?s=20", "@nehirdestek"),
        ("@nehir.destek", "nehir.destek"),
    ],
)
def test_ours_however_it_is_spelled(sought, written):
    found = judge(OWNED, sought)
    assert (found.verdict, found.own.written) == (Verdict.OURS, written)


@pytest.mark.parametrize(
    "sought",
    [
        "nеhir.example",  # Cyrillic е
        "nehır.example", "nehlr.example", "neh1r.example", "nehir-destek.com", "nehir.com",
        "nehir.example.kotu.example", "https://nehir.example@kotu.example/", "https://kotu.example/nehir.example",
        "http://nehir.example\\@kotu.example", "xn--nhir-x9d.example", "deſtek@nehir.example",
        "destek@nehir.example.com", "baska@nehir.example", "destek@@nehir.example",
        "destek\u200b@nehir.example", "@nehir_destek", "nehirdestekk", "@nehirdestak", "x.com/nehirdestek1",
        "+90 850 000 00 02", "+44 850 000 00 01", "+8500000001", "+90 850 000 0 001 1",
        "\uff4eehir.example", "NEHİR.EXAMPLE", "kotu.example\uff0f.nehir.example",
    ],
)  # fmt: skip
def test_a_lookalike_is_called_one(sought):
    assert verdict(sought) is Verdict.LOOKALIKE


@pytest.mark.parametrize(
    "sought", ["kotu.example", "ali@baska.example", "@selinyilmaz", "+49 30 123456", "x.com"]
)
def test_what_has_nothing_to_do_with_us(sought):
    assert verdict(sought) is Verdict.NOT_OURS


def test_nothing_is_no_address():
    assert verdict("  ") is Verdict.UNREADABLE


@pytest.mark.parametrize(
    "sought", ["javascript:nehir.example", "ftp://nehir.example", "tel:", "\x00", "@", "+"]
)
def test_no_yes_to_oddities(sought):
    assert verdict(sought) is not Verdict.OURS


@st.composite
def lookalikes(draw):
    """One of our addresses, changed in one place so that it is another one."""
    own = draw(st.sampled_from(["destek@nehir.example", "nehir.example", "nehirdestek", "x.com/nehirdestek"]))
    place = draw(st.integers(0, len(own) - 1))
    sign = own[place]
    match draw(st.sampled_from(["alike", "double", "drop", "invisible", "suffix", "userinfo"])):
        case "alike" if sign in ALIKE:
            return own[:place] + draw(st.sampled_from(ALIKE[sign])) + own[place + 1 :]
        case "invisible":
            hidden = draw(st.sampled_from("\u200b\u200d\u2060\u00ad\ufeff\u202e\u0301"))
            return own[:place] + sign + hidden + own[place + 1 :]
        case "userinfo":
            return f"https://{own}@kotu.example/"
        case "drop" if sign.isalpha() and own[place - 1 : place + 2].count(sign) == 1:
            return own[:place] + own[place + 1 :]
        case "double" if sign.isalpha():
            return own[:place] + sign + own[place:]
        case _:
            return f"{own}.kotu.example"


@given(lookalikes())
@example("destek@nehir.example.")
@example("nehirdeste\u212a")
def test_a_changed_address_is_never_ours(sought):
    assert verdict(sought) is not Verdict.OURS


@given(st.text(max_size=60))
def test_whatever_is_typed_has_an_answer(sought):
    found = judge(OWNED, sought)
    if found.verdict is Verdict.OURS:
        assert sought.strip().isascii() or "şikayet-nehir.example" in sought
    assert (found.own is None) == (found.verdict in {Verdict.NOT_OURS, Verdict.UNREADABLE})


@given(st.from_regex(r"[+0-9 ()-]{1,20}", fullmatch=True))
def test_a_number_is_ours_only_digit_by_digit(sought):
    digits = "".join(sign for sign in sought if sign.isdigit()).lstrip("0")
    if verdict(sought) is Verdict.OURS:
        assert digits in {"908500000001", "8500000001", "905321234567", "5321234567", "4440123"}
