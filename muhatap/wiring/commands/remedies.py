"""`muhatap remedies`: the ledger of remedies of a brand, with sums that balance."""

import argparse
import csv
import json
import sys
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verb and options."""
    parser.add_argument("verb", choices=["ledger"])
    parser.add_argument("--brand", metavar="CODE", help="this brand; all if not given")
    parser.add_argument("--from", dest="since", metavar="DAY", help="first day; default 1 January")
    parser.add_argument("--to", dest="last", metavar="DAY", help="last day; default today")
    parser.add_argument("--json", action="store_true", help="print JSON with the sums; CSV otherwise")


def run(options: argparse.Namespace) -> int:
    """Print the lines of these days; 1 where the sums do not balance, 2 for wrong options."""
    start_django()
    from django.utils import timezone

    from muhatap.brands.queries import all_brands
    from muhatap.money.ledger import sums_of

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
    rows = [row for brand in brands for row in _rows(brand, since, last + timedelta(days=1))]
    sums = [(brand, each) for brand in brands for each in sums_of(brand)]
    if options.json:
        told = [_sums(brand, each) for brand, each in sums]
        print(
            json.dumps({"from": str(since), "to": str(last), "lines": rows, "sums": told}, ensure_ascii=False)
        )
    else:
        _print_table(rows)
    wrong = [f"{brand.code} {each.currency}" for brand, each in sums if not each.balances]
    if wrong:
        print(f"the sums do not balance: {', '.join(wrong)}", file=sys.stderr)
    return 1 if wrong else 0


def _rows(brand: Any, since: date, until: date) -> list[dict[str, str]]:
    from django.utils import timezone

    from muhatap.kernel.actors import Actor
    from muhatap.money import operations as money
    from muhatap.money.ledger import entries_between, rows_of

    rows = rows_of(entries_between(brand, since, until))
    by = Actor.system("console")
    money.note_ledger_export(brand=brand, rows=len(rows), since=since, until=until, by=by, at=timezone.now())
    return rows


def _print_table(rows: list[dict[str, str]]) -> None:
    from muhatap.money.ledger import safe_table

    csv.writer(sys.stdout).writerows(safe_table(rows))


def _sums(brand: Any, sums: Any) -> dict[str, Any]:
    from muhatap.money.redress import as_decimal

    amounts = asdict(sums)
    currency = amounts.pop("currency")
    said = {name: str(as_decimal(amount, currency)) for name, amount in amounts.items()}
    return {"brand": brand.code, "currency": currency, **said, "balances": sums.balances}
