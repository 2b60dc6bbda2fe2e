"""Answering for documents without JavaScript, and the locker."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from muhatap.cases.keys import secret_of
from muhatap.evidence import operations as evidence
from muhatap.evidence import queries
from muhatap.evidence.keys import documents_token
from muhatap.evidence.models import EvidenceItem, Locker
from muhatap.kernel.actors import Actor
from muhatap.portal.models import DraftFile, MailedLink
from muhatap.portal.queries import address_of
from tests.evidence.pictures import photo
from tests.world import make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    return make_case(world, at=timezone.now())


def asked(world, case):
    new = evidence.NewRequest(
        purpose="identity", ground="contract", words="Hesap sizin mi?", items=(("identity", "Kimlik"),),
        due_at=timezone.now() + timedelta(days=5),
    )  # fmt: skip
    by = Actor.staff(world.staff["deniz"].pk)
    return evidence.request_documents(case=case, new=new, by=by, at=timezone.now())


def upload(data=None, name="kimlik.jpg"):
    return SimpleUploadedFile(name, photo() if data is None else data)


def test_a_photo_is_looked_at_before_it_is_sent_and_never_refused_for_that(client, world, case):
    asked(world, case)
    (line,) = queries.wanted_of(case)
    page = f"/nehir/documents/{documents_token(case)}/"
    assert "Hesap sizin mi?" in client.get(page).content.decode()
    look = client.post(page, {"for": f"line-{line.id}", "file": upload(photo(blur=4))})
    assert look.status_code == 200
    assert not EvidenceItem.objects.exists()
    assert look.context["look"].advice
    assert look.context["look"].traces
    key = look.context["look"].key
    sent = client.post(page, {"for": f"line-{line.id}", "waiting": key, "traces": "keep"})
    assert sent.status_code == 303
    item = EvidenceItem.objects.get()
    assert item.line_id == line.id
    assert item.kind == "identity"
    assert item.keeps_traces
    assert item.file.is_guarded
    assert queries.wanted_of(case) == []
    assert not DraftFile.objects.exists()
    assert client.post(page, {"for": f"line-{line.id}", "waiting": key}).status_code == 422


@pytest.mark.parametrize(
    ("data", "name", "status"),
    [(b"MZ\x90\x00", "fatura.pdf", 422), (b"", "bos.pdf", 422), (b"merhaba", "../../etc/passwd", 303),
     (b"<svg xmlns='x'></svg>", "a.svg", 200)],
)  # fmt: skip
def test_bad_input_has_its_answer(client, world, case, data, name, status):
    asked(world, case)
    page = f"/nehir/documents/{documents_token(case)}/"
    assert client.post(page, {"file": upload(data, name)}).status_code == status
    assert not EvidenceItem.objects.filter(file__name__contains="/").exists()


def test_a_forged_link_opens_nothing(client, world, case):
    token = documents_token(case)
    forged = token[:-1] + ("0" if token[-1] != "0" else "1")
    for each in (forged, "x", "1" * 12, f"{token[:12]}-"):
        assert client.get(f"/nehir/documents/{each}/").status_code == 404
    assert client.get(f"/liman/documents/{token}/").status_code == 404


def test_a_locker_is_opened_by_mail_filled_and_given_to_a_case(client, world, case):
    assert client.post("/nehir/locker/ask/", {"email": "nobody"}).status_code == 422
    assert client.post("/nehir/locker/ask/", {"email": "elif@posta.example"}).status_code == 200
    place = re.sub(r"^https?://[^/]+", "", address_of(MailedLink.objects.get()))
    assert client.get(place).status_code == 200
    assert client.post(place).status_code == 303
    assert client.post(place).status_code == 410
    assert client.post("/nehir/locker/", {"kind": "transaction", "words": "NX-77120"}).status_code == 303
    assert client.post("/nehir/locker/", {"kind": "transaction"}).status_code == 422
    assert (
        client.post("/nehir/locker/", {"kind": "receipt", "file": upload(b"dekont", "d.txt")}).status_code
        == 303
    )
    items = queries.items_in_locker(Locker.objects.get())
    given = {"items": [each.id for each in items], "number": case.number, "secret": "wrong"}
    assert client.post("/nehir/locker/attach/", given).status_code == 403
    assert client.post("/nehir/locker/attach/", given | {"secret": secret_of(case)}).status_code == 303
    assert {each.source for each in queries.items_of(case)} == {"locker"}
    assert queries.items_in_locker(Locker.objects.get()) == []
    client.post("/nehir/locker/leave/")
    assert "email" in client.get("/nehir/locker/").content.decode()


def test_another_browser_sees_nothing_of_a_locker(client, world):
    by = Actor.customer(None)
    locker = evidence.open_locker(
        brand=world.brand, email="a@posta.example", language="tr", by=by, at=timezone.now()
    )
    client.cookies["muhatap_locker"] = f"{locker.id}:forged"
    assert "a@posta.example" not in client.get("/nehir/locker/").content.decode()
