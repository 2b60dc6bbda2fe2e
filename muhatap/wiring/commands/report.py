"""`muhatap report`: measures, the rows behind them, imports and exports."""

import argparse
import sys
from contextlib import nullcontext

from muhatap.wiring.commands import report_figures, report_public, report_rows

_ONLY_READ = {"kpi", "explain", "export"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    for module in (report_figures, report_rows, report_public):
        module.add_verbs(verbs)


def run(options: argparse.Namespace) -> int:
    """Do what the verb says; 1 where something does not agree, 2 for what cannot be asked."""
    from muhatap.reports.standby import from_copy
    from muhatap.wiring.commands.report_choices import WrongQuestion

    try:
        with from_copy() if options.verb in _ONLY_READ else nullcontext():
            return int(options.run(options) or 0)
    except WrongQuestion as wrong:
        print(wrong, file=sys.stderr)
        return 2
