"""The stages of a case in words."""

from django.utils.translation import gettext_lazy as _

_STAGES = {
    "callback_asked": _("The customer wishes to be called back"),
    "called_back": _("We called back"),
    "documents_complete": _("All documents are here"),
    "documents_decided": _("The documents are decided"),
    "refund_approved": _("The refund is approved"),
    "refund_refused": _("The refund is refused"),
    "refund_paid": _("The refund is paid out"),
    "contained": _("Account or payment is stopped, or the reason against is written"),
    "payment_disputed": _("A payment is reported as unauthorised"),
    "payment_restored": _("The payment is restored, or refused with reasons"),
    "data_request_valid": _("The data request is valid"),
    "data_request_answered": _("The data request is answered"),
    "data_complaint_acknowledged": _("The data protection complaint is acknowledged"),
    "breach_noticed": _("A data breach is known"),
    "authority_told": _("The authority is told, or the reason against is written"),
    "information_asked": _("The customer asks for information"),
    "information_given": _("The information is given"),
    "body_asked": _("An outside body asks"),
    "body_answered": _("The outside body has its answer"),
}


def milestone_words(name: str) -> str:
    """What was reached."""
    return str(_STAGES.get(name, name))
