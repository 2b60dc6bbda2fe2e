"""What routing did, and by which rule, as the timeline tells it; and why a case still waits."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from muhatap.routing.rules import Obstacle, Rule
from muhatap.ui.durations import duration_words

# The owner's change is told by these lines, with the reason.
ROUTER = "routing"


def _routed(told: Mapping[str, Any], names: Any) -> str:
    said = {
        "name": names.person(told["staff"]),
        "manager": names.person(told["manager"]) if told["manager"] else "",
        "among": int(told["among"]),
        "load": int(told["load"]),
        "points": int(told["points"]),
    }
    parts = [_rule_words(str(told["rule"]), said)]
    if told["skills"]:
        parts.append(_("needs %(skills)s") % {"skills": ", ".join(told["skills"])})
    parts.append(_("waited %(time)s") % {"time": duration_words(int(told["waited_seconds"]))})
    return " · ".join(parts)


def _rule_words(rule: str, said: Mapping[str, Any]) -> str:
    match rule:
        case Rule.ACCOUNT_MANAGER:
            return _("Given to %(name)s, who looks after this customer") % said
        case Rule.DELEGATE:
            return _("Given to %(name)s, who stands in for %(manager)s") % said
        case Rule.LEAST_LOADED:
            least = _("Given to %(name)s, who carried least of %(among)d people: %(load)d of %(points)d now")
            return least % said
        case Rule.ONLY_ONE:
            return _("Given to %(name)s, the only one here who fits and has room") % said
        case Rule.ASKED_AGAIN:
            return _("Given to %(name)s again, since everybody who fits has let it go once") % said
        case _:
            return _("Given to %(name)s, whose turn it was among %(among)d people") % said


def _returned(told: Mapping[str, Any], names: Any) -> str:
    said = {"name": names.person(told["staff"]), "minutes": int(told["minutes"])}
    if told["reason"] == "absent":
        return _("Not left with %(name)s, who is not here") % said
    return _("Back to the queue: %(name)s did not answer within %(minutes)d minutes") % said


def obstacle_words(obstacle: str, lacks: Sequence[str]) -> str:
    """Why nobody got a case yet."""
    said = {"lacks": ", ".join(lacks)}
    match obstacle:
        case Obstacle.NO_TEAM:
            return _("Nobody in the team of this queue may answer.")
        case Obstacle.NOBODY_SKILLED:
            return _("Nobody in the team has this skill now: %(lacks)s.") % said
        case Obstacle.NO_LANGUAGE:
            return _("Nobody in the team answers in this language: %(lacks)s.") % said
        case Obstacle.NOBODY_HERE:
            return _("Nobody who fits is here now.")
        case _:
            return _("Everybody who fits carries as much as they may; the oldest goes first.")


ROUTING_WORDS: dict[str, tuple[str, Callable[..., str]]] = {
    "case.routed": ("user", _routed),
    "case.returned": ("refresh", _returned),
}
