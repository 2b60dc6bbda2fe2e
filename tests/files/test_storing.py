"""Bytes are typed by what they are, lie sealed, and are gone when destroyed."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from muhatap.files import operations as files
from muhatap.files.models import StoredFile
from muhatap.files.types import REFUSED, RefusedType, type_of
from muhatap.kernel.actors import Actor
from muhatap.kernel.sealing import Tampered
from tests.world import NOON

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
BY = Actor.system("test")


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0 jpeg", "image/jpeg"),
        (b"%PDF-1.7 ...", "application/pdf"),
        ("Çekim dekontu".encode(), "text/plain"),
        (b"<!DOCTYPE html><p>x", "text/html"),
        (b"<svg xmlns='x'><script/></svg>", "image/svg+xml"),
        (b"<?xml version='1.0'?><svg/>", "image/svg+xml"),
        (zipped("a.txt"), "application/zip"),
        (
            zipped("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (b"RIFF....WEBPVP8 ", "image/webp"),
    ],
)
def test_bytes_say_what_they_are(data, expected):
    assert type_of(data, "dekont.pdf") == expected


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00 program",
        b"\x7fELF\x02\x01",
        b"#!/bin/sh\nrm -rf /",
        zipped("META-INF/MANIFEST.MF", "A.class"),
        zipped("AndroidManifest.xml", "classes.dex"),
    ],
)
def test_a_program_is_refused_under_any_name(data):
    with pytest.raises(RefusedType) as caught:
        type_of(data, "dekont.pdf")
    assert caught.value.content_type in REFUSED


@given(st.binary(max_size=400))
def test_any_bytes_get_a_type_or_are_refused(data):
    try:
        found = type_of(data)
    except RefusedType as refusal:
        found = refusal.content_type
    assert "/" in found


@pytest.mark.django_db
class TestStoring:
    def store(self, world, data=PNG, name="ekran.png") -> StoredFile:
        return files.store_file(brand_id=world.brand.id, name=name, data=data, by=BY, at=NOON)

    def place(self, stored: StoredFile) -> Path:
        return Path(settings.MUHATAP_DATA) / "files" / stored.path

    def test_what_is_stored_is_read_back(self, world):
        stored = self.store(world)
        assert files.read_file(stored=StoredFile.objects.get(id=stored.id)) == PNG
        assert (stored.size, stored.content_type) == (len(PNG), "image/png")

    def test_the_disk_does_not_show_the_bytes(self, world):
        stored = self.store(world, b"Gizli dekont metni", "dekont.txt")
        assert b"Gizli" not in self.place(stored).read_bytes()

    def test_a_changed_file_is_noticed(self, world):
        stored = self.store(world)
        place = self.place(stored)
        spoiled = bytearray(place.read_bytes())
        spoiled[-1] ^= 1
        place.write_bytes(bytes(spoiled))
        with pytest.raises(Tampered):
            files.read_file(stored=stored)

    def test_a_file_cannot_be_passed_off_as_another(self, world):
        first, second = self.store(world), self.store(world, PNG + b"other")
        self.place(first).write_bytes(self.place(second).read_bytes())
        with pytest.raises(Tampered):
            files.read_file(stored=first)

    @pytest.mark.parametrize(
        ("data", "code"), [(b"", "empty"), (b"MZ\x90", "type"), (b"x" * 2000, "too_large")]
    )
    def test_what_cannot_be_kept_is_refused_with_its_name(self, world, settings, data, code):
        settings.MUHATAP_MAX_UPLOAD_BYTES = 1000
        with pytest.raises(files.FileRefused) as caught:
            self.store(world, data, "dekont.exe")
        assert (caught.value.code, caught.value.name) == (code, "dekont.exe")
        assert not StoredFile.objects.exists()

    @pytest.mark.parametrize(
        ("given_name", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\dekont.png", "dekont.png"),
            ("..", "file"),
            ("/", "file"),
        ],
    )
    def test_a_name_never_leads_elsewhere(self, world, given_name, kept):
        stored = self.store(world, name=given_name)
        assert stored.name == kept
        assert self.place(stored).parent.parent == Path(settings.MUHATAP_DATA) / "files"

    def test_a_destruction_that_is_undone_loses_nothing(self, world):
        stored = self.store(world)
        with transaction.atomic():
            files.destroy_file(stored=stored, by=BY, at=NOON)
            transaction.set_rollback(True)
        assert files.read_file(stored=StoredFile.objects.get(id=stored.id)) == PNG

    def test_a_destroyed_file_cannot_be_read_even_from_a_copy(
        self, world, django_capture_on_commit_callbacks
    ):
        stored = self.store(world)
        copy = self.place(stored).read_bytes()
        with django_capture_on_commit_callbacks(execute=True):
            files.destroy_file(stored=stored, by=BY, at=NOON)
        assert not self.place(stored).exists()
        self.place(stored).write_bytes(copy)
        with pytest.raises(LookupError):
            files.read_file(stored=StoredFile.objects.get(id=stored.id))
        assert bytes(StoredFile.objects.get(id=stored.id).wrapped_key) == b""
