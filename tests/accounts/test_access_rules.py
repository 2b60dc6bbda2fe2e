"""How people of a role come to the desk: networks, passkeys, the life of a session, and lost factors."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from muhatap.accounts import access_rules
from muhatap.accounts import operations as accounts
from muhatap.accounts.access_rules import IDLE, LONGEST, terms_of
from muhatap.accounts.models import AccessRule, EnrolmentCode
from muhatap.accounts.operations import NewRule
from muhatap.accounts.roles import Role
from muhatap.audit.models import Event
from tests.accounts.conftest import BY, PASSWORD
from tests.world import NOON


def rule(**asked) -> AccessRule:
    return AccessRule(**{"set_at": NOON, "networks": []} | asked)


class TestTerms:
    def test_without_rules_the_desk_has_its_own(self):
        terms = terms_of([], NOON)
        assert (terms.idle, terms.longest, terms.passkey_from) == (IDLE, LONGEST, None)
        assert terms.lets_in("203.0.113.7")

    @given(st.lists(st.integers(0, 600), max_size=4), st.lists(st.integers(0, 48), max_size=4))
    def test_the_strictest_counts(self, idle, longest):
        terms = terms_of(
            [*(rule(idle_minutes=each) for each in idle), *(rule(longest_hours=each) for each in longest)],
            NOON,
        )
        assert all(terms.idle <= timedelta(minutes=each) for each in idle if each)
        assert all(terms.longest <= timedelta(hours=each) for each in longest if each)

    def test_grace_counts_from_the_rule_or_the_account_whichever_is_later(self):
        joined = NOON + timedelta(days=3)
        assert terms_of([rule(needs_passkey=True, grace_days=7)], joined).passkey_from == joined + timedelta(
            7
        )
        earlier = rule(needs_passkey=True, grace_days=1, set_at=NOON)
        both = [rule(needs_passkey=True, grace_days=9), earlier]
        assert terms_of(both, NOON).passkey_from == NOON + timedelta(days=1)

    def test_every_list_of_networks_must_let_in(self):
        terms = terms_of([rule(networks=["10.0.0.0/8"]), rule(networks=["10.1.0.0/16", "::1/128"])], NOON)
        assert terms.lets_in("10.1.2.3")
        assert not terms.lets_in("10.2.0.1")
        assert not terms.lets_in("")


@pytest.fixture
def enter(world):
    def signed_in(login: str = "deniz", **more) -> Client:
        client = Client(**more)
        client.force_login(world.staff[login])
        session = client.session
        session["second_factor_passed"] = world.staff[login].pk
        session.save()
        return client

    return signed_in


def set_rule(world, role=Role.AGENT, **asked) -> None:
    accounts.set_access_rule(
        brand=world.brand, role=role, rule=NewRule(**asked), staff=None, by=BY, at=timezone.now()
    )


@pytest.mark.django_db
class TestGate:
    def test_outside_of_the_networks_the_desk_stays_closed(self, world, enter):
        set_rule(world, networks=("203.0.113.0/24",))
        assert enter(REMOTE_ADDR="203.0.113.9").get("/desk/profile/").status_code == 200
        assert enter(REMOTE_ADDR="198.51.100.9").get("/desk/profile/").status_code == 403
        assert enter("mert", REMOTE_ADDR="198.51.100.9").get("/desk/profile/").status_code == 200
        with pytest.raises(accounts.WrongNetwork):
            set_rule(world, networks=("ofis",))

    @pytest.mark.parametrize(("name", "asked"), [("seen_at", "idle_minutes"), ("begun_at", "longest_hours")])
    def test_an_old_session_is_over(self, world, enter, name, asked):
        set_rule(world, **{asked: 1})
        client = enter()
        now = int(timezone.now().timestamp())
        session = client.session
        session.update({"seen_at": now, "begun_at": now})
        session.save()
        assert client.get("/desk/profile/").status_code == 200
        session = client.session
        session[name] = now - 4000
        session.save()
        assert client.get("/desk/profile/").headers["Location"].startswith("/staff/login/")
        assert client.get("/desk/profile/").status_code == 302

    def test_a_role_that_needs_a_passkey_is_reminded_then_led_to_it(self, world, enter):
        set_rule(world, needs_passkey=True, grace_days=3)
        client = enter()
        assert 'data-level="info"' in client.get("/desk/profile/").content.decode()
        assert client.get("/desk/profile/").status_code == 200
        AccessRule.objects.update(set_at=timezone.now() - timedelta(days=4))
        world.staff["deniz"].date_joined = timezone.now() - timedelta(days=9)
        world.staff["deniz"].save()
        access_rules._known.clear()
        assert client.get("/desk/profile/").headers["Location"] == "/staff/factor/passkeys/add/"
        session = client.session
        session["passkey_used"] = world.staff["deniz"].pk
        session.save()
        assert client.get("/desk/profile/").status_code == 200
        Authenticator.objects.create(user=world.staff["deniz"], type="webauthn", data={})
        by_code = enter()
        assert by_code.get("/desk/profile/").headers["Location"].startswith("/staff/login/")


@pytest.mark.django_db
class TestLostFactors:
    def test_she_needs_the_code_that_two_people_gave_her(self, deniz, world):
        code = accounts.take_off_factors(
            staff=deniz, brand=world.brand, proof="in_person", by=BY, at=timezone.now()
        )
        assert Event.objects.filter(kind="staff.factors_taken_off").count() == 1
        client = Client()
        client.post("/staff/login/", {"login": deniz.email, "password": PASSWORD})
        assert client.get("/staff/factor/app/").headers["Location"] == "/staff/enrol/"
        assert client.post("/staff/enrol/", {"code": "AAAA-AAAA-AAAA"}).status_code == 200
        assert client.get("/staff/factor/app/").status_code == 302
        right = client.post("/staff/enrol/", {"code": code.lower()})
        assert right.headers["Location"] == "/staff/factor/app/"
        assert client.get("/staff/factor/app/").status_code == 200

    def test_the_code_ends_after_a_day_and_after_five_wrong_ones(self, deniz, world):
        at = timezone.now()
        about = {"staff": deniz, "by": BY}
        code = accounts.take_off_factors(brand=world.brand, proof="video", at=at, **about)
        assert not accounts.redeem_enrolment_code(code=code, at=at + timedelta(hours=25), **about)
        for _ in range(5):
            assert not accounts.redeem_enrolment_code(code="2222-2222-2222", at=at, **about)
        assert not accounts.redeem_enrolment_code(code=code, at=at, **about)
        accounts.forget_enrolment_code(at=at, **about)
        assert not EnrolmentCode.objects.exists()
