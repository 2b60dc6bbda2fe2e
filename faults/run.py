"""Breaks things on purpose and holds a numbered ledger against what is left.

bin/faults [--rounds N] [--short] [--database sqlite|postgres|both] [--seed N] [--json] [SCENARIO ...]
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from faults.packages import provide_servers  # noqa: E402

# In the order in which they run; each is a module of `faults.scenarios`.
SCENARIOS = {
    "kills": "kill -9 of the receiving and the sending process under a stream of mails",
    "imap": "the line to the IMAP server breaks in the middle of a fetch, the server restarts and dies",
    "smtp": "the mail server says 4xx and 5xx, hangs after DATA, drops the line",
    "database": "the database is locked for 24 s, or restarted, while mail flows",
    "disk": "the disk is full in the middle of an attachment",
    "duplicates": "one mail twenty times at once",
    "nodes": "two nodes: one dies, one is cut off from the database, Redis restarts empty",
    "processes": "kill -9 of web, live, background and mail processes while all doors are busy",
    "connections": "PostgreSQL has no connection left while calls, forms and mails come",
    "storage": "PostgreSQL's own disk is full: tables cannot grow, or it stops",
    "clock": "the clock of the desk's processes jumps an hour ahead, back, behind and forward",
    "webhooks": "a provider's webhook twenty times at once, while a web process dies",
    "poison": "jobs that kill their process, hang, stick or always fail",
    "upgrade": "the upgrade of earlier data is killed half-way",
    "chats": "web and live processes die, PostgreSQL restarts, while visitors chat among 500 slow readers",
}
DATABASES = ("sqlite", "postgres")
# What SQLite does not have cannot be taken away from it.
ONLY_ON = {"connections": ("postgres",), "storage": ("postgres",), "nodes": ("postgres",)}
PASSED, FAILED, CANNOT_RUN = 0, 1, 2
_ROUNDS, _SHORT_ROUNDS = 20, 4


def main(arguments: list[str]) -> int:
    """Run the scenarios, print the report; 0 all is accounted for, 1 something is not, 2 could not run."""
    options = _options(arguments)
    missing = provide_servers()
    if missing:
        print(f"bin/faults: {missing}", file=sys.stderr)
        return CANNOT_RUN
    databases = DATABASES if options.database == "both" else (options.database,)
    print(f"bin/faults: seed {options.seed}; again with --seed {options.seed}", file=sys.stderr)
    results = [
        _run(scenario, database, options)
        for scenario in options.scenarios or SCENARIOS
        for database in databases
        if database in ONLY_ON.get(scenario, DATABASES)
    ]
    if options.json:
        print(json.dumps({"seed": options.seed, "results": results}, ensure_ascii=False))
    else:
        _print(results)
    return max((result["code"] for result in results), default=PASSED)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/faults",
        description="Break things on purpose; a numbered ledger shows that nothing was lost or doubled.",
        epilog="\n".join(f"  {name:12} {what}" for name, what in SCENARIOS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help="which (default: all)")
    parser.add_argument("--rounds", type=int, metavar="N", help=f"faults a scenario (default: {_ROUNDS})")
    parser.add_argument("--short", action="store_true", help=f"a short form: {_SHORT_ROUNDS} faults each")
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    parser.add_argument("--seed", type=int, metavar="N", help="repeat the chances of an earlier run")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.scenarios if name not in SCENARIOS]
    if unknown:
        parser.error(f"no scenario {', '.join(unknown)}; there are {', '.join(SCENARIOS)}")
    if options.rounds is not None and options.rounds < 1:
        parser.error("--rounds is 1 or more")
    options.rounds = options.rounds or (_SHORT_ROUNDS if options.short else _ROUNDS)
    options.seed = secrets.randbelow(1_000_000) if options.seed is None else options.seed
    return options


def _run(scenario: str, database: str, options: argparse.Namespace) -> dict[str, Any]:
    print(f"{scenario} on {database}", file=sys.stderr, flush=True)
    job = {
        "scenario": scenario,
        "database": database,
        "seed": options.seed,
        "is_short": options.short,
        "rounds": options.rounds,
    }
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "faults.one", json.dumps(job)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False, env={**os.environ},
    )  # fmt: skip
    result: dict[str, Any] = {
        "scenario": scenario,
        "database": database,
        "checks": [],
        "figures": {},
        "seconds": round(time.monotonic() - began, 1),
        "code": CANNOT_RUN,
    }
    if done.returncode == 0:
        result |= json.loads(done.stdout.splitlines()[-1])
        result["code"] = PASSED if all(check["passed"] for check in result["checks"]) else FAILED
    print(_verdict(result), file=sys.stderr, flush=True)
    return result


def _print(results: list[dict[str, Any]]) -> None:
    for result in results:
        print(f"\n{result['scenario']} on {result['database']}: {SCENARIOS[result['scenario']]}")
        print("  " + ", ".join(f"{name} {value}" for name, value in result["figures"].items()))
        for check in result["checks"]:
            print(
                f"  {'ok    ' if check['passed'] else 'FAILED'}  {check['what']}  {check['found']}".rstrip()
            )
    print()
    for result in results:
        print(_verdict(result))


def _verdict(result: dict[str, Any]) -> str:
    words = {PASSED: "all accounted for", FAILED: "FAILED", CANNOT_RUN: "COULD NOT RUN"}[result["code"]]
    return f"bin/faults: {result['scenario']:12} {result['database']:9} {words:18} {result['seconds']:7.1f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
