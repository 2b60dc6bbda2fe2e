"""What a verification found, in a sentence."""

from django.utils.translation import gettext as _

from muhatap.audit.findings import Fault


def fault_words(fault: Fault) -> str:
    """What is wrong at a place of the chain."""
    match fault:
        case Fault.REMOVED:
            return _("An event was removed here")
        case Fault.MOVED:
            return _("This event was moved here from another place")
        case Fault.INSERTED:
            return _("This event was slipped in")
        case Fault.CUT:
            return _("The end of the chain was cut off here")
        case Fault.CONTENT_CHANGED:
            return _("The personal content of this event was changed")
        case Fault.CONTENT_REMOVED:
            return _("Content was removed here without a recorded erasure")
        case Fault.TABLE:
            return _("What the case shows differs from what was recorded here")
        case Fault.HEAD | Fault.MISSING_STREAM | Fault.UNKNOWN_STREAM | Fault.REWRITTEN:
            return _("The chain does not end as its head says")
        case _:
            return _("This event was changed")
