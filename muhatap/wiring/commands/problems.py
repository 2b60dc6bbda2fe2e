"""`muhatap problems`: the causes behind many cases, and which brought most of them."""

import argparse
import json
import sys
from typing import Any

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    parser.add_argument("verb", choices=["list", "top"])
    parser.add_argument("--brand", metavar="CODE", help="this brand; all if not given")
    parser.add_argument("--state", metavar="STATE", default="", help="only these, such as watched")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Print the problems, or the report of the last four weeks; 2 for wrong options."""
    start_django()
    from muhatap.brands.queries import all_brands
    from muhatap.problems.states import State

    brands = [each for each in all_brands() if options.brand in (None, each.code)]
    if not brands:
        print("no such brand", file=sys.stderr)
        return 2
    if options.state and options.state not in set(State):
        print(f"--state is one of {', '.join(State)}", file=sys.stderr)
        return 2
    told = _top(brands) if options.verb == "top" else _listed(brands, options.state)
    if options.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        for brand in told["brands"]:
            for line in brand["problems"]:
                print(_line(brand["brand"], line))
    return 0


def _line(brand: str, line: dict[str, Any]) -> str:
    return f"{brand} {line['problem']:<6} {line['state']:<12} {line['cases']:>5}  {line['title']}"


def _listed(brands: list[Any], state: str) -> dict[str, Any]:
    from muhatap.wiring.api_problems import listed_inside

    return {"brands": [{"brand": brand.code, "problems": listed_inside(brand, state)} for brand in brands]}


def _top(brands: list[Any]) -> dict[str, Any]:
    from django.utils import timezone

    from muhatap.desk.problems.faces import report_as_json
    from muhatap.desk.problems.report import report_of

    return {"brands": [report_as_json(report_of(brand, timezone.now())) for brand in brands]}
