"""`muhatap status export DIR`: the status page as plain files, for another machine."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from muhatap.wiring.console import start_django

DONE, WRONG_USE = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verb and options."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    export = verbs.add_parser("export", help="write page, document and feed of every language")
    export.add_argument("folder", metavar="DIR", help="the folder; its files are replaced one by one")
    export.add_argument("--brand", metavar="CODE", help="the brand, where there are several")


def run(options: argparse.Namespace) -> int:
    """Write the copy; run it every minute and carry the folder to where it is served."""
    start_django()
    from muhatap.accounts.queries import brand_named
    from muhatap.portal.standing.copying import export_status

    brand = brand_named(options.brand)
    if brand is None:
        print("--brand: name one of the brands of this installation.", file=sys.stderr)
        return WRONG_USE
    folder = Path(options.folder).resolve()
    print(f"{export_status(brand, folder, at=datetime.now(UTC))} files in {folder}")
    return DONE
