"""`muhatap import`: take over the tickets of another desk."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from muhatap.wiring.console import start_django

PRODUCTS = ("zendesk", "freshdesk", "zammad", "osticket")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to take over, and where it goes."""
    parser.add_argument("product", choices=PRODUCTS)
    parser.add_argument("file", metavar="FILE", type=Path, help="what the other desk exported")
    parser.add_argument("--dry-run", action="store_true", help="read, map and count; write nothing")
    parser.add_argument("--brand", metavar="CODE", help="needed where there are several brands")
    parser.add_argument("--queue", metavar="CODE", help="where open cases wait; else the first queue")
    parser.add_argument("--language", metavar="CODE", help="of the cases; else the brand's first")
    parser.add_argument("--files", metavar="FOLDER", type=Path, help="files as TICKET/NAME or by their id")
    parser.add_argument("--zone", default="UTC", help="osticket: the zone of its database (default: UTC)")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(options: argparse.Namespace) -> int:
    """Take over; 1 when a ticket failed, 2 when the file or the choice is wrong."""
    start_django()
    from tqdm import tqdm

    from muhatap.accounts.queries import brand_named
    from muhatap.integrations import operations as integrations
    from muhatap.integrations.importing.foreign import BadExport
    from muhatap.integrations.operations.importing import Plan
    from muhatap.kernel.actors import Actor
    from muhatap.topics.queries import first_queue, queues_of

    brand = brand_named(options.brand)
    if brand is None:
        return _wrong("Name the brand with --brand CODE; `muhatap charter apply` makes brands.")
    queues = {each.code: each for each in queues_of(brand.id)}
    if options.queue and options.queue not in queues:
        return _wrong(f"--queue: there is no such queue. Known are {', '.join(sorted(queues))}.")
    if not options.file.is_file():
        return _wrong(f"{options.file}: there is no such file.")
    if options.zone not in available_timezones():
        return _wrong("--zone: write a zone such as Europe/Istanbul.")
    plan = Plan(
        source=options.product,
        brand=brand,
        queue=queues[options.queue] if options.queue else first_queue(brand),
        language=options.language or brand.default_language,
        files=options.files,
        is_dry=options.dry_run,
    )
    try:
        tickets = list(_reader(options))
        with tqdm(total=len(tickets), unit="ticket", disable=not sys.stderr.isatty()) as bar:
            report = integrations.import_tickets(
                tickets=tickets,
                plan=plan,
                by=Actor.system("import"),
                at=datetime.now(UTC),
                moved=bar.update,
            )
    except BadExport as bad:
        return _wrong(f"{options.file}: {bad}")
    _tell(report.as_json(), options)
    return 1 if report.failed else 0


def _reader(options: argparse.Namespace):
    from muhatap.integrations.importing import freshdesk, osticket, zammad, zendesk

    if options.product == "osticket":
        return osticket.tickets_in(options.file, ZoneInfo(options.zone))
    return {"zendesk": zendesk, "freshdesk": freshdesk, "zammad": zammad}[options.product].tickets_in(
        options.file
    )


def _tell(report: dict, options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps({"dry_run": options.dry_run, **report}, ensure_ascii=False, indent=1))
        return
    print("Nothing was written: this is what would be carried." if options.dry_run else "Carried over.")
    for name, count in report["counts"].items():
        print(f"  {count:8}  {name.replace('_', ' ')}")
    for title, key in (
        ("Not carried", "not_carried"),
        ("Agents without an account here", "agents_not_known_here"),
    ):
        if report[key]:
            print(f"{title}:")
            for what, count in report[key].items():
                print(f"  {count:8}  {what}")
    for each in report["failed"]:
        print(f"FAILED ticket {each['ticket']}: {each['why']}")


def _wrong(words: str) -> int:
    print(words, file=sys.stderr)
    return 2
