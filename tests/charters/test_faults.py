"""Every fault of a charter is named with its line, path and remedy."""

import json
import string
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from muhatap.charters.errors import TEMPLATES, CharterErrors
from muhatap.charters.reading import read
from tests.charters.small import SMALL, broken

FAULTS = YAML(typ="safe", pure=True).load((Path(__file__).parent / "faults.yaml").read_text("utf-8"))


def problems_of(text):
    with pytest.raises(CharterErrors) as caught:
        read(text, "kaynak.yaml")
    return caught.value.problems


@pytest.mark.parametrize(
    "fault", FAULTS, ids=lambda fault: f"{fault['problems'][0][2]}: {fault['by'].strip()}"
)
def test_a_fault_is_named_with_line_path_and_remedy(fault):
    found = problems_of(broken(fault["replace"], fault["by"]))
    said = [[f"{each.line}:{each.column}", each.path, each.code, each.remedy] for each in found]
    assert said == fault["problems"]


def test_there_are_many_kinds_of_fault():
    assert len({problem[2] for fault in FAULTS for problem in fault["problems"]}) >= 25


def test_all_faults_are_named_at_once_in_the_order_of_the_file():
    text = broken("  zone: Europe/Istanbul\n", "  zone: Nowhere\n").replace("limit: 72h", "limit: 12h")
    assert [each.line for each in problems_of(text)] == [7, 46]


def test_the_error_reads_as_a_line_of_a_compiler():
    with pytest.raises(
        CharterErrors, match=r"kaynak\.yaml:7:9 brand\.zone: “X/Y” is not a known time zone\."
    ):
        read(broken("  zone: Europe/Istanbul\n", "  zone: X/Y\n"), "kaynak.yaml")


def test_a_brand_without_a_language_has_texts_too_many():
    found = problems_of(broken("languages: [tr, en]", "languages: [en]"))
    assert found[0].code == "default_language"
    assert {each.code for each in found[1:]} == {"unspoken_language"}
    assert len(found) == 1 + SMALL.count("{tr:")


def test_a_fault_carries_its_words_for_a_translation():
    (fault,) = problems_of(broken("    queue: general\n", "    queue: genral\n"))
    message, remedy = TEMPLATES[fault.code]
    words = dict(fault.params)
    assert message.format(**words) == fault.message
    assert remedy.format(**words) == fault.remedy


@pytest.mark.parametrize("code", TEMPLATES)
def test_every_remedy_uses_only_words_that_the_message_can_have(code):
    for text in TEMPLATES[code]:
        assert text.endswith((".", "?", "}"))
        assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text))


@pytest.mark.parametrize("text", ["", "# nothing\n", "[]\n", "charter\n", "- 1\n"])
def test_a_file_that_is_no_charter_is_refused(text):
    assert problems_of(text)[0].code in ("empty", "not_a_mapping")


def test_a_charter_without_topics_can_take_no_case():
    before, rest = SMALL.split("topics:\n")
    found = problems_of(before + "topics: []\npromises:\n" + rest.split("promises:\n")[1])
    assert [(each.line, each.path, each.code) for each in found] == [(31, "topics", "topics_missing")]


def test_a_circle_that_a_queue_only_leads_into_is_named_once_for_each_queue_in_it():
    queues = "  leads: {name: {tr: Liderler, en: Leads}, team: people, escalates_to: top}\n"
    queues += "  top: {name: {tr: Üst, en: Top}, team: people, escalates_to: leads}\n"
    found = problems_of(broken("  leads: {name: {tr: Liderler, en: Leads}, team: people}\n", queues))
    assert [each.path for each in found] == ["queues.leads.escalates_to", "queues.top.escalates_to"]


def test_a_monstrous_key_is_not_repeated_in_full():
    (fault,) = problems_of(f"{SMALL}? {'k' * 100_000}\n: 1\n")
    assert (fault.code, len(fault.path)) == ("unknown_key", 60)
    assert len(str(fault)) < 4000


LATE = "  late: {name: {tr: Geç, en: Late}, hours: {tue: [['10:00', '20:00']]}}\n"


def test_business_time_of_channels_with_different_hours_needs_a_calendar():
    text = broken("channels:\n", LATE + "channels:\n").replace("[web_form]", "[web_form, email]")
    text = text.replace("    calendar: office\n    mail", "    calendar: late\n    mail")
    (fault,) = problems_of(text)
    assert (fault.line, fault.path, fault.code) == (53, "promises[1].limit", "calendar_needed")
    assert fault.message.endswith("keep different hours: office, late.")


def test_a_promise_for_no_topic_at_all_is_refused():
    text = broken("groups:\n", "groups:\n  none: {name: {tr: Boş, en: Empty}}\n")
    (fault,) = problems_of(text.replace("{channel: [web_form]}", "{group: [none], topic: [PAY]}"))
    assert (fault.line, fault.path, fault.code) == (54, "promises[1].when", "empty_conditions")


def test_a_problem_can_be_written_as_json():
    (fault,) = problems_of(broken("charter: 1\n", "charter: 2\n"))
    assert json.loads(json.dumps(fault.__dict__, ensure_ascii=False))["line"] == 1
