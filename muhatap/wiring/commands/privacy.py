"""`muhatap privacy`: what ends by its class, requests with their days, the run that destroys what is due."""

import argparse
import json
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    due = verbs.add_parser("due", help="cases that end by their class within so many days")
    due.add_argument("--days", type=int, default=30, help="default 30")
    due.set_defaults(run=_due)
    run_it = verbs.add_parser("run", help="destroy what is due, and go on with erasures that were agreed to")
    run_it.add_argument("--dry-run", action="store_true", help="only say what would go")
    run_it.set_defaults(run=_run)
    asked = verbs.add_parser("requests", help="requests about data and the day by which each is answered")
    asked.set_defaults(run=_requests)
    register = verbs.add_parser("register", help="which table holds what of people, and what erasing does")
    register.set_defaults(run=_register)
    for verb in (due, run_it, asked, register):
        verb.add_argument("--json", action="store_true", help="print JSON")
    for verb in (due, run_it, asked):
        verb.add_argument("--brand", metavar="CODE", help="this brand; all if not given")


def run(options: argparse.Namespace) -> int:
    """Do what the verb says."""
    start_django()
    return options.run(options)


def _due(options: argparse.Namespace) -> int:
    return _tell(options, _endings(options, options.days))


def _run(options: argparse.Namespace) -> int:
    from muhatap.kernel.actors import Actor
    from muhatap.privacy import operations as privacy

    if options.dry_run:
        return _tell(options, _endings(options, 0))
    by, at = Actor.system("retention"), datetime.now(UTC)
    rows = [{"what": "erasures", "cases": privacy.go_on_erasing(by=by, at=at)}]
    rows.append({"what": "copies", "ended": privacy.end_copies(by=by, at=at)})
    for brand in _brands(options):
        ended = privacy.run_retention(brand=brand, by=by, at=at)
        rows.append({"what": f"retention of {brand.code}", **ended})
    return _tell(options, rows)


def _requests(options: argparse.Namespace) -> int:
    from muhatap.cases.models import Case
    from muhatap.privacy.queries import requests as queries

    found = queries.requests_in(Case.objects.filter(brand__in=_brands(options), kind="privacy"))
    clocks = queries.limits_of(found)
    rows = [
        {
            "case": each.case.number,
            "right": each.right,
            "outcome": each.outcome,
            "limit": clocks[each.case_id].limit_at.isoformat() if each.case_id in clocks else "",
            "answered": each.answered_at.isoformat() if each.answered_at else "",
        }
        for each in found
    ]
    return _tell(options, rows)


def _register(options: argparse.Namespace) -> int:
    from muhatap.kernel.purposes import purposes_served
    from muhatap.privacy.register import empty_tables, holdings

    rows = [
        {
            "table": each.table,
            "erasing": _treatment(each),
            "copied": len(each.copied),
            "fields": {name: str(each.sort_of(name)) for name in (*each.copied, *each.blank)},
            "purposes": [str(purpose) for purpose in purposes_served({each.sort, *each.sorts.values()})],
        }
        for each in holdings()
    ]
    rows += [{"table": name, "erasing": why, "copied": 0} for name, why in sorted(empty_tables().items())]
    return _tell(options, rows)


def _treatment(holding: object) -> str:
    if holding.goes:
        return "deleted"
    if holding.stays:
        return f"stays: {holding.stays}"
    return "emptied" if holding.blank or holding.unworded else f"by {holding.through}"


def _endings(options: argparse.Namespace, days: int) -> list[dict[str, object]]:
    from muhatap.privacy.queries.ending import cases_ending

    rows: list[dict[str, object]] = []
    for brand in _brands(options):
        until = datetime.now(UTC).astimezone(ZoneInfo(brand.zone)).date() + timedelta(days=days)
        rows += [
            {
                "brand": brand.code,
                "case": each.case.number,
                "retention": each.retention,
                "on": each.on.isoformat(),
            }
            for each in cases_ending(brand, until)
        ]
    return rows


def _brands(options: argparse.Namespace) -> list:
    from muhatap.brands.queries import all_brands

    brands = all_brands()
    chosen = [each for each in brands if options.brand in (None, each.code)]
    if not chosen and options.brand:
        print(
            f"no brand {options.brand}; there is {', '.join(each.code for each in brands)}", file=sys.stderr
        )
        raise SystemExit(2)
    return chosen


def _tell(options: argparse.Namespace, rows: list[dict[str, object]]) -> int:
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items() if value not in ("", None)))
    if not rows:
        print("nothing")
    return 0
