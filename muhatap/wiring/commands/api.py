"""`muhatap api schema` prints the OpenAPI document of the API, `muhatap api events` the page of events."""

import argparse
import json
import sys

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What is asked of the API."""
    parser.add_argument(
        "what",
        choices=["schema", "events"],
        help="schema: the OpenAPI document as JSON; events: every event with its sentence, as Markdown",
    )
    parser.add_argument("--json", action="store_true", help="the document is JSON anyway")


def run(options: argparse.Namespace) -> int:
    """Print the document."""
    start_django()
    sys.stdout.write(written_page() if options.what == "events" else written_document())
    return 0


def written_page() -> str:
    """The page as `docs/events.md` holds it."""
    from muhatap.integrations.written_events import written_events

    return written_events()


def written_document() -> str:
    """The document as `docs/api/openapi.json` holds it."""
    # Only now, since the API can be built only once Django is set up.
    from muhatap.channels.adapters.api.document import openapi_document
    from muhatap.wiring.api_urls import API

    return json.dumps(openapi_document(API), ensure_ascii=False, indent=1) + "\n"
