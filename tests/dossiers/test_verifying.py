"""The verifier: what is whole is said to be whole, and whatever is changed is named."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from muhatap.audit import operations as audit
from muhatap.audit.recording import kinds_of_facts
from muhatap.cases import operations as cases
from muhatap.dossiers.audience import Audience
from muhatap.dossiers.verifier import checking
from muhatap.dossiers.verifier.checking import Verifier
from muhatap.dossiers.verifier.joined import verifier_page, verifier_source
from muhatap.dossiers.verifier.running import main, report
from muhatap.dossiers.verifier.signatures import is_signed
from muhatap.dossiers.verifier.sources import Zipped
from muhatap.dossiers.verifier.words import WORDS
from muhatap.kernel.actors import Actor
from tests.audit.stories import first_message
from tests.dossiers.conftest import LATER, MAIL, packed, sealed, unpack_into, unpacked
from tests.dossiers.forging import lines, resealed
from tests.world import load, make_case

pytestmark = pytest.mark.django_db

# RFC 8032, section 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
            "25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c3"
            "87b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594"
            "a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize("vector", VECTORS)
def test_signatures_of_the_standard(vector):
    public, message, signature = (bytes.fromhex(part) for part in vector)
    assert is_signed(public, message, signature)
    assert not is_signed(public, message + b"x", signature)
    assert not is_signed(public, message, signature[:32] + bytes(32))


@settings(max_examples=15)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_signatures_agree_with_the_library_and_no_bit_may_differ(secret, message, bit):
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert is_signed(public, message, signature)
    forged = bytearray(signature)
    forged[bit // 8] ^= 1 << bit % 8
    assert not is_signed(public, message, bytes(forged))


@pytest.mark.parametrize("audience", Audience)
def test_a_dossier_is_whole_zipped_and_unpacked(rich_case, verified, tmp_path, audience):
    dossier = sealed(rich_case, audience)
    for verifier in (verified(dossier), Verifier(unpack_into(tmp_path / "case", dossier))):
        verifier.faults or verifier.run()
        assert verifier.faults == []
        assert verifier.redacted == []
        assert bool(verifier.withheld) == (audience is Audience.CUSTOMER)


def test_the_same_state_and_moment_give_the_same_content(rich_case):
    one, two = unpacked(sealed(rich_case)), unpacked(sealed(load(rich_case.id)))
    assert one["messages.jsonl"] == two["messages.jsonl"]
    # That the first one was made is a look that the second one lists.
    assert [*one] == [name for name in two if name != "access.jsonl"]
    assert two["events.jsonl"].startswith(one["events.jsonl"])


def test_every_file_says_when_a_byte_of_it_is_flipped(rich_case, tmp_path):
    files = unpacked(sealed(rich_case))
    names = sorted(files)
    path = tmp_path / "flipped.zip"

    @settings(max_examples=150, deadline=None)
    @given(st.sampled_from(names), st.integers(0, 1 << 30), st.integers(0, 7))
    def flip(name, place, bit):
        content = bytearray(files[name])
        content[place % len(content)] ^= 1 << bit
        path.write_bytes(packed(files | {name: bytes(content)}))
        verifier = Verifier(Zipped(str(path)))
        verifier.run()
        told = {words.get("name") for _, words in verifier.faults}
        codes = {code for code, _ in verifier.faults}
        assert name in told or (name in {"manifest.json", "manifest.sig"} and "signature" in codes)

    flip()


def test_a_flipped_byte_of_the_chain_is_located_although_all_was_signed_anew(rich_case, tmp_path):
    files = unpacked(sealed(rich_case, Audience.INTERNAL))
    chain, path = files["events.jsonl"], tmp_path / "flipped.zip"

    @settings(max_examples=120, deadline=None)
    @given(st.integers(0, len(chain) - 1), st.integers(0, 7))
    def flip(place, bit):
        content = bytearray(chain)
        content[place] ^= 1 << bit
        path.write_bytes(packed(resealed(files, events__jsonl=bytes(content))))
        verifier = Verifier(Zipped(str(path)))
        verifier.run()
        seq = chain.count(b"\n", 0, place) + 1
        located = {words["seq"] for code, words in verifier.faults if code == "at_event"}
        assert located & {seq, seq + 1}

    flip()


@pytest.mark.parametrize("name", ["head", "digest", "root", "signature", "path"])
def test_a_flipped_head_is_found_although_all_was_signed_anew(world, rich_case, verified, settings, name):
    for _ in range(3):
        make_case(world)
    audit.sign_heads(by=Actor.system("test"), at=LATER)
    files = unpacked(sealed(load(rich_case.id)))
    published = settings.MUHATAP_KEYRING.public_pem()
    told = json.loads(files["manifest.json"])
    log = told["head_log"]
    at = log["inclusion"]["path"] if name == "path" else log
    key = 0 if name == "path" else name
    at[key] = f"{int(at[key][0], 16) ^ 1:x}{at[key][1:]}"
    forged = resealed(files | {"manifest.json": json.dumps(told).encode()})
    codes = {code for code, _ in verified(forged, published).faults}
    assert codes > {"foreign_key"}


def test_a_flipped_byte_of_the_zip_is_found_or_changes_nothing_that_is_in_it(rich_case, tmp_path):
    dossier = sealed(rich_case)
    whole, path = unpacked(dossier), tmp_path / "flipped.zip"

    @settings(max_examples=200, deadline=None)
    @given(st.integers(0, len(dossier) - 1), st.integers(0, 7))
    def flip(place, bit):
        changed = bytearray(dossier)
        changed[place] ^= 1 << bit
        path.write_bytes(bytes(changed))
        if main([str(path)]) == 0:
            assert unpacked(bytes(changed)) == whole

    flip()


def test_files_that_are_removed_added_or_renamed_are_named(rich_case, verified):
    files = unpacked(sealed(rich_case))
    gone = {name: content for name, content in files.items() if name != "files/0004-01-dekont.txt"}
    assert ("file_missing", {"name": "files/0004-01-dekont.txt"}) in verified(gone).faults
    more = files | {"files/sahte.txt": b"x"}
    assert verified(more).faults == [("file_added", {"name": "files/sahte.txt"})]
    renamed = gone | {"files/baska.txt": files["files/0004-01-dekont.txt"]}
    assert [code for code, _ in verified(renamed).faults] == ["file_missing", "file_added"]


def events_of(files: dict[str, bytes]) -> list[dict]:
    return [json.loads(line) for line in files["events.jsonl"].splitlines()]


def first_fault(verifier: Verifier) -> tuple:
    code, words = verifier.faults[0]
    return (code, words.get("seq"), words.get("why"))


def dropped(events):
    return [*events[:4], *events[5:]]


def swapped(events):
    return [*events[:4], events[5], events[4], *events[6:]]


def cut(events):
    return events[:-1]


def lengthened(events):
    return [*events, events[-1] | {"seq": len(events) + 1, "prev": events[-1]["hash"]}]


def rewritten(events):
    return [
        *events[:4],
        events[4] | {"content": events[4]["content"].replace("triage", "nothing")},
        *events[5:],
    ]


def moved_in_time(events):
    return [*events[:4], events[4] | {"at": "2026-11-17T00:00:00.000000Z"}, *events[5:]]


def emptied(events):
    return [events[0] | {"fields": {}}, *events[1:]]


def other_subject(events):
    subject = events[0]["fields"]["subject"] | {"value": "Teşekkür ederim"}
    return [events[0] | {"fields": {"subject": subject}}, *events[1:]]


@pytest.mark.parametrize(
    ("change", "seq", "why"),
    [
        (dropped, 5, "event_place"),
        (swapped, 5, "event_place"),
        (rewritten, 5, "event_hash"),
        (moved_in_time, 5, "event_hash"),
        (emptied, 1, "event_removed"),
        (other_subject, 1, "event_field"),
    ],
)
def test_a_changed_chain_is_located_although_all_was_signed_anew(rich_case, verified, change, seq, why):
    files = unpacked(sealed(rich_case, Audience.BODY))
    forged = resealed(files, events__jsonl=lines(change(events_of(files))))
    assert first_fault(verified(forged)) == ("at_event", seq, why)


@pytest.mark.parametrize("change", [cut, lengthened])
def test_a_chain_that_ends_elsewhere_is_located(rich_case, verified, change):
    files = unpacked(sealed(rich_case))
    count = len(events_of(files))
    forged = resealed(files, events__jsonl=lines(change(events_of(files))))
    code, seq, _ = first_fault(verified(forged))
    assert (code, seq) in {("at_event", count), ("at_event", count + 1)}


@pytest.mark.parametrize("part", ["text", "html", "quoted"])
def test_changed_words_are_located_at_the_event_that_posted_them(rich_case, verified, part):
    files = unpacked(sealed(rich_case))
    told = [json.loads(line) for line in files["messages.jsonl"].splitlines()]
    told[1][part] += "!"
    forged = verified(resealed(files, messages__jsonl=lines(told)))
    seq = next(e["seq"] for e in events_of(files) if told[1]["message"] in e.get("content", ""))
    assert first_fault(forged) == ("at_event", seq, "event_message")


def test_a_message_that_is_left_out_is_located(rich_case, verified):
    files = unpacked(sealed(rich_case))
    told = [json.loads(line) for line in files["messages.jsonl"].splitlines()][1:]
    forged = verified(resealed(files, messages__jsonl=lines(told)))
    assert first_fault(forged) == ("at_event", 3, "event_no_message")


def test_an_exchanged_attachment_is_named(rich_case, verified):
    files = unpacked(sealed(rich_case)) | {"files/0004-01-dekont.txt": b"Dekont 43\n"}
    assert ("file_other", {"name": "files/0004-01-dekont.txt"}) in verified(resealed(files)).faults


def test_the_published_key_tells_who_signed(rich_case, verified, settings):
    dossier = sealed(rich_case)
    published = settings.MUHATAP_KEYRING.public_pem()
    assert verified(dossier, published).faults == []
    forged = resealed(unpacked(dossier))
    assert verified(forged).faults == []
    assert [code for code, _ in verified(forged, published).faults] == ["foreign_key"]
    assert [code for code, _ in verified(dossier, "no key").faults] == ["foreign_key"]


def test_an_erasure_is_lawful_and_a_removal_is_not(rich_case, verified):
    before = verified(sealed(rich_case, Audience.BODY))
    message = first_message(rich_case)
    cases.erase_message(message=message, reason="law", by=Actor.system("test"), at=LATER)
    for audience in Audience:
        dossier = sealed(load(rich_case.id), audience)
        after = verified(dossier)
        # The subject of the opening came with the message and went with it.
        assert (after.faults, after.redacted) == ([], [1, 3])
        assert "REDACTED LAWFULLY at event 1, 3" in report(after, False, False)
        assert "HUKUKA UYGUN SİLİNMİŞ: 1, 3. olay" in report(after, True, False)
        assert "Altı gündür" not in "".join(str(content) for content in unpacked(dossier).values())
    assert before.redacted == []


def test_withholding_is_for_the_customer_only(rich_case, verified):
    files = unpacked(sealed(rich_case, Audience.BODY))
    events = events_of(files)
    hidden = {name: events[4][name] for name in ("seq", "prev", "hash", "kind", "id", "at")}
    forged = resealed(files, events__jsonl=lines([*events[:4], hidden | {"withheld": True}, *events[5:]]))
    assert first_fault(verified(forged)) == ("at_event", 5, "event_broken")


def test_a_head_log_that_covers_the_case_is_named_and_compared(rich_case, verified):
    log = audit.sign_heads(by=Actor.system("test"), at=LATER)
    files = unpacked(sealed(load(rich_case.id)))
    told = json.loads(files["manifest.json"])
    assert told["head_log"]["digest"] == log.digest
    assert told["head_log"]["length"] == told["stream"]["length"]
    assert log.digest in report(verified(files), False, False)
    told["head_log"] |= {"length": 7, "head": "0" * 64}
    files["manifest.json"] = json.dumps(told).encode()
    assert first_fault(verified(resealed(files))) == ("at_event", 7, "event_head")


def test_the_case_stands_under_the_signed_root(world, rich_case, verified, settings):
    for _ in range(5):
        make_case(world)
    log = audit.sign_heads(by=Actor.system("test"), at=LATER)
    published = settings.MUHATAP_KEYRING.public_pem()
    files = unpacked(sealed(load(rich_case.id)))
    told = json.loads(files["manifest.json"])["head_log"]
    assert (told["root"], told["inclusion"]["size"]) == (log.root, log.streams)
    assert told["inclusion"]["path"]
    whole = verified(files, published)
    assert whole.faults == []
    assert log.root in report(whole, True, True)

    def bent(**changes):
        manifest = json.loads(files["manifest.json"])
        manifest["head_log"] |= changes
        return resealed(files | {"manifest.json": json.dumps(manifest).encode()})

    proof = told["inclusion"]
    for wrong in (proof | {"index": proof["index"] + 1}, proof | {"path": proof["path"][:-1]}):
        assert [code for code, _ in verified(bent(inclusion=wrong)).faults] == ["not_under_root"]
    codes = {code for code, _ in verified(bent(root="0" * 64), published).faults}
    assert codes == {"foreign_key", "not_under_root", "root_signature"}


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_dossier_is_refused_with_a_reason(tmp_path, capfdbinary, content):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    assert main([str(path), "--lang", "en"]) == 2
    assert b"not a dossier" in capfdbinary.readouterr().out
    assert main([str(tmp_path / "nowhere"), "--lang", "tr"]) == 2


def test_a_file_that_unpacks_to_much_is_read_piece_by_piece_and_named(rich_case, verified):
    files = unpacked(sealed(rich_case)) | {"index.html": bytes(50_000_000)}
    assert verified(files).faults == [("file_changed", {"name": "index.html"})]


@settings(max_examples=60)
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda kids: (
            st.lists(kids)
            | st.dictionaries(st.sampled_from(["format", "files", "stream", "head_log", "key"]), kids)
        ),
    )
)
def test_a_manifest_that_means_nothing_is_refused(tmp_path_factory, manifest):
    path = tmp_path_factory.mktemp("odd") / "odd.zip"
    path.write_bytes(packed({"manifest.json": json.dumps(manifest).encode()}))
    assert main([str(path)]) in {1, 2}


def interpreters() -> list[str]:
    known = Path.home() / ".pyenv" / "versions"
    found = [str(path) for path in known.glob("3.9.*/bin/python")]
    return [sys.executable, *found[:1]]


@pytest.mark.parametrize("python", interpreters())
def test_it_runs_alone_with_nothing_but_the_standard_library(rich_case, tmp_path, python):
    folder = tmp_path / "case"
    unpack_into(folder, sealed(rich_case))
    command = [python, "-I", "-S", "-B", "verify.py", "--lang"]
    surroundings = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "ascii"}

    def run(language):
        return subprocess.run(
            [*command, language], cwd=folder, capture_output=True, check=False, env=surroundings
        )

    whole = run("en")
    assert (whole.returncode, whole.stderr) == (0, b"")
    assert b"Compare this fingerprint" in whole.stdout
    (folder / "originals" / "0004.eml").write_bytes(MAIL + b"\r\n")
    changed = run("tr")
    assert changed.returncode == 1
    assert b"originals/0004.eml" in changed.stdout


def test_the_shipped_verifier_speaks_python_3_9_and_imports_only_the_standard_library():
    tree = ast.parse(verifier_source(), feature_version=(3, 9))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_it_knows_every_fact_that_erases():
    erasing = {kind for kind, fact in kinds_of_facts().items() if fact.erases_events}
    ours = {kind for kind in erasing if kinds_of_facts()[kind].__module__.startswith("muhatap.")}
    assert ours <= checking.ERASURES
    assert all(f'"{kind}"' in verifier_page().decode() for kind in checking.ERASURES)


def test_both_languages_say_everything_with_the_same_places():
    for english, turkish in WORDS.values():
        wanted = set(re.findall(r"{(\w+)}", english))
        assert wanted == set(re.findall(r"{(\w+)}", turkish))
