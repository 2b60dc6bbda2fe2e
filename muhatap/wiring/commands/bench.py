"""`muhatap bench seed`: believable cases in bulk, to measure a desk that is full."""

import argparse
import json
import sys

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    parser.add_argument("verb", choices=["seed"])
    parser.add_argument("--cases", type=_count, required=True, metavar="N", help="how many cases to make")
    parser.add_argument("--open", type=_count, metavar="N", help="how many of them wait (default: 3 %%)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same seed makes the same cases")
    parser.add_argument("--append", action="store_true", help="add to the cases that are there")
    parser.add_argument("--processes", type=_count, metavar="N", help="workers (default: one a core)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Seed, and say what was made and how long it took."""
    start_django()
    from muhatap.wiring.preparing import migrate_database
    from muhatap.wiring.seeding import Refused, seed

    migrate_database()
    try:
        made = seed(
            cases=options.cases,
            open_cases=options.open,
            seed=options.seed,
            append=options.append,
            processes=options.processes,
            show_progress=not options.json and sys.stderr.isatty(),
        )
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    if options.json:
        print(
            json.dumps(
                {
                    "cases": made.cases,
                    "open_cases": made.open_cases,
                    "events": made.events,
                    "seconds": round(made.seconds, 1),
                }
            )
        )
    else:
        rate = made.cases / made.seconds
        print(
            f"{made.cases} cases ({made.open_cases} open), {made.events} events "
            f"in {made.seconds:.0f} s ({rate:.0f} cases/s)"
        )
    return 0


def _count(written: str) -> int:
    value = int(written)
    if value < 1:
        raise argparse.ArgumentTypeError("give a whole number from 1")
    return value
