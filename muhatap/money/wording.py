"""Remedies in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from muhatap.money.enquiries import Ground, Outcome
from muhatap.money.redress import RemedyKind

KINDS: Mapping[str, Promise] = {
    RemedyKind.EXPLANATION: gettext_lazy("Explanation"),
    RemedyKind.APOLOGY: gettext_lazy("Apology"),
    RemedyKind.CORRECTION: gettext_lazy("Correction"),
    RemedyKind.REFUND: gettext_lazy("Refund"),
    RemedyKind.FEE_REFUND: gettext_lazy("Refund of fees"),
    RemedyKind.GOODWILL: gettext_lazy("Goodwill payment"),
    RemedyKind.COMPENSATION: gettext_lazy("Compensation"),
}
_STATES: Mapping[str, Promise] = {
    "open": gettext_lazy("waits for a second person"),
    "approved": gettext_lazy("approved"),
    "refused": gettext_lazy("not approved"),
    "executed": gettext_lazy("carried out"),
    "reversed": gettext_lazy("taken back"),
}
OUTCOMES: Mapping[str, Promise] = {
    Outcome.APPROVED: gettext_lazy("Pay it"),
    Outcome.PARTIAL: gettext_lazy("Pay a part of it"),
    Outcome.REFUSED: gettext_lazy("Refuse it"),
}
GROUNDS: Mapping[str, Promise] = {
    Ground.PAID: gettext_lazy("It was paid already"),
    Ground.OTHER_OWNER: gettext_lazy("The account belongs to somebody else"),
    Ground.DOCUMENTS: gettext_lazy("Documents are missing or were not accepted"),
    Ground.BALANCE: gettext_lazy("The account does not hold as much"),
    Ground.TERMS: gettext_lazy("The terms that were agreed do not give it"),
    Ground.TOO_LATE: gettext_lazy("The time for it is over"),
    Ground.USED: gettext_lazy("What was paid for has been used"),
    Ground.SENDER: gettext_lazy("The bank or provider sent it back"),
}
_LINES: Mapping[str, Promise] = {**_STATES, "proposed": gettext_lazy("proposed")}

_ROLES: Mapping[str, Promise] = {
    "agent": gettext_lazy("agents"),
    "supervisor": gettext_lazy("supervisors"),
    "compliance": gettext_lazy("compliance"),
    "admin": gettext_lazy("administrators"),
}

NATURES: Mapping[str, Promise] = {
    "payment": gettext_lazy("a payment"),
    "fee": gettext_lazy("a fee"),
    "order": gettext_lazy("an order"),
    "subscription": gettext_lazy("a subscription"),
    "wrong_payment": gettext_lazy("a wrong or double payment"),
    "unauthorised": gettext_lazy("a payment that she did not approve"),
}
_JUDGED: Mapping[str, Promise] = {
    "applies": gettext_lazy("holds"),
    "less_specific": gettext_lazy("would hold, but another rule says it more exactly"),
    "too_late": gettext_lazy("asked too late for it"),
    "nature_differs": gettext_lazy("is about something else"),
    "method_differs": gettext_lazy("is about another way of paying"),
    "jurisdiction_differs": gettext_lazy("holds in another jurisdiction"),
}


def nature_words(nature: str) -> str:
    """For what was paid."""
    return str(NATURES.get(nature, nature))


def judged_words(reason: str) -> str:
    """What became of a rule."""
    return str(_JUDGED.get(reason, reason))


def kind_words(kind: str) -> str:
    """What is given."""
    return str(KINDS.get(kind, kind))


def state_words(state: str) -> str:
    """How far it has come."""
    return str(_STATES.get(state, state))


def line_words(what: str) -> str:
    """What a line of the ledger says."""
    return str(_LINES.get(what, what))


def role_words(role: str) -> str:
    """A role, as who decides on an amount."""
    return str(_ROLES.get(role, role))
