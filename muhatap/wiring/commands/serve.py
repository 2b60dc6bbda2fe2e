"""`muhatap serve`: the whole desk on one address until Ctrl-C."""

import argparse
import gc
import os
import sys
import time
from pathlib import Path

from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--charter", metavar="FILE", type=Path, help="apply this service charter first")
    parser.add_argument("--no-demo", action="store_true", help="do not make the demo operator")
    parser.add_argument("--processes", type=int, default=2, metavar="N", help="web processes (default: 2)")


def run(options: argparse.Namespace) -> int:
    """Prepare, say where, and serve."""
    began = time.monotonic()
    # What is loaded stays: looking for garbage in it meanwhile costs a tenth of the start.
    gc.disable()
    shown = f"[{options.host}]" if ":" in options.host else options.host
    os.environ.setdefault("MUHATAP_ORIGIN", f"http://{shown}:{options.port}")
    start_django()
    from muhatap.charters.errors import CharterErrors
    from muhatap.wiring.serving import in_a_child, listening_sockets, serve
    from muhatap.wiring.stopping import UpgradeStopped
    from muhatap.wiring.warming import warm

    try:
        listeners = listening_sockets(options.host, options.port, max(1, options.processes))
    except OSError as error:
        print(
            f"Cannot listen on {shown}:{options.port}: {error.strerror}. Choose another --port.",
            file=sys.stderr,
        )
        return 1
    if options.charter and not options.charter.is_file():
        print(f"--charter: there is no file {options.charter}", file=sys.stderr)
        return 2

    def prepare_all() -> int:
        from muhatap.wiring.preparing import prepare

        try:
            prepare(charter=options.charter, demo=not options.no_demo)
        except CharterErrors as errors:
            print(errors, file=sys.stderr)
            return 1
        except UpgradeStopped as stopped:
            print(stopped, file=sys.stderr)
            return stopped.code
        return 0

    # What making a demo leaves in memory, and what it takes to upgrade, would stay in every process.
    if code := in_a_child(prepare_all, meanwhile=warm):
        return code
    _welcome(time.monotonic() - began)
    serve(listeners=listeners)


def _welcome(seconds: float) -> None:
    from django.conf import settings

    from muhatap.wiring.demo import demo_logins

    origin = os.environ["MUHATAP_ORIGIN"]
    print(f"Muhatap is ready after {seconds:.1f} s (data: {settings.MUHATAP_DATA})")
    print(f"  customers   {origin}/")
    print(f"  staff       {origin}/desk/")
    print(f"  API         {origin}/api/v1/openapi.json")
    for login in demo_logins():
        print(
            f"  demo        {login.email}  password {login.password}  ({login.role}; the code is on the page)"
        )
    if not settings.MUHATAP_SMTP_URL:
        print(
            "  No mail server is set (MUHATAP_SMTP_URL): outgoing mail waits on the outbox page of the desk."
        )
    print("Ctrl-C ends it.", flush=True)
