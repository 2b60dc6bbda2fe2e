"""Accounts, roles and teams."""

import pytest

from muhatap.accounts import operations as accounts
from muhatap.accounts import queries
from muhatap.accounts.models import Membership
from muhatap.accounts.roles import GRANTS, Permission, Role
from muhatap.audit.models import Event
from muhatap.audit.verifying import verify_stream
from tests.accounts.conftest import BY
from tests.world import NOON

pytestmark = pytest.mark.django_db


def create(email="yeni@nehir.example"):
    return accounts.create_staff(email=email, name="Yeni Kişi", password="uzun-parola-1", by=BY, at=NOON)


def test_an_address_is_one_account_whatever_its_case(world):
    create()
    with pytest.raises(accounts.AddressTaken):
        create(" YENI@nehir.example ")


def test_the_record_of_a_new_account_names_nobody(world):
    member = create()
    event = Event.objects.get(stream_id=0, kind="staff.created")
    assert str(member.pk) in event.content
    assert "yeni" not in event.content.lower()
    assert verify_stream(0).is_intact


def test_a_brand_gives_one_role_and_remembers_the_earlier(world):
    member = create()
    for role in (Role.AGENT, Role.AGENT, Role.SUPERVISOR):
        accounts.give_role(staff=member, brand=world.brand, role=role, by=BY, at=NOON)
    assert Membership.objects.get(staff=member).role == Role.SUPERVISOR
    assert Event.objects.filter(stream_id=world.brand.id, kind="staff.role_given").count() == 2


def test_unknown_teams_are_named(world):
    member = create()
    missing = accounts.join_teams(staff=member, brand=world.brand, codes=["payments", "moon"], by=BY, at=NOON)
    assert missing == ["moon"]
    assert [team.code for team in member.teams.all()] == ["payments"]


def test_teams_of_another_brand_cannot_be_joined(world):
    member = create()
    accounts.join_teams(staff=member, brand=world.other_brand, codes=["payments"], by=BY, at=NOON)
    assert {team.brand_id for team in member.teams.all()} == {world.other_brand.id}


def test_colleagues_are_those_who_may_answer(world):
    names = {member.email.split("@")[0] for member in queries.colleagues_in(world.brand.id)}
    assert names == {"deniz", "selin", "mert", "pelin"}


def test_an_auditor_never_answers_and_an_administrator_never_reads(world):
    assert Permission.ANSWER_CASES not in GRANTS[Role.AUDITOR]
    assert Permission.READ_CASES not in GRANTS[Role.ADMIN]
    assert not queries.scope_of(world.staff["arda"]).may_anywhere(Permission.READ_CASES)


def test_a_scope_ends_at_its_brand(world):
    scope = queries.scope_of(world.staff["mert"])
    assert scope.may(Permission.READ_CASES, world.brand.id)
    assert not scope.may(Permission.READ_CASES, world.other_brand.id)
    assert scope.brand_ids_with(Permission.READ_OUTBOX) == [world.brand.id]
