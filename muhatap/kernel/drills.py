"""That a backup was restored on trial, beside the desk whose backup it was: written whole, read by anyone."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_NAME = "drill.json"


@dataclass(frozen=True, slots=True)
class Drill:
    """When a trial was, from when its backup is, whether all was sound, and how much was verified."""

    at: datetime
    backup_of: datetime
    is_sound: bool
    checks: int


def note_drill(data: Path, drill: Drill) -> None:
    """Keep the last trial that was sound; a failed one never hides it, and is no trial that succeeded."""
    if not drill.is_sound:
        return
    fresh = data / f".{_NAME}.new"
    told = {
        "at": drill.at.isoformat(),
        "backup_of": drill.backup_of.isoformat(),
        "checks": drill.checks,
    }
    fresh.write_text(json.dumps(told), "utf-8")
    fresh.replace(data / _NAME)


def last_drill(data: Path) -> Drill | None:
    """The last trial that was sound; None where there was none."""
    try:
        told = json.loads((data / _NAME).read_text("utf-8"))
        return Drill(
            datetime.fromisoformat(told["at"]),
            datetime.fromisoformat(told["backup_of"]),
            True,
            int(told["checks"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
