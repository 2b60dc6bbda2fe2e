"""`muhatap search`: write the search index anew while the desk goes on working, and tell how far it is."""

import argparse
import signal
import sys
from datetime import UTC, datetime

from tqdm import tqdm

from muhatap.wiring.console import start_django

DONE, UNDER_WAY, INTERRUPTED = 0, 3, 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    anew = verbs.add_parser(
        "reindex",
        help="write every row of the index anew; a run that was cut off is gone on with (exit 130: cut off)",
    )
    anew.add_argument("--restart", action="store_true", help="begin at the first row again")
    verbs.add_parser("status", help="how far a rebuild came (exit 3 while one is not over)")


def run(options: argparse.Namespace) -> int:
    """Rebuild or tell."""
    start_django()
    return _reindex(options.restart) if options.verb == "reindex" else _status()


def _reindex(is_restart: bool) -> int:
    from muhatap.audit.turns import let_others_pass
    from muhatap.cases import reindexing

    let_others_pass()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    at = datetime.now(UTC)
    if is_restart or not reindexing.is_rebuilding():
        reindexing.ask_for_rebuild(at=at)
    before, total = reindexing.rows_to_write()
    if before:
        print(f"going on after {before} of {total} rows", file=sys.stderr)
    try:
        with tqdm(unit=" rows", disable=not sys.stderr.isatty(), initial=before, total=total) as bar:
            for count in reindexing.rebuild(at=at):
                bar.update(count)
        reindexing.purge(at=datetime.now(UTC))
    except KeyboardInterrupt:
        done, _ = reindexing.rows_to_write()
        print(f"cut off after {done} of {total} rows; the next run goes on from there", file=sys.stderr)
        return INTERRUPTED
    print(f"{reindexing.rows_to_write()[0]} rows written")
    return DONE


def _status() -> int:
    from muhatap.cases import reindexing

    done, total = reindexing.rows_to_write()
    if reindexing.is_rebuilding():
        print(f"rebuilding: {done} of {total} rows")
        return UNDER_WAY
    print(f"up to date: {reindexing.rows_found()} rows")
    return DONE
