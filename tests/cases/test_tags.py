"""Tags: how one is written, which are the same, and what the events say about them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.folding import fold
from muhatap.cases.models import Case, CaseTag
from muhatap.cases.tags import MOST, tag_of, with_tags, without_tags, word_of
from muhatap.kernel.actors import Actor
from tests.world import NOON, load, make_case

BY = Actor.system("test")
TAGS = st.text(max_size=60).map(tag_of).filter(bool)


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("#VIP", "VIP"),
        ("  geri  arama ", "geri-arama"),
        ("iade/kargo", "iade-kargo"),
        ("Şikâyet!", "Şikâyet"),
        ("elif@posta.example", ""),
        ("5555444433332222", ""),
        ("---", ""),
        ("x" * 60, "x" * 40),
    ],
)
def test_how_a_tag_is_written(written, tag):
    assert tag_of(written) == tag


@given(st.text(max_size=60))
def test_a_tag_stays_as_it_is_and_needs_no_comma(written):
    tag = tag_of(written)
    assert tag_of(tag) == tag
    assert not set(tag) & set(", @\n")


@given(st.lists(TAGS, max_size=8), st.lists(TAGS, max_size=8))
def test_a_tag_stands_once_whatever_its_spelling(known, added):
    tags = with_tags(with_tags((), known), added)
    assert len({word_of(tag) for tag in tags}) == len(tags)
    assert {word_of(tag) for tag in tags} == {word_of(tag) for tag in (*known, *added)}
    assert without_tags(tags, [tag.upper() for tag in tags if word_of(tag.upper()) == word_of(tag)]) == tuple(
        tag for tag in tags if word_of(tag.upper()) != word_of(tag)
    )


def test_table_index_and_events_agree(world):
    case = make_case(world)
    cases.change_tags(case=case, add=["VIP", "geri arama"], by=BY, at=NOON)
    cases.change_tags(case=case, add=["vip"], by=BY, at=NOON)
    cases.change_tags(case=case, add=["iade"], remove=["GERİ-ARAMA"], by=BY, at=NOON)
    case = load(case.id)
    assert case.tags == ["iade", "VIP"]
    assert set(CaseTag.objects.filter(case=case).values_list("word", flat=True)) == {"iade", "vip"}
    events = Event.objects.filter(stream_id=case.id).order_by("seq")
    assert events.filter(kind="case.tags_changed").count() == 2
    assert fold((each.kind, json.loads(each.content)) for each in events).tags == ("iade", "VIP")


def test_a_case_has_not_more_tags_than_it_may(world):
    case = make_case(world)
    cases.change_tags(case=case, add=[f"t{n}" for n in range(MOST)], by=BY, at=NOON)
    with pytest.raises(cases.TooManyTags):
        cases.change_tags(case=case, add=["noch-eins"], by=BY, at=NOON)
    assert len(Case.objects.get(id=case.id).tags) == MOST
