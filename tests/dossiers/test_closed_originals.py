"""Identity documents in a dossier: the outside body gets a copy and a log of it; originals stay closed."""

import hashlib
import json

import pytest

from muhatap.cases.models import Attachment
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundFile, InboundMessage
from muhatap.dossiers import operations as dossiers
from muhatap.dossiers.archive import scratch_file
from muhatap.dossiers.audience import Audience
from muhatap.evidence import operations as evidence
from muhatap.evidence.models import EvidenceItem
from muhatap.files.previews import Box
from muhatap.kernel.actors import Actor
from tests.dossiers.conftest import LATER, unpacked
from tests.dossiers.forging import resealed
from tests.evidence.pictures import photo
from tests.world import CUSTOMERS, load

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture
def case(world, rich_case):
    """A case with an identity document."""
    channels.receive(
        inbound=InboundMessage(
            brand_id=rich_case.brand_id,
            channel="web_form",
            sender=CUSTOMERS[0],
            text="Kimliğim ektedir.",
            files=(InboundFile("kimlik.jpg", photo()),),
            case_id=rich_case.id,
            received_at=LATER,
        ),
        by=Actor.channel("web_form"),
        at=LATER,
    )
    item = EvidenceItem.objects.get(case=rich_case, file__name="kimlik.jpg")
    evidence.retype_item(item=item, kind="identity", by=Actor.staff(world.staff["pelin"].pk), at=LATER)
    return load(rich_case.id)


def original(case):
    return Attachment.objects.get(case=case, file__name="kimlik.jpg").file


def told(files: dict[str, bytes]) -> dict:
    lines = [json.loads(line) for line in files["messages.jsonl"].splitlines()]
    return next(file for line in lines for file in line["files"] if file["name"] == "kimlik.jpg")


def version(case, audience: Audience) -> tuple[bytes, dict[str, bytes]]:
    into = scratch_file()
    dossiers.seal_dossier(case=case, audience=audience, into=into, by=BY, at=LATER)
    data = into.read()
    return data, unpacked(data)


def test_the_body_gets_a_copy_and_the_log_names_the_original(case, verified):
    data, files = version(case, Audience.BODY)
    file, stored = told(files), original(case)
    copy = files[file["copy"]["path"]]
    assert (file["path"], file["sha256"]) == ("", stored.sha256)
    assert hashlib.sha256(copy).hexdigest() == file["copy"]["sha256"] != stored.sha256
    assert stored.sha256 not in {hashlib.sha256(each).hexdigest() for each in files.values()}
    rows = [json.loads(line) for line in files["redactions.jsonl"].splitlines()]
    (row,) = [row for row in rows if row["field"] == "file"]
    assert (row["kind"], row["digest"]) == ("identity", stored.sha256)
    found = verified(data)
    assert found.faults == []
    assert row["seq"] in found.redacted


def test_what_staff_blacked_is_the_copy(case, world):
    item = EvidenceItem.objects.get(case=case, kind="identity")
    evidence.redact_item(
        item=item,
        boxes=[Box(page=0, left=10, top=10, width=50, height=20)],
        reason="Kimlik numarası",
        by=Actor.staff(world.staff["pelin"].pk),
        at=LATER,
    )
    item.refresh_from_db()
    _data, files = version(case, Audience.BODY)
    assert told(files)["copy"]["sha256"] == item.file.sha256


@pytest.mark.parametrize("audience", [Audience.INTERNAL, Audience.CUSTOMER])
def test_others_get_no_copy(case, audience):
    _data, files = version(case, audience)
    assert "copy" not in told(files)
    assert bool(told(files)["path"]) is (audience is Audience.CUSTOMER)


@pytest.mark.parametrize("how", ["copy", "log", "digest"])
def test_another_copy_or_a_copy_that_no_log_names_is_found(case, verified, how):
    _data, files = version(case, Audience.BODY)
    file = told(files)
    if how == "copy":
        files[file["copy"]["path"]] = b"\x89PNG other"
    elif how == "log":
        kept = [line for line in files["redactions.jsonl"].splitlines(True) if b'"file"' not in line]
        files["redactions.jsonl"] = b"".join(kept)
    else:
        before = file["copy"]["sha256"].encode()
        files["messages.jsonl"] = files["messages.jsonl"].replace(before, b"0" * 64)
    found = verified(resealed(files))
    assert ("file_other", {"name": file["copy"]["path"]}) in found.faults
