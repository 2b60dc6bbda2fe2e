"""`muhatap search rebuild`: make the search index anew from what was written."""

import argparse
import sys

from tqdm import tqdm

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verb."""
    parser.add_argument("verb", choices=["rebuild"])


def run(options: argparse.Namespace) -> int:
    """Rebuild; the desk goes on working, and each message is found again as soon as its row is written."""
    start_django()
    from muhatap.cases import search

    with tqdm(unit=" messages", disable=not sys.stderr.isatty(), total=search.count_messages()) as bar:
        done = 0
        for count in search.rebuild():
            done += count
            bar.update(count)
    print(f"{done} messages indexed")
    return 0
