"""The lines of a derivation in words, for staff and for the customer: the one place where they are said."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from muhatap.calendars.explaining import Step
from muhatap.promises.wording import span_words
from muhatap.ui.durations import business_days_words, duration_words

Params = dict[str, Any]
_BEGAN = gettext_lazy("It began on %(time)s.")
_STARTS = {
    "opened": gettext_lazy("It began on %(time)s, when the case was received."),
    "objected": gettext_lazy("It began on %(time)s, with the first word of dissatisfaction."),
    "customer_wrote": gettext_lazy("It began on %(time)s, with the customer's message."),
    "customer_informed": gettext_lazy("It began on %(time)s, after our last word to the customer."),
    "reopened": gettext_lazy("It began on %(time)s, when the case was opened again."),
    "documents_complete": gettext_lazy("It began on %(time)s, when the documents were complete."),
    "refund_approved": gettext_lazy("It began on %(time)s, when the refund was approved."),
    "callback_asked": gettext_lazy("It began on %(time)s, with the wish to be called back."),
}
_STARTS_FOR_CUSTOMER = {
    "opened": gettext_lazy("It began on %(time)s, when we received your case."),
    "objected": gettext_lazy("It began on %(time)s, when you told us that you were not satisfied."),
    "customer_wrote": gettext_lazy("It began on %(time)s, with your message."),
    "customer_informed": gettext_lazy("It began on %(time)s, after our last word to you."),
}


class Audience(StrEnum):
    """Who reads: staff see which rule and version, the customer why it is hers."""

    STAFF = "staff"
    CUSTOMER = "customer"


def line_words(line: Step, audience: Audience) -> str:
    """A line in the active language; empty where it says nothing to this reader."""
    if line.code == "rule":
        return _rule(line.params) if audience is Audience.STAFF else _rule_for_customer(line.params)
    if line.code == "beside" and audience is Audience.CUSTOMER:
        return ""
    if line.code == "start" and audience is Audience.CUSTOMER:
        return _start_for_customer(line.params)
    if line.code in {"pause", "paused"}:
        return _PAUSES[line.code](line.params, reason_words(line.params["reason"], audience))
    return _SAID[line.code](line.params) if line.code in _SAID else ""


def condition_name(dimension: str) -> str:
    """What a promise may depend on, in a word."""
    names = {
        "topic": _("topic"),
        "kind": _("kind of case"),
        "jurisdiction": _("country"),
        "plan": _("plan"),
        "complexity": _("complexity"),
        "channel": _("channel"),
        "priority": _("priority"),
        "team": _("team"),
    }
    return names.get(dimension, dimension)


def reason_words(reason: str, audience: Audience) -> str:
    """For whom a clock waited."""
    is_hers = audience is Audience.CUSTOMER
    reasons = {
        "waiting_customer": _("we waited for your answer") if is_hers else _("waiting for the customer"),
        "waiting_third_party": _("we waited for others"),
    }
    return reasons.get(reason, _("we waited"))


def _rule(params: Params) -> str:
    conditions = "; ".join(
        f"{condition_name(name)}: {', '.join(values)}" for name, values in params["conditions"].items()
    )
    said = {"promise": params["promise"], "version": params["version"]}
    if not conditions:
        return _("Promise “%(promise)s” of charter version %(version)s; it holds for every case.") % said
    said["conditions"] = conditions
    return _("Promise “%(promise)s” of charter version %(version)s, for %(conditions)s.") % said


def _rule_for_customer(params: Params) -> str:
    names = ", ".join(condition_name(name) for name in params["conditions"])
    if not names:
        return _("This promise holds for every case.")
    return _("This promise is made for cases like yours (%(what)s).") % {"what": names}


def _beside(params: Params) -> str:
    said = {"promise": params["promise"]}
    match params["reason"]:
        case "less_specific":
            return _("It goes before “%(promise)s”, which names fewer conditions.") % said
        case "weaker_dimension":
            return _("It goes before “%(promise)s”, whose conditions weigh less.") % said
        case _other:
            return _("It goes before “%(promise)s”, which stands earlier in the charter.") % said


def _start(params: Params) -> str:
    return _began(params, _STARTS)


def _start_for_customer(params: Params) -> str:
    return _began(params, {**_STARTS, **_STARTS_FOR_CUSTOMER})


def _began(params: Params, words: Mapping[str, Any]) -> str:
    said = words.get(params.get("because", ""), _BEGAN)
    return str(said) % {"time": _moment(params["at"])}


def _calendar(params: Params) -> str:
    said = {"zone": params["zone"]}
    if params["around_the_clock"]:
        return _("Time counts day and night, on every day (%(zone)s).") % said
    return _("Only open hours and working days of our calendar count (%(zone)s).") % said


def _counts(params: Params) -> str:
    return _("%(day)s, %(from)s–%(until)s: %(time)s count.") % _part(params)


def _half_day(params: Params) -> str:
    name = _name(params)
    if not name:
        return _("%(day)s, half day, %(from)s–%(until)s: %(time)s count.") % _part(params)
    said = _part(params) | {"name": name}
    return _("%(day)s, half day (%(name)s), %(from)s–%(until)s: %(time)s count.") % said


def _holiday(params: Params) -> str:
    said = {"day": _day(params["date"]), "name": _name(params) or _("holiday")}
    return _("%(day)s does not count: %(name)s.") % said


def _skipped_half_day(params: Params) -> str:
    said = {"day": _day(params["date"]), "name": _name(params) or _("half day")}
    return _("%(day)s does not count, a half day: %(name)s.") % said


def _closed(params: Params) -> str:
    if params["from"] == params["until"]:
        return _("%(day)s: closed.") % {"day": _day(params["from"])}
    return _("%(first)s to %(last)s: closed.") % {
        "first": _day(params["from"]),
        "last": _day(params["until"]),
    }


def _counts_days(params: Params) -> str:
    said = {
        "first": _day(params["from"]),
        "last": _day(params["until"]),
        "days": business_days_words(params["days"]),
        "time": _hours(params["seconds"]),
    }
    return _("%(first)s to %(last)s: %(days)s, %(time)s count.") % said


def _counts_day(params: Params) -> str:
    return _("%(day)s is business day %(number)s.") % {
        "day": _day(params["date"]),
        "number": params["number"],
    }


def _counts_half_day(params: Params) -> str:
    said = {"day": _day(params["date"]), "number": params["number"]}
    return _("%(day)s, a half day, is business day %(number)s.") % said


def _pause(params: Params, reason: str) -> str:
    said = {
        "from": _moment(params["from"]),
        "until": _moment(params["until"]),
        "reason": reason,
        "due": _moment(params["due"]),
    }
    words = (
        _("From %(from)s to %(until)s the clock stood still: %(reason)s. The end moves to %(due)s.") % said
    )
    if params["capped"]:
        return f"{words} {_('Longer waiting does not count.')}"
    return words


def _paused(params: Params, reason: str) -> str:
    said = {
        "from": _moment(params["from"]),
        "reason": reason,
        "until": _moment(params["at_most_until"]),
    }
    return (
        _("Since %(from)s the clock stands still: %(reason)s. It runs on by %(until)s at the latest.") % said
    )


def _last_day(params: Params) -> str:
    said = {"span": span_words(f"{params['amount']}{params['unit']}"), "day": _day(params["date"])}
    return _("%(span)s later the last day is %(day)s.") % said


def _last_day_moved(params: Params) -> str:
    said = {"first": _day(params["from"]), "last": _day(params["until"])}
    return _("Nobody works on %(first)s, so the law makes %(last)s the last day.") % said


def _target(params: Params) -> str:
    said = {"span": span_words(params["span"]), "time": _moment(params["at"])}
    return _("Usually done within %(span)s: by %(time)s.") % said


def _limit(params: Params) -> str:
    said = {"span": span_words(params["span"]), "time": _moment(params["at"])}
    return _("At the latest within %(span)s: by %(time)s.") % said


def _month_end(params: Params) -> str:
    return _("That month is shorter; its last day is %(day)s.") % {"day": _day(params["date"])}


def _elapsed(params: Params) -> str:
    return _("%(time)s run without a break.") % {"time": _hours(params["seconds"])}


def _same_wall_time(params: Params) -> str:
    span = span_words(f"{params['amount']}{params['unit']}")
    return _("%(span)s later at the same time of day.") % {"span": span}


def _moved_forward(params: Params) -> str:
    said = {"from": f"{params['from']:%H:%M}", "until": f"{params['until']:%H:%M}"}
    return _("The clocks skip %(from)s on that day, so it is %(until)s.") % said


_SAID: dict[str, Callable[[Params], str]] = {
    "beside": _beside,
    "stays": lambda params: _("The case is about something else now; the time promised first stays."),
    "law": lambda params: _("A law sets this limit (%(law)s); it never pauses.") % params,
    "calendar": _calendar,
    "start": _start,
    "starts_closed": lambda params: _("At that moment we were closed."),
    "counts": _counts,
    "half_day": _half_day,
    "skips_holiday": _holiday,
    "skips_half_day": _skipped_half_day,
    "skips_closed": _closed,
    "counts_days": _counts_days,
    "day_of_receipt": lambda params: (
        _("%(day)s, the day of receipt, is not counted.") % {"day": _day(params["date"])}
    ),
    "counts_day": _counts_day,
    "counts_half_day": _counts_half_day,
    "elapsed": _elapsed,
    "same_wall_time": _same_wall_time,
    "moved_forward": _moved_forward,
    "month_end": _month_end,
    "last_day": _last_day,
    "last_day_moved": _last_day_moved,
    "due": lambda params: _("That gives %(time)s.") % {"time": _moment(params["at"])},
    "target": _target,
    "limit": _limit,
    "safe_due": lambda params: (
        _("The last working moment before it is %(time)s.") % {"time": _moment(params["at"])}
    ),
    "extended": lambda params: (
        _("Its law allows a longer time, told on %(day)s: it ends by %(time)s.")
        % {"day": _moment(params["told_at"]), "time": _moment(params["at"])}
    ),
    "kept_earlier": lambda params: (
        _("An earlier time was promised before, and it stays: %(time)s.") % {"time": _moment(params["at"])}
    ),
}


_PAUSES: dict[str, Callable[[Params, str], str]] = {"pause": _pause, "paused": _paused}


def _part(params: Params) -> dict[str, str]:
    return {
        "day": _day(params["date"]),
        "from": _time(params["from"], params["date"]),
        "until": _time(params["until"], params["date"]),
        "time": _hours(params["seconds"]),
    }


def _name(params: Params) -> str:
    names = params.get("names") or {}
    return names.get((get_language() or "")[:2]) or names.get("en") or next(iter(names.values()), "")


def _hours(seconds: int) -> str:
    """Hours stay hours, since a day of open time is not a day."""
    if seconds < 3600:
        return duration_words(seconds)
    words = ngettext("%(count)d hour", "%(count)d hours", seconds // 3600) % {"count": seconds // 3600}
    return f"{words} {duration_words(seconds % 3600)}" if seconds % 3600 >= 60 else words


def _day(day: date) -> str:
    return date_format(day, "j F l")


def _moment(at: datetime) -> str:
    # Said in the calendar's own zone, which the reader's page need not share.
    time = f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
    return f"{date_format(at.date(), 'j F Y l')} {time}"


def _time(at: datetime, day: date) -> str:
    return "24:00" if at.date() > day else f"{at:%H:%M}"
