"""Making an installation ready: its tables, its static files, its brand; each step only when needed."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from muhatap.brands.models import Brand
from muhatap.charters import operations as charters
from muhatap.kernel.actors import Actor
from muhatap.wiring.environment import ROOT

CONSOLE = Actor.system("console")
DEMO_CHARTER = ROOT / "charters" / "nehir.yaml"


def prepare(*, charter: Path | None, demo: bool) -> bool:
    """Migrate, collect static files, load the charter and the demo; True when the demo was made now."""
    migrate_database()
    collect_static_files()
    at = datetime.now(UTC)
    if charter is not None:
        charters.apply_charter(
            text=charter.read_text(encoding="utf-8"), source=str(charter), by=CONSOLE, at=at
        )
    if Brand.objects.exists() or not demo:
        return False
    from muhatap.wiring.demo import make_demo

    charters.apply_charter(
        text=DEMO_CHARTER.read_text(encoding="utf-8"), source=DEMO_CHARTER.name, by=CONSOLE, at=at
    )
    make_demo(at=at)
    return True


def migrate_database() -> None:
    """Bring the tables up to date, when they are not."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def collect_static_files() -> None:
    """Collect the static files under names that carry their digest, when any of them has changed."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    state = _state_of_static_files()
    if stamp.is_file() and stamp.read_text() == state:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(state)


def _state_of_static_files() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            known = Path(storage.path(path)).stat()
            digest.update(f"{path}:{known.st_size}:{known.st_mtime_ns}\n".encode())
    return digest.hexdigest()
