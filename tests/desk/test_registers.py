"""The registers on the desk: who may, a whole way through each, and what a stranger never sees."""

import csv
import io
import re

import pytest

from muhatap.incidents.models import Incident, IncidentUpdate
from muhatap.privacy.models import Audit, AuditFinding, Breach
from muhatap.problems.models import ProblemCase
from tests.portal.conftest import CHANNELS
from tests.world import make_case

pytestmark = pytest.mark.django_db
SAID = {
    "brand": "nehir",
    "sort": "trouble",
    "effect": "closed",
    "components": ["phone"],
    "title_tr": "Telefonlar kesik",
    "title_en": "Telephones are down",
    "text_tr": "Bakıyoruz.",
    "text_en": "We are looking.",
}
AUDIT = {
    "brand": "nehir",
    "kind": "security",
    "title": "Yıllık denetim",
    "scope": "Her şey",
    "auditor": "Kale A.Ş.",
    "planned_on": "2026-01-05",
    "every_months": "12",
}
DESCRIBED = {
    "title": "Yanlış alıcı",
    "what": "Bir dosya yanlış kişiye gitti.",
    "categories": ["contact"],
    "people_groups": "Müşteriler",
    "people_count": "2",
    "consequences": "Tanımadığınız kişiler size yazabilir.",
    "measures": "Dosyayı sildirdik ve yolu kapattık.",
    "advice": "Bağlantı açmayın.",
    "contact": "Veri sorumlumuz Nil Acar, veri@nehir.example.",
    "countries": "de, FR, nonsense",
    "likelihood": "1",
    "severity": "2",
}


@pytest.fixture
def furnished(world):
    world.brand.channels = CHANNELS
    world.brand.save()
    return world


def test_standing_is_said_updated_and_ended(furnished, sign_in):
    client = sign_in("mert")
    assert client.post("/desk/standing/", {**SAID, "text_en": ""}).status_code == 422
    answer = client.post("/desk/standing/", SAID)
    assert answer.status_code == 303
    row = Incident.objects.get()
    more = {"effect": "none", "text_tr": "Düzeldi.", "text_en": "It works."}
    assert client.post(answer["Location"], {**more, "state": "done"}).status_code == 422
    assert client.post(answer["Location"], {**more, "state": "resolved"}).status_code == 303
    assert client.post(answer["Location"], {**more, "state": "monitoring"}).status_code == 422
    row.refresh_from_db()
    assert (row.state, IncidentUpdate.objects.count()) == ("resolved", 2)
    assert "Telefonlar kesik" in client.get("/desk/standing/").content.decode()


@pytest.mark.parametrize("login", ["deniz", "gul"])
def test_who_may_not_says_nothing(furnished, sign_in, login):
    assert sign_in(login).post("/desk/standing/", SAID).status_code == 403
    assert not Incident.objects.exists()


def test_an_audit_from_plan_to_evidence(world, sign_in):
    client = sign_in("pelin")
    answer = client.post("/desk/audits/", {**AUDIT, "owner": world.staff["arda"].pk})
    place = answer["Location"]
    assert 'data-state="late"' in client.get("/desk/audits/").content.decode()
    assert client.post(f"{place}close/", {"evidence": "Rapor"}).status_code == 422
    assert client.post(f"{place}hold/", {"held_on": "2099-01-01"}).status_code == 422
    assert client.post(f"{place}hold/", {"held_on": "2026-01-06"}).status_code == 303
    finding = {
        "title": "=Anahtar",
        "severity": "high",
        "due_on": "2026-02-01",
        "owner": world.staff["mert"].pk,
    }
    assert client.post(f"{place}find/", {**finding, "title": ""}).status_code == 422
    assert client.post(f"{place}find/", finding).status_code == 303
    row = AuditFinding.objects.get()
    assert client.post(f"{place}mend/", {"finding": row.id, "evidence": ""}).status_code == 422
    assert client.post(f"{place}mend/", {"finding": row.id, "evidence": "Tutanak"}).status_code == 303
    assert client.post(f"{place}close/", {"evidence": "Rapor 7", "is_public": "1"}).status_code == 303
    assert Audit.objects.count() == 2
    rows = list(csv.DictReader(io.StringIO(client.get("/desk/audits/export/").content.decode())))
    assert {each["finding"] for each in rows} == {"", "'=Anahtar"}


def test_an_auditor_reads_and_does_not_write(world, sign_in):
    sign_in("pelin").post("/desk/audits/", {**AUDIT, "owner": world.staff["arda"].pk})
    place = f"/desk/audits/{Audit.objects.get().id}/"
    client = sign_in("gul")
    assert client.get(place).status_code == 200
    assert client.post(f"{place}hold/", {"held_on": "2026-01-06"}).status_code == 403
    assert client.post("/desk/audits/", AUDIT).status_code == 403
    assert sign_in("deniz").get("/desk/audits/").status_code == 403


def suspect(client):
    answer = client.post("/desk/breaches/", {"brand": "nehir", "title": "Yanlış alıcı"})
    assert answer.status_code == 303
    return answer["Location"]


def test_a_breach_from_suspicion_to_its_end(world, sign_in):
    case = make_case(world)
    pelin = sign_in("pelin")
    place = suspect(pelin)
    assert pelin.post(f"{place}notify/").status_code == 422
    assert pelin.post(f"{place}aware/", {"aware_at": "nonsense"}).status_code == 422
    assert pelin.post(f"{place}aware/", {}).status_code == 303
    assert pelin.post(f"{place}confirm/").status_code == 409
    assert pelin.post(f"{place}describe/", {**DESCRIBED, "people_count": "-1"}).status_code == 422
    assert pelin.post(f"{place}describe/", DESCRIBED).status_code == 303
    breach = Breach.objects.get()
    assert breach.countries == ["DE", "FR"]
    page = pelin.get(place).content.decode()
    assert "GDPR" in page
    assert pelin.post(f"{place}authority/", {"text": "kısa"}).status_code == 422
    text = re.search(r'<textarea class="input" id="text"[^>]*>(.*?)</textarea>', page, re.S)[1]
    text = text.replace("&#x27;", "'").replace("&quot;", '"').strip("\n")
    answer = pelin.post(f"{place}authority/", {"text": text, "reference": "2026/7"})
    assert answer.status_code == 303, answer.content.decode()[:2000]
    assert pelin.post(f"{place}people/", {"numbers": "26-00000-00000"}).status_code == 422
    assert pelin.post(f"{place}people/", {"condition": "topic:"}).status_code == 422
    assert pelin.post(f"{place}people/", {"numbers": case.number}).status_code == 303
    breach.refresh_from_db()
    assert ProblemCase.objects.filter(problem=breach.problem).count() == 1
    assert pelin.post(f"{place}close/", {"lessons": "Öğrendik."}).status_code == 422
    rows = list(csv.DictReader(io.StringIO(pelin.get("/desk/breaches/export/").content.decode())))
    assert (rows[0]["number"], rows[0]["authority_reference"]) == ("V-1", "2026/7")


def test_silence_is_asked_by_one_and_agreed_by_another(world, sign_in):
    pelin = sign_in("pelin")
    place = suspect(pelin)
    pelin.post(f"{place}aware/", {})
    pelin.post(f"{place}describe/", DESCRIBED)
    assert pelin.post(f"{place}silence/", {"reason": "Şifreliydi."}).status_code == 303
    assert pelin.post(f"{place}silence/", {"reason": "Yine."}).status_code == 409
    assert pelin.post(f"{place}agree/").status_code == 409
    assert sign_in("gul").post(f"{place}agree/").status_code == 403
    assert sign_in("pelin").post(f"{place}refuse/", {"reason": "Vazgeçtim."}).status_code == 303
    assert Breach.objects.get().authority == ""
    sign_in("pelin").post(f"{place}silence/", {"reason": "Şifreliydi."})
    arda = sign_in("arda")
    assert arda.post(f"{place}silence/", {"reason": "Ben de."}).status_code == 403
    assert arda.post(f"{place}confirm/").status_code == 303
    assert arda.post(f"{place}agree/").status_code == 303
    assert Breach.objects.get().authority == "silent"


def test_a_stranger_and_an_agent_see_no_register(world, sign_in, client):
    place = suspect(sign_in("pelin"))
    assert sign_in("deniz").get(place).status_code == 403
    assert sign_in("deniz").get("/desk/breaches/").status_code == 403
    client.force_login(world.stranger)
    session = client.session
    session["second_factor_passed"] = world.stranger.pk
    session.save()
    assert client.get(place).status_code in {403, 404}


def test_the_record_of_processing_is_kept_and_read_as_it_stood(world, sign_in):
    client = sign_in("pelin")
    assert client.get("/desk/processing/").status_code == 200
    assert client.post("/desk/processing/", {"brand": "nehir"}).status_code == 303
    assert client.get("/desk/processing/?brand=nehir&version=1").status_code == 200
    assert client.get("/desk/processing/?brand=nehir&version=9").status_code == 404
    assert client.get("/desk/processing/?brand=liman").status_code == 404
    rows = list(csv.DictReader(io.StringIO(client.get("/desk/processing/nehir.csv").content.decode())))
    assert len(rows) == 8
    assert {"purpose", "legal_basis", "retention", "transfers", "measures"} <= set(rows[0])
    assert sign_in("gul").post("/desk/processing/", {"brand": "nehir"}).status_code == 403
