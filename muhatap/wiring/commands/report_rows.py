"""The verbs of `muhatap report` that move rows: import, export, rebuild."""

import argparse
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tqdm import tqdm

from muhatap.reports.exporting import FORMATS, write_rows
from muhatap.wiring.commands.report_choices import (
    WrongQuestion,
    add_choices,
    answered,
    brands_of,
    measures_of,
    question_of,
    read_file,
    rows_of,
)
from muhatap.wiring.console import start_django

_INTERRUPTED = 130


def add_verbs(verbs: Any) -> None:
    """Add the verbs."""
    history = verbs.add_parser("import", help="take a history of another system into the measures of a brand")
    history.add_argument("file", metavar="FILE", help="lines of JSON; - for standard input")
    history.add_argument("--source", help="its name; the same name replaces what came under it before")
    add_choices(history)
    history.set_defaults(run=_import)
    export = verbs.add_parser("export", help="the rows behind the measures, or figures, without a cap")
    export.add_argument("kpi", nargs="*", metavar="KPI", help="figures of these; without any, the rows")
    export.add_argument("--format", choices=FORMATS, default="csv")
    export.add_argument("--out", metavar="FILE", help="default: standard output")
    add_choices(export)
    export.set_defaults(run=_export)
    rebuild = verbs.add_parser("rebuild", help="fold all events anew while the desk runs; resumes (exit 130)")
    rebuild.add_argument("--restart", action="store_true", help="begin with the first case again")
    rebuild.add_argument("--only-sums", action="store_true", help="keep the rows, add them up anew")
    rebuild.set_defaults(run=_rebuild)
    close = verbs.add_parser("close", help="keep the figures of a month as they are known now")
    add_choices(close)
    close.set_defaults(run=_close)
    check = verbs.add_parser("check", help="compute every closed month anew; exit 1 where a figure differs")
    add_choices(check)
    check.set_defaults(run=_check)


def _close(options: argparse.Namespace) -> int:
    question = question_of(options)
    start_django()
    from muhatap.kernel.actors import Actor
    from muhatap.reports import operations as reports

    if not options.period:
        raise WrongQuestion("--period says which month")
    for brand in brands_of(question):
        try:
            closing = reports.close_month(
                brand=brand, month=question.since, by=Actor.system("console"), at=datetime.now(UTC)
            )
        except (reports.ClosedAlready, reports.NotOver) as refused:
            raise WrongQuestion(f"{brand.code}: {refused.__doc__}") from refused
        print(f"{brand.code} {options.period} {closing.digest}")
    return 0


def _check(options: argparse.Namespace) -> int:
    question = question_of(options)
    start_django()
    from muhatap.reports.closed import differences
    from muhatap.reports.queries import closings_of

    wrong = 0
    for closing in closings_of(brands_of(question)):
        found = differences(closing)
        said = f"differs: {', '.join(found)}" if found else "the same"
        print(f"{closing.brand.code} {closing.month:%Y-%m} {said}")
        wrong += bool(found)
    return 1 if wrong else 0


def _import(options: argparse.Namespace) -> int:
    question = question_of(options)
    start_django()
    from muhatap.kernel.actors import Actor
    from muhatap.reports import operations as reports

    brands = brands_of(question)
    if len(brands) != 1:
        raise WrongQuestion("--brand says whose history it is")
    source = options.source or (Path(options.file).name if options.file != "-" else "import")
    seen = read_file(options.file, question.zone, question.as_of)
    count = reports.import_history(
        brand=brands[0],
        source=source[:40],
        seen=list(seen),
        by=Actor.system("console"),
        at=datetime.now(UTC),
    )
    _add_up()
    print(f"{count} observations of {source}")
    return 0


def _export(options: argparse.Namespace) -> int:
    question = question_of(options)
    if question.history is None:
        start_django()
    if options.kpi:
        figures = answered(question, measures_of(options.kpi))
        rows = iter([figure.told(question.by) for figure in figures])
    else:
        from muhatap.reports.exporting import row_of

        rows = (row_of(seen) for seen in rows_of(question))
    if options.format == "parquet" and not options.out:
        raise WrongQuestion("--out names the file of a parquet export")
    if options.out:
        with open(options.out, "wb") as file:
            count = write_rows(rows, options.format, file)
        print(f"{count} rows in {options.out}", file=sys.stderr)
    else:
        write_rows(rows, options.format, sys.stdout.buffer)
    return 0


def _rebuild(options: argparse.Namespace) -> int:
    start_django()
    from muhatap.audit.turns import let_others_pass
    from muhatap.cases.models import Case
    from muhatap.kernel.actors import Actor
    from muhatap.reports import operations as reports
    from muhatap.reports.queries import rebuild_state

    let_others_pass()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    by, at = Actor.system("console"), datetime.now(UTC)
    state = rebuild_state()
    try:
        if not options.only_sums:
            if options.restart or state is None or state.ended_at is not None:
                reports.begin_rebuild(by=by, at=at)
                state = rebuild_state()
            elif state.done:
                print(f"going on after {state.done} cases", file=sys.stderr)
            total, done = Case.objects.count(), state.done if state else 0
            with tqdm(unit=" cases", total=total, initial=done, disable=not sys.stderr.isatty()) as bar:
                for count in reports.rebuild(by=by, at=at):
                    bar.update(count)
        reports.mark_all_dirty(by=by, at=at)
        days = _add_up()
    except KeyboardInterrupt:
        print("cut off; the next run goes on from there", file=sys.stderr)
        return _INTERRUPTED
    print(f"{Case.objects.count()} cases, {days} days added up")
    return 0


def _add_up() -> int:
    from muhatap.kernel.actors import Actor
    from muhatap.reports import operations as reports
    from muhatap.reports.queries import days_to_roll

    by, days = Actor.system("console"), 0
    with tqdm(unit=" days", total=days_to_roll(), disable=not sys.stderr.isatty()) as bar:
        while count := reports.roll_days(by=by, at=datetime.now(UTC)):
            days += count
            bar.update(count)
    while reports.roll_spans(by=by, at=datetime.now(UTC), limit=12, calm=timedelta(0)):
        pass
    return days
