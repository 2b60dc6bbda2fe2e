"""`muhatap archive`: what goes, what stays and why, and that a cut-off run is gone on with."""

import json

import pytest

from muhatap.audit.models import ArchivedStream, ArchiveSet, Event
from muhatap.cases.archive import returning
from muhatap.cases.operations import archiving
from muhatap.channels.models import Delivery, DeliveryState
from muhatap.evidence.models import LegalHold
from muhatap.wiring.console import main
from muhatap.wiring.keeping import settled
from tests.cases.archive.test_archive import closed_case
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(world, settings, tmp_path, monkeypatch):
    settings.MUHATAP_DATA = tmp_path
    # The world is of this year; the archive takes the years before the one that is named.
    monkeypatch.setattr("muhatap.wiring.commands.archive._this_year", lambda: NOON.year + 1)
    return tmp_path


def settled_case(world, customer=0):
    """A closed case whose letters have left."""
    case = closed_case(world, customer=customer)
    Delivery.objects.filter(case=case).update(state=DeliveryState.SENT, sent_at=NOON)
    return case


def asked(capsys, *words):
    capsys.readouterr()
    code = main(["archive", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_only_settled_cases_of_closed_years_go(place, world, capsys):
    unsent = closed_case(world, customer=4)
    case, held = settled_case(world), settled_case(world, customer=1)
    waiting = make_case(world, customer=2)
    LegalHold.objects.create(case=held, reason="Dava", placed_by=world.staff["pelin"], placed_at=NOON)
    year = str(NOON.year + 1)
    assert asked(capsys, "plan", "--before", str(NOON.year)) == (0, [])
    code, told = asked(capsys, "plan", "--before", year)
    kept = {"on hold": 1, "a letter waits to leave": 1}
    assert (code, told) == (0, [{"brand": "nehir", "year": NOON.year, "cases": 1, "kept": kept}])
    code, told = asked(capsys, "run", "--before", year)
    assert (code, told) == (
        0, [{"brand": "nehir", "year": NOON.year, "cases": 1}, {"gone": 1, "left": 0}],
    )  # fmt: skip
    assert not Event.objects.filter(stream_id=case.id).exists()
    assert Event.objects.filter(stream_id__in=[held.id, waiting.id, unsent.id]).exists()
    assert asked(capsys, "verify") == (0, [])
    code, (part,) = asked(capsys, "list")
    assert (part["cases"], part["held"], part["back"]) == (1, 1, 0)
    assert main(["archive", "restore", case.number]) == 0
    assert Event.objects.filter(stream_id=case.id).exists()
    assert not ArchivedStream.objects.exists()
    assert main(["archive", "restore", "26-00000-00000"]) == 2


def test_a_run_that_was_cut_off_is_gone_on_with(place, world, capsys, monkeypatch):
    case = settled_case(world)
    with monkeypatch.context() as broken:
        broken.setattr(archiving, "record", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            main(["archive", "run", "--before", str(NOON.year + 1)])
    assert not ArchiveSet.objects.exists()
    with monkeypatch.context() as broken:
        broken.setattr(returning, "take_away", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            main(["archive", "run", "--before", str(NOON.year + 1)])
    assert ArchivedStream.objects.get().is_back
    assert Event.objects.filter(stream_id=case.id).exists()
    code, told = asked(capsys, "run", "--before", str(NOON.year + 1))
    assert (code, told) == (0, [{"gone": 1, "left": 0}])
    assert asked(capsys, "verify") == (0, [])


def test_what_is_written_on_after_the_year_stays_for_now(world, place):
    case = settled_case(world)
    assert settled.kept_back(world.brand, NOON.year, [case.id]) == {}
    assert settled.kept_back(world.brand, NOON.year - 1, [case.id]) == {case.id: "written on after the year"}


def test_a_file_that_was_changed_is_named(place, world, capsys):
    settled_case(world)
    assert main(["archive", "run", "--before", str(NOON.year + 1)]) == 0
    path = place / "archive" / ArchiveSet.objects.get().path
    path.write_bytes(path.read_bytes()[:-1])
    code, found = asked(capsys, "verify")
    assert code == 1
    assert "was changed" in found[0]
    assert ArchiveSet.objects.get().path in found[0]
