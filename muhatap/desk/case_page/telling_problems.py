"""What the timeline says of the problem behind a case."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from muhatap.problems.states import How

Told = Mapping[str, Any]


def _tied(told: Told, names: Any) -> str:
    said = {"problem": f"P-{told['number']}"}
    match told["how"]:
        case How.ERROR_CODE:
            return _("%(problem)s stands behind it: its error code is named") % said
        case How.KNOWN_ISSUE:
            return _("%(problem)s stands behind it: the customer has this too") % said
        case How.NOTICE:
            return _("Opened by the notice to everybody affected by %(problem)s") % said
        case _:
            return _("%(problem)s stands behind it") % said


def _untied(told: Told, names: Any) -> str:
    return _("%(problem)s does not stand behind it after all") % {"problem": f"P-{told['number']}"}


def _given(told: Told, names: Any) -> str:
    return _("Told with everybody affected by %(problem)s") % {"problem": f"P-{told['number']}"}


def place_of_problem(kind: str, told: Told) -> str:
    """The page of the problem that a fact names."""
    return f"/desk/problems/{told['problem']}/" if kind in PROBLEM_WORDS else ""


PROBLEM_WORDS: dict[str, tuple[str, Callable[[Told, Any], str]]] = {
    "problem.case_tied": ("tool", _tied),
    "problem.case_untied": ("tool", _untied),
    "problem.notice_given": ("speaker", _given),
}
