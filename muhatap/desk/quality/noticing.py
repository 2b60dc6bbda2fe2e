"""Notices about reviews, coaching, training and improvements in words, and where they lead."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from muhatap.desk.quality.wording import OUTCOMES, day_words, said_of
from muhatap.ui.furniture import percent_words

KINDS = frozenset(
    {
        *("quality_drawn", "quality_shared", "quality_disputed", "quality_settled", "quality_late"),
        *("quality_unanswered", "quality_cadence", "coaching_goal", "coaching_checked"),
        *("training_enrolled", "training_missing", "training_expires"),
        *("improvement_opened", "improvement_late"),
    }
)
_MINE, _REVIEWS = "/desk/quality/mine/", "/desk/quality/reviews/"


def quality_said(kind: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """The icon and the words of a notice."""
    if kind.startswith("quality_"):
        return "check", _review_said(kind, params)
    if kind.startswith("coaching_"):
        return "users", _goal_said(kind, params)
    if kind.startswith("training_"):
        return "book", _training_said(kind, params)
    said = {**params, "day": day_words(params.get("check_on", ""))}
    if kind == "improvement_opened":
        return "tool", _("%(improvement)s is yours: “%(title)s”, to be measured on %(day)s") % said
    return "alert", _("%(improvement)s waits for its measure: “%(title)s”") % said


def place_of_quality(kind: str, params: Mapping[str, Any]) -> str:
    """The page that a notice leads to."""
    match kind:
        case "quality_shared" | "quality_settled" | "quality_unanswered":
            return f"{_MINE}{params.get('review', '')}/"
        case "quality_disputed":
            return f"{_REVIEWS}{params.get('review', '')}/"
        case "coaching_goal" | "coaching_checked":
            return f"{_MINE}#goals"
        case "training_enrolled" | "training_missing" | "training_expires":
            return "/desk/quality/training/"
        case "improvement_opened" | "improvement_late":
            return f"/desk/improvements/{params.get('id', '')}/"
        case _:
            return "/desk/quality/"


def _review_said(kind: str, params: Mapping[str, Any]) -> str:
    said = dict(params)
    match kind:
        case "quality_drawn":
            count = int(params.get("count", 0))
            words = ngettext(
                "%(sample)s: %(count)d case to be reviewed",
                "%(sample)s: %(count)d cases to be reviewed",
                count,
            )
            return words % said
        case "quality_shared":
            return _("The review of your work on %(case)s is here") % said
        case "quality_disputed":
            return _("%(agent)s disagrees with the review of %(case)s: it needs another reviewer") % said
        case "quality_settled":
            return _("Another reviewer has decided on %(case)s") % said
        case "quality_late":
            count = int(params.get("count", 0))
            return ngettext("%(count)d review is overdue", "%(count)d reviews are overdue", count) % said
        case "quality_unanswered":
            return _("Your review of %(case)s waits for your word: do you agree?") % said
        case _:
            return _("It is time to review or coach: %(names)s") % said


def _goal_said(kind: str, params: Mapping[str, Any]) -> str:
    said = {
        **params,
        "outcome": said_of(str(params.get("outcome", "")), OUTCOMES),
        "found": percent_words(float(params.get("found") or 0), 0),
    }
    if kind == "coaching_goal":
        return _("A goal was agreed with you: “%(goal)s”") % said
    return _("Goal of %(agent)s, “%(goal)s”: %(outcome)s (%(found)s)") % said


def _training_said(kind: str, params: Mapping[str, Any]) -> str:
    said = {
        **params,
        "day": day_words(str(params.get("begins_at") or params.get("expires_on") or "")),
    }
    match kind:
        case "training_enrolled":
            return _("You have a seat in “%(course)s” on %(day)s") % said
        case "training_missing":
            return _("You still have to take “%(course)s”") % said
        case _:
            return _("Your certificate “%(course)s” holds up to %(day)s; take a seat in time") % said
