"""What the timeline says of surveys: asked, answered, looked after, published."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from muhatap.surveys.wording import why_words

Told = Mapping[str, Any]
_MOST = {"nps": 10, "ces": 7}


def _invited(told: Told, names: Any) -> str:
    match told["via"]:
        case "email":
            return _("Asked by mail how satisfied she is")
        case "chat":
            return _("Asked at the end of the chat how satisfied she is")
        case _:
            return _("Asked on the page of the case how satisfied she is")


def _shown(told: Told, names: Any) -> str:
    return _("The customer saw the survey")


def _answered(told: Told, names: Any) -> str:
    return _("The customer answered the survey: %(score)s of 5") % {"score": told["score"]}


def _rated(told: Told, names: Any) -> str:
    most = _MOST.get(told["sort"], 5)
    return _("The customer answered one more question: %(score)s of %(most)s") % {**told, "most": most}


def _followed(told: Told, names: Any) -> str:
    if told["new_number"]:
        return _("The low score is looked after in %(number)s") % {"number": told["new_number"]}
    return _("The low score is looked after in this case")


def _replied(told: Told, names: Any) -> str:
    return _("Answered to the customer’s comment")


def _published(told: Told, names: Any) -> str:
    return _("The comment was published, with the customer’s leave")


def _inside(told: Told, names: Any) -> str:
    if told["was_public"]:
        return _("The comment is public no more: %(reason)s") % told
    return _("The comment is not published: %(reason)s") % told


def _declined(told: Told, names: Any) -> str:
    return _("The customer wants no more surveys")


def place_of_follow_up(kind: str, told: Told) -> str:
    """The page of the case that a low score opened."""
    number = told.get("new_number") if kind == "survey.low_score_followed" else ""
    return f"/desk/cases/{number}/" if number else ""


def _deed_told(told: Told, names: Any) -> str:
    if told["message"]:
        return _("The customer was told what her feedback led to")
    return _("Not told what her feedback led to: %(why)s") % {"why": why_words(told["why"])}


SURVEY_WORDS: dict[str, tuple[str, Callable[[Told, Any], str]]] = {
    "survey.invited": ("mail", _invited),
    "survey.shown": ("check", _shown),
    "survey.answered": ("chat", _answered),
    "survey.rated": ("chat", _rated),
    "survey.low_score_followed": ("escalate", _followed),
    "survey.deed_told": ("speaker", _deed_told),
    "survey.comment_answered": ("send", _replied),
    "survey.comment_published": ("speaker", _published),
    "survey.comment_kept_inside": ("shield", _inside),
    "mail.declined": ("mail", _declined),
}
