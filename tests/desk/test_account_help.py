"""Helping a customer into her account: one asks with proof, another agrees, every address of hers is told."""

import pytest
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from muhatap.approvals.models import Proposal
from muhatap.audit.models import Event
from muhatap.customers.models import Identity
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.portal import operations as portal
from muhatap.portal.keys import LOCKED, PAYEE, REENROLLED, UNLOCKED
from muhatap.portal.models import CustomerAccount, MailedLink
from muhatap.portal.queries import address_of
from muhatap.portal.second_factor import code_at
from tests.world import make_case

pytestmark = pytest.mark.django_db
BY = Actor.customer(None)
ELIF, OTHER = "elif@posta.example", "elif.is@posta.example"
ASKED = {"do": "ask", "what": "unlock", "proof": "document", "reason": "Kimliği 12 numaralı belgede"}


@pytest.fixture
def case(world):
    cache.clear()
    return make_case(world, at=timezone.now())


@pytest.fixture
def account(case):
    at = timezone.now()
    made = CustomerAccount.objects.create(brand=case.brand, email=ELIF, made_at=at, seen_at=at)
    portal.change_password(account=made, password="uzun-bir-parola", language="tr", by=BY, at=at)
    Identity.objects.create(brand=case.brand, customer=case.customer, kind="email", value=OTHER)
    return made


def place(case, proposal=None):
    return f"/desk/cases/{case.number}/account-help/" + (f"{proposal.id}/" if proposal else "")


def asked(sign_in, case, **changed):
    answer = sign_in("deniz").post(place(case), ASKED | changed)
    assert answer.status_code == 303
    return Proposal.objects.get(decided_at__isnull=True)


def told(kind):
    return sorted(MailedLink.objects.filter(kind=kind).values_list("recipient", flat=True))


def signs_in(password="uzun-bir-parola"):
    return Client().post("/nehir/account/sign-in/", {"email": ELIF, "password": password}).status_code


class TestLocking:
    def test_one_person_locks_and_only_two_open_again(self, case, account, sign_in):
        assert signs_in() == 303
        sign_in("deniz").post(place(case), {"do": "lock"})
        assert signs_in() == 403
        assert told(LOCKED) == sorted([ELIF, OTHER])
        proposal = asked(sign_in, case)
        assert signs_in() == 403
        assert Notice.objects.filter(kind="account_help_asked").count() >= 1
        sign_in("mert").post(place(case, proposal), {"answer": "agree"})
        assert signs_in() == 303
        assert told(UNLOCKED) == sorted([ELIF, OTHER])
        assert Event.objects.filter(kind="account.help_agreed").count() == 2

    def test_who_asked_cannot_agree_and_no_other_agent_can(self, case, account, sign_in):
        sign_in("deniz").post(place(case), {"do": "lock"})
        proposal = asked(sign_in, case)
        assert sign_in("deniz").post(place(case, proposal), {"answer": "agree"}).status_code == 409
        mine = sign_in("mert").post(place(case), ASKED | {"what": "factors"})
        own = Proposal.objects.get(subject__endswith="factors")
        assert mine.status_code == 303
        assert sign_in("mert").post(place(case, own), {"answer": "agree"}).status_code == 409
        assert sign_in("deniz").post(place(case, own), {"answer": "agree"}).status_code == 403
        assert signs_in() == 403

    def test_a_refusal_changes_nothing(self, case, account, sign_in):
        proposal = asked(sign_in, case, what="factors")
        sign_in("mert").post(place(case, proposal), {"answer": "refuse"})
        assert not Event.objects.filter(kind="account.help_agreed").exists()
        assert told(REENROLLED) == []

    def test_a_locked_one_is_told_to_who_reads_the_mailbox_alone(self, case, account, sign_in):
        sign_in("deniz").post(place(case), {"do": "lock"})
        wrong = Client().post("/nehir/account/sign-in/", {"email": "kimse@posta.example", "password": "x"})
        right = Client().post("/nehir/account/sign-in/", {"email": ELIF, "password": "uzun-bir-parola"})
        assert wrong.status_code == right.status_code == 403
        portal.mail_account_link(brand=case.brand, email=ELIF, language="tr", by=BY, at=timezone.now())
        link = MailedLink.objects.filter(kind="account").latest("id")
        answer = Client().post("/nehir" + address_of(link).partition("/nehir")[2])
        assert answer.status_code == 403
        assert "kilit" in answer.content.decode().lower() or "locked" in answer.content.decode()

    def test_ten_wrong_codes_lock_it(self, case, account):
        at, secret = timezone.now(), generate_totp_secret()
        portal.add_factor(account=account, secret=secret, language="tr", by=BY, at=at)
        for _ in range(9):
            assert not portal.passes_code(account=account, code="000000", by=BY, at=at)
        account.refresh_from_db()
        assert account.locked_at is None
        portal.passes_code(account=account, code="000000", by=BY, at=at)
        account.refresh_from_db()
        assert account.locked_at == at
        assert told(LOCKED) == [ELIF]

    def test_a_right_code_begins_the_count_anew(self, case, account):
        at, secret = timezone.now(), generate_totp_secret()
        portal.add_factor(account=account, secret=secret, language="tr", by=BY, at=at)
        portal.passes_code(account=account, code="000000", by=BY, at=at)
        assert portal.passes_code(
            account=account, code=code_at(secret, int(at.timestamp()) // 30), by=BY, at=at
        )
        account.refresh_from_db()
        assert account.wrong_codes == 0


class TestFactors:
    def test_two_take_the_codes_off_and_old_ones_and_sessions_are_over(self, case, account, sign_in):
        at, secret = timezone.now(), generate_totp_secret()
        portal.add_factor(account=account, secret=secret, language="tr", by=BY, at=at)
        generation = account.generation
        proposal = asked(sign_in, case, what="factors", proof="video")
        account.refresh_from_db()
        assert account.has_factor
        sign_in("pelin").post(place(case, proposal), {"answer": "agree"})
        account.refresh_from_db()
        assert not account.has_factor
        assert account.backup_codes == []
        assert account.generation > generation
        assert told(REENROLLED) == sorted([ELIF, OTHER])

    def test_a_payee_is_passed_on_and_told(self, case, account, sign_in):
        generation = account.generation
        proposal = asked(sign_in, case, what="payee", proof="operator")
        sign_in("mert").post(place(case, proposal), {"answer": "agree"})
        assert told(PAYEE) == sorted([ELIF, OTHER])
        account.refresh_from_db()
        assert account.generation == generation


class TestAsking:
    @pytest.mark.parametrize("wrong", [{"what": "lock"}, {"what": ""}, {"proof": "x"}, {"reason": " "}])
    def test_without_what_proof_and_reason_nothing_is_asked(self, case, account, sign_in, wrong):
        assert sign_in("deniz").post(place(case), ASKED | wrong).status_code == 422
        assert not Proposal.objects.exists()

    def test_it_is_asked_once(self, case, account, sign_in):
        asked(sign_in, case)
        assert sign_in("deniz").post(place(case), ASKED).status_code == 409

    def test_the_page_shows_what_waits(self, case, account, sign_in):
        asked(sign_in, case)
        assert "12 numaral" in sign_in("mert").get(place(case)).content.decode()
