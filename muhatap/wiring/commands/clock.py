"""`muhatap clock`: due times and elapsed business time, from a calendar of a brand or an inline schedule."""

import argparse
import json
import sys
from datetime import datetime

from muhatap.calendars.batch import answer
from muhatap.calendars.explaining import explain
from muhatap.calendars.hours import CannotReckon, Schedule, Span, SpanError, business_seconds, due_at
from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    parser.add_argument("verb", nargs="?", choices=["due", "elapsed"])
    parser.add_argument("--batch", action="store_true", help="JSON lines in, one answer a line out")
    parser.add_argument("--calendar", metavar="NAME", help="a calendar of the charter")
    parser.add_argument("--brand", metavar="CODE", help="the brand, where there are several")
    parser.add_argument("--start", metavar="ISO", help="when the clock starts")
    parser.add_argument("--end", metavar="ISO", help="until when (elapsed)")
    parser.add_argument("--for", dest="span", metavar="SPAN", help="8bh, 3bd, 72h, 3d, 1mo …")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Answer one question, or a line each."""
    if options.batch:
        return _batch()
    try:
        start = _moment("--start", options.start)
        schedule = _schedule(options)
        if options.verb == "elapsed":
            return _print(
                options, {"seconds": business_seconds(schedule, start, _moment("--end", options.end))}
            )
        if options.verb != "due":
            return _wrong("write 'due', 'elapsed' or --batch")
        if not options.span:
            return _wrong("--for: say how long, such as 8bh, 3bd, 72h or 1mo")
        span = Span.parse(options.span)
        due = due_at(schedule, start, span).astimezone(schedule.zone)
        steps = [{"code": step.code, **step.params} for step in explain(schedule, start, span)]
        return _print(options, {"at": due.isoformat(), "why": steps})
    except (ValueError, LookupError, SpanError, CannotReckon) as wrong:
        return _wrong(str(wrong))


def _batch() -> int:
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(answer(line), ensure_ascii=False))
    return 0


def _moment(name: str, text: str | None) -> datetime:
    if not text:
        raise ValueError(f"{name}: a time is missing; write 2026-10-28T12:30:00+03:00")
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{name}: '{text}' has no zone; write 2026-10-28T12:30:00+03:00")
    return at


def _schedule(options: argparse.Namespace) -> Schedule:
    start_django()
    from muhatap.calendars.models import Calendar

    found = Calendar.objects.filter(name=options.calendar or "")
    if options.brand:
        found = found.filter(brand__code=options.brand)
    rows = list(found[:2])
    if len(rows) == 1:
        return Schedule.from_json(rows[0].schedule)
    known = ", ".join(sorted(set(Calendar.objects.values_list("name", flat=True)))) or "none yet"
    if rows:
        raise LookupError(f"--calendar: several brands have '{options.calendar}'; add --brand CODE")
    raise LookupError(f"--calendar: there is no '{options.calendar}'; there are: {known}")


def _print(options: argparse.Namespace, answered: dict[str, object]) -> int:
    if options.json:
        print(json.dumps(answered, ensure_ascii=False, default=str))
    else:
        print(answered.get("at", answered.get("seconds")))
    return 0


def _wrong(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
