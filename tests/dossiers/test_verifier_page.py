"""The page that verifies in a browser, from disk and without network: it says what verify.py says."""

import json

import pytest

from muhatap.audit import operations as audit
from muhatap.dossiers.audience import Audience
from muhatap.dossiers.verifier.checking import Verifier
from muhatap.dossiers.verifier.joined import verifier_page
from muhatap.dossiers.verifier.running import report
from muhatap.dossiers.verifier.sources import Zipped
from muhatap.kernel.actors import Actor
from tests.dossiers.conftest import LATER, packed, sealed, unpacked
from tests.dossiers.forging import lines, resealed
from tests.world import load, make_case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dossier(world, rich_case):
    for _ in range(4):
        make_case(world)
    audit.sign_heads(by=Actor.system("test"), at=LATER)
    return unpacked(sealed(load(rich_case.id), Audience.BODY))


@pytest.fixture
def told(page, tmp_path):
    """A function that lets page and program verify the same files, and returns both answers."""
    (tmp_path / "verify.html").write_bytes(verifier_page())
    page.goto((tmp_path / "verify.html").as_uri())

    def verify(files, key="", language="tr"):
        path = tmp_path / "dossier.zip"
        path.write_bytes(packed(files) if isinstance(files, dict) else files)
        verifier = Verifier(Zipped(str(path)), key)
        verifier.run()
        page.click(f"[data-speak={language}]")
        page.fill("#key", key)
        page.set_input_files("#dossier", path)
        page.click("button[type=submit]")
        page.locator("#found:focus").wait_for()
        by_program = report(verifier, language == "tr", bool(key)).splitlines()
        return (
            page.locator("#found p").all_inner_texts(),
            by_program,
            page.locator("#found").get_attribute("class"),
        )

    return verify


def test_it_says_what_the_program_says(dossier, told, settings, rich_case):
    published = settings.MUHATAP_KEYRING.public_pem().strip()
    for language in ("tr", "en"):
        for key in ("", published):
            by_page, by_program, outcome = told(dossier, key, language)
            assert (by_page, outcome) == (by_program, "good")
    customers, program, outcome = told(sealed(load(rich_case.id)))
    assert (customers, outcome) == (program, "good")

    events = [json.loads(line) for line in dossier["events.jsonl"].splitlines()]
    swapped = b"".join(
        json.dumps(each).encode() + b"\n" for each in [*events[:4], events[5], events[4], *events[6:]]
    )
    manifest = json.loads(dossier["manifest.json"])
    manifest["head_log"]["inclusion"]["index"] += 1
    without = lines([events[0] | {"fields": {}}, *events[1:]])
    for forged in (
        dossier | {"index.html": dossier["index.html"] + b" "},
        dossier | {"files/sahte.txt": b"x"},
        {name: content for name, content in dossier.items() if name != "messages/0002.txt"},
        dossier | {"manifest.sig": bytes(64)},
        resealed(dossier, events__jsonl=swapped),
        resealed(dossier, events__jsonl=without),
        resealed(dossier | {"manifest.json": json.dumps(manifest).encode()}),
        resealed(dossier, messages__jsonl=dossier["messages.jsonl"].replace(b"Alt", b"Ust", 1)),
    ):
        by_page, by_program, outcome = told(forged, language="en")
        assert (by_page, outcome) == (by_program, "bad")
    by_page, by_program, outcome = told(resealed(dossier), published, "en")
    assert (by_page, outcome) == (by_program, "bad")


def test_what_is_no_dossier_is_refused_in_words(page, tmp_path):
    (tmp_path / "verify.html").write_bytes(verifier_page())
    page.goto((tmp_path / "verify.html").as_uri())
    page.click("[data-speak=tr]")
    for content in (b"", b"PK", b"PK\x05\x06" + bytes(18), b"not a zip" * 100):
        (tmp_path / "x.zip").write_bytes(content)
        page.set_input_files("#dossier", tmp_path / "x.zip")
        page.click("button[type=submit]")
        page.locator("#found:focus").wait_for()
        assert "okunabilen bir dosya değil" in page.locator("#found").inner_text()
        page.focus("#dossier")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(page, tmp_path, axe, scheme):
    page.emulate_media(color_scheme=scheme)
    (tmp_path / "verify.html").write_bytes(verifier_page())
    page.goto((tmp_path / "verify.html").as_uri())
    axe(page)
