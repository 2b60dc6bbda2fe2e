"""A rotated keyring: everything is sealed anew, the archive too, and an older key can go."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models

from muhatap.audit.models import ArchivedStream, Event
from muhatap.cases.models import Attachment, Case
from muhatap.cases.operations import belonging
from muhatap.channels.contract import InboundFile
from muhatap.channels.models import Mailbox, VaultItem
from muhatap.channels.operations.mailboxes import give_access
from muhatap.channels.operations.vaulting import store_item
from muhatap.channels.vault import open_item
from muhatap.files.disk import read_file
from muhatap.kernel.actors import Actor
from muhatap.kernel.keyring import Keyring
from muhatap.kernel.sealing import Tampered, seal, sealed_with, unseal
from muhatap.wiring import health, resealing
from muhatap.wiring.console import main
from tests.wiring.test_archive_command import settled_case
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture
def ring(settings, tmp_path):
    """A keyring in a file, rotated once, so that the key after the founding one is in use."""
    ring = Keyring.open(tmp_path)
    ring.rotate()
    settings.MUHATAP_KEYRING, settings.MUHATAP_DATA = ring, tmp_path
    return ring


def asked(capsys, *words):
    capsys.readouterr()
    code = main(["keyring", *words, "--json"])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def seals(at=NOON):
    return next(each for each in health.examine(at) if each.name == "seals")


def test_every_column_that_is_sealed_is_known():
    named = {(each.table, each.column) for each in resealing.SEALED}
    found = {
        (f"{model._meta.app_label}.{model.__name__}", column.name)
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, models.BinaryField) and model.__module__.startswith("muhatap.")
    }
    not_sealed_by_the_ring = {
        ("channels.VaultItem", "sealed"),
        ("reports.Rollup", "cells"),
        ("reports.Snapshot", "leaves"),
    }
    assert found - named - not_sealed_by_the_ring == set()
    assert named <= found


def test_after_a_rotation_nothing_needs_the_older_key(ring, world, capsys, monkeypatch):
    monkeypatch.setattr("muhatap.wiring.commands.archive._this_year", lambda: NOON.year + 1)
    archived = settled_case(world)
    main(["archive", "run", "--before", str(NOON.year + 1)])
    case = make_case(world, customer=1, files=(InboundFile("dekont.txt", b"Dekont 42\n"),))
    answers = seal(ring, belonging.SEALED_ANSWERS, b"{}", context=str(case.customer_id).encode())
    Case.objects.filter(id=case.id).update(sealed_fields=answers)
    item, _ = store_item(
        brand_id=world.brand.id, source="email", external_id="x", data=b"Ham", by=BY, at=NOON
    )
    box = Mailbox.objects.create(brand=world.brand, address="destek@nehir.example")
    give_access(mailbox=box, access={"host": "imap"}, by=BY, at=NOON)
    secret = get_adapter().encrypt("TOTP")
    factor = Authenticator.objects.create(user=world.staff["deniz"], type="totp", data={"secret": secret})
    retired = ring.active_id
    code, told = asked(capsys, "rotate")
    assert (code, told["left"]) == (0, 0)
    assert told["resealed"] >= 6
    assert sealed_with(bytes(ArchivedStream.objects.get().wrapped_key)) == ring.active_id != retired
    assert asked(capsys, "forget", retired) == (0, {"forgotten": retired})
    assert retired not in Keyring.read(ring._path).key_ids
    assert open_item(item=VaultItem.objects.get(id=item.id)) == b"Ham"
    assert read_file(stored=Attachment.objects.get(case=case).file) == b"Dekont 42\n"
    box.refresh_from_db()
    assert unseal(ring, "mailbox", bytes(box.access), str(box.id).encode()) == b'{"host": "imap"}'
    factor.refresh_from_db()
    assert get_adapter().decrypt(factor.data["secret"]) == "TOTP"
    assert main(["archive", "verify"]) == 0
    assert main(["archive", "restore", archived.number]) == 0
    kinds = set(Event.objects.filter(kind__startswith="keyring").values_list("kind", flat=True))
    assert kinds == {"keyring.rotated", "keyring.resealed", "keyring.key_forgotten"}


def test_what_waits_and_what_is_lost_is_told(ring, world, capsys):
    make_case(world, files=(InboundFile("dekont.txt", b"Dekont 42\n"),))
    assert seals().state == "good"
    retired, _new = ring.active_id, ring.rotate()
    assert (seals().state, "files.StoredFile" in seals().words) == ("warning", True)
    assert asked(capsys, "status")[0] == 1
    assert asked(capsys, "forget", retired)[0] == 1
    ring.forget(retired)
    assert (seals().state, retired in seals().words) == ("bad", True)
    code, told = asked(capsys, "reseal")
    assert (code, told) == (1, {"resealed": 0, "left": 1})


def test_a_cut_off_run_goes_on_and_a_changed_value_is_not_hidden(ring, world, monkeypatch):
    for number in range(3):
        store_item(
            brand_id=world.brand.id, source="email", external_id=str(number), data=b"x", by=BY, at=NOON
        )
    ring.rotate()
    with monkeypatch.context() as once:
        once.setattr(resealing, "_AT_ONCE", 1)
        once.setattr(resealing, "_reseal_factor", lambda _: 1 / 0)
        done = resealing._portions()
        next(done)
        done.close()
    assert resealing.waiting()[0].count == 2
    assert resealing.reseal_by_itself(NOON) == 2
    assert resealing.waiting() == []
    assert resealing.reseal_by_itself(NOON + timedelta(hours=6)) == 0
    ring.rotate()
    broken = VaultItem.objects.first()
    broken.wrapped_key = bytes(broken.wrapped_key)[:-1] + b"\x00\x01"
    broken.save(update_fields=["wrapped_key"])
    with pytest.raises(Tampered):
        resealing.reseal_by_itself(NOON)


def test_another_process_hears_of_it(ring, tmp_path):
    other = Keyring.read(ring._path)
    sealed = seal(other, "x", b"before")
    new = ring.rotate()
    assert unseal(other, "x", seal(ring, "x", b"after")) == b"after"
    assert other.active_id == new
    assert unseal(ring, "x", sealed) == b"before"
    assert sealed_with(seal(other, "x", b"again")) == new


def test_a_ring_of_the_environment_is_rotated_where_it_is_set(world, settings, capsys):
    settings.MUHATAP_KEYRING = Keyring.fresh()
    assert main(["keyring", "rotate"]) == 2
    assert "MUHATAP_KEYRING" in capsys.readouterr().err
