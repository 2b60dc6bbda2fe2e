"""What reviewers found comes to the measures of quality, once, on the day that it was found."""

from datetime import timedelta
from fractions import Fraction

import pytest

from muhatap.audit import relay
from muhatap.kernel.actors import Actor
from muhatap.quality import operations as quality
from muhatap.quality.models import ReviewRole
from muhatap.reports import operations as reports
from muhatap.reports import queries
from muhatap.reports.models import Observed
from tests.quality import telling as tell
from tests.world import NOON

pytestmark = pytest.mark.django_db
BY = Actor.system("test")
WEEK = queries.Period(NOON.date(), NOON.date() + timedelta(days=1))


def test_a_first_look_a_critical_error_and_agreement_are_measured(world):
    tell.scorecard(world)
    tell.answered(world, "deniz")
    tell.answered(world, "selin", customer=1)
    drawn = tell.sample(world)
    cases = list(drawn.reviews.filter(role=ReviewRole.FIRST).select_related("scorecard", "sample", "case"))
    for first, errors in zip(cases, ((), tell.CRITICALS[:1]), strict=True):
        tell.finish(world, first, "mert", worse=[("Doğru", "partly"), ("Yazım", "no")], errors=errors)
        tell.finish(world, first.others.get(), "pelin")
    at = NOON + timedelta(days=2)
    relay.publish(at=at)
    while relay.run_listeners(at=at):
        pass
    assert Observed.objects.filter(kind="review").count() == 2, "the blind ones are looks at the same work"
    found = {
        each.measure.id: each.exact
        for each in queries.figures(
            ["qa_score", "qa_score_uncritical", "qa_critical", "qa_kappa"],
            WEEK,
            brands=[world.brand],
            as_of=at,
        )
    }
    assert found["qa_score"] == 40
    assert found["qa_critical"] == 50
    assert found["qa_kappa"] == Fraction(0)
    while reports.roll_days(by=BY, at=at):
        pass
    assert queries.figure("qa_score", WEEK, brands=[world.brand]).exact == 40


def _told(at):
    relay.publish(at=at)
    while relay.run_listeners(at=at):
        pass
    while reports.roll_days(by=BY, at=at):
        pass


def _score(world, **more):
    return queries.figure("qa_score", WEEK, brands=[world.brand], **more).exact


def test_a_review_counts_for_its_agent_only_once_it_is_shared_with_her(world):
    tell.scorecard(world)
    tell.answered(world, "deniz")
    first, deniz = tell.review(tell.sample(world, blind_percent=0)), str(world.staff["deniz"].pk)
    tell.finish(world, first, "mert")
    _told(tell.LATER)
    assert (_score(world), _score(world, where={"agent": deniz})) == (100, None)
    shared_at = tell.LATER + timedelta(hours=3)
    quality.share_review(review=first, by=tell.by(world, "mert"), at=shared_at)
    _told(shared_at)
    assert (_score(world), _score(world, where={"agent": deniz})) == (100, 100)
    assert queries.figure("qa_score", WEEK, brands=[world.other_brand]).exact is None
    for as_of, known in ((tell.LATER, None), (shared_at, 100)):
        assert _score(world, where={"agent": deniz}, as_of=as_of) == known
        assert _score(world, as_of=as_of) == 100


def test_a_settled_dispute_counts_and_what_was_known_before_stays_known(world):
    first = tell.shared(world)
    asked = quality.dispute_review(
        review=first, words="Saat yazılıydı.", by=tell.by(world, "deniz"), at=tell.LATER
    )
    _told(tell.LATER)
    settled_at = NOON + timedelta(days=40)
    before = _score(world)
    tell.finish(world, asked, "pelin", worse=[("Doğru", "no")], errors=tell.CRITICALS[:1], at=settled_at)
    _told(settled_at)
    assert (before, _score(world)) == (100, 0)
    assert queries.figure("qa_score_uncritical", WEEK, brands=[world.brand]).exact == 70
    assert queries.figure("qa_critical", WEEK, brands=[world.brand]).exact == 100
    assert _score(world, as_of=settled_at - timedelta(seconds=1)) == 100, "a closed month comes out the same"
    assert _score(world, as_of=settled_at) == 0
    assert Observed.objects.filter(kind="review").count() == 1
