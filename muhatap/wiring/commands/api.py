"""`muhatap api schema`: print the OpenAPI document of the API."""

import argparse
import json
import sys

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What is asked of the API."""
    parser.add_argument("what", choices=["schema"], help="schema: print the OpenAPI document as JSON")
    parser.add_argument("--json", action="store_true", help="the document is JSON anyway")


def run(options: argparse.Namespace) -> int:
    """Print the document."""
    start_django()
    sys.stdout.write(written_document())
    return 0


def written_document() -> str:
    """The document as `docs/api/openapi.json` holds it."""
    # Only now, since the API can be built only once Django is set up.
    from muhatap.channels.adapters.api.document import openapi_document
    from muhatap.wiring.api_urls import API

    return json.dumps(openapi_document(API), ensure_ascii=False, indent=1) + "\n"
