"""Notices about problems in words, and where they lead."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

KINDS = frozenset({"problem_returned", "problem_watch_over", "problem_rising", "problem_week"})


def problem_said(kind: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """The icon and the words of a notice."""
    said = dict(params)
    match kind:
        case "problem_returned":
            return "alert", _("The fix of %(problem)s has failed: “%(title)s” is back") % said
        case "problem_watch_over":
            return "check", _(
                "The fix of %(problem)s held for 90 days. Decide what improves, then it closes"
            ) % said
        case "problem_rising":
            return "alert", _(
                "%(recent)d similar cases in %(hours)d hours, more than usual: %(words)s"
            ) % said
        case _:
            words = _("Week %(week)s: %(problems)d problems brought %(cases)d of %(received)d cases")
            return "tool", words % said


def place_of_notice(kind: str, params: Mapping[str, Any]) -> str:
    """The page that a notice leads to."""
    match kind:
        case "problem_returned" | "problem_watch_over":
            return f"/desk/problems/{params.get('id', '')}/"
        case "problem_rising":
            return f"/desk/problems/suggestions/{params.get('suggestion', '')}/"
        case _:
            return "/desk/problems/report/"
