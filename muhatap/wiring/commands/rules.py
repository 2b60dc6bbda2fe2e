"""`muhatap rules`: list the rules, try one on the last month, let all of them act now."""

import argparse
import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from muhatap.wiring.console import start_django

DONE, WRONG_USE = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    listed = verbs.add_parser("list", help="every rule with what it did in the last 30 days")
    listed.add_argument("--brand", metavar="CODE", help="only this brand")
    tried = verbs.add_parser(
        "preview", help="try a rule on what happened in the last 30 days; changes no case"
    )
    tried.add_argument("rule", type=int, metavar="ID", help="the number that list shows")
    tried.add_argument("--version", type=int, metavar="N", help="this version instead of the newest")
    ran = verbs.add_parser(
        "run", help="show the rules what was published, and let those act whose time has come"
    )
    for each in (listed, tried, ran):
        each.add_argument("--json", action="store_true", help="print JSON")
        each.add_argument(
            "--at", metavar="TIME", help="as if it were this time (ISO 8601 with zone; default: now)"
        )


def run(options: argparse.Namespace) -> int:
    """List, preview or run."""
    at = _moment(options.at)
    if at is None:
        print(
            f"--at: '{options.at}' is not a time with a zone; write 2026-11-22T10:00:00+03:00",
            file=sys.stderr,
        )
        return WRONG_USE
    start_django()
    match options.verb:
        case "list":
            return _list(options, at)
        case "preview":
            return _preview(options, at)
        case _:
            return _run(options, at)


def _list(options: argparse.Namespace, at: datetime) -> int:
    from muhatap.automation.queries import all_rules, firing_counts

    rules = all_rules(options.brand)
    counts = firing_counts((rule.id for rule in rules), at - timedelta(days=30))
    rows = [
        {
            "id": rule.id,
            "brand": rule.brand.code,
            "name": rule.name,
            "newest": rule.newest,
            "on": rule.on_version,
            "since": rule.on_at.isoformat() if rule.on_at else None,
            "off_because": rule.off_reason,
            "acted": counts.get(rule.id, (0, 0))[0],
            "letters": counts.get(rule.id, (0, 0))[1],
        }
        for rule in rules
    ]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False))
    elif not rows:
        print("There are no rules yet; they are written at the desk, under Rules.")
    for row in () if options.json else rows:
        state = f"on, version {row['on']}" if row["on"] else "off"
        print(f"{row['id']}  {row['brand']:<10} {state:<15} {row['acted']:>6} times  {row['name']}")
    return DONE


def _preview(options: argparse.Namespace, at: datetime) -> int:
    from muhatap.automation.queries import rule_with_id, version_of
    from muhatap.automation.replaying import replay

    rule = rule_with_id(options.rule)
    version = version_of(rule, options.version or rule.newest) if rule else None
    if version is None:
        print(
            f"There is no such rule or version: {options.rule}. `muhatap rules list` shows them.",
            file=sys.stderr,
        )
        return WRONG_USE
    tried = replay(version, rule.brand, at).plain()
    if options.json:
        print(json.dumps({"rule": rule.id, "version": version.number, **tried}, ensure_ascii=False))
        return DONE
    print("\n".join(_tried_words(rule.name, version.number, tried)))
    return DONE


def _tried_words(name: str, version: int, tried: dict[str, Any]) -> list[str]:
    counts = f"{tried['cases']} cases touched, acted {tried['firings']} times, {tried['letters']} letters"
    lines = [f"{name}, version {version}: {counts} ({tried['looked_at']} times looked at)"]
    lines += [f"  {do}: {count}" for do, count in tried["done"].items()]
    lines += [f"  not done, {code}: {count}" for code, count in tried["refused"].items()]
    lines += [f"  {row['number']}  {row['at']}" for row in tried["shown"]]
    if tried["is_cut"]:
        lines.append("Only the newest times were looked at.")
    return lines


def _run(options: argparse.Namespace, at: datetime) -> int:
    from muhatap.automation import operations as automation
    from muhatap.kernel.actors import Actor

    by, looked_at = Actor.system("rules"), 0
    while followed := automation.follow_events(by=by, at=at):
        looked_at += followed
    by_time = automation.sweep_moments(by=by, at=at)
    if options.json:
        print(json.dumps({"looked_at": looked_at, "by_time": by_time}))
    else:
        print(f"{looked_at} published events looked at; {by_time} times by the clock")
    return DONE


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None
