"""`muhatap work`: the background process alone, for installations that run it apart."""

import argparse

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> int:
    """Work until a signal ends it."""
    start_django()
    from muhatap.wiring.keeping.upgrading import refuse_other_version
    from muhatap.wiring.working import work

    refuse_other_version()
    work()
    return 0
