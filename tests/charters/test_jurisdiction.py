"""A promise can be made to customers who live under one law and not to others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.charters import operations as charters
from muhatap.charters.errors import CharterErrors
from muhatap.charters.reading import read
from muhatap.customers.countries import jurisdiction_of
from muhatap.kernel.actors import Actor
from muhatap.promises.rules import facts_of, promises_for
from tests.charters.small import SMALL
from tests.world import make_case

LAWS = "jurisdictions: {TR: {name: {tr: Türkiye, en: Türkiye}}, DE: {name: {tr: Almanya, en: Germany}}}\n"
GERMAN = """\
  - id: reply_de
    clock: first_reply
    name: {tr: Yanıt, en: Reply}
    limit: 24h
    when: {jurisdiction: [DE]}
"""
TEXT = SMALL.replace("ladder:\n", GERMAN + "ladder:\n", 1) + LAWS


def test_a_country_that_the_charter_does_not_name_is_refused():
    with pytest.raises(CharterErrors) as caught:
        read(TEXT.replace("[DE]", "[FR]"))
    assert [(each.code, each.path) for each in caught.value.problems] == [
        ("unknown_reference", "promises[2].when.jurisdiction[0]")
    ]


@pytest.mark.django_db
def test_who_lives_there_is_promised_another_time(world):
    at = timezone.now() - timedelta(hours=1)
    brand = charters.apply_charter(text=TEXT, source="kaynak.yaml", by=Actor.system("console"), at=at).brand
    case = make_case(world, at=timezone.now(), brand=brand, topic="PAY")
    said = {}
    for country in ("DE", "TR", "FR", ""):
        case.customer.preferences = {"country": country}
        chosen = promises_for(brand, facts_of(case))["first_reply"].code
        said[country] = (jurisdiction_of(brand, case.customer), chosen == "reply_de")
    assert said == {"DE": ("DE", True), "TR": ("TR", False), "FR": ("TR", False), "": ("TR", False)}


@pytest.mark.parametrize(("countries", "is_refused"), [("[TR]", True), ("[DE]", False), ("[DE, TR]", True)])
def test_the_law_of_one_country_binds_what_is_promised_there(countries, is_refused):
    promise = GERMAN.replace("first_reply", "legal_response").replace("24h", "90d").replace("[DE]", countries)
    complaint = SMALL.replace("    queue: general\n", "    queue: general\n    kind: complaint\n", 1)
    laws = LAWS.replace("en: Türkiye}", "en: Türkiye}, packs: [TR-PAYMENT]")
    try:
        read(complaint.replace("ladder:\n", promise + "ladder:\n", 1) + laws)
        codes = []
    except CharterErrors as errors:
        codes = [each.code for each in errors.problems]
    assert ("longer_than_law" in codes) == is_refused, codes
    assert "law_not_run" in codes
