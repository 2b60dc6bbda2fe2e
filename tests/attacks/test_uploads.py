"""Files that bite: names, programs in disguise, bombs, and forms that are too large."""

import io
import os
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from muhatap.files import operations as files
from muhatap.files.disk import place_of
from muhatap.files.links import CUSTOMER, signed_url
from muhatap.files.models import StoredFile
from muhatap.files.types import RefusedType, type_of
from muhatap.kernel.actors import Actor
from tests.portal.conftest import PNG, begin

BY = Actor.system("test")
NAMES = (
    "../../../etc/cron.d/x",
    "..\\..\\windows\\win.ini",
    "/etc/passwd",
    "C:\\x.png",
    "a\0b.png",
    "CON",
    "...",
    ".htaccess",
    "a\r\nSet-Cookie: x=y.png",
    'a";filename="b.exe',
    "fatura\u202efdp.exe",
    "x" * 5000,
    "%2e%2e%2f",
    "\ud800.png",
    "~/.ssh/authorized_keys",
    "$(id).png",
    "`id`",
    "a;b|c.png",
    " ",
    "\u2028.png",
    "a/b/c.png",
)


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_name_chooses_no_place_and_no_header(world, name):
    at = timezone.now()
    stored = files.store_file(brand_id=world.brand.id, name=name, data=PNG, by=BY, at=at)
    stored = StoredFile.objects.get(id=stored.id)
    place = place_of(stored.path).resolve()
    assert place.is_relative_to(place_of("").resolve())
    assert place.name == str(stored.id)
    assert not {"/", "\\", "\0", "\r", "\n", "\u202e"} & set(stored.name)
    answer = Client().get(signed_url(stored, stored.name, CUSTOMER, at))
    assert answer.status_code == 200
    said = answer.headers["Content-Disposition"]
    assert said.count(";") <= 2
    assert "Set-Cookie" not in answer.headers
    assert "\n" not in said
    assert 'filename="b.exe' not in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ending", ["hta", "js", "vbs", "bat", "cmd", "ps1", "lnk", "html", "svg", "url", "scr", "wsf", "htm"]
)
def test_what_would_run_where_it_is_saved_is_saved_under_another_name(world, ending):
    at = timezone.now()
    stored = files.store_file(
        brand_id=world.brand.id, name=f"fatura.{ending}", data=b"WScript.Echo(1)", by=BY, at=at
    )
    said = Client().get(signed_url(stored, stored.name, CUSTOMER, at)).headers["Content-Disposition"]
    assert not said.rstrip('"').endswith(f".{ending}"), said


def zip_of(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"MZ" + b"\0" * 90,
        b"\x7fELF" + b"\0" * 90,
        b"#!/bin/sh\nid",
        zip_of("META-INF/MANIFEST.MF"),
        zip_of(*[f"f{n}" for n in range(2500)], "META-INF/MANIFEST.MF"),
        zip_of("AndroidManifest.xml"),
    ],
)
def test_a_program_is_refused_whatever_it_is_called(data):
    with pytest.raises(RefusedType):
        type_of(data, "fatura.pdf")


def test_a_bomb_is_never_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"\0" * 50_000_000)
        archive.writestr("word/document.xml", b"\0" * 50_000_000)
    tracemalloc.start()
    assert type_of(out.getvalue()).endswith("wordprocessingml.document")
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_directory_of_half_a_million_names_takes_no_memory():
    entry = b"PK\x01\x02" + b"\0" * 24 + struct.pack("<HHH", 1, 0, 0) + b"\0" * 12 + b"a"
    directory = entry * 300_000
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 65535, 65535, len(directory), 4, 0)
    data = b"PK\x03\x04" + directory + end
    tracemalloc.start()
    assert type_of(data) == "application/zip"
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_a_picture_bomb_is_never_drawn():
    head = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0)
    bomb = head + b"\0\0\0\0" + b"\xff\xff\xff\xffIDAT" + zlib.compress(b"\0" * 10_000_000)
    assert type_of(bomb) == "image/png"


@pytest.mark.django_db
def test_kept_bytes_are_sealed_and_closed_to_others(world):
    at = timezone.now()
    stored = files.store_file(brand_id=world.brand.id, name="a.txt", data=b"gizli " * 50, by=BY, at=at)
    place = place_of(stored.path)
    assert b"gizli" not in place.read_bytes()
    root = place
    while root.name != "files":
        root = root.parent
    assert not os.stat(root.parent).st_mode & 0o077


@pytest.mark.django_db
@pytest.mark.parametrize("count", [2_001, 100_000])
def test_too_many_fields_end_in_a_page(shop, count):
    client = Client(raise_request_exception=False)
    body = "&".join(f"a{number}=" for number in range(count))
    answer = client.post("/nehir/track/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {400, 413}
    assert "<h1" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("declared", [str(10**12), "9" * 30, str(600 * 1024 * 1024)])
def test_a_body_larger_than_any_form_is_not_read(shop, declared):
    def unread(*_args):
        raise AssertionError("read")

    client = Client(raise_request_exception=False)
    answer = client.generic(
        "POST", "/nehir/track/", b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=declared
    )
    assert answer.status_code == 413


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=" + "x" * 500,
        "multipart/form-data; boundary=\x00",
        "application/x-www-form-urlencoded; charset=nonsense",
        "application/x-www-form-urlencoded; charset=utf-16",
        "text/plain",
        "",
        "multipart/mixed; boundary=x",
    ],
)
def test_broken_bodies_end_in_a_page(shop, kind):
    client = Client(raise_request_exception=False)
    answer = client.generic("POST", "/nehir/track/", b"--x\r\n\r\n%zz\xff\x00", content_type=kind)
    assert answer.status_code < 500


@pytest.mark.django_db
def test_more_files_than_fit_are_named_not_kept(shop, visitor):
    place = begin(visitor)
    uploads = [SimpleUploadedFile(f"{number}.png", PNG) for number in range(60)]
    answer = visitor.post(place, {"file-view": uploads, "action": "add-files"})
    assert answer.status_code == 422
    assert StoredFile.objects.count() == 20
    over = [SimpleUploadedFile(f"{number}.png", PNG) for number in range(201)]
    visitor.raise_request_exception = False
    assert visitor.post(place, {"file-view": over}).status_code == 400
