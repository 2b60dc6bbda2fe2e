"""A year of measures by every two dimensions, beside a columnar engine over the same observations.

python -m bench.measures [--cases N] [--database sqlite|postgres] [--keep DIR] [--sums]

With --sums the months are added up straight from the observations, whose rows are not written: the same sums
in a tenth of the time and of the disk. DuckDB is no dependency of the desk; without it
(`uv sync --group bench`) the ratio is left out.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from itertools import batched, groupby
from pathlib import Path
from random import Random
from typing import Any

from tqdm import tqdm

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.figures import Figure, middle, print_table, share  # noqa: E402
from bench.machine import machine  # noqa: E402
from tests.house import cluster  # noqa: E402

FIRST = date(2025, 1, 1)
_ROUNDS = 7
_CHANNELS = ("email", "web_form", "live_chat", "phone", "whatsapp", "api")
_ASKED = ("frt_median", "frt_p90", "resolution_mean", "sla_attainment", "fcr")


def main(arguments: list[str]) -> int:
    """Make the observations, add them up, ask; print the table and keep the numbers."""
    parser = argparse.ArgumentParser(prog="bench.measures", description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--sums", action="store_true", help="fill the sums, leave out the rows behind them")
    parser.add_argument("--keep", type=Path, metavar="DIR")
    options = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = options.keep or Path(tempfile.mkdtemp(prefix="muhatap-measures-"))
        folder.mkdir(parents=True, exist_ok=True)
        if options.keep is None:
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = stack.enter_context(cluster.private_postgresql()) if options.database == "postgres" else ""
        os.environ |= {"MUHATAP_DATA": str(folder), "MUHATAP_DATABASE_URL": url}
        figures = _measured(options, folder)
    print_table(f"{options.database}: a year of {options.cases} cases by two dimensions", figures)
    result = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "cases": options.cases,
        "database": options.database,
        "figures": [figure.as_json() for figure in figures],
    }
    kept = (
        ROOT / "bench" / "results" / f"measures-{options.database}-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.json"
    )
    kept.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    return 0


def _measured(options: argparse.Namespace, folder: Path) -> list[Figure]:
    from muhatap.wiring.console import start_django

    start_django()
    from muhatap.brands.models import Brand
    from muhatap.reports.models import Observed, Rollup
    from muhatap.wiring.preparing import migrate_database

    migrate_database()
    brand, _ = Brand.objects.get_or_create(
        code="bench", defaults={"name": "Bench", "created_at": datetime.now(UTC)}
    )
    figures = []
    if options.sums and not Rollup.objects.exists():
        figures = [_fill(brand, options.cases), _join()]
    elif not options.sums and not Observed.objects.exists():
        figures = [_load(brand, options.cases), _add_up(options.cases)]
    figures += _asked(brand, folder, options.cases)
    return figures


def _fill(brand: Any, cases: int) -> Figure:
    """Months as the desk writes them, without the days and the observations."""
    from muhatap.reports.models import Rollup
    from muhatap.reports.queries import observation_of
    from muhatap.reports.rollups import KEPT_UNDER, Tally, pack

    began = time.monotonic()
    rows = groupby(_rows(brand, cases), key=lambda row: row.on.replace(day=1))
    with tqdm(total=cases, unit=" rows", disable=not sys.stderr.isatty()) as bar:
        for month, portion in rows:
            tally = Tally()
            for row in portion:
                tally.add(observation_of(row))
                bar.update(1)
            for pair, cells in tally.by_pair().items():
                place = {"grain": "month", "begins_on": month, "pair": ":".join(pair)}
                Rollup.objects.create(brand=brand, rules=KEPT_UNDER, cells=pack(cells), **place)
            # The joining looks at the days, of which one stands for all.
            place = {"grain": "day", "begins_on": month, "pair": "channel:topic"}
            Rollup.objects.create(brand=brand, rules=KEPT_UNDER, cells=pack({}), **place)
    return Figure("observations added up by month", cases / (time.monotonic() - began), "rows/s")


def _join() -> Figure:
    from muhatap.kernel.actors import Actor
    from muhatap.reports import operations as reports

    began, by = time.monotonic(), Actor.system("bench")
    while reports.roll_spans(by=by, at=datetime.now(UTC), limit=12, calm=timedelta(0)):
        pass
    return Figure("quarters and the year joined", time.monotonic() - began, "s")


def _load(brand: Any, cases: int) -> Figure:
    from muhatap.reports.models import Observed

    began = time.monotonic()
    with tqdm(total=cases, unit=" rows", disable=not sys.stderr.isatty()) as bar:
        for portion in batched(_rows(brand, cases), 10_000):
            Observed.objects.bulk_create(portion)
            bar.update(len(portion))
    return Figure("observations written", cases / (time.monotonic() - began), "rows/s")


def _rows(brand: Any, cases: int) -> Iterator[Any]:
    from muhatap.reports.models import Observed

    chance = Random(8)
    for index in range(cases):
        on = FIRST + timedelta(days=index * 365 // cases)
        reply = int(chance.lognormvariate(9.0, 1.2)) + 5
        solved = reply + int(chance.lognormvariate(11.0, 1.0))
        queue = chance.randrange(9)
        yield Observed(
            brand=brand,
            kind="case",
            subject=f"25-{index:09}",
            at=datetime(on.year, on.month, on.day, chance.randrange(24), tzinfo=UTC),
            on=on,
            channel=chance.choice(_CHANNELS),
            topic=f"T-{int(chance.random() ** 2 * 40)}",
            team=f"team-{queue // 2}",
            queue=f"queue-{queue}",
            agent=str(1000 + chance.randrange(60)),
            sort=chance.choices(("request", "complaint", "refund"), (80, 12, 8))[0],
            priority=str(chance.randrange(1, 5)),
            completeness=chance.choice(("complete", "partly", "")),
            values={
                "hour": chance.randrange(24),
                "reply": reply,
                "solved": solved,
                "turns": [reply],
                "fcr": chance.random() < 0.7,
                "promises": [["first_reply", "first", "kept" if reply < 86_400 else "missed", reply, ""]],
                "waited": {"us": reply, "customer": solved - reply, "third": 0},
            },
        )


def _add_up(cases: int) -> Figure:
    from muhatap.kernel.actors import Actor
    from muhatap.reports import operations as reports

    by, at = Actor.system("bench"), datetime.now(UTC)
    began = time.monotonic()
    with tqdm(
        total=reports.mark_all_dirty(by=by, at=at), unit=" days", disable=not sys.stderr.isatty()
    ) as bar:
        while count := reports.roll_days(by=by, at=at):
            bar.update(count)
    _join()
    return Figure("observations added up", cases / (time.monotonic() - began), "rows/s")


def _asked(brand: Any, folder: Path, cases: int) -> list[Figure]:
    from muhatap.reports.rollups import PAIRS

    columnar = _columnar(brand, folder, cases)
    figures = []
    for pair in PAIRS:
        ours = [_timed(lambda pair=pair: _ask(brand, pair)) for _ in range(_ROUNDS)]
        theirs = [_timed(lambda pair=pair: columnar(pair)) for _ in range(_ROUNDS)] if columnar else []
        figures.append(
            Figure(
                " × ".join(pair),
                middle(ours) * 1000,
                "ms",
                limit=middle(theirs) * 1000 if theirs else None,
                p95=share(ours, 95) * 1000,
                aim="≤ 300",
            )
        )
    return sorted(figures, key=lambda each: -each.value)


def _ask(brand: Any, pair: tuple[str, str]) -> None:
    from muhatap.reports import queries

    year = queries.Period(FIRST, FIRST.replace(year=FIRST.year + 1))
    queries.figures(_ASKED, year, brands=[brand], by=pair)


def _columnar(brand: Any, folder: Path, cases: int) -> Any:
    """The same question to DuckDB, over the Parquet file that the export writes."""
    try:
        duckdb = import_module("duckdb")
    except ImportError:
        return None
    from muhatap.kernel.parquet import write_parquet
    from muhatap.reports.models import Observed
    from muhatap.reports.observations import DIMENSIONS

    path = folder / "observations.parquet"
    if not path.exists():
        names = ("on", "values", *DIMENSIONS)
        rows = Observed.objects.values(*names).iterator(chunk_size=5000)
        if not Observed.objects.exists():
            rows = ({name: getattr(row, name) for name in names} for row in _rows(brand, cases))
        with path.open("wb") as file:
            write_parquet((list(portion) for portion in batched(map(_flat, rows), 50_000)), file)
    store = duckdb.connect()
    store.execute(f"CREATE TABLE seen AS SELECT * FROM '{path}'")

    def ask(pair: tuple[str, str]) -> None:
        first, second = pair
        store.execute(
            f"SELECT {first}, {second}, median(reply), quantile_disc(reply, 0.9), avg(solved), "
            f"avg(kept), avg(fcr), count(*) FROM seen WHERE day BETWEEN '2025-01-01' AND '2025-12-31' "
            f"GROUP BY {first}, {second}"
        ).fetchall()

    return ask


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    values, day = row.pop("values"), str(row.pop("on"))
    told = {"reply": values["reply"], "solved": values["solved"], "fcr": int(values["fcr"])}
    return {**row, "day": day, **told, "kept": int(values["promises"][0][2] == "kept")}


def _timed(run: Any) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
