"""The copy of the help centre: plain files that are read and searched when nothing of ours runs."""

import json
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler
from urllib.request import urlopen

import pytest

from muhatap.portal.help.exporting import NotOurs, export_help
from tests.help_centre.making import publish, tell, words
from tests.servers.http_peer import Quiet, serving
from tests.world import NOON


class _Files(Quiet, SimpleHTTPRequestHandler):
    """Files of a folder."""


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in {"href", "src", "data-search"}]


@pytest.fixture
def served(tmp_path):
    with serving(partial(_Files, directory=str(tmp_path))) as origin:
        yield origin


@pytest.fixture
def copied(world, tmp_path):
    tell(world, method_bank_within="3 iş günü")
    publish(world)
    publish(
        world, "sifre", words("Şifremi unuttum", "[Çekim](para-cekme) ve [form](/new/PAY-WD/)."), topics=()
    )
    done = export_help(world.brand, tmp_path / "help", origin="https://help.example", at=NOON)
    return world, tmp_path / "help", done


def test_the_copy_is_read_and_searched_without_us(copied, served):
    _world, folder, done = copied
    assert done.pages == 6
    page = urlopen(f"{served}/help/tr/para-cekme.html").read().decode()
    assert "3 iş günü" in page
    found = json.loads(urlopen(f"{served}/help/tr/search.json").read())
    assert {each["slug"] for each in found} == {"para-cekme", "sifre"}
    assert "sifre" in found[1]["words"]
    for path in folder.rglob("*.html"):
        links = _Links()
        links.feed(path.read_text("utf-8"))
        for link in links.found:
            if not link.startswith(("https:", "tel:", "mailto:", "#")):
                assert (path.parent / link).exists(), f"{path.name}: {link}"


def test_a_former_copy_is_replaced_as_a_whole(copied, tmp_path):
    world, folder, _done = copied
    (folder / "tr" / "old.html").write_text("x")
    export_help(world.brand, folder, origin="https://help.example", at=NOON)
    assert not (folder / "tr" / "old.html").exists()


def test_a_folder_with_other_files_is_left_alone(world, tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(NotOurs):
        export_help(world.brand, tmp_path, origin="https://help.example", at=NOON)
    assert (tmp_path / "letter.txt").read_text() == "mine"
