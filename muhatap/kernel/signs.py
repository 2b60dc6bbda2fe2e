"""Signs of life: a file that is locked as long as its process lives, so that the dead are missed at once.

Leases end by time, and so on any machine; on the machine of the dead one nobody need wait for that.
"""

import fcntl
import os
from contextlib import suppress
from pathlib import Path

_shown: dict[Path, int] = {}


def show(folder: Path, name: str) -> None:
    """Show a sign until it is taken down or this process ends; `name` is a file name.

    A folder that cannot be written (a full disk) shows none: then only time tells.
    """
    target, unseen = folder / name, folder / f".{name}.{os.getpid()}"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(unseen, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Seen only when it is locked already.
        os.rename(unseen, target)
        _shown[target] = file


def take_down(folder: Path, name: str) -> None:
    """Take a sign of this process down; nothing when it shows none."""
    file = _shown.pop(folder / name, None)
    if file is not None:
        (folder / name).unlink(missing_ok=True)
        os.close(file)


def abandon(folder: Path, name: str) -> None:
    """Leave a sign behind as the dead do, so that what it stood for is taken up at once."""
    file = _shown.pop(folder / name, None)
    if file is not None:
        os.close(file)


def left_by_the_dead(folder: Path) -> list[str]:
    """The names of the signs whose processes have died; each is told to one caller only."""
    names = os.listdir(folder) if folder.is_dir() else []
    return [name for name in sorted(names) if _is_removed(folder / name) and not name.startswith(".")]


def _is_removed(place: Path) -> bool:
    """Whether the sign was nobody's, and is gone now."""
    try:
        file = os.open(place, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Between the two calls its owner may have taken it down, and another may show one of that name.
        if os.fstat(file).st_ino != os.stat(place).st_ino:
            return False
        place.unlink()
    except OSError:
        return False
    finally:
        os.close(file)
    return True
