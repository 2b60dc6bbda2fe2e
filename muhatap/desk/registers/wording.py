"""The words of the registers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.ui.dates import moment_words

AUDIT_KINDS = {
    "security": gettext_lazy("Security of the whole"),
    "penetration": gettext_lazy("Penetration test"),
    "privacy": gettext_lazy("Data protection"),
    "access": gettext_lazy("Who may do what"),
    "continuity": gettext_lazy("Backup and continuity"),
}
SEVERITIES = {
    "critical": gettext_lazy("Critical"),
    "high": gettext_lazy("High"),
    "medium": gettext_lazy("Medium"),
    "low": gettext_lazy("Low"),
}
AUDIT_LACKS = {
    "title": gettext_lazy("Give it a title."),
    "scope": gettext_lazy("Say what is looked at."),
    "auditor": gettext_lazy("Say who looks."),
    "held_on": gettext_lazy("Note first on which day it was held; that day cannot lie ahead."),
    "evidence": gettext_lazy("Say what proves it: a report, a change, a measurement, and where it lies."),
}
HARMED = {
    "confidentiality": gettext_lazy("Seen by somebody who should not"),
    "integrity": gettext_lazy("Changed"),
    "availability": gettext_lazy("Lost or not reachable"),
}
CATEGORIES = {
    "identity": gettext_lazy("Identity"),
    "contact": gettext_lazy("Contact"),
    "location": gettext_lazy("Location"),
    "account": gettext_lazy("Account"),
    "finance": gettext_lazy("Finance"),
    "transactions": gettext_lazy("Transactions"),
    "correspondence": gettext_lazy("Correspondence"),
    "documents": gettext_lazy("Documents"),
    "credentials": gettext_lazy("Passwords and keys"),
    "marketing": gettext_lazy("Marketing"),
    "health": gettext_lazy("Health (special category)"),
    "biometric": gettext_lazy("Biometric (special category)"),
    "beliefs": gettext_lazy("Beliefs (special category)"),
    "convictions": gettext_lazy("Convictions (special category)"),
    "other_special": gettext_lazy("Other special category"),
}
STATES = {
    "suspected": gettext_lazy("Suspected"),
    "aware": gettext_lazy("Known"),
    "unfounded": gettext_lazy("Was none"),
    "closed": gettext_lazy("Closed"),
}
RISKS = {"": "–", "low": gettext_lazy("Low"), "medium": gettext_lazy("Medium"), "high": gettext_lazy("High")}
LACKS = {
    "title": gettext_lazy("Give it a title."),
    "found_at": gettext_lazy("Say when it was found; that cannot lie ahead."),
    "aware_at": gettext_lazy("Say since when it is known: after it was found, and not ahead."),
    "ended_at": gettext_lazy("It cannot end before it began."),
    "what": gettext_lazy("Write down what happened."),
    "consequences": gettext_lazy("Write down what it may lead to."),
    "measures": gettext_lazy("Write down what was done."),
    "likelihood": gettext_lazy("Assess the risk: how likely, how grave."),
    "aware_second": gettext_lazy("A second person confirms since when it is known."),
    "authority": gettext_lazy("Tell the authority, or let two people decide with a reason not to."),
    "authority_reason": gettext_lazy("Give the reason why the authority is not told."),
    "people": gettext_lazy("Tell the people concerned, or decide with a reason not to."),
    "people_reason": gettext_lazy("Give the reason why the people are not told."),
    "late_because": gettext_lazy("The limit has passed: say why it comes late."),
    "cases": gettext_lazy("Name at least one case: by its number, or by a condition that finds some."),
    "lessons": gettext_lazy("Write down what was learned, or why it was none."),
}
STEPS = {
    "suspected": gettext_lazy("Written down as a suspicion"),
    "aware": gettext_lazy("Known since"),
    "confirmed": gettext_lazy("A second person confirmed since when it is known"),
    "described": gettext_lazy("More is known"),
    "silence_asked": gettext_lazy("Asked a second person not to tell the authority"),
    "silence_refused": gettext_lazy("A second person wants the authority to be told"),
    "authority_notify": gettext_lazy("Decided: the authority is told"),
    "authority_silent": gettext_lazy("Decided by two: the authority is not told"),
    "authority_told": gettext_lazy("The authority was told, phase"),
    "people_chosen": gettext_lazy("Cases chosen whose customers are told"),
    "people_spared": gettext_lazy("Decided: the people are not told"),
    "closed": gettext_lazy("Closed"),
    "unfounded": gettext_lazy("Turned out to be none"),
}
REGISTER_KINDS = frozenset({"audit_overdue", "breach_due"})


def register_said(kind: str, params: Mapping[str, Any], at: datetime) -> tuple[str, str]:
    """The icon and the words of a notice."""
    if kind == "audit_overdue":
        due = parse_date(params.get("due", ""))
        told = {"title": params.get("title", ""), "day": date_format(due, "j F") if due else ""}
        if params.get("sort") == "finding":
            return "alert", _("“%(title)s” should have been mended by %(day)s") % told
        return "alert", _("The audit “%(title)s” was planned for %(day)s and not held") % told
    due_at = parse_datetime(params.get("due", ""))
    told = {"number": params.get("breach_number", ""), "at": moment_words(due_at, at) if due_at else ""}
    match params.get("step"):
        case "late":
            return "alert", _("Breach V-%(number)s: the limit to the authority passed %(at)s") % told
        case "pressing":
            return "alert", _("Breach V-%(number)s: tell the authority by %(at)s, 48 hours are over") % told
        case _:
            return "alert", _("Breach V-%(number)s: tell the authority by %(at)s") % told


def place_of_register(kind: str, params: Mapping[str, Any]) -> str:
    """The page that a notice leads to."""
    if kind == "audit_overdue":
        return f"/desk/audits/{params.get('audit', '')}/"
    return f"/desk/breaches/{params.get('breach', '')}/"
