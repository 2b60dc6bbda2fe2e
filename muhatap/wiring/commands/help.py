"""`muhatap help export DIR`: the help centre as plain files that need neither desk nor database."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from muhatap.wiring.console import start_django

DONE, WRONG_USE = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verb and options."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    export = verbs.add_parser("export", help="write every article as plain files")
    export.add_argument("folder", metavar="DIR", help="the folder; a former export there is replaced")
    export.add_argument("--brand", metavar="CODE", help="the brand, where there are several")
    export.add_argument(
        "--origin", metavar="URL", default="", help="where the copy will stand, for feed and map"
    )


def run(options: argparse.Namespace) -> int:
    """Write the copy."""
    start_django()
    from django.conf import settings

    from muhatap.accounts.queries import brand_named
    from muhatap.portal.help.exporting import NotOurs, export_help

    brand = brand_named(options.brand)
    if brand is None:
        print("--brand: name one of the brands of this installation.", file=sys.stderr)
        return WRONG_USE
    folder = Path(options.folder).resolve()
    origin = options.origin.rstrip("/") or f"{settings.MUHATAP_ORIGIN}/{brand.code}/help-copy"
    try:
        done = export_help(brand, folder, origin=origin, at=datetime.now(UTC))
    except NotOurs:
        print(f"{folder} holds other files; name an empty folder or a former export.", file=sys.stderr)
        return WRONG_USE
    print(f"{done.pages} pages and {done.files} other files in {folder}")
    return DONE
