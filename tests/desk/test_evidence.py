"""Who may look at evidence, decide about it, open what is closed, hold and review: allowed and refused."""

import pytest
from django.utils import timezone

from muhatap.cases.models import Message
from muhatap.evidence import operations as evidence
from muhatap.evidence import queries
from muhatap.evidence.kinds import EvidenceKind
from muhatap.evidence.models import AdditionalReview, ItemViewing, LegalHold
from muhatap.files.models import ScanState, StoredFile
from muhatap.kernel.actors import Actor
from tests.evidence.pictures import photo
from tests.world import make_case

pytestmark = pytest.mark.django_db

CUSTOMER = Actor.customer(None)


@pytest.fixture
def case(world):
    return make_case(world, at=timezone.now())


def offered(case, kind=EvidenceKind.RECEIPT):
    new = evidence.NewItem(kind=kind, name="belge.jpg", data=photo(), has_file=True)
    (item,) = evidence.offer_items(case=case, new=[new], by=CUSTOMER, at=timezone.now())
    return queries.item_of(case, item.id)


def place(case, item=None, act=""):
    return (
        f"/desk/cases/{case.number}/evidence/" + (f"{item.id}/" if item else "") + (f"{act}/" if act else "")
    )


@pytest.mark.parametrize(("name", "may"), [("deniz", False), ("mert", True), ("pelin", True), ("gul", False)])
def test_an_identity_document_is_shown_to_its_role_with_a_reason(sign_in, case, name, may):
    item = offered(case, EvidenceKind.IDENTITY)
    staff = sign_in(name)
    assert staff.get(place(case, item)).status_code == 200
    assert staff.get(f"{place(case, item)}page/0.png").status_code == 403
    assert staff.post(place(case, item, "look"), {"why": ""}).status_code == (422 if may else 403)
    shown = staff.post(place(case, item, "look"), {"why": "Doğrulama"})
    assert shown.status_code == (200 if may else 403)
    assert ItemViewing.objects.filter(item=item, why="Doğrulama").count() == int(may)
    if may:
        picture = staff.get(f"{place(case, item)}page/0.png", {"grant": shown.context["grant"]})
        assert picture.status_code == 200
        assert picture["Cache-Control"] == "private, no-store"
        assert staff.post(place(case, item, "open"), {"what": "copy"}).status_code == 403


@pytest.mark.parametrize(("name", "may"), [("deniz", False), ("mert", True), ("pelin", True), ("gul", False)])
def test_the_original_is_opened_by_its_role_with_a_reason(sign_in, case, name, may):
    item, staff = offered(case), sign_in(name)
    asked = place(case, item, "open")
    assert staff.post(asked, {"what": "original", "why": ""}).status_code == (422 if may else 403)
    assert staff.post(asked, {"what": "original", "why": "Tarihi sınamak"}).status_code == (
        200 if may else 403
    )
    assert staff.post(asked, {"what": "copy"}).status_code == 200
    assert staff.get(place(case)).content.count("Tarihi sınamak".encode()) == int(may)


@pytest.mark.parametrize(("name", "may"), [("deniz", False), ("mert", False), ("pelin", True)])
def test_from_quarantine_only_compliance_opens(sign_in, case, name, may):
    item, staff = offered(case), sign_in(name)
    StoredFile.objects.filter(id=item.file_id).update(scan_state=ScanState.INFECTED)
    for what in ("copy", "redact"):
        assert staff.post(place(case, item, "open"), {"what": what, "why": "x"}).status_code == 403
    taken = staff.post(place(case, item, "open"), {"what": "quarantine", "why": "İnceleme"})
    assert taken.status_code == (200 if may else 403)
    if may:
        assert taken["Content-Type"] == "application/octet-stream"
        assert "attachment" in taken["Content-Disposition"]


def test_a_closed_file_is_reached_from_the_conversation_by_its_item(sign_in, case):
    item = offered(case, EvidenceKind.IDENTITY)
    staff = sign_in("mert")
    page = staff.get(f"/desk/cases/{case.number}/").content.decode()
    closed = f"/desk/cases/{case.number}/evidence/file/{item.file_id}/"
    assert closed in page
    assert staff.get(closed)["Location"] == place(case, item)


def test_agents_decide_and_redact_and_auditors_do_not(sign_in, case):
    item = offered(case)
    box = {
        "page-0": "1",
        "left-0": "10",
        "top-0": "10",
        "width-0": "20",
        "height-0": "5",
        "reason": "Üçüncü kişi",
    }
    auditor = sign_in("gul")
    assert auditor.post(place(case, item, "decide"), {"act": "accept"}).status_code == 403
    assert auditor.post(place(case, item, "redact"), box).status_code == 403
    agent = sign_in("deniz")
    assert agent.post(place(case, item, "redact"), box | {"width-0": "95"}).status_code == 422
    assert agent.post(place(case, item, "redact"), box | {"left-0": "nan"}).status_code == 422
    assert agent.post(place(case, item, "redact"), {"reason": "x"}).status_code == 422
    assert agent.post(place(case, item, "redact"), box).status_code == 303
    now = queries.item_of(case, item.id)
    assert now.file.name == "belge-redacted.png"
    assert now.original_id == item.original_id
    assert StoredFile.objects.get(id=item.file_id).is_guarded
    said = {"act": "reject", "reason": "glare", "correction": ""}
    assert agent.post(place(case, item, "decide"), said).status_code == 422
    assert (
        agent.post(place(case, item, "decide"), {**said, "reason": "altered", "correction": "x"}).status_code
        == 403
    )
    assert agent.post(place(case, item, "decide"), {**said, "correction": "Flaşsız"}).status_code == 303
    assert queries.item_of(case, item.id).state == "rejected"


def test_a_hold_is_placed_by_compliance_and_let_go_by_another(sign_in, case):
    hold = f"{place(case)}hold/"
    assert sign_in("mert").post(hold, {"act": "place", "reason": "x"}).status_code == 403
    compliance = sign_in("pelin")
    assert compliance.post(hold, {"act": "place", "reason": ""}).status_code == 422
    assert compliance.post(hold, {"act": "place", "reason": "Dava"}).status_code == 303
    assert compliance.post(hold, {"act": "ask", "reason": "Bitti"}).status_code == 303
    assert compliance.post(hold, {"act": "release"}).status_code == 403
    assert sign_in("deniz").post(hold, {"act": "release"}).status_code == 403
    assert sign_in("mert").post(hold, {"act": "release"}).status_code == 303
    assert LegalHold.objects.get().released_at is not None


def test_the_reason_of_a_review_is_read_by_its_right_alone(sign_in, case):
    review = f"{place(case)}review/"
    assert sign_in("mert").post(review, {"reason": "x", "told": "review"}).status_code == 403
    compliance = sign_in("pelin")
    assert compliance.post(review, {"reason": "Yapılandırma", "told": "aml"}).status_code == 422
    assert compliance.post(review, {"reason": "Yapılandırma", "told": "review"}).status_code == 303
    assert "Yapılandırma" in compliance.get(place(case)).content.decode()
    assert compliance.post(review, {"act": "end"}).status_code == 409
    assert "Yapılandırma" not in sign_in("mert").get(place(case)).content.decode()
    assert AdditionalReview.objects.get().ended_at is None


def test_under_a_hold_no_message_is_erased(sign_in, world, case):
    message = Message.objects.filter(case=case).first()
    erasing = f"/desk/cases/{case.number}/messages/{message.id}/erase/"
    by = Actor.staff(world.staff["pelin"].pk)
    evidence.place_hold(case=case, reason="Dava", until_on=None, by=by, at=timezone.now())
    assert sign_in("pelin").post(erasing, {"reason": "data_subject"}).status_code == 409
    message.refresh_from_db()
    assert message.text


def test_a_document_that_is_over_is_refused_with_its_reason_chosen(sign_in, case):
    item, staff = offered(case), sign_in("deniz")
    answer = staff.post(place(case, item, "decide"), {"act": "accept", "valid_until": "2020-01-01"})
    assert answer.status_code == 409
    assert '<option value="expired" selected>' in answer.content.decode()
    item.refresh_from_db()
    assert item.state == "offered"
