"""The account beside a case: proof, card, and what is shown when the operator's system is down."""

import base64
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from django.utils import timezone

from muhatap.audit.models import Event
from muhatap.customers.models import Customer
from muhatap.integrations import keeping
from tests.servers.http_peer import serving
from tests.world import make_case

pytestmark = pytest.mark.django_db

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
SAMPLE = Path(__file__).parents[2] / "deploy" / "account-card-peer.py"
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def peer(settings):
    """The sample, running on this machine and named in the settings."""
    keeping.forget_all()
    spec = spec_from_file_location("account_card_peer", SAMPLE)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    module.SECRET = SECRET
    with serving(module.Peer) as origin:
        settings.MUHATAP_ACCOUNT_CARDS = {"nehir": (f"{origin}/account", SECRET)}
        yield origin


@pytest.fixture
def case(world):
    case = make_case(world, at=timezone.now())
    Customer.objects.filter(id=case.customer_id).update(account_no="1004-7719")
    return case


def shown(client, case):
    return client.get(f"/desk/cases/{case.number}/account/", headers=FETCH).content.decode()


def confirm(client, case, how="callback"):
    return client.post(f"/desk/cases/{case.number}/identity/", {"how": how})


def test_nothing_of_the_account_stands_there_before_she_is_proved(sign_in, case, peer):
    client = sign_in("deniz")
    said = shown(client, case)
    assert "1.250,00" not in said
    assert f"/desk/cases/{case.number}/identity/" in said
    assert confirm(client, case).status_code == 303
    said = shown(client, case)
    assert "1.250,00 TL" in said
    assert "Hesap sistemi" in said
    assert Event.objects.filter(stream_id=case.id, kind="case.identity_confirmed").count() == 1


def test_down_is_said_and_the_case_page_does_not_wait(sign_in, case, settings):
    keeping.forget_all()
    settings.MUHATAP_ACCOUNT_CARDS = {"nehir": ("http://127.0.0.1:9/account", SECRET)}
    client = sign_in("deniz")
    confirm(client, case)
    assert "notice" in shown(client, case)
    page = client.get(f"/desk/cases/{case.number}/").content.decode()
    assert f'data-lazy="/desk/cases/{case.number}/account/"' in page
    assert client.get(f"/desk/cases/{case.number}/account/").status_code == 200


def test_another_number_is_not_shown_as_hers(sign_in, case, peer):
    Customer.objects.filter(id=case.customer_id).update(account_no="9999-0000")
    client = sign_in("deniz")
    confirm(client, case)
    said = shown(client, case)
    assert "notice" in said
    assert "1.250,00" not in said


@pytest.mark.parametrize(("login", "status"), [("selin", 404), ("gul", 403), ("stranger", 404)])
def test_who_may_not_answer_sees_and_proves_nothing(sign_in, case, peer, login, status):
    client = sign_in(login)
    assert client.get(f"/desk/cases/{case.number}/account/").status_code == status
    assert confirm(client, case).status_code == status
    assert not Event.objects.filter(kind="account_card.read").exists()


def test_an_unknown_way_is_no_proof(sign_in, case):
    assert confirm(sign_in("deniz"), case, "guess").status_code == 409
