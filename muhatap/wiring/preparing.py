"""Making an installation ready: its tables, its static files, its brand; each step only when needed."""

import hashlib
import sys
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from muhatap.brands.models import Brand
from muhatap.charters import operations as charters
from muhatap.kernel.actors import Actor
from muhatap.wiring.environment import ROOT
from muhatap.wiring.keeping.upgrading import upgrade

CONSOLE = Actor.system("console")
DEMO_CHARTER = ROOT / "charters" / "nehir.yaml"


def prepare(*, charter: Path | None, demo: bool, with_backup: bool = True) -> bool:
    """Upgrade, collect static files, load the charter and the demo; True when the demo was made now.

    UpgradeStopped, CharterErrors.
    """
    migrate_database(with_backup=with_backup)
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


def migrate_database(*, with_backup: bool = True) -> None:
    """Make the tables, or bring those of an older version up to this one; UpgradeStopped."""
    upgrade(at=datetime.now(UTC), say=_say, with_backup=with_backup)


def _say(words: str) -> None:
    # Standard output belongs to the command.
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


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
