"""The conditions of a promotion in words, the same for customers and staff."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from muhatap.topics.promotions import DEPOSIT, EXPIRED, TURNOVER, Conditions, conditions_of
from muhatap.ui.furniture import money_words


def promotion_lines(guidance: Mapping[str, Any], answers: Mapping[str, Any], on: date) -> list[str]:
    """What is left of the promotion that the answers name, a line each; none where the topic has none."""
    said = guidance.get("promotion")
    if not said:
        return []
    found = conditions_of(said, answers, on)
    first = _("Every condition that can be computed is met.") if found.is_met else _("Not met as it stands:")
    return [first, *(_WORDS[code](found) for code in found.lacks)]


def _expired(found: Conditions) -> str:
    return _("Its last day was %(day)s.") % {"day": date_format(found.last_day, "j F Y")}


def _turnover(found: Conditions) -> str:
    told = {
        "left": money_words(found.remaining or 0, found.currency),
        "done": money_words(found.done or 0, found.currency),
        "whole": money_words(found.turnover or 0, found.currency),
    }
    words = _("%(left)s are left to do: %(done)s of %(whole)s.") % told
    if found.days_left is None or EXPIRED in found.lacks:
        return words
    return f"{words} {_('Days left, today not counted: %(days)s.') % {'days': found.days_left}}"


def _deposit(found: Conditions) -> str:
    return _("Paid in is less than %(least)s.") % {
        "least": money_words(found.least_deposit or 0, found.currency)
    }


def _unknown(found: Conditions) -> str:
    return _("Something is not known; we look it up in our records.")


_WORDS: Mapping[str, Callable[[Conditions], str]] = {
    EXPIRED: _expired,
    TURNOVER: _turnover,
    DEPOSIT: _deposit,
    "unknown": _unknown,
}
