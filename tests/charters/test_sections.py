"""Every fault of the sections beyond the spine is named with its path, and what it says helps."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from muhatap.charters.errors import CharterErrors
from muhatap.charters.fault_texts import SECTION_TEMPLATES
from muhatap.charters.reading import read
from muhatap.charters.writing import export
from tests.charters.small import broken
from tests.charters.whole import WHOLE, broken_whole

FAULTS = YAML(typ="safe", pure=True).load((Path(__file__).parent / "section_faults.yaml").read_text("utf-8"))
PAID = "  - {id: paid, clock: first_reply, name: {tr: Y, en: R}, limit: %s, when: {plan: [plus]}}\nladder:\n"


def problems_of(text):
    with pytest.raises(CharterErrors) as caught:
        read(text)
    return caught.value.problems


def test_the_whole_charter_is_without_fault():
    document = read(WHOLE)
    assert read(export(document)) == document


@pytest.mark.parametrize(
    "fault", FAULTS, ids=lambda fault: f"{fault['problem'][1]}: {fault['by'][:30].strip()}"
)
def test_a_fault_is_named(fault):
    found = problems_of(broken_whole(fault["replace"], fault["by"]))
    assert fault["problem"] in [[each.path, each.code] for each in found]
    assert all(each.line > 1 and each.remedy for each in found)


def test_a_closed_channel_is_not_recommended():
    text = broken_whole("  email:\n", "  email:\n    open: false\n")
    assert [each.code for each in problems_of(text)] == ["recommend_closed"]


def test_a_protected_topic_is_not_general():
    text = broken(
        "    queue: general\n    fields",
        "    queue: general\n    identity_level: 3\n    sensitivity: general\n    fields",
    )
    assert [each.code for each in problems_of(text)] == ["sensitivity_too_low"]


def test_whoever_pays_is_not_promised_less():
    (fault,) = problems_of(broken_whole("ladder:\n", PAID % "90h"))
    assert (fault.code, fault.path) == ("plan_slower", "promises[2].limit")
    assert "72h" in fault.remedy


def test_a_plan_is_counted_by_its_own_calendar():
    text = broken_whole("ladder:\n", PAID % "2bh")
    always = '  always: {name: {tr: Hep, en: Always}, hours: {mon: [["00:00", "24:00"]]}}\nchannels:\n'
    text = text.replace("channels:\n", always, 1).replace(
        "calendar: office, account", "calendar: always, account"
    )
    document = read(text)
    assert document.calendar_of(document.promises[2]) == "always"


def test_every_section_template_is_reached_by_some_test():
    tested = {fault["problem"][1] for fault in FAULTS} | {
        "recommend_closed", "sensitivity_too_low", "plan_slower",
        "longer_than_law", "longer_than_law_then", "law_not_run", "law_other_clock", "plan_only",
        "retention_too_short", "language_not_spoken",
    }  # fmt: skip
    assert set(SECTION_TEMPLATES) <= tested


def test_a_team_speaks_only_languages_of_the_brand():
    text = broken_whole("languages: [tr, en]", "languages: [tr]")
    text = text.replace("languages: [tr]\n    capabilities", "languages: [en]\n    capabilities")
    assert ("channels.social.languages[0]", "language_not_spoken") in [
        (each.path, each.code) for each in problems_of(text)
    ]
