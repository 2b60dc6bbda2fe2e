"""Plans: empty for the same charter, true to what applying does, and reckoned like one reckons by hand."""

import copy
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muhatap.brands.models import Brand, CharterVersion
from muhatap.charters import operations as charters
from muhatap.charters.differences import Sort, differences
from muhatap.charters.errors import CharterErrors
from muhatap.charters.planning import Asked, plan_charter, running_charter
from muhatap.charters.promised import rules_of_charter
from muhatap.charters.queries import NoEarlierVersion, charter_text
from muhatap.charters.reading import read
from muhatap.charters.replaying import PastCase, PastClock, Replaying, is_broken
from muhatap.charters.routing import Routes, Stood, facts_after, facts_before
from muhatap.charters.shape import document_from
from muhatap.kernel.actors import Actor
from muhatap.promises.rules import rules_for, rules_of
from tests.charters.small import SMALL, broken
from tests.charters.test_round_trip import charters as some_charters

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BY = Actor.system("console")
DOCUMENT = read(SMALL)
FASTER = read(broken("limit: 72h", "limit: 30h"))


def apply(text, at=AT):
    return charters.apply_charter(text=text, source="kaynak.yaml", by=BY, at=at)


@given(some_charters())
def test_the_same_charter_has_no_differences(document):
    assert differences(document, document_from(document.to_json())) == ()


@given(some_charters(), some_charters())
def test_there_are_differences_exactly_between_different_charters(one, other):
    assert bool(differences(one, other)) == (one.digest != other.digest)


@pytest.mark.parametrize(
    ("old", "new", "path", "sort"),
    [
        ("limit: 72h", "limit: 30h", "promises[reply].limit", Sort.CHANGED),
        ('["13:00", "18:00"]', '["13:00", "17:00"]', "calendars.office.hours.mon", Sort.CHANGED),
        ("    queue: general\n", "    queue: leads\n", "topics[PAY].queue", Sort.CHANGED),
        ("    target: 8bh\n", "", "promises[reply_form].target", Sort.REMOVED),
        ("{at: 80, do: [tell], to: supervisor}", "{at: 90, do: [tell], to: supervisor}",
         "ladder.default[90]", Sort.ADDED),
    ],
)  # fmt: skip
def test_a_difference_is_named_by_its_place(old, new, path, sort):
    changes = differences(DOCUMENT, read(broken(old, new)))
    assert (path, sort) in [(change.path, change.sort) for change in changes]


def test_another_order_is_a_difference():
    plain = copy.deepcopy(DOCUMENT.to_json())
    plain["queues"] = dict(reversed(plain["queues"].items()))
    (change,) = differences(DOCUMENT, document_from(plain))
    assert (change.path, change.sort) == ("queues", Sort.REORDERED)


moments = st.integers(0, 6_000_000).map(lambda second: AT - timedelta(days=80, seconds=-second))
lengths = st.timedeltas(timedelta(), timedelta(days=8))


@st.composite
def clocks(draw):
    started_at = draw(moments)
    stopped_at = draw(st.none() | lengths.map(lambda length: started_at + length))
    paused_at = None if stopped_at else draw(st.none() | lengths.map(lambda length: started_at + length))
    return PastClock("first_reply", started_at, (), paused_at, stopped_at, draw(st.booleans()))


stood = st.builds(
    Stood,
    topic=st.sampled_from(["PAY", "", "GONE"]),
    queue=st.sampled_from(["general", "leads"]),
    kind=st.just("request"),
    channel=st.sampled_from(["web_form", "email"]),
    priority=st.integers(1, 4),
)
cases = st.lists(st.builds(PastCase, st.just("26"), stood, st.lists(clocks(), max_size=2)), max_size=12)
others = st.sampled_from(
    [DOCUMENT, FASTER, read(broken("limit: 2bd", "limit: 3bd")), read(broken('"18:00"', '"17:00"'))]
)


@settings(deadline=None)
@given(cases, others)
def test_a_replay_is_what_one_reckons_case_by_case(past, other):
    years = range(2026, 2028)
    before = Routes.of(DOCUMENT), rules_of_charter(DOCUMENT, years)
    after = Routes.of(other), rules_of_charter(other, years)
    replaying = Replaying(before, after, AT)
    replaying.take(past)
    found = replaying.sum_up(AT)
    moved = newly_broken = mended = 0
    for case in past:
        was = rules_for(before[1], facts_before(case.stood, before[0]))["first_reply"]
        now = rules_for(after[1], facts_after(case.stood, before[0], after[0]))["first_reply"]
        for clock in case.clocks:
            limits = was.due(clock.started_at)[1], now.due(clock.started_at)[1]
            states = [is_broken(clock, limit, AT) for limit in limits]
            moved += limits[0] != limits[1]
            newly_broken += states == [False, True]
            mended += states == [True, False]
    assert (found.moved, found.broken, found.mended) == (moved, newly_broken, mended)
    assert sum(flow.before for flow in found.queues) == sum(flow.after for flow in found.queues) == len(past)


def test_what_the_plan_reckoned_is_what_runs_afterwards(db):
    brand = apply(SMALL).brand
    plan = plan_charter(brand=brand, document=FASTER, at=AT, asked=Asked())
    applied = apply(broken("limit: 72h", "limit: 30h"), AT + timedelta(hours=1))
    assert (plan.digest, plan.against) == (FASTER.digest, 1)
    planned = {rule.code: rule.limit for rule in rules_of_charter(FASTER, range(2025, 2029))}
    assert {rule.code: rule.limit for rule in rules_of(applied.brand)} == planned
    assert plan_charter(brand=applied.brand, document=FASTER, at=AT).changes == ()


def test_an_earlier_version_comes_back_as_a_new_one_and_is_exported(db):
    apply(SMALL)
    brand = apply(broken("limit: 72h", "limit: 30h"), AT + timedelta(hours=1)).brand
    back = charters.bring_back(brand=brand, number=None, by=BY, at=AT + timedelta(hours=2))
    assert (back.version, charter_text(back.brand)) == (3, SMALL)
    assert running_charter(Brand.objects.get(id=brand.id)) == (3, DOCUMENT)
    assert not apply(charter_text(back.brand), AT + timedelta(hours=3)).is_new


@pytest.mark.parametrize("number", [None, 1, 7])
def test_there_must_be_an_earlier_version(db, number):
    brand = apply(SMALL).brand
    with pytest.raises(NoEarlierVersion):
        charters.bring_back(brand=brand, number=number, by=BY, at=AT)


def test_a_version_that_no_longer_passes_does_not_come_back(db):
    apply(SMALL)
    brand = apply(broken("limit: 72h", "limit: 30h"), AT + timedelta(hours=1)).brand
    CharterVersion.objects.filter(number=1).update(text=broken("queue: general", "queue: generl"))
    with pytest.raises(CharterErrors):
        charters.bring_back(brand=brand, number=1, by=BY, at=AT + timedelta(hours=2))
    assert CharterVersion.objects.count() == 2
