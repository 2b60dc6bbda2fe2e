"""A case with everything that a dossier can hold, and ways to seal, read and change one."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundFile, InboundMessage
from muhatap.channels.operations.vaulting import put_in_case
from muhatap.dossiers import operations as dossiers
from muhatap.dossiers.audience import Audience
from muhatap.dossiers.verifier.checking import Verifier
from muhatap.dossiers.verifier.sources import Unpacked, Zipped
from muhatap.kernel.actors import Actor
from tests.audit.stories import make_long_case
from tests.world import CUSTOMERS, NOON, World, load

NOTE = "Müşteri hakkında yalnız bizim için olan bir söz"
LATER = NOON + timedelta(hours=2)
MAIL = b"From: Elif <elif@posta.example>\r\nSubject: Yine ben\r\n\r\nHala bekliyorum.\r\n"


@pytest.fixture
def data(settings, tmp_path):
    """A data folder of its own."""
    settings.MUHATAP_DATA = tmp_path
    return tmp_path


@pytest.fixture
def rich_case(world: World, data) -> Case:
    """Answered, moved, objected, closed; with a note, a plan, a mail with its original, and files."""
    case = make_long_case(world)
    by = Actor.staff(world.staff["deniz"].id)
    note = cases.NewMessage(author=Author.NOTE, channel="desk", text=NOTE)
    cases.post_message(case=case, new=note, by=by, at=NOON + timedelta(minutes=9))
    cases.plan_next_step(
        case=case, next_step="GİZLİ-PLAN", next_update_at=LATER, by=by, at=NOON + timedelta(minutes=10)
    )
    cases.change_priority(
        case=case, priority=3, reason="GİZLİ-GEREKÇE", by=by, at=NOON + timedelta(minutes=11)
    )
    receive_mail(world, load(case.id))
    return load(case.id)


def receive_mail(world: World, case: Case) -> None:
    """Let the customer write a mail with two files."""
    by, at = Actor.channel("email"), NOON + timedelta(minutes=12)
    item, _ = channels.store_item(
        brand_id=case.brand_id, source="email:1", external_id="m1", data=MAIL, by=by, at=at
    )
    item.sender = CUSTOMERS[0].email
    item.save()
    put_in_case(item=item, case=case, by=by, at=at)
    files = (InboundFile("dekont.txt", b"Dekont 42\n"), InboundFile("../ek sayfa.txt", b"<b>iki</b> sayfa\n"))
    channels.receive(
        inbound=InboundMessage(
            brand_id=case.brand_id,
            channel="email",
            sender=CUSTOMERS[0],
            text="Hala bekliyorum.\n<script>alert(1)</script>",
            files=files,
            case_id=case.id,
            vault_item_id=item.id,
            received_at=at,
        ),
        by=by,
        at=at,
    )


def sealed(case: Case, audience: Audience = Audience.CUSTOMER, at=LATER) -> bytes:
    """The bytes of a dossier."""
    into = io.BytesIO()
    dossiers.seal_dossier(case=case, audience=audience, into=into, by=Actor.system("test"), at=at)
    return into.getvalue()


def unpacked(dossier: bytes) -> dict[str, bytes]:
    """Its files by name."""
    with zipfile.ZipFile(io.BytesIO(dossier)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    """A ZIP of these files."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return into.getvalue()


@pytest.fixture
def verified(tmp_path) -> Callable[..., Verifier]:
    """A function that verifies a ZIP, or files by name."""

    def verify(dossier: bytes | dict[str, bytes], key: str = "") -> Verifier:
        path = tmp_path / "dossier.zip"
        path.write_bytes(packed(dossier) if isinstance(dossier, dict) else dossier)
        verifier = Verifier(Zipped(str(path)), key)
        verifier.run()
        return verifier

    return verify


def unpack_into(folder, dossier: bytes) -> Unpacked:
    """Unpack a dossier and hand it over as a folder."""
    for name, content in unpacked(dossier).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return Unpacked(str(folder))


@pytest.fixture
def sign_in(world: World) -> Callable[[str], Client]:
    """A function that gives a client signed in as one of the staff, by login, or as the stranger."""

    def enter(login: str) -> Client:
        staff = world.stranger if login == "stranger" else world.staff[login]
        client = Client()
        client.force_login(staff)
        session = client.session
        session["second_factor_passed"] = staff.pk
        session.save()
        return client

    return enter
