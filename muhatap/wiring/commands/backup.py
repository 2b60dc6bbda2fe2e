"""`muhatap backup`: one file that holds the whole desk, taken while it runs."""

import argparse
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tqdm import tqdm

from muhatap.wiring.console import start_django

if TYPE_CHECKING:
    from muhatap.wiring.keeping.archive import Contents


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument(
        "file", metavar="FILE", help="where to write it, also s3://BUCKET/FOLDER/NAME; - for standard output"
    )
    add_passphrase(parser, "lock the backup and put the keys into it; without it the keys stay out")
    parser.add_argument("--json", action="store_true", help="print JSON")


def add_passphrase(parser: argparse.ArgumentParser, what: str) -> None:
    """The option that names a passphrase; the variable MUHATAP_BACKUP_PASSPHRASE does the same."""
    parser.add_argument(
        "--passphrase-file", metavar="FILE", type=Path, help=f"{what} (or MUHATAP_BACKUP_PASSPHRASE)"
    )


def passphrase_of(options: argparse.Namespace) -> bytes | None:
    """The passphrase that was named, without the line's end; OSError when the file cannot be read."""
    if options.passphrase_file:
        return options.passphrase_file.read_bytes().rstrip(b"\r\n") or None
    return os.environ.get("MUHATAP_BACKUP_PASSPHRASE", "").encode() or None


def run(options: argparse.Namespace) -> int:
    """Take the backup; 1 when it could not be finished."""
    start_django()
    from muhatap.wiring.keeping.copying_out import ToolMissing
    from muhatap.wiring.keeping.shelves import NoStore, backup_target

    to_stdout = options.file == "-"
    target = Path(options.file)
    # Under another name until it is whole: a file with this name is always a backup.
    unfinished = target.with_name(f".{target.name}.part")
    try:
        if to_stdout:
            contents = _backed_up(sys.stdout.buffer, options)
        elif options.file.startswith("s3://"):
            with backup_target(options.file) as out:
                contents = _backed_up(out, options)
        else:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                contents = _backed_up(out, options)
                out.flush()
                os.fsync(out.fileno())
            unfinished.replace(target)
    except (OSError, ToolMissing, NoStore) as error:
        unfinished.unlink(missing_ok=True)
        print(f"The backup could not be finished: {error}", file=sys.stderr)
        return 1
    _tell(contents, options, sys.stderr if to_stdout else sys.stdout)
    return 0


def _backed_up(out: BinaryIO, options: argparse.Namespace) -> "Contents":
    from django.conf import settings

    from muhatap.wiring.keeping.copying_out import back_up, size_of

    passphrase = passphrase_of(options)
    total = size_of(Path(settings.MUHATAP_DATA))
    is_quiet = options.json or not sys.stderr.isatty()
    with tqdm(total=total, unit="B", unit_scale=True, desc="backup", disable=is_quiet) as bar:
        return back_up(out, at=datetime.now(UTC), passphrase=passphrase, progress=bar.update)


def _tell(contents: "Contents", options: argparse.Namespace, where) -> None:
    size = sum(size for size, _ in contents.members.values())
    if options.json:
        said = {
            "file": options.file,
            "made_at": contents.made_at,
            "database": contents.database,
            "members": len(contents.members),
            "bytes": size,
            "rows": sum(contents.counts.values()),
            "has_keys": contents.has_keys,
        }
        print(json.dumps(said), file=where)
        return
    print(
        f"{len(contents.members)} files, {sum(contents.counts.values())} rows, {size / 1e6:.1f} MB",
        file=where,
    )
    if not contents.has_keys:
        print(
            "Without the keys: keep a copy of keyring.json in another place, or lock the next backup with"
            " --passphrase-file.",
            file=where,
        )
