"""The outside body's version: what is left out, the log of it, and a verifier that says lawful or not."""

import json

import pytest
from django.utils import translation

from muhatap.cases import operations as cases
from muhatap.cases.keys import secret_of
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author, CopyKind
from muhatap.dossiers import operations as dossiers
from muhatap.dossiers.archive import scratch_file
from muhatap.dossiers.audience import Audience
from muhatap.dossiers.verifier.running import report
from muhatap.kernel.actors import Actor
from tests.dossiers.conftest import LATER, NOTE, sealed, unpacked
from tests.dossiers.forging import lines, resealed
from tests.world import load

pytestmark = pytest.mark.django_db

OTHER, SAID = "komsu@baskasi.example", "Hukuk biriminin gizli görüşü budur"
BY = Actor.system("test")


@pytest.fixture
def shared_case(world, rich_case):
    """A case in which a third person is copied, and a note holds legal advice."""
    by = Actor.staff(world.staff["mert"].id)
    copied = cases.NewMessage(
        author=Author.STAFF, channel="email", text="Bilginize.", copies=((CopyKind.CC, OTHER),)
    )
    cases.post_message(case=rich_case, new=copied, by=by, at=LATER)
    advice = cases.NewMessage(author=Author.NOTE, channel="desk", text=SAID)
    cases.post_message(case=load(rich_case.id), new=advice, by=by, at=LATER)
    return load(rich_case.id)


def advice_in(case) -> dict[int, dossiers.LeftOut]:
    message = Message.objects.get(case=case, text=SAID)
    return {message.id: dossiers.LeftOut("legal_advice", "Avukatın görüşü")}


def bodys(case, chosen=None) -> dict[str, bytes]:
    into = scratch_file()
    dossiers.seal_dossier(case=case, audience=Audience.BODY, into=into, chosen=chosen, by=BY, at=LATER)
    return unpacked(into.read())


def log_of(files) -> list[dict]:
    return [json.loads(line) for line in files.get("redactions.jsonl", b"").splitlines()]


def holds(files, words: str) -> bool:
    spelled = (words.encode(), json.dumps(words)[1:-1].encode())
    return any(each in content for content in files.values() for each in spelled)


def test_each_version_holds_what_its_reader_may_read_and_nothing_else(shared_case):
    versions = {
        "customer": unpacked(sealed(shared_case)),
        "body": bodys(load(shared_case.id), advice_in(shared_case)),
        "internal": unpacked(sealed(load(shared_case.id), Audience.INTERNAL)),
    }
    held = {
        words: {name for name, files in versions.items() if holds(files, words)}
        for words in (NOTE, SAID, OTHER, "Altı gündür", secret_of(shared_case))
    }
    assert held == {
        NOTE: {"body", "internal"},
        SAID: {"internal"},
        OTHER: {"internal"},
        "Altı gündür": {"customer", "body", "internal"},
        secret_of(shared_case): set(),
    }


def test_the_log_names_place_ground_and_digest_and_the_verifier_calls_it_lawful(shared_case, verified):
    files = bodys(shared_case, advice_in(shared_case))
    log = log_of(files)
    assert [(row["field"], row["kind"], row["why"]) for row in log] == [
        ("cc", "third_person", "–"),
        ("content_digest", "legal_advice", "Avukatın görüşü"),
    ]
    events = [json.loads(line) for line in files["events.jsonl"].splitlines()]
    for row in log:
        assert json.loads(events[row["seq"] - 1]["digests"])[row["field"]] == row["digest"]
    verifier = verified(files)
    assert (verifier.faults, verifier.redacted) == ([], [row["seq"] for row in log])
    said = report(verifier, False, False)
    assert f"REDACTED LAWFULLY at event {log[0]['seq']}, {log[1]['seq']}." in said
    assert f"event {log[1]['seq']}, content_digest: confidential legal advice. Avukatın görüşü" in said
    assert log[1]["digest"] in report(verifier, True, False)
    html = files["index.html"].decode()
    assert "Avukatın görüşü" in html
    assert log[1]["digest"][:16] in html


def test_a_log_that_lies_is_named(shared_case, verified):
    files = bodys(shared_case, advice_in(shared_case))
    log = log_of(files)
    less = resealed(files, redactions__jsonl=lines(log[:1]))
    assert ("at_event", log[1]["seq"]) in {(code, words.get("seq")) for code, words in verified(less).faults}
    more = [*log, log[0] | {"seq": 1, "field": "subject"}]
    assert verified(resealed(files, redactions__jsonl=lines(more))).faults == [
        ("redaction_log", {"number": 3})
    ]
    other = [log[0] | {"digest": "0" * 64}, log[1]]
    codes = [code for code, _ in verified(resealed(files, redactions__jsonl=lines(other))).faults]
    assert codes == ["redaction_log", "at_event"]


@pytest.mark.parametrize("audience", [Audience.CUSTOMER, Audience.INTERNAL])
def test_nobody_else_gets_a_log_and_no_other_version_may_have_one(shared_case, verified, audience):
    log = bodys(shared_case)["redactions.jsonl"]
    files = unpacked(sealed(load(shared_case.id), audience))
    assert "redactions.jsonl" not in files
    told = json.loads(files["manifest.json"])
    told["files"].append({"path": "redactions.jsonl", "size": 0, "sha256": ""})
    files |= {"manifest.json": json.dumps(told).encode(), "redactions.jsonl": log}
    assert ("redaction_log", {"number": 1}) in verified(resealed(files)).faults


@pytest.mark.parametrize("ground", [("", "x"), ("revenge", "x"), ("safety", " "), ("safety", "x" * 301)])
def test_what_is_no_ground_is_refused(ground):
    with pytest.raises(dossiers.NotAGround):
        dossiers.LeftOut(*ground)


def test_the_mail_of_a_third_person_stays_out_as_it_came(shared_case):
    message = Message.objects.get(case=shared_case, vault_item_id__isnull=False)
    chosen = {message.id: dossiers.LeftOut("safety", "Adresi gizli")}
    files = bodys(shared_case, chosen)
    assert not any(name.startswith("originals/") for name in files)
    assert "Hala bekliyorum" not in files["index.html"].decode()
    fields = {row["field"] for row in log_of(files) if row["kind"] == "safety"}
    assert fields == {"content_digest", "original"}


def test_who_looked_is_listed_by_name_inside_and_by_role_for_the_customer(world, rich_case, sign_in):
    sign_in("mert").get(f"/desk/cases/{rich_case.number}/")
    sign_in("mert").get(f"/desk/cases/{rich_case.number}/dossier/")
    sign_in("deniz").get(f"/desk/cases/{rich_case.number}/")
    told = {}
    for audience in (Audience.INTERNAL, Audience.CUSTOMER):
        files = unpacked(sealed(load(rich_case.id), audience))
        told[audience] = [json.loads(line) for line in files["access.jsonl"].splitlines()]
        with translation.override("tr"):
            assert "Kim" in files["index.html"].decode()
    looked = [(row["who"], row["role"]) for row in told[Audience.INTERNAL] if row["what"] == "case.looked_at"]
    assert looked == [("Mert Soylu", "supervisor")]
    assert "Mert Soylu" not in {row["who"] for row in told[Audience.CUSTOMER]}
    looked = [row["role"] for row in told[Audience.CUSTOMER] if row["what"] == "case.looked_at"]
    assert looked == ["supervisor"]
    sealings = [row for row in told[Audience.CUSTOMER] if row["what"].startswith("dossier.sealed")]
    assert [row["what"] for row in sealings] == ["dossier.sealed:internal"]
