"""The verbs of `muhatap report` for what the public reads: sealing days, checking their chain."""

import argparse
import sys
from datetime import UTC, datetime
from typing import Any

from muhatap.wiring.commands.report_choices import WrongQuestion
from muhatap.wiring.console import start_django

# No sign of a change: the key was forgotten lawfully, or measures have other rules by now.
_NO_FAULT = frozenset({"key", "rules"})


def add_verbs(verbs: Any) -> None:
    """Add the verbs."""
    verify = verbs.add_parser(
        "verify", help="check the signed chain of public figures; exit 1 where something does not agree"
    )
    verify.add_argument("--brand", metavar="CODE", help="this brand; all if not given")
    verify.add_argument(
        "--anew", type=int, default=7, metavar="DAYS", help="compute so many last days again (default: 7)"
    )
    verify.set_defaults(run=_verify)
    seal = verbs.add_parser("seal", help="sign the public figures of days that are over, now")
    seal.set_defaults(run=_seal)


def _verify(options: argparse.Namespace) -> int:
    start_django()
    from muhatap.reports import sealed

    wrong = 0
    for brand in _brands(options.brand):
        found = list(sealed.faults(brand, anew=max(0, options.anew)))
        for day, code in found:
            print(f"{brand.code} {day} {code}")
        count = len(sealed.snapshots_of(brand, 1_000_000))
        bad = [code for _, code in found if code not in _NO_FAULT]
        print(f"{brand.code} {count} days, {len(bad)} faults")
        wrong += bool(bad)
    return 1 if wrong else 0


def _seal(options: argparse.Namespace) -> int:
    start_django()
    from muhatap.kernel.actors import Actor
    from muhatap.reports import operations as reports

    done, at = 0, datetime.now(UTC)
    while reports.seal_due_day(by=Actor.system("console"), at=at):
        done += 1
    print(f"{done} days", file=sys.stderr)
    return 0


def _brands(code: str | None) -> list[Any]:
    from muhatap.brands.queries import all_brands, brand_with_code

    if code is None:
        return all_brands()
    brand = brand_with_code(code)
    if brand is None:
        raise WrongQuestion(f"no such brand: {code}")
    return [brand]
