"""The verbs of `muhatap report` that tell measures and figures: list, kpi, explain, balance, check."""

import argparse
import json
import sys
from typing import Any

from muhatap.reports.catalogue import MEASURES
from muhatap.reports.figures import cell_of, figure_of, grouped
from muhatap.reports.measures import Measure
from muhatap.reports.proving import balance_of, proof_of
from muhatap.wiring.commands.report_choices import (
    OWN,
    Question,
    WrongQuestion,
    add_choices,
    answered,
    measures_of,
    question_of,
    rows_of,
)
from muhatap.wiring.console import start_django


def add_verbs(verbs: Any) -> None:
    """Add the verbs."""
    listed = verbs.add_parser("list", help="all measures with their definitions")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=_list)
    kpi = verbs.add_parser("kpi", help="the figures of measures, all if none is named")
    kpi.add_argument("kpi", nargs="*", metavar="KPI")
    explain = verbs.add_parser("explain", help="the cases in the numerator and in the denominator")
    explain.add_argument("kpi", metavar="KPI")
    balance = verbs.add_parser("balance", help="open before + opened = closed + open after; exit 1 if not")
    for parser, run in ((kpi, _kpi), (explain, _explain), (balance, _balance)):
        add_choices(parser)
        parser.add_argument("--json", action="store_true")
        parser.set_defaults(run=run)


def _list(options: argparse.Namespace) -> int:
    if options.json:
        print(json.dumps([definition(measure) for measure in MEASURES.values()], ensure_ascii=False))
        return 0
    for measure in MEASURES.values():
        print(f"{measure.id:24} v{measure.version}  {measure.title['en']}: {measure.meaning['en']}")
    return 0


def definition(measure: Measure) -> dict[str, Any]:
    """Everything that a measure says about itself, as plain values."""
    return {
        "id": measure.id,
        "version": measure.version,
        "title": measure.title,
        "meaning": measure.meaning,
        "formula": measure.formula,
        "population": measure.population,
        "exclusions": measure.exclusions,
        "window": measure.window,
        "timezone": measure.zone,
        "unit": str(measure.unit),
        "rounding": measure.rounding,
        "small_numbers": measure.small_numbers,
        "better": {True: "up", False: "down", None: None}[measure.is_better_up],
        "target": measure.target,
    }


def _kpi(options: argparse.Namespace) -> int:
    question = _asked(options)
    figures = answered(question, measures_of(options.kpi))
    told = [figure.told(question.by) for figure in figures]
    if options.json:
        print(json.dumps({**_said(question), "figures": told}, ensure_ascii=False))
        return 0
    for figure in figures:
        value = "–" if figure.value is None else str(figure.value)
        few = "  insufficient" if figure.is_insufficient and figure.value is not None else ""
        parts = " · ".join(each or "–" for each in figure.key)
        print(f"{figure.measure.id:24} {parts:32} {value:>12} {figure.measure.unit:8} n={figure.size}{few}")
    return 0


def _explain(options: argparse.Namespace) -> int:
    question = _asked(options)
    (measure,) = measures_of([options.kpi])
    seen = list(rows_of(question))
    cell = cell_of(measure, seen) if measure.id.startswith(OWN) else grouped(seen, ()).get((), {})
    figure = figure_of(measure, (), cell)
    rows = sorted(proof_of(measure, seen), key=lambda row: (row.observation.at, row.observation.subject))
    if options.json:
        told = {
            **_said(question),
            **figure.told(),
            "numerator_cases": [row.observation.subject for row in rows if row.part],
            "denominator_cases": [row.observation.subject for row in rows if row.whole],
            "rows": [
                {"subject": row.observation.subject, "numerator": row.part, "denominator": row.whole}
                for row in rows
            ],
        }
        print(json.dumps(told, ensure_ascii=False))
        return 0
    print(f"{measure.id} v{measure.version}: {measure.formula}")
    print(f"value {figure.value} {measure.unit}, n={figure.size}")
    for row in rows:
        print(f"{row.observation.subject:16} {row.part:>10} {row.whole:>10}")
    return 0


def _balance(options: argparse.Namespace) -> int:
    question = _asked(options)
    if question.history is None:
        raise WrongQuestion("balance reads a history; complaints returns balances the register of the desk")
    everything = Question(
        question.since.min.replace(day=2),
        question.until,
        (),
        question.where,
        None,
        question.as_of,
        question.history,
        question.zone,
    )
    told = balance_of(rows_of(everything), question.since, question.until, question.zone)
    print(json.dumps(told) if options.json else ", ".join(f"{name} {count}" for name, count in told.items()))
    if told["open_start"] + told["opened"] != told["closed"] + told["open_end"]:
        print("it does not balance", file=sys.stderr)
        return 1
    return 0


def _asked(options: argparse.Namespace) -> Question:
    question = question_of(options)
    if question.history is None:
        start_django()
    return question


def _said(question: Question) -> dict[str, Any]:
    said: dict[str, Any] = {"by": list(question.by), "where": question.where}
    if question.history is None or question.since.year > 1:
        said |= {"from": str(question.since), "until": str(question.until)}
    return said | {"as_of": question.as_of.isoformat() if question.as_of else None}
