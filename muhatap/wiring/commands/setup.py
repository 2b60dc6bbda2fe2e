"""`muhatap setup`: tables, static files and a charter, without serving."""

import argparse
import sys
from pathlib import Path

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--charter", metavar="FILE", type=Path, help="apply this service charter")
    parser.add_argument("--demo", action="store_true", help="make a demo operator when there is no brand yet")
    parser.add_argument(
        "--without-backup",
        action="store_true",
        help="upgrade older data without a backup first",
    )


def run(options: argparse.Namespace) -> int:
    """Prepare the installation."""
    start_django()
    from muhatap.charters.errors import CharterErrors
    from muhatap.wiring.preparing import prepare

    try:
        prepare(charter=options.charter, demo=options.demo, with_backup=not options.without_backup)
    except CharterErrors as errors:
        print(errors, file=sys.stderr)
        return 1
    print("The desk is ready.")
    return 0
