"""The page of proof: whoever has number and receipt code learns where the case is sealed, nobody else."""

import json

import pytest

from muhatap.audit import operations as audit
from muhatap.audit.heads import Head
from muhatap.audit.merkle import is_included
from muhatap.audit.models import Event
from muhatap.dossiers.queries import extent_of, log_covering
from muhatap.dossiers.receipts import code_of
from muhatap.kernel.actors import Actor
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
SIGNER = Actor.system("signer")


@pytest.fixture
def case(world):
    for _ in range(3):
        make_case(world)
    return make_case(world)


def asked(client, case, number=None, code=None):
    return client.post("/nehir/proof/", {"number": number or case.number, "code": code or code_of(case)})


def test_a_receipt_finds_its_case_under_the_root(client, case):
    log = audit.sign_heads(by=SIGNER, at=NOON)
    response = asked(client, case, code=code_of(case).lower())
    assert response.status_code == 200
    page = response.content.decode()
    assert log.root in page
    assert case.number in page
    listed = log_covering(case, extent_of(case).signed_length)
    path = [bytes.fromhex(each) for each in listed.path]
    head = Event.objects.filter(stream_id=case.id).order_by("-seq").first()
    entry = Head("case", case.id, head.seq, head.hash).line()
    assert is_included(entry, listed.index, log.streams, path, bytes.fromhex(log.root))
    for text in (entry.decode(), *listed.path):
        assert text in page.replace("&quot;", '"')


def test_before_the_first_root_it_says_when(client, case):
    response = asked(client, case)
    assert response.status_code == 200
    assert "found-h" in response.content.decode()


def test_what_is_inside_the_case_is_never_shown(client, case):
    page = asked(client, case).content.decode()
    assert case.subject not in page
    assert case.customer.name not in page


def test_a_wrong_code_or_number_finds_nothing(client, case, world):
    other = make_case(world)
    for response in (
        asked(client, case, code=code_of(other)),
        asked(client, case, code="0000-0000-0000"),
        asked(client, case, number=other.number, code=code_of(case)),
    ):
        assert response.status_code == 404
        assert "found-h" not in response.content.decode()
    assert asked(client, case, number="26-00000-00000").status_code == 422
    # Another brand's page knows nothing of it.
    assert client.post("/liman/proof/", {"number": case.number, "code": code_of(case)}).status_code == 404


def test_the_roots_are_published_for_programs(client, case):
    log = audit.sign_heads(by=SIGNER, at=NOON)
    (told,) = json.loads(client.get("/nehir/proof.json").content)["roots"]
    assert (told["number"], told["root"], told["signature"]) == (1, log.root, log.signature)


def test_the_verifying_page_is_handed_over_to_be_saved(client, case):
    response = client.get("/nehir/proof/verify.html")
    assert "attachment" in response["Content-Disposition"]
    assert b"class Verifier" in response.content


def test_guessing_is_slowed_down(client, case):
    codes = {asked(client, case, code="0000-0000-0000").status_code for _ in range(61)}
    assert codes == {404, 429}
