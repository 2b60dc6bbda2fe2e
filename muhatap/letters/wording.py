"""Letters by name: their sorts, and the template and version that a message was begun from."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.letters.linting.facts import Sort
from muhatap.letters.merging import TemplateFault

SORTS: Mapping[str, Promise] = {
    Sort.FINAL: gettext_lazy("Letter with our decision"),
    Sort.HOLDING: gettext_lazy("Letter: the answer is late"),
    Sort.DEADLOCK: gettext_lazy("Letter with our final decision on appeal"),
    Sort.EIGHT_WEEKS: gettext_lazy("Letter: eight weeks without an answer"),
    Sort.SETTLED: gettext_lazy("Letter: settled within three days"),
    Sort.APPEAL_BEGUN: gettext_lazy("Letter: your appeal is looked at"),
    Sort.ROUTE: gettext_lazy("Letter: where you can go outside"),
    Sort.UNCONFIRMED: gettext_lazy("Letter: closed without your confirmation"),
    Sort.REF_ACK: gettext_lazy("Receipt: enquiry about a refund or withdrawal"),
    Sort.REF_APPROVE: gettext_lazy("Letter: the payment is approved"),
    Sort.REF_REFUSE: gettext_lazy("Letter: the payment is refused"),
    Sort.REF_PAID: gettext_lazy("Letter: the payment is made"),
    Sort.KYC_OK: gettext_lazy("Letter: your documents are verified"),
    Sort.EMERGENCY: gettext_lazy("Receipt: emergency report"),
    Sort.SENSITIVE: gettext_lazy("Letter: not on this channel"),
    Sort.DSR_ACK: gettext_lazy("Receipt: request about personal data"),
    Sort.DSR_ID: gettext_lazy("Letter: who asks for the data"),
    Sort.DSR_EXT: gettext_lazy("Letter: a data request takes longer"),
    Sort.DSR_OUT: gettext_lazy("Letter: answer to a data request"),
    Sort.DSR_REFUSE: gettext_lazy("Letter: a data request is refused"),
    Sort.DPC_ACK: gettext_lazy("Letter: your data protection complaint is here"),
    Sort.DPC_OUT: gettext_lazy("Letter: outcome of a data protection complaint"),
    Sort.BREACH_AUTH: gettext_lazy("Notice of a data breach to the authority"),
    Sort.BREACH_TOLD: gettext_lazy("Notice of a data breach to those affected"),
}
_AUTOMATIC: Mapping[str, Promise] = {
    "acknowledgement": gettext_lazy("Acknowledgement"),
    "complaint_acknowledged": gettext_lazy("Acknowledgement of a complaint"),
    "complaint_confirm": gettext_lazy("Question whether it has arrived"),
    "complaint_question": gettext_lazy("Question to the customer"),
    "complaint_unanswered": gettext_lazy("Reminder of our decision"),
    "complaint_update": gettext_lazy("Word on where it stands"),
    "escalated": gettext_lazy("Notice of escalation"),
    "later_limit": gettext_lazy("Notice of a later time"),
    "missing": gettext_lazy("Question about what is missing"),
    "promise_missed": gettext_lazy("Notice of a missed promise"),
}


def sort_words(sort: str) -> str:
    """A sort of letter by name."""
    return str(SORTS.get(sort) or _AUTOMATIC.get(sort) or sort)


def template_words(mark: str) -> str:
    """The template that a mark names with its version; empty without one."""
    sort, _at, version = mark.partition("@")
    if not version:
        return ""
    if version.startswith("0:"):
        return _("Template: %(name)s, as it comes with the product (%(version)s)") % {
            "name": sort_words(sort),
            "version": version[2:],
        }
    return _("Template: %(name)s, version %(version)s") % {"name": sort_words(sort), "version": version}


def fault_words(fault: TemplateFault) -> str:
    """Why a template cannot be kept, with what to write instead where something looks alike."""
    name = "{{" + fault.field + "}}"
    match fault.code:
        case "unknown" if fault.nearest:
            known = {"name": name, "nearest": "{{" + fault.nearest + "}}"}
            return _("Nothing fills %(name)s. Did you mean %(nearest)s?") % known
        case "unknown":
            return _("Nothing fills %(name)s. The list beside says what does.") % {"name": name}
        case "needed":
            return _("Without %(name)s the letter could never leave.") % {"name": name}
        case "broken":
            return _("A field is not closed: %(name)s") % {"name": fault.field}
        case _:
            return _("There is no text.")


def field_words() -> dict[str, str]:
    """Every merge field and what it stands for."""
    return {
        "greeting": _("how the letter begins, with the customer’s name"),
        "case.number": _("the case number"),
        "case.subject": _("the subject of the case"),
        "case.address": _("the address of the case’s page"),
        "received_on": _("the day on which the complaint was received"),
        "outcome": _("how the complaint is decided, in one sentence"),
        "reasons": _("why it is decided so"),
        "points": _("every point with its decision and reason"),
        "remedy": _("what the customer gets and by when"),
        "remedy_line": _("the same in one line, for the summary"),
        "appeal": _("how to appeal, or that it is our last word"),
        "outside": _("the outside bodies with their last days"),
        "outside_line": _("the first of them in one line, for the summary"),
        "new_date": _("the new day of our answer"),
        "why_late": _("why the answer is late"),
        "signer": _("who signs"),
        "brand.name": _("the brand’s name"),
        "reason": _("why it is refused, takes longer or is asked for"),
        "amount": _("the sum with its currency"),
        "pay_by": _("the day of the payment"),
        "reference": _("the reference of the payment"),
        "received_at": _("the moment at which we had it, to the second, with its zone"),
        "promises": _("what we promise, each with its time"),
        "secret": _("the secret that opens the case’s page"),
        "channel": _("the channel on which the customer wrote"),
        "documents": _("which documents were accepted"),
        "breach.what": _("what happened, and when it was found"),
        "breach.whom": _("whose data and how many people"),
        "breach.effect": _("what it may lead to"),
        "breach.done": _("what was done about it"),
        "breach.advice": _("what one can do oneself"),
        "breach.contact": _("who answers questions"),
    }
