"""The dossier's pages as PDF: there for paper, sealed like the rest, left out with its reason."""

import io
import json

import pypdf
import pytest

from muhatap.dossiers.operations import sealing
from muhatap.letters.paper import NoPaper
from tests.dossiers.conftest import sealed, unpacked

pytestmark = pytest.mark.django_db


def test_the_case_lies_in_it_as_numbered_pages(rich_case, verified, settings):
    settings.MUHATAP_PAPER = True
    dossier = sealed(rich_case)
    files = unpacked(dossier)
    pages = pypdf.PdfReader(io.BytesIO(files["case.pdf"])).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert rich_case.subject in text
    assert f"{len(pages)} / {len(pages)}" in text
    assert text.count(rich_case.number) >= len(pages)
    assert json.loads(files["manifest.json"])["paper"] == "case.pdf"
    assert verified(dossier).faults == []
    assert ("file_changed", {"name": "case.pdf"}) in verified(files | {"case.pdf": b"%PDF-"}).faults


def test_without_paper_the_dossier_is_whole_and_says_why(rich_case, verified, settings, monkeypatch):
    def none(*_):
        raise NoPaper("not_here")

    settings.MUHATAP_PAPER = True
    monkeypatch.setattr(sealing, "as_pdf", none)
    dossier = sealed(rich_case)
    assert "case.pdf" not in unpacked(dossier)
    assert json.loads(unpacked(dossier)["manifest.json"])["paper"] == "not_here"
    assert verified(dossier).faults == []
