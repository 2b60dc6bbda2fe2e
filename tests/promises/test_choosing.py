"""The promise that says most about a case is the one that applies."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.promises.choosing import DIMENSIONS, PromiseRule, UnknownDimension, most_specific


def rule(name, clock="first_response", **when):
    return PromiseRule(name, clock, {dimension: frozenset(values) for dimension, values in when.items()})


def chosen(rules, **facts):
    promise = most_specific(rules, facts)["first_response"].promise
    return promise and promise.id


EVERYONE = rule("everyone")
CHAT = rule("chat", channel={"chat"})
PAYMENTS = rule("payments", topic={"payments", "refunds"})
URGENT_CHAT = rule("urgent-chat", channel={"chat"}, priority={"urgent"})


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "everyone"),
        ({"channel": "email"}, "everyone"),
        ({"channel": "chat"}, "chat"),
        ({"channel": "chat", "topic": "refunds"}, "payments"),
        ({"channel": "chat", "topic": "refunds", "priority": "urgent"}, "urgent-chat"),
        ({"channel": None}, "everyone"),
    ],
)
def test_the_most_specific_wins(facts, expected):
    assert chosen([EVERYONE, CHAT, PAYMENTS, URGENT_CHAT], **facts) == expected
    assert chosen([URGENT_CHAT, PAYMENTS, CHAT, EVERYONE], **facts) == expected


@pytest.mark.parametrize(("stronger", "weaker"), list(pairwise(DIMENSIONS)))
def test_between_equals_the_stronger_dimension_wins(stronger, weaker):
    rules = [rule("strong", **{stronger: {"x"}}), rule("weak", **{weaker: {"x"}})]
    assert chosen(rules, **{stronger: "x", weaker: "x"}) == "strong"
    assert chosen(rules[::-1], **{stronger: "x", weaker: "x"}) == "strong"


def test_between_the_same_dimensions_the_later_wins():
    assert chosen([rule("old", topic={"a", "b"}), rule("new", topic={"b"})], topic="b") == "new"


def test_each_clock_has_its_own_promise_and_every_rule_says_what_became_of_it():
    rules = [EVERYONE, CHAT, rule("chat-again", channel={"chat"}), PAYMENTS, rule("ack", clock="ack")]
    choices = most_specific([*rules, rule("vip", channel={"sms"})], {"channel": "chat", "topic": "refunds"})
    assert choices["ack"].promise.id == "ack"
    trace = [(one.promise, one.matched, one.reason) for one in choices["first_response"].trace]
    assert trace == [
        ("everyone", True, "less_specific"),
        ("chat", True, "weaker_dimension"),
        ("chat-again", True, "weaker_dimension"),
        ("payments", True, "applies"),
        ("vip", False, "channel_differs"),
    ]
    again = most_specific([CHAT, rule("chat-again", channel={"chat"})], {"channel": "chat"})
    assert [one.reason for one in again["first_response"].trace] == ["replaced_later", "applies"]


def test_no_promise_matches():
    choice = most_specific([CHAT], {"channel": "email"})["first_response"]
    assert choice.promise is None
    assert choice.trace[0].reason == "channel_differs"
    assert most_specific([], {}) == {}


def test_a_promise_cannot_depend_on_what_a_case_does_not_have():
    with pytest.raises(UnknownDimension, match="weather"):
        rule("sunny", weather={"fine"})


VALUES = st.frozensets(st.sampled_from("abc"), min_size=1)
RULES = st.lists(st.dictionaries(st.sampled_from(DIMENSIONS), VALUES), max_size=8).map(
    lambda whens: [PromiseRule(str(place), "first_response", when) for place, when in enumerate(whens)]
)
FACTS = st.dictionaries(st.sampled_from(DIMENSIONS), st.sampled_from("abc"))


@given(RULES, FACTS)
def test_no_matching_promise_says_more_than_the_chosen_one(rules, facts):
    for choice in most_specific(rules, facts).values():
        matched = [one.promise for one in choice.trace if one.matched]
        assert (choice.promise is not None) == bool(matched)
        assert [one.reason for one in choice.trace].count("applies") == bool(matched)
        assert all(len(rules[int(name)].when) <= len(choice.promise.when) for name in matched)
