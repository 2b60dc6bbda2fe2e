"""PDF pages: tagged, for keeping, in Turkish, and nothing is fetched from anywhere."""

import io
import sys
from pathlib import Path

import pypdf
import pytest

from muhatap.letters import paper
from muhatap.letters.paper import NoPaper, as_pdf
from tests.world import NOON

PAGE = """<!doctype html><html lang="tr"><head><title>Şikâyet</title></head>
<body><h1>Şikâyetiniz: İğdır, ₺1.234,50</h1><p>Çok üzgünüz, düzelttik.</p>{more}</body></html>"""
CSS = "@page { size: A4; @bottom-right { content: counter(page) ' / ' counter(pages) } }"


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def test_it_is_tagged_has_a_language_and_keeps_every_letter():
    found = read(as_pdf(PAGE.format(more="<p>satır</p>" * 80).encode(), CSS, NOON))
    root = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "tr"
    assert "/StructTreeRoot" in root
    assert b"pdfaid" in root["/Metadata"].get_data()
    assert found.metadata.title == "Şikâyet"
    assert len(found.pages) > 1
    text = found.pages[0].extract_text()
    assert "Şikâyetiniz: İğdır, ₺1.234,50" in text
    assert f"1 / {len(found.pages)}" in text


def test_every_font_lies_in_the_file():
    for page in read(as_pdf(PAGE.format(more="").encode(), CSS, NOON)).pages:
        for font in page["/Resources"]["/Font"].values():
            kin = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(kin)


def test_nothing_is_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("GİZLİ")
    links = (f"file://{secret}", "http://127.0.0.1:9/x", "data:text/plain,G%C4%B0ZL%C4%B0")
    more = "".join(f'<img src="{each}" alt="x"><link rel="attachment" href="{each}">' for each in links)
    found = read(as_pdf(PAGE.format(more=more).encode(), f'@import url("file://{secret}");', NOON))
    assert found.attachments == {}
    assert "GİZLİ" not in "".join(page.extract_text() for page in found.pages)


def test_what_is_too_long_is_refused_before_work_begins(monkeypatch):
    monkeypatch.setattr(paper, "LARGEST", 10)
    with pytest.raises(NoPaper, match="too_long"):
        as_pdf(b"x" * 11, "", NOON)


def test_without_the_library_it_says_so(monkeypatch, tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library pango')")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path(paper.__file__).parents[2]}")
    with pytest.raises(NoPaper, match="not_here"):
        as_pdf(b"<p>x</p>", "", NOON)


def test_a_process_that_dies_leaves_no_paper(monkeypatch):
    monkeypatch.setattr(paper.sys, "executable", "/bin/false")
    with pytest.raises(NoPaper, match="failed"):
        as_pdf(b"<p>x</p>", "", NOON)
    assert sys.executable == "/bin/false"
