"""`muhatap promises`: take the steps of ladders that have come; follow a corrected calendar or law."""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from tqdm import tqdm

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    parser.add_argument("verb", choices=["sweep", "recompute"])
    parser.add_argument("--brand", metavar="CODE", help="only this brand (recompute)")
    parser.add_argument("--dry-run", action="store_true", help="count, and move nothing (recompute)")
    parser.add_argument(
        "--at", metavar="TIME", help="as if it were this time (ISO 8601 with zone; default: now)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Sweep until nothing is left to do, or reckon the running clocks anew."""
    at = _moment(options.at)
    if at is None:
        print(
            f"--at: '{options.at}' is not a time with a zone; write 2026-11-22T10:00:00+03:00",
            file=sys.stderr,
        )
        return 2
    start_django()
    return _sweep(options, at) if options.verb == "sweep" else _recompute(options, at)


def _sweep(options: argparse.Namespace, at: datetime) -> int:
    from muhatap.kernel.actors import Actor
    from muhatap.promises import operations as promises

    total, sweeper = promises.NOTHING_SWEPT, Actor.system("sweep")
    with tqdm(unit=" clocks", disable=options.json or not sys.stderr.isatty()) as bar:
        while (result := promises.sweep(by=sweeper, at=at)).clocks:
            total += result
            bar.update(result.clocks)
    paged = 0
    while pages := promises.page_on_call(by=sweeper, at=at):
        paged += pages
    if options.json:
        print(json.dumps(asdict(total) | {"paged": paged}))
    else:
        print("\n".join(_swept_words(asdict(total), paged)))
    return 0


def _swept_words(done: dict[str, int], paged: int) -> list[str]:
    if not done["clocks"] and not paged:
        return ["No step of any ladder has come, and nobody is to be paged."]
    lines = [
        f"{done['clocks']} clocks looked at, {done['steps']} steps taken, {done['broken']} promises broken",
        f"{done['raised']} cases raised, {done['moved']} given to another floor",
        f"{done['held']} steps lifted nothing: their cases had climbed within two days",
        f"{paged} people paged",
    ]
    if done["found_late"]:
        hours, minutes = divmod(done["longest_late"] // 60, 60)
        lines.append(
            f"{done['found_late']} steps found late, after an interruption of up to {hours} h {minutes} min"
        )
    return lines


def _recompute(options: argparse.Namespace, at: datetime) -> int:
    from muhatap.brands.models import Brand
    from muhatap.kernel.actors import Actor
    from muhatap.promises import operations as promises

    brands = Brand.objects.filter(code=options.brand) if options.brand else Brand.objects.all()
    brands = list(brands.order_by("code"))
    if not brands:
        known = ", ".join(Brand.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        print(f"--brand: there is no '{options.brand}'; there are: {known}", file=sys.stderr)
        return 2
    total = promises.Recomputed()
    with tqdm(unit=" clocks", disable=options.json or not sys.stderr.isatty()) as bar:
        for brand in brands:
            total += promises.recompute_clocks(
                brand=brand,
                by=Actor.system("recompute"),
                at=at,
                is_trial=options.dry_run,
                progress=bar.update,
            )
    if options.json:
        print(json.dumps(asdict(total)))
    else:
        would = "would end" if options.dry_run else "now end"
        print(
            f"{total.clocks} clocks reckoned, {total.earlier} {would} earlier, "
            f"{total.later} stay although the calendar would make them later, {total.same} as before"
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
