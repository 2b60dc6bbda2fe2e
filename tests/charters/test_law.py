"""No promise is longer than the law of its packs; a pack binds by name, or when two people activated it."""

from datetime import date

import pytest

from muhatap.charters.checks.law import Law
from muhatap.charters.errors import CharterErrors
from muhatap.charters.reading import law_on, read
from muhatap.charters.rule_packs import read_pack, shipped_packs, shipped_texts
from muhatap.charters.schema.packs import VERIFIED
from tests.charters.small import SMALL
from tests.charters.whole import WHOLE

AS_OF = date(2026, 11, 22)
BOUND = """\
jurisdictions:
  TR: {{name: {{tr: Türkiye, en: Türkiye}}, packs: [{packs}]}}
"""
RESOLVE = (
    "  - {{id: decide, clock: resolve, name: {{tr: Karar, en: Decide}}, limit: {limit}{more}}}\nladder:\n"
)
RUN = "  - {id: law, clock: legal_response, name: {tr: Y, en: L}, limit: 20d, law: todeb_20}\nladder:\n"


def charter(limit: str, packs: str = "TR-PAYMENT", more: str = "", run: str = RUN) -> str:
    text = SMALL.replace(
        "    queue: general\n    fields", "    queue: general\n    kind: complaint\n    fields"
    )
    text = text.replace("ladder:\n", RESOLVE.format(limit=limit, more=more), 1)
    return text.replace("ladder:\n", run, 1) + BOUND.format(packs=packs)


def faults(text: str, **more) -> list:
    try:
        read(text, **more)
    except CharterErrors as errors:
        return errors.problems
    return []


@pytest.mark.parametrize("limit", ["20d", "14d", "72h", "480h", "2w", "8bh", "10bd"])
def test_a_promise_within_the_law_is_taken(limit):
    more = ", calendar: office" if "b" in limit else ""
    text = charter(limit, more=more).replace(
        'mon: [["09:00", "12:00"], ["13:00", "18:00"]]',
        "\n".join(
            [
                "mon: [['09:00', '18:00']]",
                *(f"      {day}: [['09:00', '18:00']]" for day in ("tue", "wed", "thu", "fri")),
            ]
        ),
    )
    assert faults(text) == []


@pytest.mark.parametrize("limit", ["21d", "481h", "3w", "1mo", "40d"])
def test_a_promise_longer_than_the_law_is_refused_with_path_and_remedy(limit):
    (fault,) = faults(charter(limit))
    assert fault.path == "promises[2].limit"
    assert fault.code in ("longer_than_law", "longer_than_law_then")
    assert "20d" in fault.message
    assert "todeb_20" in fault.message
    assert "PAY" in fault.remedy


def test_business_days_that_can_outlast_the_law_are_refused_with_the_day_on_which_they_do():
    (fault,) = faults(charter("14bd", more=", calendar: office"))
    assert fault.code == "longer_than_law_then"
    words = dict(fault.params)
    assert date.fromisoformat(words["start"]) < date.fromisoformat(words["theirs"])
    assert date.fromisoformat(words["theirs"]) < date.fromisoformat(words["ours"])


def test_thirty_days_can_be_longer_than_a_month():
    text = charter("60d", packs="EU-DATA", run="ladder:\n").replace("kind: complaint", "kind: privacy")
    text = text.replace("clock: resolve", "clock: dsr").replace("60d}", "30d, law: gdpr_12}")
    (fault,) = faults(text)
    assert dict(fault.params)["start"] == "2027-01-31"


def test_what_is_not_about_the_topic_does_not_bind():
    assert faults(charter("90d", run="ladder:\n").replace("kind: complaint", "kind: request")) == []


def test_a_general_promise_may_be_longer_where_a_nearer_one_holds():
    nearer = "  - {id: near, clock: resolve, name: {tr: K, en: D}, limit: 20d, when: {kind: [complaint]}}"
    assert faults(charter("90d").replace("ladder:\n", f"{nearer}\nladder:\n", 1)) == []


def test_a_legal_limit_is_run_by_a_promise_that_names_it():
    (fault,) = faults(charter("20d", run="ladder:\n"))
    assert (fault.path, fault.code) == ("promises", "law_not_run")
    assert "law: todeb_20" in fault.remedy


def test_a_promise_names_a_rule_that_exists_and_is_about_its_clock():
    missing = faults(charter("20d", run=RUN.replace("todeb_20", "todeb_2")))
    assert {each.code for each in missing} == {"unknown_reference_near", "law_not_run"}
    wrong = RUN.replace("clock: legal_response", "clock: triage")
    assert "law_other_clock" in [each.code for each in faults(charter("20d", run=wrong))]


def test_what_the_law_gives_everybody_is_not_sold():
    text = charter("20d", more=", when: {plan: [plus]}") + "plans: {plus: {name: {tr: Artı, en: Plus}}}\n"
    assert "plan_only" in [each.code for each in faults(text)]


def test_records_are_kept_as_long_as_the_law_asks():
    text = WHOLE.replace("packs: [TR-CONSUMER]", "packs: [UK-PAYMENT]").replace("keep: 10y", "keep: 2y")
    assert [each.code for each in faults(text)] == ["retention_too_short"]


def test_an_active_pack_binds_without_being_named():
    law = Law(shipped_packs(), AS_OF, active=("TR-PAYMENT",))
    text = charter("30d").split("jurisdictions:")[0]
    assert faults(text) == []
    assert [each.code for each in faults(text, law=lambda code: law)] == ["longer_than_law"]


def test_a_rule_binds_from_its_first_day_until_its_last():
    rule = shipped_packs()["UK-DATA"].rule("duaa_ack")
    assert not rule.binds_on(date(2026, 6, 18))
    assert rule.binds_on(date(2026, 6, 19))


def test_what_nobody_could_verify_never_binds():
    assert not any(
        rule.binds_on(AS_OF)
        for pack in shipped_packs().values()
        for rule in pack.rules
        if rule.verified == "unverified"
    )
    assert shipped_packs()["MT-GAMING"].rule("mga_internal").verified == "unverified"


def test_every_rule_says_how_it_is_known_and_every_limit_can_be_reckoned():
    rules = [rule for pack in shipped_packs().values() for rule in pack.rules]
    assert len(rules) >= 45
    assert {rule.verified for rule in rules} == set(VERIFIED)
    assert all(rule.span for rule in rules if rule.use == "limit")
    assert all(dict(rule.title.values).keys() == {"tr", "en"} for rule in rules)


def test_a_shipped_pack_is_named_like_its_file():
    assert {name.removesuffix(".yaml").upper().replace("_", "-") for name in shipped_texts()} == set(
        shipped_packs()
    )


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("verified: text", "verified: sure", "rules[0].verified"),
        ("number: 20d", "numbr: 20d", "rules[0].numbr"),
        ("- id: todeb_60", "- id: todeb_20", "rules[2].id"),
        ("use: limit", "use: limits", "rules[0].use"),
    ],
)
def test_a_faulty_pack_is_refused(old, new, path):
    text = shipped_texts()["tr_payment.yaml"]
    with pytest.raises(CharterErrors) as caught:
        read_pack(text.replace(old, new, 1))
    assert caught.value.problems[0].path == path


def test_the_law_is_asked_on_its_own_day_when_none_is_given():
    assert law_on(None).on == AS_OF
    assert law_on(date(2027, 1, 1)).on == date(2027, 1, 1)
