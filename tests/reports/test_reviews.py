"""What reviewers found comes to the measures of quality, once, on the day that it was found."""

from datetime import timedelta
from fractions import Fraction

import pytest

from muhatap.audit import relay
from muhatap.kernel.actors import Actor
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
    by_agent = queries.figures(["qa_score"], WEEK, brands=[world.brand], by=["agent"])
    assert {each.key for each in by_agent} == {(str(world.staff[who].pk),) for who in ("deniz", "selin")}
