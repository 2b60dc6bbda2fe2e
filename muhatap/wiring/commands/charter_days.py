"""`muhatap charter apply --from` and `scheduled`: charters that begin on a later day."""

import argparse
import json
import sys
from datetime import UTC, datetime

from muhatap.brands.models import Brand
from muhatap.brands.queries import brand_with_code
from muhatap.charters import operations as charters
from muhatap.charters.queries import scheduled_charter
from muhatap.charters.reading import read
from muhatap.charters.schedules import beginning_of
from muhatap.kernel.actors import Actor
from muhatap.wiring.commands.charter_plans import named_brand


def schedule(options: argparse.Namespace, text: str) -> int:
    """Keep the charter until the day under `--from`; 2 when it cannot wait."""
    at = datetime.now(UTC)
    brand = brand_with_code(read(text, source=options.file).brand.code)
    if brand is None:
        print("--from: this brand runs no charter yet; apply its first one at once", file=sys.stderr)
        return 2
    begins_at = beginning_of(options.begins_on, brand.zone)
    try:
        waiting = charters.schedule_charter(
            brand=brand,
            text=text,
            begins_at=begins_at,
            origin=charters.Origin(),
            by=Actor.system("console"),
            at=at,
        )
    except charters.BeginsInThePast:
        print("--from: choose a day after today", file=sys.stderr)
        return 2
    except charters.ScheduledAlready:
        print("another charter waits for its day; first: muhatap charter scheduled --cancel", file=sys.stderr)
        return 2
    if options.json:
        said = {"brand": brand.code, "begins_at": begins_at.isoformat(), "against": waiting.against}
        print(json.dumps(said))
    else:
        print(f"{brand.code}: begins {begins_at.isoformat()}, if version {waiting.against} still runs then")
    return 0


def scheduled(options: argparse.Namespace) -> int:
    """Show the charter that waits for its day, or cancel it."""
    brand = named_brand(options.brand)
    if brand is None:
        return 2
    if options.cancel is not None:
        return _cancel(brand, options.cancel)
    waiting = scheduled_charter(brand)
    if waiting is None:
        print(json.dumps(None) if options.json else f"{brand.code}: nothing waits")
        return 0
    said = {
        "brand": brand.code,
        "begins_at": waiting.begins_at.isoformat(),
        "against": waiting.against,
        "digest": waiting.digest,
        "decided_at": waiting.decided_at.isoformat(timespec="seconds"),
    }
    if options.json:
        print(json.dumps(said))
    else:
        words = "{brand}: begins {begins_at}, decided {decided_at} for version {against} ({digest:.12})"
        print(words.format(**said))
    return 0


def _cancel(brand: Brand, reason: str) -> int:
    try:
        charters.cancel_scheduled(
            brand=brand, reason=reason, by=Actor.system("console"), at=datetime.now(UTC)
        )
    except charters.NothingScheduled:
        print(f"{brand.code}: nothing waits", file=sys.stderr)
        return 2
    print(f"{brand.code}: cancelled")
    return 0
