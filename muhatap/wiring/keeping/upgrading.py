"""Bringing the data of an older version up to this one: backed up, migrated as a whole, and verified.

All steps and their verification are one transaction on both databases, so that a step that fails, a check
that fails and a process that is killed leave the data as they were. The backup is for what no transaction
holds.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration

from muhatap.wiring.keeping import checking
from muhatap.wiring.keeping.copying_out import ToolMissing, back_up, database_size
from muhatap.wiring.stopping import NEWER_DATA, NOT_BEGUN, ROLLED_BACK, UpgradeStopped

FOLDER = "upgrades"
_KEPT = 3
# The copy, its archive beside it, and what the steps themselves write anew.
_COPIES = 3
# Any number, the same in every version.
_PLACE_IN_LINE = 0x6D756861
_LONGEST_WAIT_FOR_A_TABLE = "30s"
_STEPS_NAMED = 3

Say = Callable[[str], object]


def upgrade(*, at: datetime, say: Say, with_backup: bool = True) -> None:
    """Bring the tables to this version where they are older; UpgradeStopped leaves them as they were."""
    if not _plan():
        return
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
        return
    with _alone():
        # Another process may have done it meanwhile.
        if steps := _plan():
            _upgrade(steps, at, say, with_backup)


def refuse_other_version() -> None:
    """UpgradeStopped when the tables are not of this version, for processes that do not change them."""
    if steps := _plan():
        raise UpgradeStopped(
            NOT_BEGUN,
            f"The data are of an older version (steps to this one: {len(steps)}): run muhatap setup first.",
        )


def _plan() -> list[Migration]:
    """The steps that these data lack; UpgradeStopped when they have steps that this version does not know."""
    executor = MigrationExecutor(connection)
    unknown = _unknown(executor.loader)
    if unknown:
        named = ", ".join(unknown[:_STEPS_NAMED])
        raise UpgradeStopped(
            NEWER_DATA,
            f"These data were made by a newer version: it took {len(unknown)} steps that this one does not"
            f" know ({named}). Nothing was changed. Start the newer version again, or put a backup of this"
            f" version back (below {_folder()}): muhatap restore FILE --in-place",
        )
    return [step for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def _unknown(loader: MigrationLoader) -> list[str]:
    # A library may drop steps that it has replaced; only ours say which version the data are of.
    libraries = {app.label for app in apps.get_app_configs() if not app.name.startswith("muhatap.")}
    known = set(loader.disk_migrations)
    return sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if (app, name) not in known and app not in libraries
    )


def _upgrade(steps: list[Migration], at: datetime, say: Say, with_backup: bool) -> None:
    say(f"The data are of an older version. Steps to this one: {len(steps)}.")
    saved = f" A backup lies at {_saved(at, say)}." if with_backup else ""
    try:
        with _whole():
            before = checking.counts()
            call_command("migrate", verbosity=0, interactive=False)
            if faults := checking.faults_after(before, steps, at):
                raise checking.NotVerified("; ".join(faults))
    except Exception as failure:
        said = " ".join(str(failure).split())[:600]
        raise UpgradeStopped(
            ROLLED_BACK,
            f"The upgrade failed and was undone; the data are as they were before.{saved} Start the earlier"
            f" version again. What failed: {type(failure).__name__}: {said}",
        ) from failure
    say(f"The data are of this version now: counts, references and chains were verified.{saved}")


@contextmanager
def _whole() -> Iterator[None]:
    """One transaction for all steps and what is looked at afterwards."""
    if connection.vendor == "sqlite":
        # References cannot be left alone once a transaction has begun; the steps check them at their end.
        connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PLACE_IN_LINE])
                    # Others that read a table for minutes must not make everybody wait behind us.
                    cursor.execute(f"SET LOCAL lock_timeout = '{_LONGEST_WAIT_FOR_A_TABLE}'")
                    # A table with references still to be checked cannot be altered.
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.enable_constraint_checking()
        connection.close()


@contextmanager
def _alone() -> Iterator[None]:
    """One process of this machine upgrades; the others wait and find it done."""
    place = Path(settings.MUHATAP_DATA) / "upgrade.lock"
    lock = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _saved(at: datetime, say: Say) -> Path:
    """Back the database up; files and keys are not touched by an upgrade and stay where they are."""
    folder = _folder()
    folder.mkdir(exist_ok=True, mode=0o700)
    _clear_room(folder)
    target = folder / f"before-{at:%Y%m%dT%H%M%SZ}.backup"
    unfinished = target.with_suffix(".part")
    passphrase = os.environ.get("MUHATAP_BACKUP_PASSPHRASE", "").encode() or None
    say(f"Backing up the database to {target}")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            back_up(out, at=at, passphrase=passphrase, with_files=False)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(target)
    except (OSError, ToolMissing, DatabaseError) as error:
        unfinished.unlink(missing_ok=True)
        raise UpgradeStopped(
            NOT_BEGUN,
            f"The upgrade was not begun, because its backup could not be made: {error}. Make that possible,"
            " or take a backup of your own and run muhatap setup --without-backup",
        ) from error
    return target


def _clear_room(folder: Path) -> None:
    """Forget all but the last backups and what a killed process left; UpgradeStopped without enough room."""
    for each in folder.glob("*.part"):
        each.unlink(missing_ok=True)
    for each in sorted(folder.glob("before-*.backup"))[: -_KEPT + 1]:
        each.unlink(missing_ok=True)
    needed, free = _COPIES * database_size(), shutil.disk_usage(folder).free
    if free < needed:
        raise UpgradeStopped(
            NOT_BEGUN,
            f"The upgrade was not begun: it needs {_megabytes(needed)} of room below {settings.MUHATAP_DATA}"
            f" and {_megabytes(free)} are free. Make room, or take a backup elsewhere (muhatap backup of the"
            " earlier version) and run muhatap setup --without-backup",
        )


def _folder() -> Path:
    return Path(settings.MUHATAP_DATA) / FOLDER


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"
