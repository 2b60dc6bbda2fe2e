"""A start with older data: backed up, migrated as a whole, verified; or left as it was, with words."""

import shutil
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import connection, migrations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from muhatap.audit.models import Event
from muhatap.audit.relay import publish
from muhatap.reports.models import DirtyDay
from muhatap.wiring import stopping
from muhatap.wiring.console import main
from muhatap.wiring.keeping import checking, upgrading
from muhatap.wiring.keeping.upgrading import refuse_other_version, upgrade
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(world, settings, tmp_path):
    """A case with its chain, and a data folder with keys."""
    settings.MUHATAP_DATA = tmp_path / "desk"
    settings.MUHATAP_DATA.mkdir()
    (settings.MUHATAP_DATA / "keyring.json").write_bytes(settings.MUHATAP_KEYRING.written())
    (settings.MUHATAP_DATA / "keyring.json").chmod(0o600)
    make_case(world, at=NOON, text="Param gelmedi.")
    while publish(at=NOON):
        pass
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Emptied tables count from one again, and this one is not emptied.
            cursor.execute(
                "SELECT setval('django_migrations_id_seq', (SELECT max(id) FROM django_migrations))"
            )
    return settings.MUHATAP_DATA


def last_step_that(*kinds: type, some: type = migrations.operations.base.Operation) -> tuple[str, str]:
    """The last step of one of our packages that does such things and nothing else, and one of `some`."""
    loader = MigrationExecutor(connection).loader
    for key in sorted(loader.graph.leaf_nodes()):
        step = loader.get_migration(*key)
        ours = type(step).__module__.startswith("muhatap.")
        does = step.operations if ours else []
        if all(isinstance(each, kinds) for each in does) and any(isinstance(each, some) for each in does):
            return key
    raise LookupError(kinds)


@contextmanager
def forgotten(key: tuple[str, str]):
    """These data as an earlier version left them, but for what the step has made already."""
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied(*key)
    try:
        yield
    finally:
        recorder.record_unapplied(*key)
        recorder.record_applied(*key)


@contextmanager
def taken_back(key: tuple[str, str]):
    """These data as an earlier version left them."""
    executor = MigrationExecutor(connection)
    (before,) = (each for each in executor.loader.graph.node_map[key].parents if each.key[0] == key[0])
    executor.migrate([before.key])
    try:
        yield
    finally:
        MigrationExecutor(connection).migrate([key])


ADDS = (migrations.CreateModel, migrations.AddField, migrations.AddIndex, migrations.AddConstraint)


def said_of(words: list[str]) -> str:
    return "\n".join(words)


def test_data_of_this_version_are_left_alone(desk):
    words = []
    upgrade(at=NOON, say=words.append)
    refuse_other_version()
    assert words == []
    assert not (desk / "upgrades").exists()


def test_older_data_are_backed_up_brought_up_and_verified(desk, capsys):
    with taken_back(last_step_that(*ADDS, migrations.AlterField)):
        with pytest.raises(stopping.UpgradeStopped) as stopped:
            refuse_other_version()
        assert stopped.value.code == stopping.NOT_BEGUN
        words = []
        upgrade(at=datetime.now(UTC), say=words.append)
        assert "verified" in said_of(words)
        refuse_other_version()
    (backup,) = (desk / "upgrades").iterdir()
    assert backup.stat().st_mode & 0o077 == 0
    if connection.vendor == "sqlite":
        code = main(["restore", str(backup), "--drill", "--keyring", str(desk / "keyring.json")])
        assert (code, "Sound." in capsys.readouterr().out) == (0, True)


def test_a_step_that_fails_leaves_everything_as_it_was(desk):
    before = checking.counts()
    # A table that the step wants to make is there already.
    with forgotten(last_step_that(*ADDS, some=migrations.CreateModel)):
        with pytest.raises(stopping.UpgradeStopped) as stopped:
            upgrade(at=NOON, say=lambda _: None)
        found = checking.counts()
    assert stopped.value.code == stopping.ROLLED_BACK
    assert "undone" in str(stopped.value)
    assert "before-" in str(stopped.value)
    assert found | {"django_migrations": 0} == before | {"django_migrations": 0}


@pytest.mark.parametrize("harm", ["rows", "tables", "chains"])
def test_what_is_not_right_afterwards_is_undone(desk, monkeypatch, harm):
    events = Event.objects.count()

    def harmful(*_arguments, **_more):
        with connection.cursor() as cursor:
            if harm == "tables" and connection.vendor == "postgresql":
                cursor.execute("TRUNCATE notifications_notice, audit_publication")
            elif harm != "chains":
                cursor.execute("DELETE FROM notifications_notice")
                cursor.execute("DELETE FROM audit_publication")
            else:
                cursor.execute("UPDATE audit_stream SET length = length + 1")

    monkeypatch.setattr(upgrading, "call_command", harmful)
    with forgotten(last_step_that(*ADDS)), pytest.raises(stopping.UpgradeStopped) as stopped:
        upgrade(at=NOON, say=lambda _: None)
    assert stopped.value.code == stopping.ROLLED_BACK
    assert ("chain" if harm == "chains" else "audit_publication has 0 rows") in str(stopped.value)
    assert Event.objects.count() == events


def test_what_another_node_takes_away_meanwhile_is_not_lost(world, desk, monkeypatch):
    DirtyDay.objects.create(brand=world.brand, on=NOON.date(), mark=1)

    def work_on(*_arguments, **_more):
        # Beside SQLite's own transaction nobody writes.
        if connection.vendor == "postgresql":
            node = connection.copy()
            with node.cursor() as cursor:
                cursor.execute("DELETE FROM reports_dirtyday")
            node.close()
        MigrationRecorder(connection).record_applied(*step)

    monkeypatch.setattr(upgrading, "call_command", work_on)
    step, words = last_step_that(*ADDS), []
    with forgotten(step):
        upgrade(at=NOON, say=words.append)
    assert "verified" in said_of(words)


def test_newer_data_are_refused_by_older_code(desk):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("cases", "0999_of_a_version_to_come")
    try:
        with pytest.raises(stopping.UpgradeStopped) as stopped:
            upgrade(at=NOON, say=lambda _: None)
    finally:
        recorder.record_unapplied("cases", "0999_of_a_version_to_come")
    assert stopped.value.code == stopping.NEWER_DATA
    assert "cases.0999_of_a_version_to_come" in str(stopped.value)
    assert "--in-place" in str(stopped.value)


def test_without_room_for_the_backup_nothing_is_begun(desk, monkeypatch):
    full = shutil.disk_usage(desk)._replace(free=1000)
    monkeypatch.setattr(upgrading.shutil, "disk_usage", lambda _: full)
    with forgotten(last_step_that(*ADDS)), pytest.raises(stopping.UpgradeStopped) as stopped:
        upgrade(at=NOON, say=lambda _: None)
    assert stopped.value.code == stopping.NOT_BEGUN
    assert "--without-backup" in str(stopped.value)


def test_every_step_of_ours_can_stand_in_a_transaction():
    steps = MigrationExecutor(connection).loader.disk_migrations.values()
    assert [str(step) for step in steps if not step.atomic] == []
