"""A withdrawal enquiry names how the verification stands and what is missing, for whom it is proved alone."""

import base64

import pytest
from django.test import Client
from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.keys import secret_of
from muhatap.customers.models import Customer
from muhatap.integrations import keeping
from muhatap.integrations.cards import BadCard, Verified, read_card
from muhatap.kernel.actors import Actor
from muhatap.topics.models import Topic
from tests.desk.test_account_card import peer as peer
from tests.world import make_case

pytestmark = pytest.mark.django_db
BACK = "Kimliğin arka yüzü"


@pytest.fixture
def case(world):
    topic = world.topics["PAY-WD"]
    Topic.objects.filter(id=topic.id).update(guidance={"payment": {"direction": "withdrawal"}})
    case = make_case(world, at=timezone.now())
    Customer.objects.filter(id=case.customer_id).update(account_no="1004-7719")
    return case


def shown(case) -> str:
    client = Client(headers={"accept-language": "tr"})
    client.post("/nehir/track/", {"number": case.number, "secret": secret_of(case)})
    return client.get(f"/nehir/cases/{case.number}/").content.decode()


def prove(case) -> None:
    by = Actor.customer(case.customer_id)
    cases.confirm_identity(case=case, how=cases.ProofBy.LINK, by=by, at=timezone.now())


def test_what_is_missing_is_named_once_she_is_proved(case, peer):
    assert BACK not in shown(case)
    prove(case)
    said = shown(case)
    assert BACK in said
    assert f"/nehir/cases/{case.number}/documents/" in said


def test_another_topic_and_a_system_that_is_down_say_nothing(case, peer, settings):
    prove(case)
    Topic.objects.update(guidance={})
    assert BACK not in shown(case)
    Topic.objects.update(guidance={"payment": {"direction": "withdrawal"}})
    keeping.forget_all()
    settings.MUHATAP_ACCOUNT_CARDS = {"nehir": ("http://127.0.0.1:9/account", "whsec_" + _key())}
    assert 'id="verified-h"' not in shown(case)


def _key() -> str:
    return base64.b64encode(b"a secret of twenty-four b").decode()


@pytest.mark.parametrize("said", ['"x"', '{"state": "magic"}', '{"state": "missing", "missing": "x"}'])
def test_a_strange_verification_is_no_card(said):
    head = '{"matches": true, "as_of": "2026-11-18T09:00:00+00:00", "verification": '
    with pytest.raises(BadCard):
        read_card(f"{head}{said}}}".encode())
    good = read_card(f'{head}{{"state": "missing", "missing": ["Fatura"]}}}}'.encode())
    assert (good.verification.state, good.verification.missing_in("tr")) == (Verified.MISSING, ["Fatura"])
