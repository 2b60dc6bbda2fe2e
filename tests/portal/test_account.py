"""A customer's account: the link, the password, the second factor, and what strangers learn from it."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from muhatap.audit.models import Event
from muhatap.cases.models import IdentityProof
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from muhatap.portal.keys import ACCOUNT, CHANGED
from muhatap.portal.models import CustomerAccount, MailedLink
from muhatap.portal.queries import address_of
from muhatap.portal.second_factor import code_at, digest_of_code, opened_secret
from tests.world import make_case

pytestmark = pytest.mark.django_db
BY = Actor.customer(None)
PLACE = "/nehir/account/"
ELIF = "elif@posta.example"


@pytest.fixture(autouse=True)
def _clean():
    cache.clear()


@pytest.fixture
def case(world):
    return make_case(world, at=timezone.now())


def ask(email: str = ELIF, client: Client | None = None):
    return (client or Client()).post(f"{PLACE}link/", {"email": email})


def link() -> str:
    newest = MailedLink.objects.filter(kind=ACCOUNT).order_by("-id").first()
    return "/nehir" + address_of(newest).partition("/nehir")[2]


def signed_in() -> Client:
    client = Client()
    ask()
    client.post(link())
    return client


def page_of(client: Client) -> str:
    return client.get(PLACE).content.decode()


class TestByLink:
    def test_it_signs_in_once_and_shows_the_own_cases(self, world, case):
        other = make_case(world, at=timezone.now(), customer=1)
        ask()
        place, client = link(), Client()
        assert client.get(place).status_code == 200
        assert client.post(place).headers["Location"] == PLACE
        assert case.subject in page_of(client)
        assert other.number not in page_of(client)
        assert Client().post(place).status_code == 410
        opened = client.post(f"{PLACE}cases/{case.number}/")
        assert opened.headers["Location"] == f"/nehir/cases/{case.number}/"
        assert client.get(f"/nehir/cases/{case.number}/").status_code == 200
        assert client.post(f"{PLACE}cases/{other.number}/").headers["Location"] == PLACE
        assert Event.objects.filter(kind="account.signed_in").count() == 1

    def test_cases_are_found_by_word_and_by_day(self, world, case):
        client, today = signed_in(), f"{timezone.localdate():%Y-%m-%d}"
        for given, is_there in (
            ({"q": case.number}, True),
            ({"q": "başka konu"}, False),
            ({"from": today, "until": today}, True),
            ({"from": "2020-01-01", "until": "2020-02-01"}, False),
        ):
            assert (case.subject in client.get(PLACE, given).content.decode()) is is_there

    def test_an_address_without_cases_gets_the_same_answer_and_no_mail(self, world, case):
        known, unknown = ask(), ask("yok@posta.example")
        said = [each.content.decode().replace("yok@posta.example", ELIF) for each in (known, unknown)]
        same = [each.partition("<main")[2].replace("\n", "") for each in said]
        assert len({_without_tokens(each) for each in same}) == 1
        assert MailedLink.objects.count() == 1

    def test_another_brand_knows_nothing_of_her(self, world, case):
        Client().post("/liman/account/link/", {"email": ELIF})
        assert not MailedLink.objects.exists()
        signed_in()
        account = CustomerAccount.objects.get()
        assert account.brand == world.brand

    def test_only_the_newest_is_good_and_only_for_minutes(self, case, settings):
        settings.MUHATAP_LINK_MINUTES = 5
        ask()
        first = link()
        ask()
        assert Client().post(first).status_code == 410
        MailedLink.objects.update(valid_until=timezone.now() - timedelta(seconds=1))
        assert Client().post(link()).status_code == 410
        kept = MailedLink.objects.order_by("-id").first()
        assert kept.token_digest not in link()

    def test_nobody_fills_a_mailbox_from_here(self, case):
        answers = [ask().status_code for _ in range(7)]
        assert answers[:5] == [200] * 5
        assert answers[-1] == 429


class TestByPassword:
    def test_it_is_chosen_then_opens_and_other_sessions_are_over(self, case):
        one, two = signed_in(), signed_in()
        assert one.post(f"{PLACE}change/", {"act": "password", "password": "kisa"}).status_code == 422
        assert (
            one.post(f"{PLACE}change/", {"act": "password", "password": "yağmurlu bir gün"}).status_code
            == 303
        )
        assert case.subject in page_of(one)
        assert case.subject not in page_of(two)
        assert MailedLink.objects.filter(kind=CHANGED).count() == 1
        fresh = Client()
        wrong = fresh.post(f"{PLACE}sign-in/", {"email": ELIF, "password": "yanlış"})
        assert wrong.status_code == 403
        fresh.post(f"{PLACE}sign-in/", {"email": ELIF, "password": "yağmurlu bir gün"})
        assert case.subject in page_of(fresh)

    def test_guessing_ends_soon_and_unknown_looks_like_wrong(self, case):
        signed_in()
        words = []
        for email in (ELIF, "yok@posta.example"):
            answer = Client().post(f"{PLACE}sign-in/", {"email": email, "password": "x"})
            words.append((answer.status_code, "pass-error" in answer.content.decode()))
        assert words == [(403, True), (403, True)]
        tries = [
            Client().post(f"{PLACE}sign-in/", {"email": ELIF, "password": "x"}).status_code for _ in range(9)
        ]
        assert tries[-1] == 429


class TestSecondFactor:
    def set_up(self, client: Client) -> tuple[CustomerAccount, list[str]]:
        client.get(f"{PLACE}app/")
        secret = client.get(f"{PLACE}app/").context["secret"]
        assert client.post(f"{PLACE}change/", {"act": "factor", "code": "000000"}).status_code == 403
        step = int(timezone.now().timestamp()) // 30
        page = client.post(f"{PLACE}change/", {"act": "factor", "code": code_at(secret, step)})
        return CustomerAccount.objects.get(), page.context["codes"]

    def test_link_and_code_then_each_backup_code_once(self, case):
        client = signed_in()
        account, codes = self.set_up(client)
        assert len(codes) == 8
        assert codes[0] not in str(account.backup_codes)
        assert case.subject in page_of(client)
        fresh = Client()
        ask()
        assert fresh.post(link()).headers["Location"] == f"{PLACE}code/"
        assert case.subject not in page_of(fresh)
        assert fresh.post(f"{PLACE}code/", {"code": "000000"}).status_code == 403
        assert fresh.post(f"{PLACE}code/", {"code": codes[0].lower()}).status_code == 303
        assert case.subject in page_of(fresh)
        again = Client()
        ask()
        again.post(link())
        assert again.post(f"{PLACE}code/", {"code": codes[0]}).status_code == 403

    def test_a_case_that_is_opened_behind_it_is_proved_and_without_it_is_not(self, case):
        client = signed_in()
        client.post(f"{PLACE}cases/{case.number}/")
        assert not IdentityProof.objects.filter(case=case, how="account").exists()
        self.set_up(client)
        client.post(f"{PLACE}cases/{case.number}/")
        assert IdentityProof.objects.get(case=case).how == "account"

    def test_a_code_of_the_app_is_spent_and_the_secret_lies_sealed(self, case):
        client = signed_in()
        account, _ = self.set_up(client)
        secret = opened_secret(account.id, account.sealed_factor)
        assert secret.encode() not in bytes(account.sealed_factor)
        at = timezone.now()
        code = code_at(secret, int(at.timestamp()) // 30)
        assert portal.passes_code(account=account, code=code, by=BY, at=at)
        assert not portal.passes_code(account=account, code=code, by=BY, at=at)

    def test_it_goes_only_with_a_code(self, case):
        client = signed_in()
        account, codes = self.set_up(client)
        client.post(f"{PLACE}change/", {"act": "no-factor", "code": "000000"})
        assert CustomerAccount.objects.get().has_factor
        client.post(f"{PLACE}change/", {"act": "no-factor", "code": codes[1]})
        assert not CustomerAccount.objects.get().has_factor
        assert digest_of_code(account.id, codes[1]) != digest_of_code(account.id + 1, codes[1])


def _without_tokens(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
