"""Problems in words for staff."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.problems.rates import Sensitivity
from muhatap.problems.states import How, State

STATES = {
    State.SUSPECTED: gettext_lazy("Suspected"),
    State.CONFIRMED: gettext_lazy("Confirmed"),
    State.FIX_IN_HAND: gettext_lazy("Fix in hand"),
    State.FIXED: gettext_lazy("Fixed"),
    State.WATCHED: gettext_lazy("Watched"),
    State.CLOSED: gettext_lazy("Closed"),
    State.REOPENED: gettext_lazy("Returned"),
}
HOWS = {
    How.AGENT: gettext_lazy("by hand"),
    How.BULK: gettext_lazy("with others"),
    How.COMPLAINT: gettext_lazy("at the end of a complaint"),
    How.ERROR_CODE: gettext_lazy("by its error code"),
    How.KNOWN_ISSUE: gettext_lazy("“I have this too”"),
    How.SUGGESTED: gettext_lazy("suggested and confirmed"),
    How.NOTICE: gettext_lazy("opened by the notice"),
}
SENSITIVITIES = {
    Sensitivity.LOW: gettext_lazy("late and sure (1 false alarm in 10,000 looks)"),
    Sensitivity.NORMAL: gettext_lazy("usual (1 false alarm in 1,000 looks)"),
    Sensitivity.HIGH: gettext_lazy("early (1 false alarm in 100 looks)"),
}
MISSING = {
    "root_cause": gettext_lazy("the root cause"),
    "fix": gettext_lazy("what the fix is"),
    "fixed_on": gettext_lazy("the day of the fix"),
    "watch_over": gettext_lazy("the end of the watch"),
    "improvement": gettext_lazy("the decision on improvement"),
    "reason": gettext_lazy("a reason"),
}
FIELDS = {
    "title": gettext_lazy("title"),
    "titles": gettext_lazy("public title"),
    "owner_id": gettext_lazy("owner"),
    "severity": gettext_lazy("severity"),
    "provider": gettext_lazy("provider"),
    "error_code": gettext_lazy("error code"),
    "error_written": gettext_lazy("error code"),
    "promotion": gettext_lazy("promotion"),
    "app_version": gettext_lazy("app version"),
    "topics": gettext_lazy("topics"),
    "affected_brands": gettext_lazy("brands"),
    "whys": gettext_lazy("questions why"),
    "root_cause": gettext_lazy("root cause"),
    "workaround": gettext_lazy("workaround"),
    "fix": gettext_lazy("fix"),
    "fixed_on": gettext_lazy("day of the fix"),
    "improves": gettext_lazy("decision on improvement"),
    "improvement": gettext_lazy("improvement"),
}
ASKED = {
    "answered": gettext_lazy("the operator’s system answered"),
    "no_peer": gettext_lazy("no system of the operator is named for this"),
    "unreachable": gettext_lazy("the operator’s system could not be reached"),
    "too_slow": gettext_lazy("the operator’s system took too long"),
    "refused": gettext_lazy("the operator’s system refused"),
    "too_large": gettext_lazy("the answer was too large"),
    "not_json": gettext_lazy("the answer could not be read"),
    "not_a_list": gettext_lazy("the answer could not be read"),
}


def state_words(state: str) -> str:
    """Where a problem stands."""
    return str(STATES.get(state, state))


def how_words(how: str) -> str:
    """How a case came to its problem."""
    return str(HOWS.get(how, how))


def missing_words(codes: tuple[str, ...]) -> str:
    """What is missing for a step."""
    return ", ".join(str(MISSING.get(code, code)) for code in codes)


def step_words(what: str, state: str, words: str) -> str:
    """One thing that happened to a problem."""
    match what:
        case "opened":
            return _("Written down")
        case "described":
            names = dict.fromkeys(str(FIELDS.get(name, name)) for name in words.split(", "))
            return _("Changed: %(fields)s") % {"fields": ", ".join(names)}
        case "moved":
            said = state_words(state)
            return f"{said}: {words}" if words else said
        case "published":
            return _("Public from now on, version %(version)s") % {"version": words}
        case "withdrawn":
            return _("No longer public, version %(version)s") % {"version": words}
        case "notice_asked":
            return _("A notice to %(count)s people waits for a second person") % {"count": words}
        case "notice":
            return _("A notice to %(count)s people goes out") % {"count": words}
        case "notice_refused":
            return _("The notice was not agreed to")
        case "asked":
            outcome, _sep, count = words.partition(" ")
            said = {"outcome": str(ASKED.get(outcome, outcome)), "count": count}
            return _("Asked who is affected: %(outcome)s, %(count)s people") % said
        case _:
            return what
