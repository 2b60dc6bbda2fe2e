"""Samples and reviews: nobody picks, nobody reviews herself, two look blind, the agent agrees or disputes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.notifications.models import Notice
from muhatap.quality import operations as quality
from muhatap.quality import queries
from muhatap.quality.agreement import table_of
from muhatap.quality.models import Review, ReviewRole, ReviewState, Sample
from muhatap.quality.sampling import Risk
from muhatap.surveys import operations as surveys
from tests.quality import telling as tell
from tests.world import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(world):
    tell.scorecard(world)
    tell.answered(world, "deniz")
    return tell.sample(world)


def test_a_sample_is_what_its_seed_says_and_a_period_is_drawn_once(world, drawn):
    assert (drawn.number, len(drawn.seed), drawn.reviews.count()) == (1, 32, 2)
    assert queries.is_as_drawn(drawn)
    told = Event.objects.get(kind="quality.sample_drawn")
    assert drawn.seed in told.content
    assert drawn.population_digest in told.content
    with pytest.raises(quality.DrawnAlready):
        tell.sample(world, since=tell.SINCE + timedelta(days=3))


def test_a_case_that_was_put_in_by_hand_shows(world, drawn):
    first = tell.review(drawn)
    Review.objects.filter(id=first.id).update(agent=world.staff["selin"])
    assert not queries.is_as_drawn(drawn)
    Review.objects.filter(id=first.id).update(agent=first.agent_id)
    Sample.objects.filter(id=drawn.id).update(seed="0" * 32)
    drawn.refresh_from_db()
    assert queries.is_as_drawn(drawn), "one case of one agent comes whatever the seed"
    Review.objects.filter(id=first.id).update(why="complaint")
    assert not queries.is_as_drawn(drawn)


def test_days_to_come_and_plans_of_nothing_are_no_period(world):
    tell.scorecard(world)
    for since, until, plan in (
        (tell.UNTIL, tell.SINCE, {}),
        (tell.SINCE, NOON.date() + timedelta(days=9), {}),
        (tell.SINCE - timedelta(days=200), tell.UNTIL, {}),
        (tell.SINCE, tell.UNTIL, {"per_stratum": 0}),
        (tell.SINCE, tell.UNTIL, {"strata": ("favourites",)}),
    ):
        with pytest.raises(quality.NotAPeriod):
            tell.sample(world, since=since, until=until, **plan)
    with pytest.raises(quality.NothingHandled):
        tell.sample(world)


def test_without_a_scorecard_for_the_channel_nothing_is_drawn(world):
    tell.scorecard(world, channels=["phone"])
    tell.answered(world, "deniz")
    with pytest.raises(quality.NoScorecard):
        tell.sample(world)
    assert not Sample.objects.exists()


def test_each_risk_is_found(world):
    tell.scorecard(world)
    complaint = tell.answered(world, "deniz", topic="COMPLAINT")
    low = tell.answered(world, "deniz", customer=1)
    silent = tell.answered(world, "selin", customer=2)
    again = tell.answered(world, "selin", customer=3, channel="api")
    tell.answered(world, "selin", customer=4)
    surveys.answer_survey(
        case=low, answer=surveys.Answer(score=2), by=tell.by(world, "mert"), at=NOON - timedelta(days=6)
    )
    for status, hours in (("resolved", 20), ("open", 30)):
        cases.change_status(
            case=again, status=status, by=tell.by(world, "selin"), at=NOON - timedelta(days=7, hours=-hours)
        )
    late = cases.NewMessage(author="customer", channel="email", text="Ses yok.")
    moment = NOON - timedelta(days=6)
    cases.post_message(case=silent, new=late, by=tell.by(world, "mert"), at=moment)
    drawn = tell.sample(world, strata=(), per_stratum=1, most_risky=50, blind_percent=0)
    why = {each.case_id: each.why for each in drawn.reviews.all()}
    risks = {int(case): set(risks) for case, _, _, _, risks in drawn.population}
    assert risks[complaint.id] == {Risk.COMPLAINT}
    assert Risk.LOW_SCORE in risks[low.id]
    assert risks[silent.id] == {Risk.SILENCE}
    assert Risk.REOPENED in risks[again.id]
    assert {complaint.id, low.id, silent.id, again.id} <= set(why)


def test_nobody_reviews_her_own_work_or_a_case_that_she_saw(world, drawn):
    first, second = tell.review(drawn), tell.review(drawn, ReviewRole.BLIND)
    with pytest.raises(quality.MayNotReview):
        quality.take_review(review=first, by=tell.by(world, "deniz"), at=tell.LATER)
    tell.finish(world, first, "mert")
    with pytest.raises(quality.MayNotReview):
        tell.finish(world, second, "mert")
    with pytest.raises(quality.DoneAlready):
        tell.finish(world, first, "pelin")
    with transaction.atomic(), pytest.raises(IntegrityError):
        Review.objects.filter(id=second.id).update(reviewer=world.staff["deniz"])


def test_what_a_colleague_took_stays_hers_until_she_gives_it_back(world, drawn):
    first = tell.review(drawn)
    quality.take_review(review=first, by=tell.by(world, "mert"), at=tell.LATER)
    with pytest.raises(quality.MayNotReview):
        quality.take_review(review=first, by=tell.by(world, "pelin"), at=tell.LATER)
    with pytest.raises(quality.MayNotReview):
        quality.give_review_back(review=first, by=tell.by(world, "pelin"), at=tell.LATER)
    quality.give_review_back(review=first, by=tell.by(world, "mert"), at=tell.LATER)
    assert quality.take_review(review=first, by=tell.by(world, "pelin"), at=tell.LATER).reviewer_id


def test_two_look_blind_and_are_compared(world, drawn):
    first, second = tell.review(drawn), tell.review(drawn, ReviewRole.BLIND)
    tell.finish(world, first, "mert")
    first.refresh_from_db()
    assert queries.marks_hidden(first, world.staff["pelin"]), "she could be the second one"
    assert not queries.marks_hidden(first, world.staff["mert"])
    quality.take_review(review=second, by=tell.by(world, "pelin"), at=tell.LATER)
    assert queries.marks_hidden(first, world.staff["pelin"])
    tell.finish(world, second, "pelin", worse=[("Doğru", "no"), ("Süreç", "no")])
    assert not queries.marks_hidden(first, world.staff["pelin"])
    assert Event.objects.filter(kind="quality.compared").count() == 1
    pair = queries.pairs_of(world.staff["mert"], NOON.date())[0]
    assert not pair.agrees
    assert table_of([(pair.first.has_passed, pair.second.has_passed)]).first_only == 1


def test_marks_make_the_score_and_errors_make_it_nothing(world, drawn):
    first, second = tell.review(drawn), tell.review(drawn, ReviewRole.BLIND)
    done = tell.finish(world, first, "mert", worse=[("Doğru", "partly"), ("Yazım", "no")])
    assert (done.score, done.base, done.has_passed) == (8000, 8000, True)
    done = tell.finish(
        world, second, "pelin", worse=[("Doğru", "partly"), ("Yazım", "no")], errors=tell.CRITICALS[:1]
    )
    assert (done.score, done.base, done.has_passed) == (0, 8000, False)


def test_a_new_version_leaves_reviews_on_the_one_that_they_were_drawn_with(world, drawn):
    known = tell.review(drawn).scorecard
    newer = tell.scorecard(world, known=known)
    assert (known.version, newer.version, newer.code) == (1, 2, known.code)
    done = tell.finish(world, tell.review(drawn), "mert")
    assert done.scorecard_id == known.id


def test_two_scorecards_never_ask_about_one_channel(world):
    tell.scorecard(world)
    with pytest.raises(quality.ChannelTaken):
        tell.scorecard(world, name="Başka")
    tell.scorecard(world, name="Telefon", channels=["phone"])
    with pytest.raises(quality.ChannelTaken):
        tell.scorecard(world, name="Santral", channels=["phone", "email"])


def test_an_agent_reads_only_her_own_and_only_when_shared(world, drawn):
    first = tell.finish(world, tell.review(drawn), "mert")
    deniz, selin = world.staff["deniz"], world.staff["selin"]
    assert queries.own_review(deniz, first.id) is None
    quality.share_review(review=first, by=tell.by(world, "mert"), at=tell.LATER)
    assert queries.own_review(deniz, first.id) == first
    assert queries.own_review(selin, first.id) is None
    assert queries.own_reviews(selin) == []
    assert queries.review_visible_to(selin, first.id) is None
    assert queries.review_visible_to(world.stranger, first.id) is None
    assert Notice.objects.filter(kind="quality_shared", staff=deniz).count() == 1


def test_a_reviewer_reads_of_her_own_work_as_everybody_does(world):
    tell.scorecard(world)
    tell.answered(world, "mert")
    first = tell.review(tell.sample(world, blind_percent=0))
    assert queries.review_visible_to(world.staff["mert"], first.id) is None
    assert queries.reviews_visible_to(world.staff["mert"], ReviewState.WAITING) == []
    assert queries.review_visible_to(world.staff["pelin"], first.id) == first


def test_she_acknowledges_once_and_nobody_does_it_for_her(world):
    first = tell.shared(world)
    for login in ("mert", "selin"):
        with pytest.raises(quality.NotAtThisPoint):
            quality.acknowledge_review(review=first, by=tell.by(world, login), at=tell.LATER)
    quality.acknowledge_review(review=first, words="Doğru.", by=tell.by(world, "deniz"), at=tell.LATER)
    with pytest.raises(quality.NotAtThisPoint):
        quality.dispute_review(review=first, words="Yok", by=tell.by(world, "deniz"), at=tell.LATER)


def test_a_dispute_goes_to_another_reviewer_whose_score_counts(world):
    first = tell.shared(world)
    with pytest.raises(quality.NoWords):
        quality.dispute_review(review=first, words=" ", by=tell.by(world, "deniz"), at=tell.LATER)
    second = quality.dispute_review(
        review=first, words="Kimliği telefonda doğruladım.", by=tell.by(world, "deniz"), at=tell.LATER
    )
    with pytest.raises(quality.MayNotReview):
        tell.finish(world, second, "mert")
    assert Notice.objects.filter(kind="quality_disputed", staff=world.staff["pelin"]).exists()
    assert not Notice.objects.filter(kind="quality_disputed", staff=world.staff["mert"]).exists()
    tell.finish(world, second, "pelin", worse=[("Süreç", "no")])
    first.refresh_from_db()
    assert (first.state, first.score, first.counted_score) == (ReviewState.SETTLED, 10_000, 7500)
    assert Notice.objects.filter(kind="quality_settled", staff=world.staff["deniz"]).count() == 1


def test_terms_are_numbers_that_can_be_meant(world):
    values = {name: least for name, (least, _) in quality.TERMS.items()}
    assert quality.set_quality_terms(
        brand=world.brand, values=values, by=tell.by(world, "mert"), at=NOON
    ).review_every_days
    with pytest.raises(quality.NotTerms):
        quality.set_quality_terms(
            brand=world.brand, values=values | {"low_score": 9}, by=tell.by(world, "mert"), at=NOON
        )
