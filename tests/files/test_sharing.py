"""What one node made, the others fetch once; without other nodes nothing of it happens."""

from pathlib import Path

import pytest
from django.utils import timezone

from muhatap.audit import operations as audit
from muhatap.audit.heads import path_of
from muhatap.help_centre import films
from muhatap.kernel.actors import Actor
from muhatap.kernel.stores import sharing
from muhatap.wiring.proving import prove_heads

FILM = b"\0\0\0\x18ftypmp42" + b"\0" * 200


@pytest.fixture
def nodes(settings, tmp_path):
    """A function that goes on as another node with a folder of its own; they share one more."""
    settings.MUHATAP_FILES_URL = f"file://{tmp_path}/shared"

    def become(name: str) -> Path:
        sharing._missed.clear()
        settings.MUHATAP_DATA = tmp_path / name
        settings.MUHATAP_DATA.mkdir(exist_ok=True)
        return settings.MUHATAP_DATA

    return become


def test_a_film_is_seen_on_every_node(nodes):
    nodes("one")
    told = films.keep_film(FILM)
    folder = nodes("two")
    path = films.path_of(told)
    assert path is not None
    assert path.is_relative_to(folder)
    assert path.read_bytes() == FILM


def test_what_is_not_there_is_not_asked_for_at_every_page(nodes, monkeypatch):
    path = nodes("one") / "help" / "voices" / "x.wav"
    assert not sharing.fetched(path).exists()
    monkeypatch.setattr(sharing, "FilePart", None)
    assert not sharing.fetched(path).exists()


@pytest.mark.django_db
def test_head_logs_of_another_node_are_verified_here(nodes, world):
    nodes("one")
    audit.sign_heads(by=Actor.system("test"), at=timezone.now())
    folder = nodes("two")
    assert prove_heads(lambda _: None).is_intact
    assert path_of(folder, 1).exists()


def test_a_file_that_is_forgotten_is_gone_on_both_sides(nodes, tmp_path):
    path = nodes("one") / "help" / "voices" / "x.wav"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"RIFF")
    sharing.share(path)
    sharing.forget(path)
    assert list(tmp_path.rglob("*.wav")) == []
