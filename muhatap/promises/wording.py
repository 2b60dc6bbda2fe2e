"""Words of promises: short names of clocks for the desk, and lengths of time for everybody."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from muhatap.calendars.spans import Span

_CLOCKS = {
    "ack": _("Received"),
    "triage": _("Triage"),
    "first_reply": _("First reply"),
    "next_reply": _("Next reply"),
    "investigation_start": _("Examination"),
    "resolve": _("Decision"),
    "update": _("Update"),
    "emergency_ack": _("Taken over"),
    "contain": _("Containment"),
    "callback": _("Call back"),
    "kyc_review": _("Documents"),
    "refund_decision": _("Refund decision"),
    "refund_exec": _("Payout"),
    "unauth_refund": _("Payment restored"),
    "legal_response": _("Answer by law"),
    "dsr": _("Data request"),
    "dpc_ack": _("Data complaint"),
    "breach_authority": _("Authority told"),
    "information": _("Information"),
    "adr_enquiry": _("Outside body"),
}


def clock_words(name: str) -> str:
    """What a clock measures, in a word or two."""
    return str(_CLOCKS.get(name, name))


def span_words(written: str) -> str:
    """A length of time in words, as the charter writes it (`72h`, `8bh`, `3bd`); nothing for none."""
    if not written:
        return ""
    span = Span.parse(written)
    count = span.amount
    match span.unit:
        case "s":
            text = ngettext("%(count)d second", "%(count)d seconds", count)
        case "m":
            text = ngettext("%(count)d minute", "%(count)d minutes", count)
        case "h":
            text = ngettext("%(count)d hour", "%(count)d hours", count)
        case "d":
            text = ngettext("%(count)d day", "%(count)d days", count)
        case "w":
            text = ngettext("%(count)d week", "%(count)d weeks", count)
        case "mo":
            text = ngettext("%(count)d month", "%(count)d months", count)
        case "bm":
            text = ngettext("%(count)d working minute", "%(count)d working minutes", count)
        case "bh":
            text = ngettext("%(count)d working hour", "%(count)d working hours", count)
        case _:
            text = ngettext("%(count)d business day", "%(count)d business days", count)
    return text % {"count": count}
