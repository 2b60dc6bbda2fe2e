"""Words are read out of files in a process of its own, which hostile files neither harm nor hold up."""

import io
import subprocess
import sys
import zipfile
from contextlib import suppress

import pytest

from muhatap.files import extracting
from muhatap.files import operations as files
from muhatap.files import words as file_words
from muhatap.files.extracting import DOCX, Unreadable, words_of
from muhatap.files.models import FileText, Legibility
from muhatap.kernel.actors import Actor
from tests.world import NOON

SYSTEM = Actor.system("test")


def pdf(text: str) -> bytes:
    """A PDF with one page of text, written by hand."""
    stream = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 7\n0000000000 65535 f \n" + table + end


def docx(body: str) -> bytes:
    """A DOCX whose document is this XML."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
    return box.getvalue()


PARAGRAPHS = (
    '<w:document xmlns:w="w"><w:p><w:r><w:t>Dekont</w:t></w:r><w:r><w:t>um</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>ikinci</w:t></w:r></w:p><w:t/></w:document>"
)


@pytest.mark.parametrize(
    ("data", "content_type", "words"),
    [
        (pdf("Havale dekontu"), "application/pdf", "Havale dekontu"),
        (docx(PARAGRAPHS), DOCX, "Dekontum\nikinci"),
        ("\ufeffşifre".encode(), "text/plain", "şifre"),
        ("şifre".encode("windows-1254"), "text/plain", "şifre"),
        (b"<p>bir</p><script>gizli()</script><p>iki</p>", "text/html", "bir iki"),
    ],
)
def test_the_words_of_a_file(data, content_type, words):
    assert words_of(data, content_type).strip() == words


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"%PDF-1.7 nothing", "application/pdf"),
        (b"PK\x03\x04 broken", DOCX),
        (docx('<!DOCTYPE a [<!ENTITY b "c">]><w:document>&b;</w:document>'), DOCX),
        (docx("<w:document><w:p>"[:9]), DOCX),
        (b"MZ", "application/x-msdownload"),
    ],
)
def test_broken_and_strange_bytes_are_unreadable(data, content_type):
    with suppress(Unreadable):
        assert words_of(data, content_type).strip() == ""


def test_a_document_that_unpacks_without_end_is_cut(monkeypatch):
    monkeypatch.setattr(extracting, "_UNPACKED_AT_MOST", 10_000)
    body = "<w:document><w:p><w:t>" + "kelime " * 1_000_000 + "</w:t></w:p></w:document>"
    assert 0 < len(words_of(docx(body), DOCX)) < 10_000


def test_what_needs_too_much_time_or_memory_is_killed(tmp_path):
    greedy = "import muhatap.files.extracting as e; e._bind(); x = bytearray(4 << 30)"
    assert subprocess.run([sys.executable, "-c", greedy], capture_output=True, check=False).returncode != 0
    slow = "import muhatap.files.extracting as e; e.SECONDS_AT_MOST = 1; e._bind()\nwhile 1: pass"
    assert subprocess.run([sys.executable, "-c", slow], capture_output=True, check=False).returncode < 0


@pytest.mark.django_db
class TestReading:
    """From the waiting row to the kept words."""

    def stored(self, world, data, name="a.txt"):
        file = files.store_file(brand_id=world.brand.id, name=name, data=data, by=SYSTEM, at=NOON)
        file_words.await_words([file], at=NOON)
        return file

    def read(self):
        return [file_words.keep_words(found) for found in file_words.read_words(limit=10)]

    def test_words_are_kept_masked(self, world):
        file = self.stored(world, b"kart 4111 1111 1111 1111 ile")
        assert self.read() == [True]
        row = FileText.objects.get(file=file)
        assert row.state == Legibility.READ
        assert "4111 1111" not in row.text
        assert row.text.startswith("kart")
        assert self.read() == []

    def test_a_file_without_words_and_an_unreadable_one_are_tried_once(self, world):
        blank, broken = self.stored(world, b" \n "), self.stored(world, b"%PDF-1.7 x", "a.pdf")
        self.read()
        states = dict(FileText.objects.values_list("file_id", "state"))
        assert states == {blank.id: Legibility.WORDLESS, broken.id: Legibility.UNREADABLE}

    def test_what_has_to_be_stopped_is_tried_twice(self, world, monkeypatch):
        file = self.stored(world, b"kelime")
        monkeypatch.setattr(file_words, "_extract", lambda data, content_type: None)
        self.read()
        assert FileText.objects.get(file=file).state == Legibility.WAITING
        self.read()
        assert FileText.objects.get(file=file).state == Legibility.UNREADABLE

    def test_a_file_destroyed_meanwhile_leaves_no_words(self, world):
        file = self.stored(world, b"kelime")
        for found in file_words.read_words(limit=10):
            files.destroy_file(stored=file, by=SYSTEM, at=NOON)
            assert not file_words.keep_words(found)
        assert not FileText.objects.exists()

    def test_pictures_wait_only_where_text_recognition_is_installed(self, world, monkeypatch, tmp_path):
        png = b"\x89PNG\r\n\x1a\n" + b"0" * 64
        monkeypatch.setenv("PATH", str(tmp_path))
        self.stored(world, png, "a.png")
        assert not FileText.objects.exists()
        program = tmp_path / "tesseract"
        program.write_text("#!/bin/sh\n/bin/cat >/dev/null\necho dekont 123\n")
        program.chmod(0o755)
        file = self.stored(world, png, "b.png")
        self.read()
        assert FileText.objects.get(file=file).text == "dekont 123"
