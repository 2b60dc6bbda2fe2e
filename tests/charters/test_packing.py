"""A rule pack comes into force by two people, and only when the charter in force obeys it."""

from datetime import UTC, datetime, timedelta

import pytest

from muhatap.accounts.roles import Role
from muhatap.approvals import operations as approvals
from muhatap.audit.models import Event
from muhatap.brands.models import RulePackInForce
from muhatap.brands.queries import packs_in_force
from muhatap.charters import operations as charters
from muhatap.charters.errors import CharterErrors
from muhatap.charters.queries import law_for
from muhatap.charters.rule_packs import shipped_texts
from muhatap.kernel.actors import Actor
from tests.charters.small import SMALL
from tests.world import make_staff

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PACK = shipped_texts()["tr_payment.yaml"]
SLOW = "  - {id: decide, clock: resolve, name: {tr: Karar, en: Decide}, limit: 30d}\nladder:\n"
COMPLAINTS = SMALL.replace(
    "    queue: general\n    fields", "    queue: general\n    kind: complaint\n    fields"
)


@pytest.fixture
def brand():
    return charters.apply_charter(text=COMPLAINTS, source="k", by=Actor.system("test"), at=AT).brand


@pytest.fixture
def two(brand):
    people = (make_staff(brand, f"{name}@kaynak.example", name, Role.COMPLIANCE) for name in ("ece", "can"))
    return [Actor.staff(each.pk) for each in people]


def propose(brand, by, at=AT, text=PACK):
    return charters.propose_pack(brand=brand, text=text, reason="yeni yıl", by=by, at=at)


def test_two_people_bring_a_pack_into_force(brand, two):
    charters.activate_pack(proposal=propose(brand, two[0]), by=two[1], at=AT)
    (row,) = packs_in_force(brand)
    assert (row.code, row.proposed_by_id, row.activated_by_id) == ("TR-PAYMENT", two[0].id, two[1].id)
    kinds = set(Event.objects.filter(stream_id=brand.id).values_list("kind", flat=True))
    assert {"proposal.made", "proposal.approved", "rule_pack.activated"} <= kinds


def test_one_person_is_not_two(brand, two):
    with pytest.raises(approvals.SamePerson):
        charters.activate_pack(proposal=propose(brand, two[0]), by=two[0], at=AT)
    assert packs_in_force(brand) == []


def test_a_program_is_no_person(brand, two):
    with pytest.raises(approvals.NotAPerson):
        propose(brand, Actor.system("console"))
    with pytest.raises(approvals.NotAPerson):
        charters.activate_pack(proposal=propose(brand, two[0]), by=Actor.token(7), at=AT)


def test_a_pack_that_the_charter_breaks_does_not_come_into_force(brand, two):
    slow = COMPLAINTS.replace("ladder:\n", SLOW, 1)
    charters.apply_charter(text=slow, source="k", by=Actor.system("test"), at=AT)
    proposal = propose(brand, two[0])
    with pytest.raises(charters.CharterBreaksPack) as broken:
        charters.activate_pack(proposal=proposal, by=two[1], at=AT)
    assert [each.code for each in broken.value.errors.problems] == ["longer_than_law"]
    assert packs_in_force(brand) == []
    proposal.refresh_from_db()
    assert proposal.decided_at is None


def test_a_pack_in_force_refuses_a_longer_promise_and_nothing_changes(brand, two):
    charters.activate_pack(proposal=propose(brand, two[0]), by=two[1], at=AT)
    slow = COMPLAINTS.replace("ladder:\n", SLOW, 1)
    with pytest.raises(CharterErrors) as caught:
        charters.apply_charter(text=slow, source="k", by=Actor.system("test"), at=AT)
    assert "longer_than_law" in [each.code for each in caught.value.problems]
    brand.refresh_from_db()
    assert brand.charter_number == 1


def test_a_later_form_takes_the_place_of_the_earlier_one(brand, two):
    charters.activate_pack(proposal=propose(brand, two[0]), by=two[1], at=AT)
    later = AT + timedelta(days=1)
    shorter = PACK.replace("number: 20d", "number: 15d")
    charters.activate_pack(proposal=propose(brand, two[1], later, shorter), by=two[0], at=later)
    (row,) = packs_in_force(brand)
    assert RulePackInForce.objects.filter(brand=brand).count() == 2
    assert law_for(brand.code, AT.date()).packs["TR-PAYMENT"].rule("todeb_20").number == "15d"
    assert row.activated_at == later


def test_a_faulty_pack_cannot_be_proposed(brand, two):
    with pytest.raises(CharterErrors):
        propose(brand, two[0], text=PACK.replace("use: limit", "use: x", 1))
