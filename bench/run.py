"""Measures this checkout beside the limit of the machine, on both databases, and keeps the result.

bin/bench [--quick] [--cases N] [--open N] [--database sqlite|postgres|both] [--only SCENARIO]
          [--json] [--keep DIR]
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import page  # noqa: E402
from bench.figures import Figure, print_table  # noqa: E402
from bench.machine import machine  # noqa: E402
from tests.house import cluster  # noqa: E402

_RESULTS = ROOT / "bench" / "results"
# Unlike a test's cluster, this one waits for its disk as a real one does.
_DURABLE = (
    "-c fsync=on -c synchronous_commit=on -c listen_addresses=127.0.0.1 -c max_connections=60 "
    "-c shared_buffers=512MB -c maintenance_work_mem=256MB -c max_wal_size=8GB -c checkpoint_timeout=15min"
)


def main(arguments: list[str]) -> int:
    """Measure, print the tables, keep the numbers; 0 when everything could be measured."""
    options = _options(arguments)
    result: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "cases": options.cases,
        "databases": {},
    }
    databases = ("sqlite", "postgres") if options.database == "both" else (options.database,)
    for database in databases:
        result["databases"][database] = _measure(database, options)
    _RESULTS.mkdir(parents=True, exist_ok=True)
    kept = _RESULTS / f"{datetime.now(UTC):%Y-%m-%d-%H%M%S}.json"
    kept.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    page.main([])
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
        return 0
    told = result["machine"]
    print(f"{told['processor']}, {told['cores']} cores, {told['memory_mb']} MB, load {told['load_before']}")
    for database, found in result["databases"].items():
        seeded = found["seed"]
        print_table(f"{database}: {seeded}", [_figure(each) for each in found["figures"]])
    print(f"\nkept in {kept.relative_to(ROOT)}")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measure this checkout beside the limit.")
    parser.add_argument("--quick", action="store_true", help="small and short: 5,000 cases")
    parser.add_argument("--cases", type=int, help="cases in the database (default: 100,000)")
    parser.add_argument("--open", type=int, help="how many of them are open (default: 30,000)")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--only-pages", action="store_true", help="leave out start-up and verify")
    parser.add_argument(
        "--only", metavar="SCENARIO", action="append", default=[],
        help="creating, reading, fanning_out, chatting, standing or counting; may be repeated",
    )  # fmt: skip
    parser.add_argument(
        "--keep", metavar="DIR", type=Path, help="keep the databases below this folder and use them again"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    options.cases = options.cases or (5_000 if options.quick else 100_000)
    options.open = options.open or min(30_000, options.cases * 3 // 10)
    return options


def _measure(database: str, options: argparse.Namespace) -> dict[str, Any]:
    with ExitStack() as stack:
        kept = options.keep and options.keep / database
        folder = Path(kept or tempfile.mkdtemp(prefix="muhatap-bench-"))
        folder.mkdir(parents=True, exist_ok=True)
        if kept is None:
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = ""
        if database == "postgres":
            cluster.OPTIONS = _DURABLE
            # Beside the data folder, which only its owner opens.
            rows = options.keep and options.keep / "cluster"
            if rows:
                rows.mkdir(exist_ok=True)
            url = stack.enter_context(cluster.private_postgresql(rows))
        job = {
            "data": str(folder),
            "url": url,
            "database": database,
            "cases": options.cases,
            "open": options.open,
            "creates": 200 if options.quick else 600,
            "rounds": 30 if options.quick else 100,
            "seconds": 20 if options.quick else 60,
            "visitors": [200, 1000] if options.quick else [1000, 5000],
            "only_pages": options.only_pages or bool(options.only),
            "only": options.only,
        }
        done = subprocess.run(
            [sys.executable, "-m", "bench.one", json.dumps(job)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False, env={**os.environ},
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"{database}: the measurement failed")
        return json.loads(done.stdout.splitlines()[-1])


def _figure(plain: dict[str, Any]) -> Figure:
    return Figure(**{name: plain[name] for name in Figure.__dataclass_fields__})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
