"""What happened, in a few words for each sort of fact, and what a verification found, in a sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.audit.findings import Fault
from muhatap.kernel.actors import ActorKind

_FACTS = {
    "case.opened": gettext_lazy("The case was opened"),
    "case.status_changed": gettext_lazy("The status changed"),
    "case.assigned": gettext_lazy("The owner changed"),
    "case.moved": gettext_lazy("Moved to another queue"),
    "case.priority_changed": gettext_lazy("The priority changed"),
    "case.next_step_planned": gettext_lazy("The next step was planned"),
    "case.topic_corrected": gettext_lazy("The topic was corrected"),
    "case.dissatisfaction_expressed": gettext_lazy("The customer was not satisfied"),
    "case.secret_renewed": gettext_lazy("The secret was renewed"),
    "case.link_opened": gettext_lazy("Opened by a mailed link"),
    "message.posted": gettext_lazy("A message was written"),
    "message.content_erased": gettext_lazy("Content was lawfully erased"),
    "participant.named": gettext_lazy("Who takes part changed"),
    "message.addressed": gettext_lazy("A message was copied to others"),
    "message.participant_wrote": gettext_lazy("A participant wrote"),
    "message.source_opened": gettext_lazy("A mail was looked at as it came"),
    "side.opened": gettext_lazy("A side conversation was begun"),
    "side.message_posted": gettext_lazy("A mail of a side conversation"),
    "side.awaited": gettext_lazy("The waiting for a side conversation changed"),
    "case.linked": gettext_lazy("Linked with another case"),
    "message.delivered": gettext_lazy("A message was delivered"),
    "message.delivery_given_up": gettext_lazy("A delivery was given up"),
    "message.delivery_deferred": gettext_lazy("A delivery was put off by the mail server"),
    "message.delivery_returned": gettext_lazy("A letter came back"),
    "mail.declined": gettext_lazy("Optional letters were declined"),
    "address.marked": gettext_lazy("Automatic mail to an address was stopped"),
    "address.cleared": gettext_lazy("Automatic mail to an address goes again"),
    "dossier.sealed": gettext_lazy("A case file was sealed"),
    "case.milestone_reached": gettext_lazy("A stage was reached"),
    "clocks.started": gettext_lazy("Promises began to run"),
    "clock.moved": gettext_lazy("A due time moved"),
    "clock.later_limit_asked": gettext_lazy("A later time was asked for"),
    "clock.later_limit_decided": gettext_lazy("A second person decided about a later time"),
    "clock.stopped": gettext_lazy("A promise ended"),
    "clock.paused": gettext_lazy("A promise was paused"),
    "clock.resumed": gettext_lazy("A promise runs again"),
    "clock.step_reached": gettext_lazy("A promise came near its limit"),
    "clock.broken": gettext_lazy("A promise was broken"),
    "survey.answered": gettext_lazy("The survey was answered"),
}


def fact_words(kind: str) -> str:
    """What happened; a sort of fact without words of its own keeps its stored name."""
    return str(_FACTS.get(kind, kind))


def actor_words(kind: str, label: str, staff_name: str) -> str:
    """Who did it."""
    match kind:
        case ActorKind.STAFF:
            return staff_name or _("Staff")
        case ActorKind.CUSTOMER:
            return _("Customer")
        case ActorKind.TOKEN:
            return _("A program")
        case ActorKind.CHANNEL:
            return _("Incoming mail or form")
        case _:
            return _("The desk itself ({part})").format(part=label)


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
