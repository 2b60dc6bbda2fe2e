"""`muhatap files`: carry stored bytes from one store to another, and look whether a store works."""

import argparse
import json
import sys

from tqdm import tqdm

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    copy = verbs.add_parser("copy", help="copy what the other store does not have, and compare every byte")
    copy.add_argument("--from", dest="source", metavar="URL", help="default: where files lie now")
    copy.add_argument("--to", metavar="URL", required=True, help="s3://…, file:///… or a data folder")
    copy.add_argument("--json", action="store_true", help="print JSON")
    verbs.add_parser("check", help="write a word to the store, read it back, take it away")


def run(options: argparse.Namespace) -> int:
    """Do it; 0 all is there, 1 something is not, 2 the address is wrong."""
    start_django()
    from django.conf import settings

    from muhatap.kernel.stores import trouble
    from muhatap.wiring.many_nodes import WrongNodes, files_address

    if options.verb == "check":
        why = trouble()
        print(why or "The store takes and gives back what it is given.")
        return 1 if why else 0
    source = options.source or settings.MUHATAP_FILES_URL or str(settings.MUHATAP_DATA)
    try:
        for url in (source, options.to):
            if "://" in url:
                files_address(url)
    except WrongNodes as wrong:
        print(wrong, file=sys.stderr)
        return 2
    return _copy(source, options)


def _copy(source: str, options: argparse.Namespace) -> int:
    from muhatap.wiring.keeping.shelves import copy_all

    is_quiet = options.json or not sys.stderr.isatty()
    try:
        with tqdm(unit="B", unit_scale=True, desc="files", disable=is_quiet) as bar:
            copied = copy_all(source=source, to=options.to, progress=bar.update)
    except OSError as error:
        print(f"Not everything was copied; the same command goes on from here: {error}", file=sys.stderr)
        return 1
    if options.json:
        said = {"items": copied.items, "bytes": copied.bytes, "there_already": copied.there_already}
        print(json.dumps(said | {"wrong": copied.wrong}))
    else:
        print(
            f"{copied.items} items, {copied.bytes / 1e6:.1f} MB; {copied.there_already} were there already."
        )
        for name in copied.wrong:
            print(f"WRONG  {name}", file=sys.stderr)
    return 1 if copied.wrong else 0
