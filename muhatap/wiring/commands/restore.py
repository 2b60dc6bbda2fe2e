"""`muhatap restore`: put a backup back into an empty place, or rehearse it and say what was verified."""

import argparse
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from muhatap.kernel.drills import Drill, note_drill
from muhatap.wiring.commands.backup import add_passphrase, passphrase_of
from muhatap.wiring.environment import ROOT

if TYPE_CHECKING:
    from muhatap.wiring.keeping.archive import Contents
    from muhatap.wiring.keeping.putting_back import Checked

NOT_SOUND, WRONG_USE = 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument(
        "file", metavar="FILE", help="the backup, also s3://BUCKET/FOLDER/NAME; - for standard input"
    )
    parser.add_argument(
        "--drill", action="store_true", help="restore into a place that is thrown away, and report"
    )
    parser.add_argument(
        "--in-place", action="store_true", help="put only the database back, beside the files of this desk"
    )
    parser.add_argument("--database", metavar="URL", default="", help="an empty PostgreSQL database")
    parser.add_argument("--keyring", metavar="FILE", type=Path, help="the keys of a backup without them")
    add_passphrase(parser, "open a locked backup")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Restore and verify; 0 sound, 1 not sound or not verifiable, 2 not a backup or nowhere to put it."""
    from muhatap.kernel.keyring import KeyringError
    from muhatap.wiring.environment import WrongSetting
    from muhatap.wiring.keeping import archive
    from muhatap.wiring.keeping.copying_out import ToolMissing
    from muhatap.wiring.keeping.locking import WrongPassphrase
    from muhatap.wiring.keeping.putting_back import NotEmpty, WrongPlace
    from muhatap.wiring.keeping.shelves import NoStore

    try:
        contents, checked = _restored(options)
    except NoStore as wrong:
        return _refused(str(wrong))
    except archive.NotABackup:
        return _refused(f"{options.file} is no backup of this product, or one of a newer version.")
    except archive.NeedsPassphrase:
        return _refused(f"{options.file} is locked: name its passphrase with --passphrase-file.")
    except WrongPassphrase:
        return _refused("The passphrase does not open this backup.")
    except NotEmpty as place:
        return _refused(f"{place} is not empty: a backup is only restored into an empty place.")
    except (WrongPlace, WrongSetting, KeyringError, ToolMissing) as error:
        return _refused(str(error))
    except archive.BrokenBackup as error:
        print(f"BROKEN: {error}. Nothing was restored.", file=sys.stderr)
        return NOT_SOUND
    except OSError as error:
        print(f"The backup could not be restored: {error}", file=sys.stderr)
        return NOT_SOUND
    if options.drill:
        _note(contents, checked)
    _tell(contents, checked, options)
    return 0 if checked.is_sound else NOT_SOUND


def _restored(options: argparse.Namespace) -> "tuple[Contents, Checked]":
    from muhatap.wiring.keeping.putting_back import drilled, put_database_back, restore
    from muhatap.wiring.keeping.shelves import opened

    more = {
        "database_url": options.database,
        "keys": options.keyring,
        "passphrase": passphrase_of(options),
    }
    with opened(options.file, sys.stdin.buffer) as source:
        if options.drill:
            with drilled(source, **more) as result:
                return result
        place = Path(os.environ.get("MUHATAP_DATA") or ROOT / "data").resolve()
        if options.in_place:
            return put_database_back(source, into=place, at=datetime.now(UTC), **more)
        return restore(source, into=place, **more)


def _note(contents: "Contents", checked: "Checked") -> None:
    """Keep that a trial succeeded beside the desk of this machine, where there is one."""
    data = Path(os.environ.get("MUHATAP_DATA") or ROOT / "data").resolve()
    if data.is_dir():
        made_at = datetime.fromisoformat(contents.made_at)
        note_drill(data, Drill(datetime.now(UTC), made_at, checked.is_sound, len(checked.passed)))


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return WRONG_USE


def _tell(contents: "Contents", checked: "Checked", options: argparse.Namespace) -> None:
    if options.json:
        said = {
            "made_at": contents.made_at,
            "version": contents.version,
            "database": contents.database,
            "sound": checked.is_sound,
            "passed": checked.passed,
            "failed": checked.failed,
            "not_verified": checked.left_out,
        }
        print(json.dumps(said, ensure_ascii=False))
        return
    print(f"Backup of {contents.made_at} ({contents.database}, version {contents.version})")
    for mark, lines in (
        ("ok", checked.passed),
        ("FAILED", checked.failed),
        ("not verified", checked.left_out),
    ):
        for line in lines:
            print(f"  {mark:12}  {line}")
    print(
        "Sound."
        if checked.is_sound
        else "NOT SOUND."
        if checked.failed
        else "Restored, not verified in full."
    )
