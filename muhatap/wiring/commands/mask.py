"""`muhatap mask`: mask card, identity and account numbers and security codes in text."""

import argparse
import sys

from muhatap.kernel.masking import mask, mask_batch


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument(
        "--batch",
        action="store_true",
        help='JSON lines {"text"} in, {"masked", "found": [{"kind", "start", "end"}]} out',
    )


def run(options: argparse.Namespace) -> int:
    """Mask standard input."""
    if not options.batch:
        sys.stdout.write(mask(sys.stdin.read()).text)
        return 0
    for line in sys.stdin:
        if line.strip():
            print(mask_batch(line), flush=False)
    return 0
