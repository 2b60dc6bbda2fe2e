"""What happened and who wrote, in a few words, for the page in a dossier and for the desk."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.cases.statuses import Author
from muhatap.dossiers.redacting import IDENTITY
from muhatap.kernel.actors import ActorKind

FACT_WORDS = {
    "case.opened": gettext_lazy("The case was opened"),
    "case.imported": gettext_lazy("The case was taken over from another desk"),
    "message.imported": gettext_lazy("A message was taken over from another desk"),
    "case.status_changed": gettext_lazy("The status changed"),
    "case.assigned": gettext_lazy("The owner changed"),
    "case.routed": gettext_lazy("The case was given to somebody by a rule"),
    "case.returned": gettext_lazy("The case went back to its queue"),
    "case.moved": gettext_lazy("Moved to another queue"),
    "case.priority_changed": gettext_lazy("The priority changed"),
    "case.next_step_planned": gettext_lazy("The next step was planned"),
    "case.topic_corrected": gettext_lazy("The topic was corrected"),
    "case.dissatisfaction_expressed": gettext_lazy("The customer was not satisfied"),
    "case.secret_renewed": gettext_lazy("The secret was renewed"),
    "case.link_opened": gettext_lazy("Opened by a mailed link"),
    "account.help_agreed": gettext_lazy("The desk locked, opened or changed the account of the customer"),
    "case.fast_lane_taken": gettext_lazy("Everything was there, so the case went ahead"),
    "case.answers_added": gettext_lazy("Missing answers were added"),
    "case.joined": gettext_lazy("Joined with another case"),
    "case.parted": gettext_lazy("Parted from another case again"),
    "case.customer_changed": gettext_lazy("The case came to another customer"),
    "case.answers_corrected": gettext_lazy("Staff wrote answers of the topic"),
    "case.identity_confirmed": gettext_lazy("It was made sure who the customer is"),
    "case.sensitive_act_done": gettext_lazy("Something was done that needs to be sure who asks"),
    "case.telling_changed": gettext_lazy("The customer said how she wishes to be told"),
    "glass.broken": gettext_lazy("The case was opened in an emergency"),
    "glass.reviewed": gettext_lazy("An emergency opening was judged"),
    "account_card.read": gettext_lazy("The operator’s system was asked for the account"),
    "customer.consent_changed": gettext_lazy("The customer decided about advertising"),
    "customer.joined": gettext_lazy("Two customers were joined: they are one person"),
    "customer.parted": gettext_lazy("Two joined customers were parted again"),
    "customer.joining_declined": gettext_lazy("Two who looked like one person are two"),
    "match.doubted": gettext_lazy("A mail may belong to another case"),
    "match.settled": gettext_lazy("It was decided where a mail belongs"),
    "mail.lacks_answers": gettext_lazy("A mail lacked answers that its topic needs"),
    "message.posted": gettext_lazy("A message was written"),
    "message.content_erased": gettext_lazy("Content was lawfully erased"),
    "participant.named": gettext_lazy("Who takes part changed"),
    "message.addressed": gettext_lazy("A message was copied to others"),
    "message.participant_wrote": gettext_lazy("A participant wrote"),
    "message.source_opened": gettext_lazy("A mail was looked at as it came"),
    "side.opened": gettext_lazy("A side conversation was begun"),
    "side.message_posted": gettext_lazy("A mail of a side conversation"),
    "side.awaited": gettext_lazy("The waiting for a side conversation changed"),
    "reply.planned": gettext_lazy("A reply was planned for later"),
    "reply.called_off": gettext_lazy("A planned reply did not leave"),
    "letter.prepared": gettext_lazy("A letter was prepared"),
    "letter.asked": gettext_lazy("A letter waits for a second person"),
    "letter.sent": gettext_lazy("A prepared letter was sent"),
    "letter.put_aside": gettext_lazy("A prepared letter was not sent"),
    "case.linked": gettext_lazy("Linked with another case"),
    "message.delivered": gettext_lazy("A message was delivered"),
    "message.delivery_given_up": gettext_lazy("A delivery was given up"),
    "message.delivery_deferred": gettext_lazy("A delivery was put off by the mail server"),
    "message.delivery_returned": gettext_lazy("A letter came back"),
    "callback.promised": gettext_lazy("A call was promised"),
    "callback.moved": gettext_lazy("A promised call has another time"),
    "callback.ended": gettext_lazy("A promised call is over"),
    "call.attempted": gettext_lazy("Somebody called"),
    "clock.restarted": gettext_lazy("A promise counts from another moment"),
    "mail.wanted": gettext_lazy("Optional letters are wanted again"),
    "mail.declined": gettext_lazy("Optional letters were declined"),
    "chat.started": gettext_lazy("A chat began"),
    "chat.handed_over": gettext_lazy("A person was asked to take part in the chat"),
    "chat.accepted": gettext_lazy("A person took part in the chat"),
    "chat.passed_on": gettext_lazy("The chat was passed on with a summary"),
    "chat.ended": gettext_lazy("The chat ended"),
    "chat.wrapped_up": gettext_lazy("The work after the chat was done"),
    "address.marked": gettext_lazy("Automatic mail to an address was stopped"),
    "address.cleared": gettext_lazy("Automatic mail to an address goes again"),
    "case.milestone_reached": gettext_lazy("A stage was reached"),
    "clocks.started": gettext_lazy("Promises began to run"),
    "clock.started_earlier": gettext_lazy("A promise counts from an earlier start"),
    "clock.extended": gettext_lazy("A limit of law ends later, as that law allows"),
    "clock.moved": gettext_lazy("A due time moved"),
    "clock.longer_pause_asked": gettext_lazy("A longer pause was asked for"),
    "clock.longer_pause_decided": gettext_lazy("It was decided about a longer pause"),
    "clock.later_limit_asked": gettext_lazy("A later time was asked for"),
    "clock.later_limit_decided": gettext_lazy("A second person decided about a later time"),
    "clock.stopped": gettext_lazy("A promise ended"),
    "clock.paused": gettext_lazy("A promise was paused"),
    "clock.resumed": gettext_lazy("A promise runs again"),
    "clock.step_reached": gettext_lazy("A promise came near its limit"),
    "clock.broken": gettext_lazy("A promise was broken"),
    "clock.delay_reason_chosen": gettext_lazy("It was said why a promise takes longer"),
    "on_call.paged": gettext_lazy("Somebody on call was paged"),
    "on_call.acknowledged": gettext_lazy("Somebody on call answered"),
    "complaint.registered": gettext_lazy("A complaint was registered"),
    "complaint.moved": gettext_lazy("The complaint came to another stage"),
    "complaint.points_split": gettext_lazy("The points raised were written down"),
    "complaint.points_confirmed": gettext_lazy("The customer confirmed the points"),
    "complaint.triaged": gettext_lazy("The complaint was triaged"),
    "complaint.planned": gettext_lazy("The investigation was planned"),
    "complaint.step_planned": gettext_lazy("A step of the plan was written"),
    "complaint.step_ended": gettext_lazy("A step of the plan ended"),
    "case.tags_changed": gettext_lazy("Tags were changed"),
    "work.given": gettext_lazy("A department was given a task"),
    "work.taken": gettext_lazy("Somebody of a department took a task"),
    "work.answered": gettext_lazy("A department answered a task"),
    "work.withdrawn": gettext_lazy("A task was taken back"),
    "complaint.department_asked": gettext_lazy("A department was asked"),
    "complaint.department_answered": gettext_lazy("A department answered"),
    "complaint.finding_made": gettext_lazy("A finding was made on a point"),
    "complaint.answer_awaited": gettext_lazy("An answer is awaited"),
    "complaint.decision_proposed": gettext_lazy("A decision was drafted"),
    "complaint.decision_seconded": gettext_lazy("A second person looked at the decision"),
    "complaint.customer_decided": gettext_lazy("The customer said yes or no"),
    "complaint.remedy_answered": gettext_lazy("The customer said yes or no to a remedy"),
    "complaint.reviewer_named": gettext_lazy("A reviewer was named for the appeal"),
    "complaint.remedy_executed": gettext_lazy("The remedy was carried out"),
    "complaint.body_named": gettext_lazy("An outside body was named"),
    "complaint.body_decided": gettext_lazy("The outside body decided"),
    "complaint.cause_concluded": gettext_lazy("Cause and improvement were decided"),
    "complaint.customer_chased": gettext_lazy("The customer asked again before an answer"),
    "complaint.passing_asked": gettext_lazy("It was asked to pass a guard"),
    "remedy.proposed": gettext_lazy("A remedy was proposed"),
    "trace.asked": gettext_lazy("A provider was asked to trace a payment"),
    "trace.answered": gettext_lazy("A provider told what became of a payment"),
    "refund.answered": gettext_lazy("It was decided about a refund or withdrawal"),
    "refund.answer_told": gettext_lazy("The customer was told about a refund or withdrawal"),
    "refund.judged": gettext_lazy("A refund was judged by the rules of the charter"),
    "remedy.approved": gettext_lazy("A remedy was approved"),
    "remedy.refused": gettext_lazy("A remedy was not approved"),
    "remedy.executed": gettext_lazy("A remedy was carried out with proof"),
    "remedy.reversed": gettext_lazy("A remedy was taken back"),
    "problem.case_tied": gettext_lazy("A known problem stands behind the case"),
    "problem.case_untied": gettext_lazy("The problem does not stand behind the case after all"),
    "problem.notice_given": gettext_lazy("The message to everybody affected was sent"),
    "survey.deed_told": gettext_lazy("The customer was told what her feedback led to"),
    "information.asked": gettext_lazy("The customer asked for information"),
    "information.given": gettext_lazy("Information was given"),
    "evidence.offered": gettext_lazy("Evidence came in"),
    "evidence.decided": gettext_lazy("It was decided about a piece of evidence"),
    "evidence.retyped": gettext_lazy("It was said what a piece of evidence is"),
    "evidence.viewed": gettext_lazy("Somebody looked at a piece of evidence"),
    "evidence.look_asked": gettext_lazy("Somebody asked to look at an identity document"),
    "evidence.look_agreed": gettext_lazy("Somebody was let look at an identity document"),
    "evidence.redacted": gettext_lazy("Parts of a piece of evidence were blacked"),
    "evidence.quarantined": gettext_lazy("A file was put into quarantine"),
    "evidence.destroyed": gettext_lazy("Evidence was destroyed when its time was over"),
    "documents.requested": gettext_lazy("Documents were asked for"),
    "documents.reminded": gettext_lazy("The customer was reminded of documents"),
    "documents.request_ended": gettext_lazy("A request for documents ended"),
    "hold.placed": gettext_lazy("The case was put under a legal hold"),
    "hold.release_asked": gettext_lazy("It was asked to let a legal hold go"),
    "hold.released": gettext_lazy("A legal hold was let go by two people"),
    "review.begun": gettext_lazy("An additional review began"),
    "review.ended": gettext_lazy("An additional review ended"),
    "bot.handed_over": gettext_lazy("A bot handed the conversation over"),
    "guide.tried": gettext_lazy("The customer went through a quick-fix guide"),
    "privacy.asked": gettext_lazy("The customer asked for a right over her data"),
    "privacy.right_corrected": gettext_lazy("It was corrected which right is asked for"),
    "privacy.identity_asked": gettext_lazy("The customer was asked to show who she is"),
    "privacy.extended": gettext_lazy("A request about data takes longer, as the law allows"),
    "privacy.decided": gettext_lazy("It was decided about a request about data"),
    "privacy.answered": gettext_lazy("A request about data was answered"),
    "privacy.copy_made": gettext_lazy("A copy of all data of the customer was made"),
    "privacy.copy_fetched": gettext_lazy("The customer took the copy of her data along"),
    "privacy.copy_destroyed": gettext_lazy("A copy of the customer's data was destroyed"),
    "privacy.erasure_planned": gettext_lazy("An erasure was put before a second person"),
    "privacy.erasure_begun": gettext_lazy("A second person agreed to an erasure"),
    "privacy.case_erased": gettext_lazy("All personal data of the case were lawfully destroyed"),
    "privacy.person_erased": gettext_lazy("Name and addresses of a customer were lawfully destroyed"),
    "privacy.erasure_rested": gettext_lazy("An erasure waits until the law lets the rest go"),
    "privacy.erasure_ended": gettext_lazy("An erasure is complete"),
    "privacy.processing_restricted": gettext_lazy("Processing of the customer's data was stopped or goes on"),
    "privacy.restricted_opened": gettext_lazy("Somebody opened a case that is restricted, with a reason"),
    "privacy.retention_ran": gettext_lazy("What was past its time was destroyed"),
    "privacy.purpose_stated": gettext_lazy("Somebody said for which purpose data are taken along"),
    "survey.invited": gettext_lazy("The customer was asked how satisfied she is"),
    "survey.shown": gettext_lazy("The customer saw the survey"),
    "survey.answered": gettext_lazy("The survey was answered"),
    "survey.low_score_followed": gettext_lazy("A low score of the survey is looked after"),
    "survey.comment_answered": gettext_lazy("The comment of the survey was answered"),
    "survey.comment_published": gettext_lazy("The comment of the survey was published"),
    "survey.comment_kept_inside": gettext_lazy("The comment of the survey is not published"),
    "survey.rated": gettext_lazy("One more question of the survey was answered"),
    "rule.applied": gettext_lazy("A rule acted"),
    "rule.at_odds": gettext_lazy("Two rules undid one another and were stopped"),
    "macro.run": gettext_lazy("A macro was run"),
    "dossier.sealed": gettext_lazy("A case file was sealed"),
}


_AUDIENCES = {
    "customer": gettext_lazy("the customer, without internal notes"),
    "body": gettext_lazy("an outside body, with internal notes"),
    "internal": gettext_lazy("internal use, with everything"),
}
GROUNDS = {
    "third_person": gettext_lazy("data of a third person"),
    "legal_advice": gettext_lazy("confidential legal advice"),
    "safety": gettext_lazy("safety of a person"),
    "trade_secret": gettext_lazy("trade secret"),
}
_ROLES = {
    "agent": gettext_lazy("Agent"),
    "supervisor": gettext_lazy("Supervisor"),
    "compliance": gettext_lazy("Compliance"),
    "admin": gettext_lazy("Administrator"),
    "auditor": gettext_lazy("Auditor"),
    "specialist": gettext_lazy("Specialist"),
    "staff": gettext_lazy("Staff"),
    "customer": gettext_lazy("Customer"),
    "system": gettext_lazy("The desk itself"),
    "token": gettext_lazy("A program"),
}


def audience_words(audience: str) -> str:
    """For whom a dossier is made."""
    return str(_AUDIENCES.get(audience, audience))


def ground_words(kind: str) -> str:
    """Why something is left out of an outside body's version."""
    if kind == IDENTITY:
        return _("an identity document leaves as a redacted copy")
    return str(GROUNDS.get(kind, kind))


def role_words(role: str) -> str:
    """As what somebody looked."""
    return str(_ROLES.get(role, role))


def event_words(kind: str, content: dict[str, object]) -> str:
    """What happened, with what the event itself says of it."""
    if kind in {"message.posted", "message.imported"} and content.get("author") == Author.NOTE:
        return _("An internal note was written")
    return fact_words(kind)


def fact_words(kind: str) -> str:
    """What happened; a sort of fact without words of its own keeps its stored name."""
    return str(FACT_WORDS.get(kind, kind))


def actor_words(kind: str, staff_name: str, part: str = "") -> str:
    """Who did it; `part` is the part of the desk that acts by itself, where that matters."""
    match kind:
        case ActorKind.STAFF:
            return staff_name or _("Staff")
        case ActorKind.CUSTOMER:
            return _("Customer")
        case ActorKind.TOKEN:
            return _("A program")
        case ActorKind.CHANNEL:
            return _("Incoming mail or form")
        case _other if part:
            return _("The desk itself ({part})").format(part=part)
        case _other:
            return _("The desk itself")


def author_words(author: str, staff_name: str) -> str:
    """Who wrote a message."""
    match author:
        case Author.CUSTOMER:
            return _("Customer")
        case Author.NOTE:
            return _("Internal note: %(name)s") % {"name": staff_name}
        case Author.AUTOMATIC:
            return _("Automatic notice")
        case _other:
            return staff_name or _("Staff")


def side_words(subject: str, staff_name: str) -> str:
    """Who wrote in a side conversation, which the customer never saw."""
    said = {"subject": subject, "name": staff_name or _("somebody outside")}
    return _("Side conversation “%(subject)s”: %(name)s") % said
