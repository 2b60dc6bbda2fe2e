"""`muhatap clock`: due times and elapsed business time, from a calendar of a brand or an inline schedule."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from muhatap.calendars.batch import answer
from muhatap.calendars.explaining import Step, explain, explain_law, explain_pauses
from muhatap.calendars.feasts import estimated_days, holiday_names
from muhatap.calendars.hours import (
    LAST_DAYS,
    CannotReckon,
    Pause,
    Schedule,
    ScheduleError,
    Span,
    SpanError,
    business_seconds,
)
from muhatap.wiring.console import start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its verbs and options."""
    parser.add_argument("verb", nargs="?", choices=["due", "elapsed", "holidays"])
    parser.add_argument("--batch", action="store_true", help="JSON lines in, one answer a line out")
    parser.add_argument("--calendar", metavar="NAME", help="a calendar of the charter")
    parser.add_argument("--brand", metavar="CODE", help="the brand, where there are several")
    parser.add_argument("--schedule", metavar="JSON", help="a calendar as JSON, or a file that holds one")
    parser.add_argument("--start", metavar="ISO", help="when the clock starts")
    parser.add_argument("--end", metavar="ISO", help="until when (elapsed)")
    parser.add_argument("--for", dest="span", metavar="SPAN", help="8bh, 3bd, 72h, 3d, 1mo …")
    parser.add_argument(
        "--law", action="store_true", help="a limit of law: day of receipt not counted, 24:00 of the last day"
    )
    parser.add_argument(
        "--last-day", choices=LAST_DAYS, help="where a last day goes on which nobody works; includes --law"
    )
    parser.add_argument(
        "--pause", metavar="ISO/ISO", action="append", default=[], help="a pause from/until; may be repeated"
    )
    parser.add_argument("--explain", choices=["tr", "en"], help="print every line of the derivation in words")
    parser.add_argument("--country", metavar="CODE", help="TR, GB-ENG … (holidays)")
    parser.add_argument("--year", type=int, help="which year (holidays)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Answer one question, or a line each."""
    if options.batch:
        return _batch()
    try:
        if options.verb == "holidays":
            return _holidays(options)
        start = _moment("--start", options.start)
        schedule = _schedule(options)
        if options.verb == "elapsed":
            return _print(
                options, {"seconds": business_seconds(schedule, start, _moment("--end", options.end))}
            )
        if options.verb != "due":
            return _wrong("write 'due', 'elapsed', 'holidays' or --batch")
        if not options.span:
            return _wrong("--for: say how long, such as 8bh, 3bd, 72h or 1mo")
        return _due(options, schedule, start, Span.parse(options.span))
    except (ValueError, LookupError, OSError, SpanError, CannotReckon) as wrong:
        return _wrong(str(wrong))


def _due(options: argparse.Namespace, schedule: Schedule, start: datetime, span: Span) -> int:
    if options.law or options.last_day:
        if options.pause:
            return _wrong("--pause: a limit of law never pauses")
        steps = explain_law(schedule, start, span, options.last_day or "stay")
    else:
        steps = explain(schedule, start, span)
    due = next(step.params["at"] for step in steps if step.code == "due")
    pauses = explain_pauses(schedule, due, span, [_pause(text) for text in options.pause])
    steps += pauses
    answered: dict[str, object] = {"at": (pauses[-1].params["due"] if pauses else due).isoformat()}
    if steps[-1].code == "safe_due":
        answered["safe_at"] = steps[-1].params["at"].isoformat()
    answered["why"] = [{"code": step.code, **step.params} for step in steps]
    if options.explain and not options.json:
        return _explain(steps, options.explain)
    return _print(options, answered)


def _explain(steps: Sequence[Step], language: str) -> int:
    start_django()
    from django.utils.translation import override

    from muhatap.promises.explaining import Audience, line_words

    with override(language):
        for step in steps:
            pause = {"reason": "", "capped": False} if step.code == "pause" else {}
            print(line_words(Step(step.code, step.params | pause), Audience.STAFF))
    return 0


def _holidays(options: argparse.Namespace) -> int:
    if not options.country or not options.year:
        return _wrong("write the country and the year, such as --country TR --year 2027")
    estimated = estimated_days(options.country, [options.year])
    named = {
        day.isoformat(): {**names, "estimated": day in estimated}
        for day, names in holiday_names(options.country, [options.year]).items()
    }
    if options.json:
        print(json.dumps(named, ensure_ascii=False))
        return 0
    for day, names in named.items():
        mark = " (estimated: confirm it)" if names["estimated"] else ""
        print(f"{day} {names.get('tr') or names.get('en')}{mark}")
    return 0


def _batch() -> int:
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(answer(line), ensure_ascii=False))
    return 0


def _pause(text: str) -> Pause:
    begun, _sep, ended = text.partition("/")
    return _moment("--pause", begun), _moment("--pause", ended)


def _moment(name: str, text: str | None) -> datetime:
    if not text:
        raise ValueError(f"{name}: a time is missing; write 2026-10-28T12:30:00+03:00")
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{name}: '{text}' has no zone; write 2026-10-28T12:30:00+03:00")
    return at


def _schedule(options: argparse.Namespace) -> Schedule:
    if options.schedule:
        written = options.schedule.strip()
        if not written.startswith("{"):
            written = Path(written).read_text(encoding="utf-8")
        try:
            return Schedule.from_json(json.loads(written))
        except json.JSONDecodeError as wrong:
            raise ValueError(f"--schedule: this is not JSON: {wrong}") from None
        except ScheduleError as wrong:
            raise ValueError(f"--schedule: {wrong}") from None
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
