"""Who may take which dossier along, by page and by console."""

import io
import json
import zipfile

import pytest
from django.core.cache import cache
from django.test import Client

from muhatap.audit.models import Event
from muhatap.cases.keys import secret_of
from muhatap.dossiers import operations as dossiers
from muhatap.dossiers.verifier.signatures import keys_of
from muhatap.wiring.console import main
from tests.dossiers.conftest import NOTE
from tests.world import load, make_case

pytestmark = pytest.mark.django_db
PURPOSE = {"purpose": "legal_duty"}
WHY = ("--purpose", "legal_duty")


@pytest.fixture(autouse=True)
def _no_attempts_yet(data):
    cache.clear()


def let_in(case, brand="nehir") -> Client:
    """A browser that came in with the secret of a case."""
    client = Client()
    answer = client.post(f"/{brand}/track/", {"number": case.number, "secret": secret_of(case)})
    assert answer.status_code == 303
    return client


def body_of(answer) -> bytes:
    return b"".join(answer.streaming_content)


def sealings(case) -> int:
    return Event.objects.filter(stream_id=case.id, kind="dossier.sealed").count()


def test_a_customer_takes_her_case_along(rich_case):
    client = let_in(rich_case)
    address = f"/nehir/cases/{rich_case.number}/dossier/"
    assert f'action="{address}"' in client.get(f"/nehir/cases/{rich_case.number}/").content.decode()
    answer = client.post(address)
    assert answer["Content-Type"] == "application/zip"
    assert f"{rich_case.number}-customer.zip" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    content = body_of(answer)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b'"audience": "customer"' in archive.read("manifest.json")
        assert not any(NOTE.encode() in archive.read(name) for name in archive.namelist())
    assert sealings(rich_case) == 1
    event = Event.objects.get(stream_id=rich_case.id, kind="dossier.sealed")
    assert (event.actor_kind, event.actor_id) == ("customer", rich_case.customer_id)


def test_looking_makes_none(rich_case):
    assert let_in(rich_case).get(f"/nehir/cases/{rich_case.number}/dossier/").status_code == 405
    assert sealings(rich_case) == 0


def test_nobody_else_gets_it(world, rich_case):
    other = make_case(world, customer=1)
    for client in (Client(), let_in(other)):
        answer = client.post(f"/nehir/cases/{rich_case.number}/dossier/")
        assert answer.status_code == 303
        assert "/track/" in answer["Location"]
    answer = let_in(rich_case).post(f"/liman/cases/{rich_case.number}/dossier/")
    assert answer.status_code == 303
    assert sealings(rich_case) == 0


def test_a_renewed_secret_shuts_older_browsers_out(rich_case):
    client = let_in(rich_case)
    case = load(rich_case.id)
    case.secret_generation += 1
    case.save()
    assert client.post(f"/nehir/cases/{case.number}/dossier/").status_code == 303
    assert sealings(case) == 0


def test_it_is_not_made_without_end(world, data):
    case = make_case(world)
    client = let_in(case)
    answers = [client.post(f"/nehir/cases/{case.number}/dossier/").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_a_busy_case_is_told_in_words(rich_case, monkeypatch, sign_in):
    def busy(**_):
        raise dossiers.CaseIsBusy

    monkeypatch.setattr(dossiers, "seal_dossier", busy)
    assert let_in(rich_case).post(f"/nehir/cases/{rich_case.number}/dossier/").status_code == 503
    assert sign_in("mert").post(f"/desk/cases/{rich_case.number}/dossier/", PURPOSE).status_code == 503


@pytest.mark.parametrize(
    ("login", "status"),
    [("deniz", 404), ("selin", 404), ("mert", 200), ("gul", 200), ("arda", 404), ("stranger", 404)],
)
def test_who_makes_it_for_an_outside_body(rich_case, sign_in, login, status):
    client, address = sign_in(login), f"/desk/cases/{rich_case.number}/dossier/"
    assert client.get(address).status_code == status
    assert sealings(rich_case) == 0
    answer = client.post(address, PURPOSE)
    assert answer.status_code == status
    assert sealings(rich_case) == (status == 200)
    if status == 200:
        with zipfile.ZipFile(io.BytesIO(body_of(answer))) as archive:
            assert any(NOTE.encode() in archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(
    ("purpose", "status"),
    [("marketing", 403), ("quality", 403), ("", 422), ("legal_duty", 200), ("defence", 200)],
)
def test_it_leaves_for_what_people_were_told_and_all_of_it_serves(rich_case, sign_in, purpose, status):
    address = f"/desk/cases/{rich_case.number}/dossier/"
    assert sign_in("mert").post(address, {"purpose": purpose}).status_code == status
    assert sealings(rich_case) == (status == 200)
    said = [json.loads(each.content) for each in Event.objects.filter(kind="privacy.purpose_stated")]
    assert [(each["what"], each["is_refused"]) for each in said] == (
        [("dossier", status == 403)] if purpose else []
    )


def test_the_console_asks_what_a_file_for_others_is_for(rich_case, tmp_path, capsys):
    asked = ["dossier", "export", rich_case.number, "--for", "internal", "-o", str(tmp_path / "x.zip")]
    assert main(asked) == 2
    assert "--purpose" in capsys.readouterr().err
    assert main([*asked, "--purpose", "marketing"]) == 2
    assert not list(tmp_path.rglob("x.zip*"))
    assert main([*asked, "--purpose", "defence"]) == 0


def test_an_agent_makes_it_of_a_case_of_her_queue(world, data, sign_in):
    case = make_case(world)
    assert sign_in("deniz").post(f"/desk/cases/{case.number}/dossier/", PURPOSE).status_code == 200
    assert sign_in("selin").post(f"/desk/cases/{case.number}/dossier/").status_code == 404


def test_nobody_makes_it_at_the_desk_without_signing_in(rich_case):
    answer = Client().post(f"/desk/cases/{rich_case.number}/dossier/")
    assert answer.status_code == 302
    assert sealings(rich_case) == 0


def test_the_key_is_published(world, settings):
    answer = Client().get("/nehir/key.pem")
    assert list(keys_of(answer.content.decode())) == [settings.MUHATAP_KEYRING.fingerprint()]
    assert Client().get("/nowhere/key.pem").status_code == 404


def test_the_console_exports_and_verifies(rich_case, tmp_path, capfdbinary, settings):
    path, key = tmp_path / "case.zip", tmp_path / "key.pem"
    key.write_text(settings.MUHATAP_KEYRING.public_pem())
    assert main(["dossier", "export", rich_case.number, "--for", "body", *WHY, "-o", str(path)]) == 0
    assert main(["dossier", "verify", str(path), "--key", str(key), "--lang", "en"]) == 0
    assert b"COMPLETE" in capfdbinary.readouterr().out
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    assert main(["dossier", "verify", str(path), "--lang", "en"]) == 1
    assert b"ALTERED" in capfdbinary.readouterr().out


def test_the_console_says_what_is_wrong_and_leaves_nothing_behind(rich_case, tmp_path, capsys):
    assert main(["dossier", "export", "26-00000-00000", "-o", str(tmp_path / "x.zip")]) == 2
    assert "26-00000-00000" in capsys.readouterr().err
    assert main(["dossier", "export", rich_case.number, "-o", str(tmp_path / "no" / "x.zip")]) == 2
    assert "x.zip" in capsys.readouterr().err
    assert not list(tmp_path.rglob("x.zip*"))
    assert sealings(rich_case) == 0
