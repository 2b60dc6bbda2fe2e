"""Proving the whole desk: streams, tables and head logs, by one process or several."""

import multiprocessing
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connections

from muhatap.audit.comparing import verify_heads
from muhatap.audit.findings import Report
from muhatap.audit.models import Stream
from muhatap.audit.verifying import orphaned_content, stream_bounds, verify_stream, verify_streams
from muhatap.brands.queries import brand_with_code
from muhatap.cases.models import Case
from muhatap.cases.numbers import parse_number
from muhatap.cases.proof import CasesAgree, cases_without_stream
from muhatap.cases.proof_of_joining import JoiningsAgree
from muhatap.channels.proof import DeliveriesAgree
from muhatap.kernel.facts import INSTALLATION
from muhatap.promises.proof import ClocksAgree

CHECKS = (CasesAgree(), JoiningsAgree(), DeliveriesAgree(), ClocksAgree())
_STREAMS_EACH = 5000

Progress = Callable[[int], object]


class UnknownStream(LookupError):
    """No stream goes by that name; the message says how streams are named."""


def stream_named(name: str) -> int:
    """The id of a stream: a case number, `brand:CODE` or `installation`."""
    if name == INSTALLATION.kind:
        return INSTALLATION.object_id
    if name.startswith("brand:"):
        brand = brand_with_code(name.removeprefix("brand:"))
        found = brand.id if brand else None
    else:
        number = parse_number(name) or ""
        found = Case.objects.filter(number=number).values_list("id", flat=True).first()
    if found is None:
        raise UnknownStream(f"'{name}': write a case number, brand:CODE or installation")
    return found


def count_of_streams() -> int:
    """How many streams there are, for showing how far a verification is."""
    return Stream.objects.count()


def prove_stream(stream_id: int) -> Report:
    """Verify one stream and, for a case, its tables."""
    return verify_stream(stream_id, CHECKS)


def prove_heads(progress: Progress) -> Report:
    """Verify the head logs and the streams against them."""
    return verify_heads(
        keyring=settings.MUHATAP_KEYRING, folder=Path(settings.MUHATAP_DATA), progress=progress
    )


def prove_streams(progress: Progress, processes: int = 1) -> Report:
    """Verify every stream, the tables against them, and that nothing stands without its stream or event."""
    report = Report()
    # Every process gets several parts, so that none waits long for the last.
    each = min(_STREAMS_EACH, Stream.objects.count() // (4 * processes) + 1)
    bounds = stream_bounds(each) if processes > 1 else []
    parts = list(zip([None, *bounds], [*bounds, None], strict=True))
    if len(parts) == 1:
        report += verify_streams(checks=CHECKS, progress=progress)
    else:
        # A connection must not be shared with the processes that are forked here.
        connections.close_all()
        with multiprocessing.get_context("fork").Pool(min(processes, len(parts))) as pool:
            for part in pool.imap(_prove_part, parts):
                report += part
                progress(part.streams)
    report.add(orphaned_content())
    report.add(cases_without_stream())
    return report


def _prove_part(bounds: tuple[int | None, int | None]) -> Report:
    above, up_to = bounds
    return verify_streams(above=above, up_to=up_to, checks=CHECKS)
