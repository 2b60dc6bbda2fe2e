"""The proof of a case and the signed heads, for those who may read the record."""

import pytest

from muhatap.audit import operations as audit
from muhatap.audit.models import Event, ListenerRun
from muhatap.cases import operations as cases
from muhatap.kernel.actors import Actor
from tests.audit.stories import first_message, make_long_case
from tests.audit.tampering import execute, tampered
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db


def test_an_intact_case_is_shown_with_its_chain(world, sign_in):
    case = make_long_case(world)
    html = sign_in("gul").get(f"/desk/cases/{case.number}/proof/").content.decode()
    for event in Event.objects.filter(stream_id=case.id):
        assert event.hash in html
    assert 'role="alert"' not in html
    assert "Deniz Aydın" in html


def test_an_erasure_shows_and_a_fault_is_named(world, sign_in):
    case = make_long_case(world)
    client, address = sign_in("mert"), f"/desk/cases/{case.number}/proof/"
    before = client.get(address).content.decode()
    cases.erase_message(message=first_message(case), reason="KVKK", by=Actor.system("test"), at=NOON)
    after = client.get(address).content.decode()
    assert 'role="alert"' not in after
    # The subject came with the erased message, so the opening lost its words too.
    assert after.count("#i-lock") == before.count("#i-lock") + 2
    with tampered():
        execute("UPDATE audit_event SET actor_id = 5 WHERE stream_id = %s AND seq = 3", case.id)
        assert 'role="alert"' in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("login", "status"), [("deniz", 403), ("arda", 404), ("stranger", 404), ("pelin", 200)]
)
def test_who_may_read_the_proof_of_a_case(world, sign_in, login, status):
    case = make_case(world)
    assert sign_in(login).get(f"/desk/cases/{case.number}/proof/").status_code == status


@pytest.mark.parametrize(("login", "status"), [("deniz", 403), ("arda", 403), ("gul", 200)])
def test_who_may_read_the_signed_heads(world, sign_in, login, status):
    assert sign_in(login).get("/desk/audit/").status_code == status


def test_signed_heads_and_what_was_given_up_are_listed_within_the_brand(world, sign_in, settings, tmp_path):
    settings.MUHATAP_DATA = tmp_path
    case = make_case(world)
    client = sign_in("gul")
    assert client.get("/desk/audit/").status_code == 200
    log = audit.sign_heads(by=Actor.system("test"), at=NOON)
    event = Event.objects.filter(stream_id=case.id).first()
    ListenerRun.objects.create(
        event_id=event.id, listener="muhatap.letters.reactions.write", next_try_at=NOON, given_up_at=NOON
    )
    html = client.get("/desk/audit/").content.decode()
    assert log.digest in html
    assert "muhatap.letters.reactions.write" in html
    assert "muhatap.letters.reactions.write" not in sign_in("stranger").get("/desk/audit/").content.decode()
