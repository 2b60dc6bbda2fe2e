"""Notices about complaints in words, and where they lead."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from muhatap.letters.wording import sort_words


def complaint_said(kind: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """The icon and the words of a notice, its bare name where nobody gave it words."""
    match kind:
        case "chaser":
            return "history", _("The customer asked again before an answer")
        case "complaint_second":
            return "users", _("A complaint waits for a second person")
        case "identity_opened":
            return "id", _("Somebody without the right was let look at an identity document")
        case "review_waits":
            return "shield", _("An additional review still runs; its customer waits")
        case "letter_prepared":
            return "mail", _("A letter is prepared: %(letter)s") % {
                "letter": sort_words(params.get("sort", ""))
            }
        case "trace_late":
            return "search", _("%(provider)s has not answered a trace in time") % {
                "provider": params.get("provider", "")
            }
        case "complaint_cannot_end":
            return "scale", _("A complaint cannot end: root cause or improvement is missing")
        case _:
            return "bell", kind


def place_of_complaint(kind: str, params: Mapping[str, Any]) -> str:
    """Where a notice leads; empty where it leads to its case."""
    if kind == "letter_prepared":
        return f"/desk/cases/{params.get('number', '')}/letters/"
    if kind == "trace_late":
        return f"/desk/cases/{params.get('number', '')}/traces/"
    if kind == "review_waits":
        return f"/desk/cases/{params.get('number', '')}/evidence/"
    if kind in {"complaint_second", "complaint_cannot_end"}:
        return f"/desk/cases/{params.get('number', '')}/complaint/"
    return ""
