"""An identity document that somebody without the right needs to see: asked, agreed by another, 15 minutes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.evidence import operations as evidence
from muhatap.evidence.models import EvidenceItem
from muhatap.evidence.unmasking import OPEN_FOR, may_look_now
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from tests.complaints.telling import relayed
from tests.evidence.pictures import photo
from tests.world import make_case


@pytest.fixture
def item(world):
    case = make_case(world)
    new = evidence.NewItem(kind="identity", name="kimlik.jpg", data=photo(), has_file=True)
    (made,) = evidence.offer_items(case=case, new=[new], by=Actor.customer(None), at=timezone.now())
    return EvidenceItem.objects.select_related("case__brand", "brand", "file").get(id=made.id)


def place(item, rest: str = "") -> str:
    return f"/desk/cases/{item.case.number}/evidence/{item.id}/{rest}"


def by(world, login):
    return Actor.staff(world.staff[login].pk)


def test_she_asks_another_agrees_and_she_sees_it_for_a_quarter_of_an_hour(sign_in, world, item):
    look = {"why": "Müşteri karşımda"}
    assert sign_in("deniz").post(place(item, "look/"), look).status_code == 403
    assert (
        sign_in("deniz").post(place(item, "ask/"), {"do": "ask", "why": "Müşteri karşımda"}).status_code
        == 303
    )
    assert sign_in("deniz").post(place(item, "look/"), look).status_code == 403
    assert sign_in("deniz").post(place(item, "ask/"), {"do": "agree"}).status_code == 403
    assert sign_in("selin").post(place(item, "ask/"), {"do": "agree"}).status_code in {403, 404}
    assert 'value="agree"' in sign_in("mert").get(place(item)).content.decode()
    assert sign_in("mert").post(place(item, "ask/"), {"do": "agree"}).status_code == 303
    page = sign_in("deniz").post(place(item, "look/"), look)
    assert page.status_code == 200
    assert "?grant=" in page.content.decode()
    relayed(at=timezone.now())
    assert Notice.objects.get(kind="identity_opened").staff == world.staff["pelin"]
    Proposal.objects.filter(sort="identity_look").update(decided_at=timezone.now() - OPEN_FOR)
    assert sign_in("deniz").post(place(item, "look/"), look).status_code == 403


def test_nobody_agrees_with_herself_and_only_who_asked_looks(world, item):
    at = timezone.now()
    proposal = evidence.ask_to_look(item=item, reason="Bak", by=by(world, "mert"), at=at)
    with pytest.raises(approvals.SamePerson):
        evidence.agree_to_look(item=item, proposal=proposal, by=by(world, "mert"), at=at)
    assert not may_look_now(item, world.staff["mert"].pk, at)
    evidence.agree_to_look(item=item, proposal=proposal, by=by(world, "pelin"), at=at)
    assert may_look_now(item, world.staff["mert"].pk, at + OPEN_FOR - timedelta(seconds=1))
    assert not may_look_now(item, world.staff["mert"].pk, at + OPEN_FOR)
    assert not may_look_now(item, world.staff["deniz"].pk, at)


def test_it_is_asked_with_a_reason_once_and_for_closed_documents_alone(world, item):
    at, deniz = timezone.now(), by(world, "deniz")
    with pytest.raises(evidence.NeedsReason):
        evidence.ask_to_look(item=item, reason=" ", by=deniz, at=at)
    evidence.ask_to_look(item=item, reason="Bak", by=deniz, at=at)
    with pytest.raises(approvals.WaitsAlready):
        evidence.ask_to_look(item=item, reason="Bak", by=deniz, at=at)
    item.kind = "receipt"
    with pytest.raises(evidence.NotClosed):
        evidence.ask_to_look(item=item, reason="Bak", by=deniz, at=at)


def test_who_is_not_let_look_does_not(world, item):
    at = timezone.now()
    proposal = evidence.ask_to_look(item=item, reason="Bak", by=by(world, "deniz"), at=at)
    approvals.refuse(proposal=proposal, reason="Gerek yok", by=by(world, "mert"), at=at)
    assert not may_look_now(item, world.staff["deniz"].pk, at)


def test_two_people_say_that_a_document_was_altered(sign_in, world, item):
    typed = {"act": "reject", "reason": "altered", "correction": "Başka bir belge gönderin."}
    with pytest.raises(evidence.NeedsAnother):
        evidence.reject_item(
            item=item, reason="altered", correction="x", by=by(world, "mert"), at=timezone.now()
        )
    assert sign_in("mert").post(place(item, "decide/"), typed).status_code == 303
    item.refresh_from_db()
    assert item.state != "rejected"
    sign_in("mert").post(place(item, "ask/"), {"do": "altered"})
    item.refresh_from_db()
    assert item.state != "rejected"
    assert 'value="altered"' in sign_in("pelin").get(place(item)).content.decode()
    assert 'value="altered"' not in sign_in("deniz").get(place(item)).content.decode()
    assert sign_in("deniz").post(place(item, "ask/"), {"do": "altered"}).status_code == 403
    assert sign_in("pelin").post(place(item, "ask/"), {"do": "altered"}).status_code == 303
    item.refresh_from_db()
    assert (item.state, item.reason) == ("rejected", "altered")


def test_a_suspicion_that_nobody_shares_rejects_nothing(sign_in, world, item):
    proposal = evidence.suspect_item(
        item=item, correction="Başka belge", by=by(world, "mert"), at=timezone.now()
    )
    assert sign_in("pelin").post(place(item, "ask/"), {"do": "unaltered"}).status_code == 303
    with pytest.raises(approvals.DecidedAlready):
        evidence.agree_suspicion(item=item, proposal=proposal, by=by(world, "pelin"), at=timezone.now())
    item.refresh_from_db()
    assert item.state != "rejected"
