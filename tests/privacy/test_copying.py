"""A copy of everything held on a person: whole, others masked, sealed, opened once by link and code."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.test import Client

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.keys import secret_of
from muhatap.cases.trust import LevelTooLow
from muhatap.channels.contract import InboundFile
from muhatap.desk.privacy_face import face_of
from muhatap.files.disk import place_of
from muhatap.portal.models import MailedLink
from muhatap.portal.queries import address_of
from muhatap.privacy import operations as privacy
from muhatap.privacy.models import DataCopy, PrivacyRequest
from muhatap.surveys.models import SurveyAnswer
from tests.cases.test_trust import chartered
from tests.privacy.conftest import KEEPER, by
from tests.world import CUSTOMERS, NOON, load, make_case

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=2)
SOON = LATER + timedelta(minutes=5)


def made(world, request):
    return privacy.make_copy(request=request, by=by(world), at=LATER)


def opened(data):
    return zipfile.ZipFile(io.BytesIO(data))


def given(copy, token="t" * 24):
    code = privacy.offer_copy(copy=copy, token=token, by=KEEPER, at=LATER)
    return privacy.fetch_copy(copy=copy, token=token, code=code, by=KEEPER, at=SOON)


def test_everything_that_she_is_found_in_is_there_and_others_are_masked(world, asking):
    case = make_case(
        world,
        subject="=Konu",
        text="Komşum Veli Uzun (veli@komsu.example, +90 532 999 88 77) da gördü; ben elif@posta.example.",
        files=(InboundFile("dekont.txt", b"Dekont 42\n"),),
    )
    other = make_case(world, customer=1, text="Başkasının sözü.")
    SurveyAnswer.objects.create(brand=case.brand, case=case, score=2, comment="Geç kaldınız", at=NOON)
    cases.post_message(
        case=load(case.id),
        new=cases.NewMessage(author="note", channel="desk", text="Not: müşteri haklı."),
        by=by(world, "deniz"),
        at=NOON,
    )
    archive = opened(given(made(world, asking("access"))))
    data = json.loads(archive.read("data.json"))["tables"]
    texts = " ".join(row["text"] for row in data["cases.Message"])
    assert "ben elif@posta.example" in texts
    assert "veli@komsu.example" not in texts
    assert "999 88 77" not in texts
    assert "müşteri haklı" in texts
    assert data["surveys.SurveyAnswer"][0]["comment"] == "Geç kaldınız"
    assert data["customers.Customer"][0]["email"] == CUSTOMERS[0].email
    assert data["privacy.PrivacyRequest"][0]["right"] == "access"
    assert next(row["kind"] for row in data["audit.facts"]) == "case.opened"
    everything = json.dumps(data, ensure_ascii=False)
    assert other.number not in everything
    assert "Başkasının" not in everything
    assert [archive.read(name) for name in archive.namelist() if name.startswith("files/")] == [
        b"Dekont 42\n"
    ]
    assert "'=Konu" in archive.read("tables/cases.Case.csv").decode("utf-8-sig")
    assert "Geç kaldınız" in archive.read("index.html").decode()


def test_it_lies_sealed_and_is_gone_when_fetched(world, asking):
    make_case(world, text="Gizli sözlerim var.")
    copy = made(world, asking("access"))
    place = place_of(copy.path)
    assert b"Gizli" not in place.read_bytes()
    assert not place.read_bytes().startswith(b"PK")
    data = given(copy)
    assert data.startswith(b"PK")
    copy.refresh_from_db()
    assert copy.fetched_at == SOON
    assert bytes(copy.wrapped_key) == b""
    with pytest.raises(privacy.CopyGone):
        given(copy)
    kinds = list(Event.objects.filter(kind__startswith="privacy.copy").values_list("kind", flat=True))
    assert sorted(kinds) == ["privacy.copy_fetched", "privacy.copy_made"]


def test_wrong_codes_lock_it_and_its_days_end(world, asking):
    copy = made(world, asking("access"))
    token = "t" * 24
    code = privacy.offer_copy(copy=copy, token=token, by=KEEPER, at=LATER)
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(5):
        with pytest.raises(privacy.WrongCode):
            privacy.fetch_copy(copy=copy, token=token, code=wrong, by=KEEPER, at=SOON)
    with pytest.raises(privacy.CopyGone):
        privacy.fetch_copy(copy=copy, token=token, code=code, by=KEEPER, at=SOON)
    code = privacy.offer_copy(copy=copy, token=token, by=KEEPER, at=LATER)
    with pytest.raises(privacy.CopyGone):
        privacy.fetch_copy(copy=copy, token=token, code=code, by=KEEPER, at=LATER + timedelta(minutes=31))
    assert privacy.end_copies(by=KEEPER, at=LATER + timedelta(days=14)) == 1
    assert DataCopy.objects.get().destroyed_at is not None


def test_an_open_channel_and_a_low_level_get_nothing(world, asking):
    request = asking("access", channel="social")
    with pytest.raises(privacy.NotProven):
        made(world, request)
    copy = made(world, asking("access", customer=1))
    with pytest.raises(privacy.NotProven):
        privacy.fetch_proved(copy=copy, by=KEEPER, at=SOON)
    cases.confirm_identity(case=load(copy.request.case_id), how=cases.ProofBy.ACCOUNT, by=KEEPER, at=LATER)
    assert privacy.fetch_proved(copy=copy, by=KEEPER, at=SOON).startswith(b"PK")


@pytest.mark.parametrize(
    ("how", "is_handed_over"),
    [
        (None, False),
        (cases.ProofBy.LINK, False),
        (cases.ProofBy.ACCOUNT, True),
        (cases.ProofBy.ASSISTED, True),
    ],
)
def test_below_the_level_of_the_charter_no_way_hands_it_over(world, asking, how, is_handed_over):
    request = asking("access")
    copy, token = made(world, request), "t" * 24
    code = privacy.offer_copy(copy=copy, token=token, by=KEEPER, at=LATER)
    chartered(world)
    if how is not None:
        cases.confirm_identity(case=load(request.case_id), how=how, by=KEEPER, at=LATER)
    if is_handed_over:
        assert privacy.fetch_copy(copy=copy, token=token, code=code, by=KEEPER, at=SOON).startswith(b"PK")
        return
    ways = (
        lambda: privacy.offer_copy(copy=copy, token=token, by=KEEPER, at=SOON),
        lambda: privacy.fetch_copy(copy=copy, token=token, code=code, by=KEEPER, at=SOON),
        lambda: privacy.fetch_proved(copy=copy, by=KEEPER, at=SOON),
    )
    for way in ways:
        with pytest.raises(LevelTooLow):
            way()
    assert not Event.objects.filter(kind="privacy.copy_fetched").exists()
    assert DataCopy.objects.get().tries == 0


def test_her_page_and_the_desk_say_what_is_missing(world, asking):
    case = load(asking("access").case_id)
    chartered(world)
    copy = made(world, PrivacyRequest.objects.get(case=case))
    DataCopy.objects.filter(id=copy.id).update(valid_until=copy.valid_until + timedelta(days=3650))
    client, page = Client(), f"/{case.brand.code}/cases/{case.number}/data/"
    client.post(f"/{case.brand.code}/track/", {"number": case.number, "secret": secret_of(case)})
    shown = client.get(page).content.decode()
    assert f"/{case.brand.code}/account/" in shown
    assert 'action="link/"' not in shown
    assert client.post(f"{page}link/").status_code == 403
    assert not MailedLink.objects.filter(kind="data").exists()
    assert "(İki faktör)" in face_of(world.staff["pelin"], copy.request, NOON).delivery_off


def test_from_her_page_to_the_file(world, asking):
    request = asking("access")
    case = load(request.case_id)
    copy = privacy.make_copy(request=request, by=by(world), at=LATER)
    DataCopy.objects.filter(id=copy.id).update(valid_until=copy.valid_until + timedelta(days=3650))
    page = f"/{case.brand.code}/cases/{case.number}/data/"
    client, mailbox = Client(), Client()
    assert client.get(page).status_code == 302 or client.get(page).status_code == 303
    client.post(f"/{case.brand.code}/track/", {"number": case.number, "secret": secret_of(case)})
    assert client.get(page).status_code == 200
    assert client.post(f"{page}fetch/").status_code == 403
    shown = client.post(f"{page}link/")
    code = shown.context["code"]
    assert code in shown.content.decode()
    address = address_of(MailedLink.objects.get(kind="data"))
    path = "/" + address.split("/", 3)[3]
    assert mailbox.get(path).status_code == 200
    assert mailbox.post(path, {"code": "x"}).status_code == 422
    file = mailbox.post(path, {"code": code})
    assert file["Content-Type"] == "application/zip"
    assert "data.json" in opened(file.content).namelist()
    assert mailbox.post(path, {"code": code}).status_code == 410
