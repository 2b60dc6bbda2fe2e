"""Roles of people and keys of programs: one asks, another agrees, and nobody decides over herself."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from muhatap.accounts import tokens
from muhatap.accounts.models import ApiToken, Membership
from muhatap.accounts.roles import Role
from muhatap.approvals.models import Proposal
from muhatap.audit.models import Event
from muhatap.notifications.models import Notice
from tests.world import make_staff

pytestmark = pytest.mark.django_db
READING = {"name": "Depo", "scope": ["cases:read"], "days": "90", "purpose": "quality"}
WRITING = {"name": "Mağaza", "scope": ["cases:read", "cases:write"], "days": "30", "purpose": "the_matter"}


@pytest.fixture(autouse=True)
def _no_key_is_remembered():
    tokens._known.clear()


@pytest.fixture
def second(world, client_of):
    """Another administrator, so that two can differ."""
    return client_of(make_staff(world.brand, "ikinci@nehir.example", "İkinci Yönetici", Role.ADMIN))


@pytest.fixture
def client_of(world):
    def made(staff):
        client = Client()
        client.force_login(staff)
        session = client.session
        session["second_factor_passed"] = staff.pk
        session.save()
        return client

    return made


def made(client, asked=READING):
    """The clear text of a key that was made."""
    page = client.post("/desk/keys/nehir/new/", asked)
    assert page.status_code == 200, page.content.decode()[:300]
    return re.search(r"mht_[\w-]{43}", page.content.decode())[0]


def calls(clear, **given):
    return Client().get("/api/v1/cases", headers={"Authorization": f"Bearer {clear}"}, **given).status_code


class TestKeys:
    def test_one_that_reads_is_made_by_one_shown_once_and_taken_away(self, world, sign_in):
        arda = sign_in("arda")
        clear = made(arda)
        token = ApiToken.objects.get()
        assert clear not in arda.get("/desk/keys/").content.decode()
        assert token.made_by == world.staff["arda"]
        assert (token.expires_at - token.created_at).days == 90
        assert not Proposal.objects.exists()
        assert tokens.token_for(clear, timezone.now()) == token
        arda.post(f"/desk/keys/{token.id}/revoke/")
        assert tokens.token_for(clear, timezone.now()) is None
        assert Event.objects.filter(kind="token.revoked").exists()

    def test_one_for_advertising_is_not_made_and_on_record(self, world, sign_in):
        arda = sign_in("arda")
        for asked, status in (
            (READING | {"purpose": "marketing"}, 403),
            (WRITING | {"purpose": "quality"}, 422),
        ):
            answer = arda.post("/desk/keys/nehir/new/", asked)
            assert answer.status_code == status
            assert "mht_" not in answer.content.decode()
        assert not ApiToken.objects.exists()
        refused = Event.objects.filter(kind="privacy.purpose_stated", content__contains='"is_refused":true')
        assert '"what":"key"' in refused.get().content
        made(arda)
        assert ApiToken.objects.get().purpose == "quality"

    def test_one_that_writes_opens_nothing_until_another_agreed(self, world, sign_in, second):
        arda = sign_in("arda")
        clear = made(arda, WRITING)
        token = ApiToken.objects.get()
        assert tokens.token_for(clear, timezone.now()) is None
        assert calls(clear) == 401
        assert Notice.objects.filter(kind="key_asked").exists()
        assert "Mağaza" in second.get("/desk/keys/").content.decode()
        second.post(f"/desk/keys/{token.id}/decide/", {"answer": "agree"})
        assert tokens.token_for(clear, timezone.now()) == token
        assert Event.objects.filter(kind="token.allowed").count() == 1

    def test_who_made_it_never_agrees_to_it(self, world, sign_in):
        arda = sign_in("arda")
        clear = made(arda, WRITING)
        arda.post(f"/desk/keys/{ApiToken.objects.get().id}/decide/", {"answer": "agree"})
        assert tokens.token_for(clear, timezone.now()) is None
        assert ApiToken.objects.get().waits_for_second

    def test_one_that_was_refused_is_over(self, world, sign_in):
        clear = made(sign_in("arda"), WRITING)
        sign_in("pelin").post(f"/desk/keys/{ApiToken.objects.get().id}/decide/", {"answer": "refuse"})
        assert ApiToken.objects.get().revoked_at
        assert tokens.token_for(clear, timezone.now()) is None

    def test_one_with_networks_works_only_from_there(self, world, sign_in):
        clear = made(sign_in("arda"), READING | {"networks": "203.0.113.0/24, 2001:db8::/32"})
        assert calls(clear) == 401
        assert calls(clear, REMOTE_ADDR="203.0.113.9") == 200
        assert calls(clear, REMOTE_ADDR="2001:db8::1") == 200
        assert calls(clear, REMOTE_ADDR="203.0.114.9") == 401

    @pytest.mark.parametrize(
        "wrong", [{"name": " "}, {"scope": []}, {"scope": ["all"]}, {"networks": "203.0.113.999"}]
    )
    def test_what_cannot_be_makes_none(self, world, sign_in, wrong):
        assert sign_in("arda").post("/desk/keys/nehir/new/", READING | wrong).status_code == 422
        assert not ApiToken.objects.exists()

    @pytest.mark.parametrize("login", ["deniz", "mert", "gul"])
    def test_others_neither_see_nor_make_any(self, world, sign_in, login):
        assert sign_in(login).get("/desk/keys/").status_code == 403
        assert sign_in(login).post("/desk/keys/nehir/new/", READING).status_code == 403


def asked(client, world, role="supervisor", who="deniz"):
    client.post(
        "/desk/access/nehir/roles/ask/",
        {"person": world.staff[who].pk, "role": role, "reason": "Vardiya sorumlusu oldu"},
    )
    return Proposal.objects.filter(sort="role_grant").first()


def role_of(world, who="deniz"):
    held = Membership.objects.filter(staff=world.staff[who], brand=world.brand).first()
    return held and held.role


class TestRoles:
    def test_two_give_another_role_and_take_it(self, world, sign_in, second):
        proposal = asked(sign_in("arda"), world)
        assert role_of(world) == Role.AGENT
        assert "Vardiya sorumlusu" in second.get("/desk/access/").content.decode()
        second.post(f"/desk/access/roles/{proposal.id}/", {"answer": "agree"})
        assert role_of(world) == Role.SUPERVISOR
        Proposal.objects.all().delete()
        proposal = asked(sign_in("arda"), world, role="none")
        sign_in("pelin").post(f"/desk/access/roles/{proposal.id}/", {"answer": "agree"})
        assert role_of(world) is None

    def test_who_asked_does_not_agree_and_a_refusal_changes_nothing(self, world, sign_in):
        arda = sign_in("arda")
        proposal = asked(arda, world)
        arda.post(f"/desk/access/roles/{proposal.id}/", {"answer": "agree"})
        assert role_of(world) == Role.AGENT
        sign_in("pelin").post(f"/desk/access/roles/{proposal.id}/", {"answer": "refuse"})
        assert role_of(world) == Role.AGENT

    def test_nobody_asks_for_herself_or_agrees_to_her_own(self, world, sign_in):
        assert asked(sign_in("arda"), world, who="arda", role="compliance") is None
        proposal = asked(sign_in("arda"), world, who="pelin", role="admin")
        sign_in("pelin").post(f"/desk/access/roles/{proposal.id}/", {"answer": "agree"})
        assert role_of(world, "pelin") == Role.COMPLIANCE

    @pytest.mark.parametrize("login", ["deniz", "mert", "pelin", "gul"])
    def test_others_ask_for_none(self, world, sign_in, login):
        assert asked(sign_in(login), world) is None
