"""`muhatap staffing`: how many people it takes, by Erlang C."""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from math import ceil, inf
from typing import Any

from muhatap.reports import erlang
from muhatap.reports.erlang import Load, NotALoad, Staffing
from muhatap.wiring.commands import staffing_days
from muhatap.wiring.commands.report_choices import WrongQuestion
from muhatap.wiring.commands.staffing_days import goal_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    calls = verbs.add_parser("erlang", help="agents for a load and a goal, or what a number of agents brings")
    calls.add_argument("--calls", "--contacts", dest="contacts", type=float, help="contacts in the period")
    calls.add_argument("--period", type=float, default=3600, metavar="SECONDS")
    calls.add_argument("--aht", type=float, metavar="SECONDS", help="handling time")
    calls.add_argument("--concurrency", type=float, default=1, help="chats that an agent holds at once")
    calls.add_argument("--erlangs", type=float, help="the traffic itself, instead of calls, period and AHT")
    calls.add_argument("--goal", default="80/20", metavar="PERCENT/SECONDS")
    calls.add_argument("--max-occupancy", type=float, default=1.0, metavar="SHARE")
    calls.add_argument("--shrinkage", type=float, default=0.0, metavar="SHARE")
    calls.add_argument("--agents", type=int, help="tell about this number of agents")
    calls.set_defaults(run=_erlang)
    lost = verbs.add_parser("erlang-b", help="the share of calls lost where nobody waits")
    lost.add_argument("--agents", type=int, required=True)
    lost.add_argument("--erlangs", type=float, required=True)
    lost.set_defaults(run=_erlang_b)
    deferred = verbs.add_parser("deferred", help="full posts for work that can wait")
    for name in ("volume", "aht", "productive"):
        deferred.add_argument(f"--{name}", type=float, required=True)
    deferred.add_argument("--occupancy", type=float, default=0.85)
    deferred.set_defaults(run=_deferred)
    wait = verbs.add_parser("wait", help="the estimated wait of a place in the queue")
    wait.add_argument("--position", type=int, required=True)
    wait.add_argument("--aht", type=float, required=True)
    wait.add_argument("--agents", type=int, required=True)
    wait.add_argument("--recent", type=float, help="mean wait of the last 15 minutes, to blend with")
    wait.set_defaults(run=_wait)
    for verb in (calls, lost, deferred, wait):
        verb.add_argument("--json", action="store_true")
    staffing_days.add_verbs(verbs)


def run(options: argparse.Namespace) -> int:
    """Compute and print; 2 for what no service can be."""
    try:
        told = options.run(options)
    except (NotALoad, WrongQuestion, ValueError) as wrong:
        print(wrong, file=sys.stderr)
        return 2
    print(json.dumps(told) if options.json else "\n".join(_lines(told)))
    return 0


def _lines(told: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """One value a line, half hours as rows."""
    for name, value in told.items():
        if isinstance(value, dict):
            yield from _lines(value, f"{before}{name}.")
        elif isinstance(value, list):
            yield from ("  ".join(f"{part} {each}" for part, each in row.items()) for row in value)
        else:
            yield f"{before}{name}: {value}"


def _erlang(options: argparse.Namespace) -> dict[str, Any]:
    goal, load = goal_of(options), _load(options)
    if options.agents is not None:
        return _told(erlang.staffing(load, goal, options.agents))
    return _told(erlang.agents_needed(load, goal))


def _load(options: argparse.Namespace) -> Load:
    if options.erlangs is not None:
        handling = options.aht or 1.0
        return Load(contacts=options.erlangs, period=handling, handling=handling)
    if options.contacts is None or options.aht is None:
        raise NotALoad("--calls and --aht say what comes in, or --erlangs")
    return Load(
        contacts=options.contacts, period=options.period, handling=options.aht, at_once=options.concurrency
    )


def _told(found: Staffing) -> dict[str, Any]:
    return {
        "agents": found.agents,
        "erlangs": round(found.erlangs, 6),
        "stable": found.is_stable,
        "waiting": round(found.waiting_share, 9),
        "service_level": round(found.service_level, 9),
        "asa_seconds": None if found.answer_seconds == inf else round(found.answer_seconds, 6),
        "occupancy": round(found.occupancy, 9),
        "heads": found.heads,
    }


def _erlang_b(options: argparse.Namespace) -> dict[str, Any]:
    if options.agents < 0 or options.erlangs < 0:
        raise NotALoad("agents and erlangs are from 0")
    return {"blocked": round(erlang.erlang_b(options.agents, options.erlangs), 9)}


def _deferred(options: argparse.Namespace) -> dict[str, Any]:
    posts = erlang.deferred_heads(
        volume=options.volume,
        handling=options.aht,
        productive=options.productive,
        occupancy=options.occupancy,
    )
    return {"fte": round(posts, 6), "heads": ceil(round(posts, 9))}


def _wait(options: argparse.Namespace) -> dict[str, Any]:
    wait = erlang.expected_wait(
        position=options.position, handling=options.aht, agents=options.agents, recent=options.recent
    )
    return {"seconds": None if wait == inf else round(wait, 3)}
