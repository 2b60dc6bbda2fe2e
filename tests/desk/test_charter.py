"""The charter on the desk: checked, planned and proposed by one person, applied by another."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from muhatap.approvals.models import Proposal
from muhatap.audit.models import Event
from muhatap.brands.models import Brand, CharterVersion
from muhatap.charters import operations as charters
from muhatap.kernel.actors import Actor
from tests.world import make_case

pytestmark = pytest.mark.django_db
NEHIR = (Path(__file__).parents[2] / "charters" / "nehir.yaml").read_text("utf-8")
OTHER = NEHIR.replace("    limit: 48h\n", "    limit: 36h\n", 1)
PLAN, DECIDE = "/desk/charter/nehir/plan/", "/desk/charter/nehir/decide/"


def apply(text=NEHIR, at=None):
    at = at or timezone.now()
    return charters.apply_charter(text=text, source="nehir.yaml", by=Actor.system("console"), at=at)


@pytest.fixture
def running(world):
    apply()
    return Brand.objects.get(code="nehir")


def propose(client, text=OTHER, against=1, reason="Daha hızlıyız"):
    form = {"text": text, "against": against, "then": "propose", "reason": reason}
    return client.post(PLAN, form)


def number():
    return CharterVersion.objects.filter(brand__code="nehir").count()


def test_the_plan_of_an_uploaded_file_is_shown_and_changes_nothing(running, world, sign_in):
    make_case(world, at=timezone.now() - timedelta(days=3), brand=running)
    upload = SimpleUploadedFile("nehir.yaml", OTHER.encode())
    page = sign_in("arda").post(PLAN, {"file": upload}).content.decode()
    assert "promises[triage].limit" in page
    assert number() == 1
    assert not Proposal.objects.exists()


def test_faults_are_named_with_line_place_and_remedy(running, sign_in):
    answer = sign_in("arda").post(PLAN, {"text": NEHIR.replace("queue: payments", "queue: paymnts")})
    assert answer.status_code == 422
    assert "topics[" in answer.content.decode()
    assert "payments" in answer.content.decode()


def test_two_people_apply_a_charter(running, sign_in):
    propose(sign_in("arda"))
    assert "Daha hızlıyız" in sign_in("pelin").get("/desk/charter/nehir/proposal/").content.decode()
    sign_in("arda").post(DECIDE, {"decision": "apply"})
    assert number() == 1
    sign_in("pelin").post(DECIDE, {"decision": "apply"})
    version = CharterVersion.objects.get(number=2)
    assert version.proposed_by_id != version.applied_by_id is not None
    kinds = list(Event.objects.filter(stream_id=running.id).values_list("kind", flat=True))
    assert {"charter.proposed", "proposal.approved", "charter.applied"} <= set(kinds)


def test_without_a_reason_nothing_is_proposed(running, sign_in):
    propose(sign_in("arda"), reason=" ")
    assert not Proposal.objects.exists()


def test_a_plan_for_an_older_version_is_not_proposed(running, sign_in):
    apply(NEHIR.replace("    limit: 48h\n", "    limit: 47h\n", 1), timezone.now())
    propose(sign_in("arda"), against=1)
    assert not Proposal.objects.exists()


def test_a_stale_proposal_is_not_applied_and_makes_room(running, sign_in):
    propose(sign_in("arda"))
    apply(NEHIR.replace("    limit: 48h\n", "    limit: 47h\n", 1), timezone.now())
    sign_in("pelin").post(DECIDE, {"decision": "apply"})
    assert number() == 2
    assert Proposal.objects.get().decided_at is None
    propose(sign_in("arda"), against=2)
    assert Proposal.objects.filter(decided_at=None).count() == 1
    sign_in("pelin").post(DECIDE, {"decision": "apply"})
    assert number() == 3


def test_one_charter_waits_at_a_time(running, sign_in):
    propose(sign_in("arda"))
    propose(sign_in("arda"), text=NEHIR.replace("    limit: 48h\n", "    limit: 40h\n", 1))
    assert Proposal.objects.count() == 1


def test_an_expired_proposal_is_gone(running, sign_in):
    propose(sign_in("arda"))
    Proposal.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert sign_in("pelin").post(DECIDE, {"decision": "apply"}).status_code == 404
    assert number() == 1


def test_an_earlier_version_comes_back_by_two_people(running, sign_in):
    apply(OTHER, timezone.now())
    page = sign_in("arda").post("/desk/charter/nehir/back/1/").content.decode()
    assert 'name="brings_back" value="1"' in page
    form = {
        "text": NEHIR,
        "against": 2,
        "brings_back": 1,
        "then": "propose",
        "reason": "Eski söz daha iyiydi",
    }
    sign_in("arda").post(PLAN, form)
    sign_in("pelin").post(DECIDE, {"decision": "apply"})
    assert CharterVersion.objects.get(number=3).brought_back == 1
    assert Event.objects.filter(kind="charter.brought_back").exists()


def test_the_charter_of_another_brand_is_refused(running, sign_in):
    text = NEHIR.replace("code: nehir", "code: liman", 1)
    assert propose(sign_in("arda"), text=text).status_code == 422
    assert sign_in("arda").post("/desk/charter/liman/plan/", {"text": text}).status_code == 404


@pytest.mark.parametrize("login", ["deniz", "mert", "gul", "stranger"])
def test_others_do_not_decide_about_the_charter(running, sign_in, login):
    assert sign_in(login).get("/desk/charter/").status_code == 403
    assert propose(sign_in(login)).status_code == 403


def test_compliance_decides_and_does_not_propose(running, sign_in):
    assert propose(sign_in("pelin")).status_code == 403


@pytest.mark.parametrize("form", [{}, {"text": " "}, {"file": SimpleUploadedFile("x.yaml", b"\xff\xfe\x00")}])
def test_what_is_no_text_is_said_to_be_none(running, sign_in, form):
    assert sign_in("arda").post(PLAN, form).status_code == 303
