"""`muhatap archive`: closed years go into sealed files, stay findable and provable, and come back."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from tqdm import tqdm

from muhatap.wiring.console import start_django

_PART = 1000
_AWAY_AT_ONCE = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    plan = verbs.add_parser("plan", help="say what would go, and what keeps the rest; change nothing")
    run = verbs.add_parser("run", help="seal closed cases of closed years and empty the live tables of them")
    for verb in (plan, run):
        verb.add_argument("--before", type=int, required=True, metavar="YEAR", help="years before this one")
        verb.add_argument("--brand", metavar="CODE", help="one brand only")
    verify = verbs.add_parser("verify", help="hold every file against the chain")
    listed = verbs.add_parser("list", help="list the files")
    for verb in (plan, run, verify, listed):
        verb.add_argument("--json", action="store_true", help="print JSON")
    years = verbs.add_parser("partition-sql", help="print what cuts the events into years on PostgreSQL")
    years.add_argument("--from", dest="first", type=int, required=True, metavar="YEAR", help="the first year")
    years.add_argument("--to", dest="last", type=int, required=True, metavar="YEAR", help="the last year")
    restore = verbs.add_parser("restore", help="take one case out of the archive for good")
    restore.add_argument("number", metavar="NUMBER")


def run(options: argparse.Namespace) -> int:
    """Do what the verb says; 0 done, 1 something is broken, 2 wrong use."""
    start_django()
    from muhatap.audit.archived import BrokenArchive

    try:
        return _VERBS[options.verb](options)
    except BrokenArchive as broken:
        print(f"NOT INTACT: {broken}. What stands in the live tables stays there.", file=sys.stderr)
        return 1


def _plan(options: argparse.Namespace) -> int:
    from muhatap.wiring.keeping import settled

    told = []
    for brand, year in _years(options):
        cases, kept = 0, Counter[str]()
        for ids in settled.closed_in(brand, year, _PART):
            staying = settled.kept_back(brand, year, ids)
            kept.update(staying.values())
            cases += len(ids) - len(staying)
        if cases or kept:
            told.append({"brand": brand.code, "year": year, "cases": cases, "kept": dict(kept)})
    return _tell(options, told, _planned)


def _planned(line: dict[str, Any]) -> str:
    kept = "".join(f"\n    {count:9} stay: {reason}" for reason, count in sorted(line["kept"].items()))
    return f"{line['brand']} {line['year']}: {line['cases']} cases can go{kept}"


def _run(options: argparse.Namespace) -> int:
    from muhatap.audit.turns import let_others_pass
    from muhatap.cases.archive import returning
    from muhatap.wiring.keeping import settled

    let_others_pass()
    broken: list[str] = []
    told = []
    for brand, year in _years(options):
        total, sealed = settled.count_closed_in(brand, year), 0
        with tqdm(total=total, unit=" cases", desc=f"{brand.code} {year}", disable=_is_quiet(options)) as bar:
            for ids in settled.closed_in(brand, year, _PART):
                kept = settled.kept_back(brand, year, ids)
                sealed += _seal(brand, year, [each for each in ids if each not in kept], broken)
                bar.update(len(ids))
        if sealed:
            told.append({"brand": brand.code, "year": year, "cases": sealed})
    gone = left = 0
    while any(done := returning.put_away(limit=_AWAY_AT_ONCE)):
        gone, left = gone + done[0], left + done[1]
    for number in broken:
        print(f"{number}: its chain does not hold, so it stays where it is", file=sys.stderr)
    told.append({"gone": gone, "left": left})
    _tell(options, told, _sealed)
    return 1 if broken else 0


def _seal(brand: Any, year: int, case_ids: list[int], broken: list[str]) -> int:
    from muhatap.cases.operations.archiving import seal_part
    from muhatap.kernel.actors import Actor

    by = Actor.system("archive")
    done = seal_part(brand=brand, year=year, case_ids=case_ids, by=by, at=datetime.now(UTC))
    broken += done.broken
    return done.part.cases if done.part else 0


def _sealed(line: dict[str, Any]) -> str:
    if "gone" in line:
        return f"{line['gone']} cases left the live tables, {line['left']} were written on and stay"
    return f"{line['brand']} {line['year']}: {line['cases']} cases sealed"


def _verify(options: argparse.Namespace) -> int:
    from muhatap.cases.archive.proving import archive_findings

    found = [str(each) for each in archive_findings()]
    _tell(options, found, str)
    if not found and not options.json:
        print("Every file is as it was sealed. What is in them is proved by: muhatap audit verify")
    return 1 if found else 0


def _list(options: argparse.Namespace) -> int:
    from muhatap.cases.archive.proving import parts

    return _tell(options, list(parts()), _listed)


def _listed(line: dict[str, Any]) -> str:
    counts = f"{line['cases']:7} cases {line['held']:7} held {line['back']:6} back"
    return f"{line['path']:44} {counts} {line['size'] / 1e6:9.1f} MB"


def _restore(options: argparse.Namespace) -> int:
    from muhatap.audit.archived import archive
    from muhatap.wiring.proving import UnknownStream, stream_named

    try:
        stream_id = stream_named(options.number)
    except UnknownStream as unknown:
        print(unknown, file=sys.stderr)
        return 2
    archive().leave([stream_id])
    print(f"{options.number} stands in the live tables.")
    return 0


def _partition_sql(options: argparse.Namespace) -> int:
    from muhatap.wiring.keeping.partitions import partition_sql

    if not 2020 <= options.first <= options.last <= options.first + 50:
        print("--from and --to: years from 2020 on, at most fifty", file=sys.stderr)
        return 2
    print(partition_sql(options.first, options.last), end="")
    return 0


def _years(options: argparse.Namespace) -> Iterator[tuple[Any, int]]:
    from muhatap.brands.queries import all_brands
    from muhatap.wiring.keeping import settled

    before = min(options.before, _this_year())
    for brand in all_brands():
        if options.brand in (None, brand.code):
            yield from ((brand, year) for year in settled.years_of(brand, before))


def _this_year() -> int:
    return datetime.now(UTC).year


def _tell(options: argparse.Namespace, told: list[Any], worded: Any) -> int:
    if options.json:
        print(json.dumps(told))
    else:
        for line in told:
            print(worded(line))
    return 0


def _is_quiet(options: argparse.Namespace) -> bool:
    return options.json or not sys.stderr.isatty()


_VERBS = {
    "plan": _plan, "run": _run, "verify": _verify, "list": _list, "restore": _restore,
    "partition-sql": _partition_sql,
}  # fmt: skip
