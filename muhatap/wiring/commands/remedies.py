"""`muhatap remedies`: the ledger of remedies with sums that balance, interest, parts of fees."""

import argparse
import csv
import json
import sys
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from muhatap.money.redress import Interest, NotAnAmount, amount_words, share_of, typed_amount
from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    ledger = verbs.add_parser("ledger", help="every remedy of these days, and sums that balance")
    ledger.add_argument("--brand", metavar="CODE", help="this brand; all if not given")
    ledger.add_argument("--from", dest="since", metavar="DAY", help="first day; default 1 January")
    ledger.add_argument("--to", dest="last", metavar="DAY", help="last day; default today")
    ledger.set_defaults(run=_ledger)
    interest = verbs.add_parser("interest", help="simple interest on an amount, actual/365, half a unit up")
    interest.add_argument("--rate", required=True, metavar="PERCENT", help="per cent a year")
    interest.add_argument("--days", type=int, help="how many days; or --from and --to")
    interest.add_argument("--from", dest="since", metavar="DAY", help="from this day, which does not count")
    interest.add_argument("--to", dest="last", metavar="DAY", help="until this day")
    interest.set_defaults(run=_interest)
    fee = verbs.add_parser("fee", help="the part of a fee that goes back, half a unit up")
    fee.add_argument("--percent", required=True, metavar="PERCENT")
    fee.set_defaults(run=_fee)
    for reckoned in (interest, fee):
        reckoned.add_argument("--amount", required=True, help="such as 149.90")
        reckoned.add_argument("--currency", default="TRY", metavar="CODE")
    for verb in (ledger, interest, fee):
        verb.add_argument("--json", action="store_true", help="print JSON; of the ledger with its sums")


def run(options: argparse.Namespace) -> int:
    """Do what the verb says."""
    return options.run(options)


def _interest(options: argparse.Namespace) -> int:
    try:
        since = date.fromisoformat(options.since) if options.since else date(2000, 1, 1)
        until = date.fromisoformat(options.last) if options.last else since + timedelta(options.days or 0)
        interest = Interest(_percent(options.rate), since, until, "")
        if interest.days < 0:
            raise ValueError("the days are from 0, and --to does not lie before --from")
        amount = typed_amount(options.amount, options.currency)
    except (ValueError, OverflowError) as wrong:
        return _refuse(wrong)
    return _tell(options, interest.on(amount))


def _fee(options: argparse.Namespace) -> int:
    try:
        percent = _percent(options.percent)
        amount = typed_amount(options.amount, options.currency)
    except ValueError as wrong:
        return _refuse(wrong)
    return _tell(options, share_of(amount, percent))


def _percent(written: str) -> Decimal:
    try:
        percent = Decimal(written.replace(",", "."))
    except InvalidOperation:
        raise ValueError(f"no percentage: {written}") from None
    if not 0 <= percent <= 100:
        raise ValueError("a percentage is from 0 to 100")
    return percent


def _refuse(wrong: Exception) -> int:
    print(f"no amount: {wrong}" if isinstance(wrong, NotAnAmount) else wrong, file=sys.stderr)
    return 2


def _tell(options: argparse.Namespace, amount: int) -> int:
    said = amount_words(amount, options.currency)
    value, currency = said.split()
    print(json.dumps({"value": value, "currency": currency}) if options.json else said)
    return 0


def _ledger(options: argparse.Namespace) -> int:
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
