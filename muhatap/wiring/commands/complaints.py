"""`muhatap complaints`: the register and the balanced returns of a brand."""

import argparse
import csv
import json
import sys
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from muhatap.wiring.commands.purposes import PURPOSES, told_purpose
from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    parser.add_argument("verb", choices=["register", "returns"])
    parser.add_argument("--brand", metavar="CODE", help="this brand; all if not given")
    parser.add_argument("--from", dest="since", metavar="DAY", help="first day; default 1 January")
    parser.add_argument("--to", dest="last", metavar="DAY", help="last day; default today")
    parser.add_argument(
        "--purpose", metavar="CODE", help=f"of the register, what the file is for: {PURPOSES}"
    )
    parser.add_argument("--json", action="store_true", help="print JSON; the register is CSV otherwise")


def run(options: argparse.Namespace) -> int:
    """Print the rows or the returns of the days between."""
    start_django()
    from django.utils import timezone

    from muhatap.brands.queries import all_brands

    today = timezone.localdate()
    try:
        since = date.fromisoformat(options.since) if options.since else today.replace(month=1, day=1)
        last = date.fromisoformat(options.last) if options.last else today
    except ValueError:
        print("--from and --to are days such as 2026-01-31", file=sys.stderr)
        return 2
    brands = [each for each in all_brands() if options.brand in (None, each.code)]
    if not brands or last < since:
        print("no such brand, or --to lies before --from", file=sys.stderr)
        return 2
    until = last + timedelta(days=1)
    show = _register if options.verb == "register" else _returns
    return show(options, brands, since, until)


def _register(options: argparse.Namespace, brands: list[Any], since: date, until: date) -> int:
    from django.utils import timezone

    from muhatap.complaints import operations as complaints
    from muhatap.complaints.queries import complaints_of_brand
    from muhatap.complaints.register import Filters, filtered
    from muhatap.desk.complaints.columns import cells_of
    from muhatap.kernel.actors import Actor

    at, table, purpose = timezone.now(), [], options.purpose or ""
    if not told_purpose(brands, "complaints", purpose, at):
        return 2
    for brand in brands:
        found = filtered(complaints_of_brand(brand), Filters(since=since, until=until), brand.zone)
        headings, *rows = cells_of(found, purpose, at)
        table += rows if table else [headings, *rows]
        by, said = Actor.system("console"), f"since={since}&until={until}"
        complaints.note_export(brand=brand, rows=len(rows), filters=said, by=by, at=at)
    if options.json:
        print(json.dumps([dict(zip(table[0], row, strict=True)) for row in table[1:]], ensure_ascii=False))
    else:
        csv.writer(sys.stdout).writerows(table)
    return 0


def _returns(options: argparse.Namespace, brands: list[Any], since: date, until: date) -> int:
    from muhatap.complaints.register import returns_of
    from muhatap.desk.complaints.listing import packs_of

    told = [
        {"brand": brand.code, **asdict(line), "balances": line.balances}
        for brand in brands
        for line in returns_of(brand, since, until, packs_of(brand))
    ]
    if options.json:
        print(json.dumps({"from": str(since), "until": str(until), "returns": told}))
    else:
        print(f"{since} until {until} (exclusive)")
        for each in told or [None]:
            print(_words(each) if each else "no complaint")
    return 0 if all(each["balances"] for each in told) else 1


def _words(line: dict[str, Any]) -> str:
    return (
        f"{line['brand']} {line['pack'] or '-'}: {line['open_at_start']} open + {line['opened']} opened "
        f"= {line['closed']} closed + {line['open_at_end']} open "
        f"(upheld {line['upheld']}, partly {line['partly']}, not upheld {line['not_upheld']}, "
        f"not confirmed {line['unconfirmed']}, withdrawn {line['withdrawn']}, set aside {line['set_aside']})"
    )
