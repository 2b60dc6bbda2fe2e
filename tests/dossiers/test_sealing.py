"""What is in a dossier for whom, and that making one is on record and bounded."""

import gc
import html
import json
import tracemalloc
from datetime import timedelta

import pytest

from muhatap.audit.models import Event
from muhatap.audit.verifying import verify_stream
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.proof import CasesAgree
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.models import VaultItem
from muhatap.dossiers import operations as dossiers
from muhatap.dossiers import queries
from muhatap.dossiers.archive import scratch_file
from muhatap.dossiers.audience import Audience, Inside, is_told
from muhatap.dossiers.keys import published_keys
from muhatap.files import operations as files
from muhatap.files.disk import place_of
from muhatap.files.models import StoredFile
from muhatap.kernel.actors import Actor
from muhatap.kernel.keyring import Keyring
from muhatap.promises.models import Promise
from tests.audit.golden import product_facts
from tests.dossiers.conftest import LATER, MAIL, NOTE, sealed, unpacked
from tests.world import NOON, load, make_case

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("test")
INTERNAL = (NOTE, "GİZLİ-PLAN", "GİZLİ-GEREKÇE")


def everything(dossier: bytes) -> bytes:
    """The raw bytes and what they hold, in each way in which Turkish letters may be written."""
    return dossier + b"".join(unpacked(dossier).values())


def spellings(words: str) -> list[bytes]:
    return [words.encode(), json.dumps(words)[1:-1].encode(), json.dumps(json.dumps(words))[3:-3].encode()]


def test_nothing_internal_is_anywhere_in_the_customers_file(rich_case):
    customers, bodys = everything(sealed(rich_case)), everything(sealed(load(rich_case.id), Audience.BODY))
    for words in INTERNAL:
        assert not any(spelling in customers for spelling in spellings(words)), words
        assert any(spelling in bodys for spelling in spellings(words)), words
    note = Message.objects.get(case=rich_case, author=Author.NOTE)
    posted = next(event for event in posted_events(sealed(rich_case)) if str(note.id) in event["content"])
    assert "fields" not in posted
    assert posted["withheld"] == ["content_digest"]


def posted_events(dossier: bytes) -> list[dict]:
    events = [json.loads(line) for line in unpacked(dossier)["events.jsonl"].splitlines()]
    return [event for event in events if event["kind"] == "message.posted"]


def test_a_file_on_a_note_stays_inside(world, rich_case):
    inside = cases.NewMessage(author=Author.NOTE, channel="desk", text="bak", files=stored_of(world))
    cases.post_message(case=rich_case, new=inside, by=SYSTEM, at=LATER)
    assert b"yalniz-bizim" not in everything(sealed(load(rich_case.id)))
    assert b"yalniz-bizim" in everything(sealed(load(rich_case.id), Audience.BODY))


def stored_of(world):
    stored = files.store_file(
        brand_id=world.brand.id, name="yalniz-bizim.txt", data=b"yalniz-bizim\n", by=SYSTEM, at=LATER
    )
    return ((stored, ""),)


def test_promises_that_are_not_public_stay_inside(world, data):
    Promise.objects.filter(brand=world.brand, code="triage").update(is_public=False)
    case = make_case(world)
    parts = unpacked(sealed(case))
    assert not any(b"triage" in parts[name] for name in ("index.html", "case.json", "events.jsonl"))


def test_a_sort_of_event_that_nobody_listed_is_withheld_from_the_customer():
    assert not is_told(Audience.CUSTOMER, "case.invented", {}, Inside())
    assert is_told(Audience.BODY, "case.invented", {}, Inside())
    assert {"message.posted", "case.opened", "dossier.sealed"} <= set(product_facts())


def test_the_originals_are_byte_for_byte_and_only_her_own(rich_case):
    assert unpacked(sealed(rich_case))["originals/0004.eml"] == MAIL
    VaultItem.objects.update(sender="baskasi@posta.example")
    assert "originals/0004.eml" not in unpacked(sealed(load(rich_case.id)))
    assert "originals/0005.eml" in unpacked(sealed(load(rich_case.id), Audience.BODY))


def test_a_redacted_mail_is_there_as_it_was_redacted_and_says_so(rich_case):
    item = VaultItem.objects.get()
    arrived = item.sha256
    channels.redact_item(item=item, data=b'{"redacted": true}', by=SYSTEM, at=LATER)
    files = unpacked(sealed(rich_case))
    assert files["originals/0004-redacted.json"] == b'{"redacted": true}'
    assert MAIL not in everything(sealed(load(rich_case.id)))
    told = [json.loads(line) for line in files["messages.jsonl"].splitlines()][-1]
    assert told["original"] == {
        "path": "originals/0004-redacted.json",
        "is_redacted": True,
        "arrived_sha256": arrived,
    }


def test_what_was_erased_is_gone_also_as_original_and_by_the_names_of_its_files(rich_case):
    message = Message.objects.get(case=rich_case, vault_item_id__isnull=False)
    cases.erase_message(message=message, reason="law", by=SYSTEM, at=LATER)
    for audience in Audience:
        whole = everything(sealed(load(rich_case.id), audience))
        assert not any(words in whole for words in (b"Hala bekliyorum", b"Dekont", b"dekont", MAIL))


def test_a_file_that_cannot_be_read_is_named_instead_of_failing(rich_case, verified):
    place_of(StoredFile.objects.get(name="dekont.txt").path).unlink()
    verifier = verified(sealed(rich_case))
    assert (verifier.faults, verifier.absent) == ([], ["dekont.txt"])


def test_names_of_files_lead_nowhere_and_nothing_in_them_runs(world, rich_case):
    names = set(unpacked(sealed(rich_case)))
    assert {"files/0004-01-dekont.txt", "files/0004-02-ek_sayfa.txt"} <= names
    assert not any(".." in name or name.startswith("/") for name in names)
    html = unpacked(sealed(load(rich_case.id)))["index.html"].decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_the_page_is_in_the_language_of_the_case_and_needs_nothing_from_elsewhere(world, data):
    for language in ("tr", "en"):
        html = unpacked(sealed(make_case(world, language=language)))["index.html"].decode()
        assert f'<html lang="{language}">' in html
        assert "http://" not in html
        assert "https://" not in html
        assert "<script" not in html


def test_making_one_is_an_event_that_the_next_one_shows(rich_case, world):
    before = Event.objects.filter(stream_id=rich_case.id).count()
    by = Actor.staff(world.staff["mert"].id)
    into = scratch_file()
    made = dossiers.seal_dossier(case=rich_case, audience=Audience.BODY, into=into, by=by, at=LATER)
    event = Event.objects.get(stream_id=rich_case.id, kind="dossier.sealed")
    told = json.loads(event.content)
    assert (told["events"], told["manifest"], event.actor_id) == (before, made.manifest, by.id)
    assert verify_stream(rich_case.id, [CasesAgree()]).is_intact
    assert b"dossier.sealed" in unpacked(sealed(load(rich_case.id)))["events.jsonl"]
    into.close()


def test_what_happens_meanwhile_makes_it_begin_anew(rich_case, monkeypatch, verified):
    written = queries.inside_of
    meanwhile = iter([True, True])

    def interrupted(case):
        if next(meanwhile, False):
            cases.change_priority(case=load(case.id), priority=2, reason="x", by=SYSTEM, at=LATER)
            cases.change_priority(case=load(case.id), priority=4, reason="x", by=SYSTEM, at=LATER)
        return written(case)

    monkeypatch.setattr(queries, "inside_of", interrupted)
    assert verified(sealed(rich_case)).faults == []
    meanwhile = iter([True] * 100)
    with pytest.raises(dossiers.CaseIsBusy):
        sealed(load(rich_case.id))
    assert Event.objects.filter(stream_id=rich_case.id, kind="dossier.sealed").count() == 1


def test_after_a_rotation_the_published_keys_still_cover_older_dossiers(world, data, verified, settings):
    settings.MUHATAP_KEYRING = Keyring.open(data)
    case = make_case(world)
    older = sealed(case)
    settings.MUHATAP_KEYRING.rotate()
    newer = sealed(load(case.id))
    for dossier in (older, newer):
        assert verified(dossier, published_keys()).faults == []
    assert published_keys().startswith(settings.MUHATAP_KEYRING.public_pem())


def test_a_long_case_needs_hardly_more_memory_than_a_short_one(world, tmp_path, data):
    words = "Uzun bir söz. " * 800

    def peak(messages: int) -> int:
        case = make_case(world)
        for number in range(messages):
            new = cases.NewMessage(author=Author.NOTE, channel="desk", text=f"{number} {words}")
            cases.post_message(case=case, new=new, by=SYSTEM, at=NOON + timedelta(seconds=number))
        with (tmp_path / "long.zip").open("w+b") as into:
            gc.collect()
            tracemalloc.start()
            dossiers.seal_dossier(case=case, audience=Audience.BODY, into=into, by=SYSTEM, at=LATER)
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return most

    peak(1)
    assert peak(360) - peak(120) < 240 * len(words) / 4


def test_each_promise_says_why_it_is_then_and_the_body_reads_which_rule(rich_case):
    customers, bodys = unpacked(sealed(rich_case)), unpacked(sealed(load(rich_case.id), Audience.BODY))
    told = {name: json.loads(files["case.json"])["promises"] for name, files in
            (("customer", customers), ("body", bodys))}  # fmt: skip
    for promises in told.values():
        for promise in promises:
            assert {"rule", "start", "limit"} <= {line["code"] for line in promise["derivation"]}
    assert "conditions" not in told["customer"][0]["derivation"][0]
    assert told["body"][0]["derivation"][0]["version"] == 1
    page = html.unescape(next(data.decode() for name, data in bodys.items() if name.endswith(".html")))
    assert told["body"][0]["derivation"][0]["text"] in page
