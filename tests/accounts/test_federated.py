"""Signing in at an identity provider that speaks the protocol: who gets in, as what, and who does not."""

from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.test import Client
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import ExternalIdentity, Membership, Staff
from muhatap.accounts.oidc import talking
from muhatap.accounts.oidc.settings import Provider, WrongProvider, provider_of
from muhatap.accounts.roles import Role
from muhatap.audit.models import Event
from tests.accounts.conftest import BY
from tests.accounts.conftest import SECRET as APP
from tests.accounts.identity_provider import CLIENT, SECRET, provider

GROUPS = "masa=nehir:agent sefler=nehir:supervisor odeme=nehir:team:payments"
SELMA = {
    "email": "Selma@nehir.example",
    "email_verified": True,
    "name": "Selma Koç",
    "amr": ["pwd", "otp"],
    "groups": ["masa", "odeme", "baska"],
}


@pytest.fixture
def peer(settings):
    talking._kept.clear()
    with provider() as found:
        settings.MUHATAP_OIDC = (f"{found.issuer},{CLIENT},{SECRET}", GROUPS)
        found.claims = dict(SELMA)
        yield found


def come(peer, client=None, **changed):
    client = client or Client()
    begun = client.get("/staff/sso/", {"next": "/desk/profile/"})
    back = peer.approve(begun.headers["Location"]) | changed
    return client, client.get("/staff/sso/back/", back)


@pytest.mark.django_db
class TestComingBack:
    def test_a_newcomer_gets_an_account_with_role_and_team_and_is_in(self, world, peer):
        client, answer = come(peer)
        assert answer.headers["Location"] == "/desk/profile/"
        assert client.get("/desk/profile/").status_code == 200
        selma = Staff.objects.get(email="selma@nehir.example")
        assert selma.memberships.get().role == Role.AGENT
        assert [team.code for team in selma.teams.all()] == ["payments"]
        assert not selma.has_usable_password()
        kinds = set(Event.objects.values_list("kind", flat=True))
        assert {"staff.created", "staff.linked", "staff.role_given", "staff.signed_in"} <= kinds

    def test_groups_decide_at_every_sign_in(self, world, peer):
        come(peer)
        peer.claims["groups"] = ["sefler"]
        come(peer)
        assert Membership.objects.get(staff__email="selma@nehir.example").role == Role.SUPERVISOR
        peer.claims["groups"] = []
        come(peer)
        assert not Membership.objects.filter(staff__email="selma@nehir.example").exists()
        assert Staff.objects.get(email="selma@nehir.example").teams.count() == 0

    def test_one_factor_at_the_provider_needs_the_desks_own(self, world, peer):
        deniz = world.staff["deniz"]
        accounts.enrol_totp(staff=deniz, secret=APP, by=BY, at=timezone.now())
        peer.claims |= {"email": deniz.email, "amr": ["pwd"]}
        client, answer = come(peer)
        assert answer.headers["Location"].startswith("/staff/factor/code/")
        assert client.get("/desk/profile/").status_code == 302

    @pytest.mark.parametrize(
        "changed",
        [
            {"groups": ["baska"]},
            {"email_verified": False},
            {"email": None, "email_verified": None},
        ],
    )
    def test_who_has_no_role_or_no_proved_address_gets_no_account(self, world, peer, changed):
        peer.claims |= changed
        before = Staff.objects.count()
        _, answer = come(peer)
        assert answer.status_code == 403
        assert Staff.objects.count() == before

    def test_a_stopped_account_stays_out(self, world, peer):
        come(peer)
        accounts.stop_staff(staff=Staff.objects.get(email="selma@nehir.example"), by=BY, at=timezone.now())
        assert come(peer)[1].status_code == 403

    @pytest.mark.parametrize(
        "claims",
        [
            {"nonce": "another"},
            {"aud": "another"},
            {"iss": "https://another.example"},
            {"exp": 1},
            {"aud": [CLIENT, "x"], "azp": "x"},
            {"sub": None},
        ],
    )
    def test_a_token_that_is_not_for_this_is_refused(self, world, peer, claims):
        peer.claims |= claims
        assert come(peer)[1].status_code == 400
        assert not ExternalIdentity.objects.exists()

    def test_a_token_that_another_signed_is_refused(self, world, peer):
        peer.signs_with = generate_private_key(SECP256R1())
        assert come(peer)[1].status_code == 400

    @pytest.mark.parametrize(
        "changed", [{"state": "x"}, {"code": "x"}, {"error": "access_denied"}, {"iss": "x"}]
    )
    def test_an_answer_that_nobody_asked_for_is_refused(self, world, peer, changed):
        assert come(peer, **changed)[1].status_code == 400

    def test_an_answer_is_taken_once_and_by_the_browser_that_asked(self, world, peer):
        client = Client()
        back = peer.approve(client.get("/staff/sso/").headers["Location"])
        assert Client().get("/staff/sso/back/", back).status_code == 400
        assert client.get("/staff/sso/back/", back).status_code == 302
        assert client.get("/staff/sso/back/", back).status_code == 400

    def test_where_to_go_afterwards_stays_in_the_desk(self, world, peer):
        client = Client()
        asked = client.get("/staff/sso/", {"next": "https://evil.example/"}).headers["Location"]
        assert client.get("/staff/sso/back/", peer.approve(asked)).headers["Location"] == "/desk/"
        assert parse_qs(urlsplit(asked).query)["redirect_uri"][0].endswith("/staff/sso/back/")

    def test_a_provider_that_is_down_is_said_in_words(self, world, peer, settings):
        settings.MUHATAP_OIDC = (f"http://127.0.0.1:9,{CLIENT},{SECRET}", GROUPS)
        assert Client().get("/staff/sso/").status_code == 400


@pytest.mark.django_db
def test_without_a_provider_there_is_no_such_door(client, world):
    assert client.get("/staff/sso/").status_code == 404
    assert "/staff/sso/" not in client.get("/staff/login/").content.decode()


class TestSettings:
    def test_groups_give_roles_and_teams(self):
        found = provider_of("https://kimlik.example/,c,s", GROUPS)
        assert isinstance(found, Provider)
        assert found.issuer == "https://kimlik.example"
        assert found.groups.grants(["sefler", "masa", "odeme"]).roles == {"nehir": Role.AGENT}
        assert found.groups.grants(["odeme"]).teams == {"nehir": frozenset({"payments"})}
        assert provider_of("", "") is None

    @pytest.mark.parametrize(
        ("written", "groups"),
        [
            ("http://kimlik.example,c,s", ""),
            ("https://kimlik.example,c", ""),
            ("https://kimlik.example,c,s", "x=nehir:boss"),
            ("https://kimlik.example,c,s", "x"),
        ],
    )
    def test_what_cannot_be_is_refused(self, written, groups):
        with pytest.raises(WrongProvider):
            provider_of(written, groups)
