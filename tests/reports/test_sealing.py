"""What the public reads is signed day by day: the same from the same events, and no day changes quietly."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from muhatap.audit import relay
from muhatap.audit.merkle import is_included
from muhatap.brands.models import Brand
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Status
from muhatap.dossiers.receipts import code_of
from muhatap.kernel.actors import Actor
from muhatap.reports import disclosing, sealed
from muhatap.reports import operations as reports
from muhatap.reports.models import Snapshot
from muhatap.reports.suppressing import hidden_among
from tests.world import NOON, make_case

_BY = Actor.system("test")
_DAY = NOON.date()


def _follow(at=NOON + timedelta(hours=20)) -> None:
    while relay.publish(at=at):
        pass
    while reports.follow_events(by=_BY, at=at):
        pass


@pytest.fixture
def lived(world):
    """A brand with a charter on whose day twelve cases came."""
    Brand.objects.filter(id=world.brand.id).update(charter_number=1)
    world.brand.refresh_from_db()
    _follow()
    for _ in range(12):
        make_case(world)
    _follow()
    return world


def _seal(world, day=_DAY, at=None):
    return reports.seal_day(brand=world.brand, day=day, by=_BY, at=at or NOON + timedelta(days=2))


def test_a_day_is_sealed_once_and_when_it_is_over(lived):
    with pytest.raises(reports.NotOverYet):
        _seal(lived, at=NOON)
    kept = _seal(lived)
    told = json.loads(kept.content)
    received = next(each for each in told["figures"] if each["kpi"] == "cases_received")
    assert received["n"] == 12
    assert told["cases_of_the_day"]["receipts"] == 12
    with pytest.raises(reports.SealedAlready):
        _seal(lived)
    with pytest.raises(reports.SealedAlready):
        _seal(lived, day=_DAY - timedelta(days=1))


def test_what_came_later_changes_no_sealed_day(lived):
    _seal(lived)
    second = _seal(lived, day=_DAY + timedelta(days=1))
    assert json.loads(second.content)["previous"] == Snapshot.objects.get(day=_DAY).digest
    by, at = Actor.system("test"), NOON + timedelta(days=3)
    for case in Case.objects.all():
        cases.change_status(case=case, status=Status.RESOLVED, by=by, at=at)
    _follow(at)
    assert list(sealed.faults(lived.brand, anew=9)) == []


def test_the_database_refuses_to_change_a_day(lived):
    kept = _seal(lived)
    for statement in (
        "UPDATE reports_snapshot SET content = '{}' WHERE id = %s",
        "DELETE FROM reports_snapshot WHERE id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [kept.id])
    assert Snapshot.objects.get(id=kept.id).content == kept.content


@pytest.mark.parametrize("field", ["content", "digest", "signature"])
def test_a_forged_day_shows(lived, field):
    kept = _seal(lived)
    if field == "content":
        kept.content = kept.content.replace('"smallest_count":10', '"smallest_count":11')
    elif field == "digest":
        kept.digest = "0" * 64
    else:
        kept.signature = "00" * 64
    found = set(sealed._faults_of(kept, sealed.GENESIS, 1))
    assert found & {"digest", "signature"}


def test_a_day_left_out_of_the_table_shows(lived):
    _seal(lived)
    assert list(sealed.faults(lived.brand, anew=1)) == []
    recorded = sealed._recorded(lived.brand)
    assert list(recorded) == [_DAY.isoformat()]


def test_a_receipt_finds_its_place_in_the_day(lived):
    kept = _seal(lived)
    root = bytes.fromhex(json.loads(kept.content)["cases_of_the_day"]["root"])
    some = Case.objects.order_by("id")[:3]
    for case in some:
        found = sealed.counted_case(lived.brand, case.number, code_of(case), _DAY)
        path = [bytes.fromhex(each) for each in found.path]
        assert is_included(bytes.fromhex(found.leaf), found.index, found.size, path, root)
    assert sealed.counted_case(lived.brand, some[0].number, "0000-0000-0000", _DAY) is None


def test_missing_days_are_made_good_in_their_order(lived):
    at = NOON + timedelta(days=3)
    days = 0
    while reports.seal_due_day(by=_BY, at=at):
        days += 1
    rows = list(Snapshot.objects.filter(brand=lived.brand).order_by("number"))
    assert [row.day for row in rows] == [_DAY + timedelta(days=each) for each in range(days)]
    assert days == 3
    assert list(sealed.faults(lived.brand, anew=3)) == []


def test_a_charter_that_publishes_nothing_has_no_snapshots(lived, monkeypatch):
    monkeypatch.setattr(disclosing, "section_of", lambda brand, name, number=None: {"performance": "none"})
    assert reports.seal_due_day(by=_BY, at=NOON + timedelta(days=3)) == 0


def test_few_are_hidden(world):
    Brand.objects.filter(id=world.brand.id).update(charter_number=1)
    _follow()
    for _ in range(9):
        make_case(world)
    _follow()
    told = disclosing.disclosed_day(world.brand, _DAY).document
    assert all(each.get("hidden") for each in told["figures"] if each.get("n") != 0)
    assert told["by_channel"] == []
    assert told["cases_of_the_day"].keys() == {"root", "hidden"}
    assert told["backlog"] == {"hidden": True}


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 60), max_size=9), st.integers(1, 30))
def test_the_rest_never_betrays_a_hidden_part(sizes, smallest):
    hidden = hidden_among(sizes, smallest)
    small = {name for name, size in sizes.items() if 0 < size < smallest}
    assert small <= hidden
    if small and len([size for size in sizes.values() if size]) > 1:
        assert len(hidden) >= 2
        shown = {name for name, size in sizes.items() if size} - hidden
        assert not shown or sum(sizes[name] for name in hidden) >= smallest


def test_midnight_is_the_brands_own():
    assert disclosing.midnight_after(date(2026, 11, 20), "Europe/Istanbul").isoformat() == (
        "2026-11-20T21:00:00+00:00"
    )
