"""`muhatap move`: carry an embedded desk over to PostgreSQL, and prove that nothing was lost."""

import argparse
import json
import sys

from tqdm import tqdm

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument(
        "--to", metavar="URL", help="an empty database: postgres://user:password@host:5432/name"
    )
    parser.add_argument(
        "--sums", action="store_true", help="print rows and digest of each table, and move nothing"
    )
    parser.add_argument(
        "--compare",
        action="store_true",
        help="move nothing: compare with the copy of a move that was cut off",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Move and compare; 0 the same, 1 something differs, 2 nothing was moved."""
    start_django()
    import psycopg

    from muhatap.wiring.environment import WrongSetting
    from muhatap.wiring.keeping import moving

    if options.sums:
        print(json.dumps({name: [each.rows, each.digest] for name, each in moving.sums().items()}))
        return 0
    if not options.to or not options.to.startswith(("postgres://", "postgresql://")):
        print("--to: write postgres://user:password@host:5432/name", file=sys.stderr)
        return 2
    is_quiet = options.json or not sys.stderr.isatty()
    try:
        with tqdm(unit=" rows", desc="move", disable=is_quiet) as bar:
            if options.compare:
                moved = moving.compare(to=options.to, progress=bar.update)
            else:
                moved = moving.move(to=options.to, progress=bar.update, begin=bar.reset)
    except (moving.CannotMove, WrongSetting, psycopg.Error) as error:
        print(f"Nothing was moved: {str(error).strip()}", file=sys.stderr)
        return 2
    if options.json:
        told = {
            "tables": moved.tables,
            "rows": moved.rows,
            "differing": moved.differing,
            "chains": moved.chains,
        }
        print(json.dumps(told))
    else:
        _tell(moved)
    return 0 if moved.is_right else 1


def _tell(moved) -> None:
    print(f"{moved.tables} tables, {moved.rows} rows")
    for name in moved.differing:
        print(f"  DIFFERS  {name}")
    chains = moved.chains
    print(f"{chains['streams']} streams, {chains['events']} events, {chains['found']} faults")
    if moved.is_right:
        print("The same. Set MUHATAP_DATABASE_URL to the new address; the data folder stays where it is.")
    else:
        print("NOT THE SAME: do not use the copy. The embedded desk is unchanged.")
