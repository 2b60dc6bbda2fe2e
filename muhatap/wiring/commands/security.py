"""`muhatap security`: hand out security events for a system that collects them, and verify their chains."""

import argparse
import sys
from datetime import UTC, datetime, timedelta

from muhatap.wiring.console import start_django

_FORMATS = ("json", "cef", "ecs")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    events = verbs.add_parser("events", help="print security events, oldest first, one a line")
    events.add_argument("--since", metavar="TIME", help="2026-11-01, 2026-11-01T08:00+03:00, or 24h, 7d")
    events.add_argument("--until", metavar="TIME", help="up to this time, which is not included")
    events.add_argument("--category", default="", help="sign_in, session, factor, permission, key, export, …")
    events.add_argument("--format", choices=_FORMATS, default="json", help="json (default), cef or ecs")
    factor = verbs.add_parser("customer-factor", help="take off the codes of a customer who lost her app")
    factor.add_argument("--brand", required=True, metavar="CODE")
    factor.add_argument("--email", required=True, help="the address of her account")
    factor.add_argument(
        "--proof",
        required=True,
        choices=("in_person", "document", "video"),
        help="how you made sure who she is",
    )
    verify = verbs.add_parser("verify", help="verify the chains of the installation and of every brand")
    verify.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Do what the verb says; 1 where a chain is not intact, 2 for a wrong time or category."""
    start_django()
    return {"events": _events, "verify": _verify, "customer-factor": _factor}[options.verb](options)


def _events(options: argparse.Namespace) -> int:
    from muhatap.audit.security import CATEGORIES, Asked, security_events
    from muhatap.audit.siem import FORMATS

    if options.category and options.category not in CATEGORIES:
        print(f"--category: one of {', '.join(CATEGORIES)}", file=sys.stderr)
        return 2
    now = datetime.now(UTC)
    try:
        since, until = (_time(each, now) for each in (options.since, options.until))
    except (ValueError, OverflowError):
        print("--since, --until: write 2026-11-01, 2026-11-01T08:00+03:00, 24h or 7d", file=sys.stderr)
        return 2
    for event in security_events(Asked(category=options.category, since=since, until=until)):
        print(FORMATS[options.format](event))
    return 0


def _factor(options: argparse.Namespace) -> int:
    from muhatap.brands.queries import brand_with_code
    from muhatap.kernel.actors import Actor
    from muhatap.portal import operations as portal
    from muhatap.portal.queries import account_of

    brand = brand_with_code(options.brand)
    account = account_of(brand.id, options.email.strip().lower()) if brand else None
    if brand is None or account is None or not account.has_factor:
        print("No account of this brand with this address asks for codes.", file=sys.stderr)
        return 1
    by, at = Actor.system(f"console: {options.proof}"), datetime.now(UTC)
    portal.remove_factor(account=account, language=brand.default_language, by=by, at=at)
    print("Codes are off, every session is over, and her mailbox is told.")
    return 0


def _verify(options: argparse.Namespace) -> int:
    import json

    from muhatap.audit.findings import Report
    from muhatap.audit.models import Stream
    from muhatap.brands.queries import all_brands
    from muhatap.kernel.facts import INSTALLATION
    from muhatap.wiring.proving import prove_stream

    report = Report()
    ids = [INSTALLATION.object_id, *(brand.id for brand in all_brands())]
    # A stream that is gone as a whole shows in the signed head logs: `muhatap audit verify`.
    for stream_id in Stream.objects.filter(id__in=ids).values_list("id", flat=True):
        report += prove_stream(stream_id)
    if options.json:
        told = {"intact": report.is_intact, "streams": report.streams, "events": report.events}
        print(json.dumps(told | {"first": str(report.first) if report.first else None}))
    else:
        said = "Intact." if report.is_intact else f"NOT INTACT. First: {report.first}"
        print(f"{report.streams} streams, {report.events} events. {said}")
    return 0 if report.is_intact else 1


def _time(written: str | None, now: datetime) -> datetime | None:
    if not written:
        return None
    if written[-1] in "hd" and written[:-1].isdecimal():
        return now - (timedelta(hours=1) if written[-1] == "h" else timedelta(days=1)) * int(written[:-1])
    found = datetime.fromisoformat(written)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
