"""`muhatap doctor`: what is wrong with this installation, and how to mend it."""

import argparse
import json
from dataclasses import asdict
from datetime import UTC, datetime

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Look; 0 nothing is wrong (there may be warnings), 1 something is."""
    start_django()
    from django.utils import translation

    from muhatap.wiring.health import BAD, examine

    with translation.override("en"):
        found = examine(datetime.now(UTC))
    is_well = all(each.state != BAD for each in found)
    if options.json:
        print(json.dumps({"well": is_well, "findings": [asdict(each) for each in found]}, ensure_ascii=False))
    else:
        for each in found:
            print(f"{each.state.upper() if each.state != 'good' else 'ok':8} {each.name:12} {each.words}")
    return 0 if is_well else 1
