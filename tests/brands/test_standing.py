"""Who may stand before visitors, and which address is really the brand's."""

import pytest

from muhatap.brands.impostors import Verdict, judge, own_addresses
from muhatap.brands.standing import REMARKS, missing_for_visitors

WHOLE = {"name": "A.Ş.", "address": "İstanbul", "licence": {"number": "1"}, "regulator": {"name": {}}}
LEGAL = {
    "official": {
        "emails": ["destek@nehir.example"],
        "domains": ["nehir.example"],
        "phones": ["+90 850 000 00 01"],
        "accounts": [{"network": "X", "handle": "@nehirdestek", "url": "https://x.com/nehirdestek"}],
    }
}
CONTACT = {
    "email": "yardim@nehir.example",
    "phone": "+90 850 000 00 02",
    "sender": {"email": "no@nehir.example"},
}


@pytest.mark.parametrize(
    ("legal", "missing"),
    [
        (WHOLE, ()),
        (WHOLE | {"licence": None}, ("licence",)),
        (WHOLE | {"regulator": None, "licence": None}, ("licence", "regulator")),
        (WHOLE | {"licence": None, "regulator": None, "regulated": False}, ()),
        (WHOLE | {"name": ""}, ("legal_name",)),
        (WHOLE | {"portal": "private"}, ("unpublished",)),
        ({}, ("legal_name", "legal_address", "licence", "regulator")),
    ],
)
def test_a_brand_is_public_when_it_says_who_answers(legal, missing):
    assert missing_for_visitors(legal) == missing
    assert set(missing) <= set(REMARKS)


@pytest.mark.parametrize(
    ("sought", "kind"),
    [
        ("destek@nehir.example", "email"),
        (" DESTEK@nehir.example ", "email"),
        ("mailto:yardim@nehir.example", "email"),
        ("no@nehir.example", "email"),
        ("https://nehir.example/a?b", "domain"),
        ("giris.nehir.example", "domain"),
        ("+908500000001", "phone"),
        ("0850 000 00 02", "phone"),
        ("nehirdestek", "account"),
        ("https://x.com/nehirdestek/", "account"),
    ],
)
def test_own_addresses_are_found(sought, kind):
    found = judge(own_addresses(LEGAL, CONTACT), sought)
    assert (found.verdict, found.own.kind) == (Verdict.OURS, kind)


@pytest.mark.parametrize(
    "sought",
    [
        "", "destek@nehir-example.com", "destek@nehir.example.kotu.example",
        "https://kotu.example/nehir.example",
        "nehir.example.kotu.example", "evilnehir.example", "https://nehir.example@kotu.example/",
        "@nehirdestekk",
        "+908500000003", "00", "1", "x.com", "javascript:nehir.example",
    ],
)  # fmt: skip
def test_false_addresses_are_not(sought):
    assert judge(own_addresses(LEGAL, CONTACT), sought).verdict is not Verdict.OURS
