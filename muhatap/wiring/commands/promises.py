"""`muhatap promises sweep`: take the steps of every ladder that have come."""

import argparse
import json
import sys
from datetime import UTC, datetime

from tqdm import tqdm

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    parser.add_argument("verb", choices=["sweep"])
    parser.add_argument(
        "--at", metavar="TIME", help="as if it were this time (ISO 8601 with zone; default: now)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Sweep until nothing is left to do."""
    at = _moment(options.at)
    if at is None:
        print(
            f"--at: '{options.at}' is not a time with a zone; write 2026-11-22T10:00:00+03:00",
            file=sys.stderr,
        )
        return 2
    start_django()
    from muhatap.kernel.actors import Actor
    from muhatap.promises import operations as promises

    total = promises.SweepResult(0, 0, 0, 0)
    with tqdm(unit=" clocks", disable=options.json or not sys.stderr.isatty()) as bar:
        while (result := promises.sweep(by=Actor.system("sweep"), at=at)).clocks:
            total += result
            bar.update(result.clocks)
    if options.json:
        print(
            json.dumps(
                {
                    "clocks": total.clocks,
                    "steps": total.steps,
                    "broken": total.broken,
                    "found_late": total.found_late,
                }
            )
        )
    else:
        print(
            f"{total.clocks} clocks, {total.steps} steps, "
            f"{total.broken} broken, {total.found_late} found late"
        )
    return 0


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None
