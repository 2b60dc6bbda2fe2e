"""Completeness, the fast lane and the recommended channel: pure rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.topics.completeness import completeness_of, intake_of, priority_of
from muhatap.topics.recommending import recommended_now

FIELDS = [{"code": "id", "required": True}, {"code": "amount", "required": True}, {"code": "note"}]
EVIDENCE = [{"code": "receipt", "required": True}, {"code": "photo"}]
RULE = {"fast_lane": "P2"}


def judged(answers, sent, rule=RULE):
    return completeness_of(fields=FIELDS, evidence=EVIDENCE, rule=rule, answers=answers, sent=sent)


def test_everything_needed_takes_the_fast_lane():
    found = judged({"id": "T1", "amount": {"minor": 5}}, {"receipt"})
    assert found.is_complete
    assert priority_of(found, 3) == 2
    assert intake_of(found, 3) == {"complete": True, "fast_lane": {"from": 3, "to": 2}}


@pytest.mark.parametrize("answer", [None, "", "  ", [], {}, {"absent": "kayboldu"}])
def test_a_reason_or_nothing_is_not_an_answer(answer):
    found = judged({"id": answer, "amount": 5}, {"receipt"})
    assert (found.fields, found.evidence, found.is_complete) == (("id",), (), False)
    assert priority_of(found, 3) == 3


def test_missing_things_are_named():
    found = judged({"id": "T1"}, set())
    assert intake_of(found, 3) == {"complete": False, "fields": ["amount"], "evidence": ["receipt"]}
    assert found.share == pytest.approx(1 / 3)


def test_a_rule_may_name_what_counts():
    found = judged({}, {"photo"}, {"evidence": ["photo"], "fields": ["note"], "fast_lane": "P2"})
    assert found.fields == ("note",)
    assert found.evidence == ()


def test_an_urgent_case_is_not_slowed():
    found = judged({"id": "T1", "amount": 5}, {"receipt"})
    assert priority_of(found, 1) == 1
    assert intake_of(found, 2) == {"complete": True}


def test_a_topic_that_needs_nothing_is_neither():
    found = completeness_of(fields=[], evidence=[], rule=RULE, answers={}, sent=())
    assert not found.is_complete
    assert intake_of(found, 4) == {}
    assert found.share == 1


@given(st.sets(st.sampled_from(["id", "amount"])), st.sets(st.sampled_from(["receipt", "photo"])))
def test_sending_more_never_makes_a_case_less_complete(answered, sent):
    some = judged(dict.fromkeys(answered, "x"), sent)
    all_of_it = judged(dict.fromkeys(answered | {"id"}, "x"), sent | {"receipt"})
    assert all_of_it.share >= some.share
    assert priority_of(all_of_it, 3) <= priority_of(some, 3)


URGENT = [{"channel": "phone", "when": "open", "why": {"tr": "Hızlı"}}, {"channel": "web_form"}]


def test_an_urgent_matter_is_for_the_telephone_while_people_answer():
    first, second = recommended_now(URGENT, {"phone", "web_form"}, {"phone"})
    assert (first.channel, first.is_first, second.channel) == ("phone", True, "web_form")


def test_when_nobody_answers_the_form_comes_first():
    first, second = recommended_now(URGENT, {"phone", "web_form"}, set())
    assert (first.channel, first.is_first, second.is_first) == ("web_form", True, False)


def test_a_channel_that_is_not_offered_is_not_recommended():
    assert [each.channel for each in recommended_now(URGENT, {"web_form"}, {"phone"})] == ["web_form"]
    assert recommended_now([], {"phone"}, {"phone"}) == ()
