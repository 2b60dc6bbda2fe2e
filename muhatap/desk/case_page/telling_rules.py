"""What rules and macros that acted on a case say to staff in the timeline."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from muhatap.desk.rules.words import Named, step_words, trigger_words

Told = Mapping[str, Any]


def _applied(told: Told, names: Any) -> str:
    said = {
        "name": told["name"],
        "version": told["version"],
        "why": trigger_words(told["because"], int(told["hours"])),
        "what": _steps(told),
    }
    return _("Rule “%(name)s”, version %(version)s, because: %(why)s. %(what)s") % said


def _at_odds(told: Told, names: Any) -> str:
    said = {"name": told["name"], "other": told["other_name"]}
    return _("Rules “%(name)s” and “%(other)s” undid one another’s work and were stopped") % said


def _run(told: Told, names: Any) -> str:
    return _("Macro “%(name)s”. %(what)s") % {"name": told["name"], "what": _steps(told)}


def _steps(told: Told) -> str:
    """What was written and what was refused; what was changed tells its own line."""
    said = (step_words(step, Named()) for step in told["steps"] if step["refusal"] or not step["field"])
    return "; ".join(said)


def place_of_rule(kind: str, told: Told) -> str:
    """The page of the rule that a fact is about, empty for other facts."""
    return f"/desk/rules/{told['rule']}/" if kind in {"rule.applied", "rule.at_odds"} else ""


RULE_WORDS: dict[str, tuple[str, Callable[..., str]]] = {
    "rule.applied": ("bolt", _applied),
    "rule.at_odds": ("alert", _at_odds),
    "macro.run": ("bolt", _run),
}
