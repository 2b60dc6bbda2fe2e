"""How a clock's times come about, line by line: pure, out of the rule, the calendar and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from muhatap.calendars.explaining import Step, explain, explain_law, explain_pauses
from muhatap.calendars.hours import Pause
from muhatap.promises.choosing import DIMENSIONS
from muhatap.promises.rules import Rule


@dataclass(frozen=True, slots=True)
class Waited:
    """A pause: until when is None while it lasts; `was_capped` when the promise allowed no more."""

    begun_at: datetime
    ended_at: datetime | None
    reason: str
    was_capped: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What is known of a running or ended clock, beside its rule.

    `because` says what started it, `beside` which other promises of the charter also fit, and
    `stays` whether the case is about something else by now and the earlier time was kept.
    """

    started_at: datetime
    target_at: datetime | None
    limit_at: datetime
    because: str
    waits: tuple[Waited, ...] = ()
    beside: tuple[dict[str, object], ...] = ()
    stays: bool = False
    # How long all pauses may last together, where that is not the promise's own cap.
    may_wait: timedelta | None = None
    # Since when it has the longer time that its law allows.
    extended_at: datetime | None = None


def derive(rule: Rule, run: Run) -> tuple[Step, ...]:
    """The lines from the choice of the rule to target and limit.

    `rule`, `beside`, `stays`, `law`, `calendar`, then those of the calendar's arithmetic, `pause` and
    `paused`, and at the end `target`, `limit`, `safe_due`, and `kept_earlier` where the clock has an
    earlier limit than its rule gives, as after joining, or `extended` where its law let it have a later one.
    """
    counted = (
        explain_law(rule.schedule, run.started_at, rule.limit, rule.last_day or "stay")
        if rule.law
        else explain(rule.schedule, run.started_at, rule.limit)
    )
    due = next(step for step in counted if step.code == "due")
    safe = [step for step in counted if step.code == "safe_due"]
    lines = [*_chosen(rule, run), _calendar(rule)]
    lines += [_start(step, run) for step in counted if step.code not in {"due", "safe_due"}]
    pauses = _pauses(rule, run, due.params["at"])
    if any(step.code == "pause" for step in pauses):
        lines.append(due)
    lines += pauses
    if rule.target is not None and run.target_at is not None:
        lines.append(Step("target", {"at": _local(rule, run.target_at), "span": str(rule.target)}))
    limit_at = rule.due(run.started_at, _ended(run))[1]
    lines.append(Step("limit", {"at": _local(rule, limit_at), "span": str(rule.limit)}))
    lines += safe
    if run.extended_at is not None:
        said = {"at": _local(rule, run.limit_at), "told_at": _local(rule, run.extended_at)}
        lines.append(Step("extended", said))
    elif run.limit_at != limit_at:
        lines.append(Step("kept_earlier", {"at": _local(rule, run.limit_at)}))
    return tuple(lines)


def counted_amount(lines: Sequence[Step]) -> dict[str, int]:
    """What the lines count together: `seconds` of open or real time, and `days` where business days count."""
    seconds = sum(
        line.params["seconds"]
        for line in lines
        if line.code in {"counts", "half_day", "counts_days", "elapsed"}
    )
    days = sum(
        line.params["days"] if line.code == "counts_days" else 1
        for line in lines
        if line.code in {"counts_day", "counts_half_day", "counts_days"}
    )
    return {"seconds": seconds, "days": days}


def _chosen(rule: Rule, run: Run) -> list[Step]:
    conditions = {name: sorted(rule.when[name]) for name in DIMENSIONS if name in rule.when}
    said = {
        "promise": rule.code,
        "names": rule.names,
        "conditions": conditions,
        "version": rule.charter_version,
    }
    lines = [Step("rule", said)]
    lines += [Step("beside", dict(each)) for each in run.beside]
    if run.stays:
        lines.append(Step("stays", {}))
    if rule.law:
        lines.append(Step("law", {"law": rule.law}))
    return lines


def _calendar(rule: Rule) -> Step:
    spans = [span for span in (rule.limit, rule.target) if span is not None]
    counts_open_time = any(span.counts_open_hours or span.unit == "bd" for span in spans)
    around = not counts_open_time or rule.schedule.is_always_open
    return Step("calendar", {"zone": rule.schedule.tz, "around_the_clock": around})


def _start(step: Step, run: Run) -> Step:
    return Step("start", step.params | {"because": run.because}) if step.code == "start" else step


def _pauses(rule: Rule, run: Run, due: datetime) -> list[Step]:
    if rule.law:
        return []
    told = explain_pauses(rule.schedule, due, rule.limit, _ended(run))
    reasons = {wait.begun_at: wait for wait in run.waits}
    lines = []
    for step in told:
        wait = reasons.get(step.params["from"])
        known = (
            {"reason": wait.reason, "capped": wait.was_capped} if wait else {"reason": "", "capped": False}
        )
        lines.append(Step("pause", step.params | known))
    waiting = next((wait for wait in run.waits if wait.ended_at is None), None)
    if waiting is not None:
        cap = rule.pause_cap if run.may_wait is None else run.may_wait
        left = cap - sum((end - begun for begun, end in _ended(run)), timedelta())
        said = {
            "from": _local(rule, waiting.begun_at),
            "reason": waiting.reason,
            "at_most_until": _local(rule, waiting.begun_at + max(left, timedelta())),
        }
        lines.append(Step("paused", said))
    return lines


def _ended(run: Run) -> tuple[Pause, ...]:
    return tuple((wait.begun_at, wait.ended_at) for wait in run.waits if wait.ended_at is not None)


def _local(rule: Rule, at: datetime) -> datetime:
    return at.astimezone(rule.schedule.zone)
