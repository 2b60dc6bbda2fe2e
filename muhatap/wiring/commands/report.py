"""`muhatap report`: measures, the rows behind them, imports and exports."""

import argparse
import sys

from muhatap.wiring.commands import report_figures, report_public, report_rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True)
    for module in (report_figures, report_rows, report_public):
        module.add_verbs(verbs)


def run(options: argparse.Namespace) -> int:
    """Do what the verb says; 1 where something does not agree, 2 for what cannot be asked."""
    from muhatap.wiring.commands.report_choices import WrongQuestion

    try:
        return int(options.run(options) or 0)
    except WrongQuestion as wrong:
        print(wrong, file=sys.stderr)
        return 2
