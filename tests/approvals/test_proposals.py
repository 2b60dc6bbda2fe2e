"""Two people: nobody decides an own proposal, nothing is decided twice, and nothing waits for ever."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Decision, Proposal
from muhatap.approvals.queries import proposal_waiting, proposals_waiting
from muhatap.audit.models import Event
from muhatap.kernel.actors import Actor
from tests.world import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def arda(world):
    return Actor.staff(world.staff["arda"].pk)


@pytest.fixture
def pelin(world):
    return Actor.staff(world.staff["pelin"].pk)


def propose(world, by, at=NOON, subject="TR"):
    return approvals.propose(
        brand=world.brand, sort="rule-pack", subject=subject, content="x", reason="yeni", by=by, at=at
    )


def test_another_person_approves(world, arda, pelin):
    done = approvals.approve(proposal=propose(world, arda), by=pelin, at=NOON)
    assert (done.decision, done.decided_by_id) == (Decision.APPROVED, pelin.id)
    kinds = list(
        Event.objects.filter(stream_id=world.brand.id).order_by("seq").values_list("kind", flat=True)
    )
    assert kinds[-2:] == ["proposal.made", "proposal.approved"]


def test_nobody_approves_an_own_proposal(world, arda):
    proposal = propose(world, arda)
    with pytest.raises(approvals.SamePerson):
        approvals.approve(proposal=proposal, by=arda, at=NOON)
    assert proposals_waiting(world.brand, "rule-pack", NOON) == [proposal]


def test_the_database_itself_refuses_one_person(world, arda):
    proposal = propose(world, arda)
    change = {"decision": "approved", "decided_by_id": arda.id, "decided_at": NOON}
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(id=proposal.id).update(**change)


def test_a_decision_is_made_once(world, arda, pelin):
    proposal = propose(world, arda)
    approvals.refuse(proposal=proposal, reason="eksik", by=pelin, at=NOON)
    with pytest.raises(approvals.DecidedAlready):
        approvals.approve(proposal=proposal, by=pelin, at=NOON)


def test_whoever_proposed_may_take_it_back(world, arda):
    done = approvals.refuse(proposal=propose(world, arda), reason="yanlış", by=arda, at=NOON)
    assert done.decision == Decision.WITHDRAWN


def test_one_waits_for_each_subject(world, arda, pelin):
    propose(world, arda)
    with pytest.raises(approvals.WaitsAlready):
        propose(world, pelin)
    propose(world, pelin, subject="UK")


def test_an_expired_proposal_is_made_again(world, arda, pelin):
    old, later = propose(world, arda), NOON + timedelta(days=15)
    with pytest.raises(approvals.ProposalExpired):
        approvals.approve(proposal=old, by=pelin, at=later)
    assert proposal_waiting(world.brand, "rule-pack", "TR", later) is None
    assert propose(world, pelin, later).id != old.id


@pytest.mark.parametrize("actor", [Actor.system("console"), Actor.token(1), Actor.customer(1)])
def test_only_people_propose_and_decide(world, arda, actor):
    with pytest.raises(approvals.NotAPerson):
        propose(world, actor)
    proposal = propose(world, arda)
    with pytest.raises(approvals.NotAPerson):
        approvals.approve(proposal=proposal, by=actor, at=NOON)
