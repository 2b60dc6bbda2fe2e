"""Stages, guards and what is missing, in the words of staff and of customers."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.complaints.stages import Guard, Stage
from muhatap.letters.linting import Flaw
from muhatap.letters.linting.wording import flaw_words

S, G = Stage, Guard

_STAGES: Mapping[str, Promise] = {
    S.RECEIVED: gettext_lazy("Received"),
    S.ACKNOWLEDGED: gettext_lazy("Acknowledged"),
    S.TRIAGED: gettext_lazy("Triaged"),
    S.INVESTIGATING: gettext_lazy("Investigating"),
    S.WAITING_CUSTOMER: gettext_lazy("Waiting for the customer"),
    S.WAITING_THIRD_PARTY: gettext_lazy("Waiting for a third party"),
    S.PROPOSED: gettext_lazy("Decision drafted"),
    S.RESPONDED: gettext_lazy("Answered"),
    S.APPLYING: gettext_lazy("Remedy under way"),
    S.CONFIRMING: gettext_lazy("Customer’s confirmation"),
    S.APPEAL: gettext_lazy("Appeal"),
    S.EXTERNAL: gettext_lazy("Outside body"),
    S.CLOSED: gettext_lazy("Closed, confirmed"),
    S.CLOSED_UNCONFIRMED: gettext_lazy("Closed, not confirmed"),
    S.WITHDRAWN: gettext_lazy("Withdrawn"),
    S.SET_ASIDE: gettext_lazy("Set aside"),
    S.REOPENED: gettext_lazy("Reopened"),
}
_FOR_CUSTOMER: Mapping[str, Promise] = {
    S.RECEIVED: gettext_lazy("We have your complaint."),
    S.ACKNOWLEDGED: gettext_lazy("Your complaint is registered. A person judges how urgent it is."),
    S.TRIAGED: gettext_lazy("We know how urgent it is and plan how to look into it."),
    S.INVESTIGATING: gettext_lazy("We are looking into each of your points."),
    S.WAITING_CUSTOMER: gettext_lazy("We need something from you to go on."),
    S.WAITING_THIRD_PARTY: gettext_lazy("We have asked somebody outside and stay on it."),
    S.PROPOSED: gettext_lazy("Our decision is drafted and being checked."),
    S.RESPONDED: gettext_lazy("You have our decision. Please tell us whether you accept it."),
    S.APPLYING: gettext_lazy("We are carrying out what we promised."),
    S.CONFIRMING: gettext_lazy("We have carried it out. Please tell us whether it has arrived."),
    S.APPEAL: gettext_lazy("Somebody who never worked on your case looks at everything again."),
    S.EXTERNAL: gettext_lazy("An outside body has your complaint. We give it your whole file."),
    S.CLOSED: gettext_lazy("Your complaint is closed, as you confirmed."),
    S.CLOSED_UNCONFIRMED: gettext_lazy(
        "Closed because we did not hear from you. It never counts as satisfied."
    ),
    S.WITHDRAWN: gettext_lazy("You withdrew your complaint. You can take it up again."),
    S.SET_ASIDE: gettext_lazy("We handle this as an ordinary case, as we wrote to you."),
    S.REOPENED: gettext_lazy("Your complaint is open again."),
}
_COMING: Mapping[str, Promise] = {
    S.RECEIVED: gettext_lazy("We acknowledge it in writing."),
    S.ACKNOWLEDGED: gettext_lazy("We judge how urgent it is and name who looks into it."),
    S.TRIAGED: gettext_lazy("We begin to look into it."),
    S.INVESTIGATING: gettext_lazy("You get our decision on every point, in writing."),
    S.WAITING_CUSTOMER: gettext_lazy("We go on as soon as we have your answer."),
    S.WAITING_THIRD_PARTY: gettext_lazy("We go on as soon as we have their answer."),
    S.PROPOSED: gettext_lazy("You get our decision on every point, in writing."),
    S.RESPONDED: gettext_lazy("You tell us whether you accept. If not, somebody else looks at it again."),
    S.APPLYING: gettext_lazy("We tell you when it is done, with its proof."),
    S.CONFIRMING: gettext_lazy("You tell us whether it has arrived."),
    S.APPEAL: gettext_lazy("You get a final decision in writing."),
    S.EXTERNAL: gettext_lazy("The outside body decides."),
    S.REOPENED: gettext_lazy("We look into it again."),
}
_GUARDS: Mapping[str, Promise] = {
    G.POSSIBLE: gettext_lazy("No way leads from here to there"),
    G.ACKNOWLEDGED: gettext_lazy("The customer has an acknowledgement"),
    G.TRIAGE: gettext_lazy("Triage is complete"),
    G.OWNER: gettext_lazy("Somebody is responsible who is not the subject of the complaint"),
    G.PLAN: gettext_lazy("There is a plan"),
    G.ASKED_CUSTOMER: gettext_lazy("The customer was asked for something named"),
    G.ASKED_OTHERS: gettext_lazy("Somebody outside was asked for something named"),
    G.ANSWERED: gettext_lazy("The answer is here, or its day has passed after a reminder"),
    G.FINDINGS: gettext_lazy("Every point has a finding with evidence"),
    G.TASKS: gettext_lazy("Every department has answered"),
    G.DECISION: gettext_lazy("A decision answers every point with reasons"),
    G.SECOND_PERSON: gettext_lazy("A second person agrees"),
    G.ASIDE_AGREED: gettext_lazy("A second person agrees that it is set aside"),
    G.LETTER: gettext_lazy("The letter with the outcome is written"),
    G.REASON: gettext_lazy("A reason is given"),
    G.ACCEPTED_OR_OWED: gettext_lazy("The customer accepts, or the remedy is owed anyway"),
    G.RESOLUTION: gettext_lazy("A plan says what is done, by whom and by when"),
    G.STEPS: gettext_lazy("Every step of the plan is done"),
    G.EXECUTED: gettext_lazy("The remedy is carried out and proven"),
    G.NOTHING_OWED: gettext_lazy("Nothing is left to carry out"),
    G.CONFIRMED: gettext_lazy("The customer has confirmed; silence is never satisfaction"),
    G.REFUSED: gettext_lazy("The customer does not accept"),
    G.SILENCE: gettext_lazy("Fourteen days of silence and a reminder"),
    G.CLOSING: gettext_lazy("Root cause and improvement are decided"),
    G.REVIEWER: gettext_lazy("The reviewer never worked on the case"),
    G.RE_LOOK: gettext_lazy("The reviewer has decided anew"),
    G.BODY: gettext_lazy("The outside body and its last day are named"),
    G.BODY_DECIDED: gettext_lazy("The outside body has decided"),
    G.CUSTOMERS_ACT: gettext_lazy("Only the customer can do this"),
    G.WINDOW: gettext_lazy("Not more than thirty days after the end"),
}
_MISSING: Mapping[str, Promise] = {
    "acknowledgement": gettext_lazy("the written acknowledgement"),
    "severity": gettext_lazy("severity"),
    "impact": gettext_lazy("impact"),
    "urgency": gettext_lazy("urgency"),
    "vulnerability": gettext_lazy("whether the customer is vulnerable"),
    "complexity": gettext_lazy("complexity"),
    "triage_reason": gettext_lazy("the reason of the triage"),
    "points": gettext_lazy("the points raised"),
    "remedy_sought": gettext_lazy("what the customer seeks"),
    "owner": gettext_lazy("somebody responsible"),
    "owner_is_subject": gettext_lazy("another person: the complaint is about who has it"),
    "plan": gettext_lazy("the plan"),
    "question": gettext_lazy("what is asked, of whom and by when"),
    "answer": gettext_lazy("the answer, or its day with a reminder sent"),
    "tasks": gettext_lazy("answers of departments"),
    "decision": gettext_lazy("a decision"),
    "reasons": gettext_lazy("reasons"),
    "letter": gettext_lazy("the letter"),
    "reason": gettext_lazy("a reason"),
    "destination": gettext_lazy("where it belongs instead"),
    "acceptance": gettext_lazy("the customer’s acceptance"),
    "resolution": gettext_lazy("a step of the plan with its day"),
    "proof": gettext_lazy("proof that it was carried out"),
    "execution": gettext_lazy("the remedy that is owed"),
    "confirmation": gettext_lazy("the customer’s own confirmation"),
    "objection": gettext_lazy("the customer’s objection"),
    "silence": gettext_lazy("fourteen days since she was asked"),
    "reminder": gettext_lazy("a reminder to her"),
    "root_cause": gettext_lazy("the root cause"),
    "improvement": gettext_lazy("the decision on improvement"),
    "reviewer": gettext_lazy("a reviewer"),
    "reviewer_touched": gettext_lazy("another reviewer: this one worked on the case before"),
    "re_look": gettext_lazy("the reviewer’s own decision"),
    "body": gettext_lazy("the outside body"),
    "last_day": gettext_lazy("the last day for it"),
    "body_decision": gettext_lazy("the decision of the outside body"),
    "customers_act": gettext_lazy("the customer’s own act"),
    "window": gettext_lazy("the thirty days are over"),
    "second:regulated_rejection": gettext_lazy("a second person: a regulated brand does not uphold"),
    "second:vulnerable_rejection": gettext_lazy("a second person: the customer may be vulnerable"),
    "second:appeal_rejection": gettext_lazy("a second person: an appeal is not upheld"),
    "second:set_aside": gettext_lazy("a second person"),
    "remedy_open": gettext_lazy("the second person’s word on a remedy"),
    "remedy_to_execute": gettext_lazy("an approved remedy with its proof"),
}
FINDINGS: Mapping[str, Promise] = {
    "upheld": gettext_lazy("Upheld"),
    "partly": gettext_lazy("Partly upheld"),
    "not_upheld": gettext_lazy("Not upheld"),
}
VULNERABILITIES: Mapping[str, Promise] = {
    "none": gettext_lazy("No sign of it"),
    "possible": gettext_lazy("Possible"),
    "known": gettext_lazy("Known"),
}
COMPLEXITIES: Mapping[str, Promise] = {
    "simple": gettext_lazy("Simple"),
    "complex": gettext_lazy("Complex: takes longer, with a second person"),
}
DESTINATIONS: Mapping[str, Promise] = {
    "not_a_complaint": gettext_lazy("Not a complaint"),
    "duplicate": gettext_lazy("The same as another case"),
    "out_of_scope": gettext_lazy("Not ours to decide"),
    "forwarded": gettext_lazy("Passed on to somebody else"),
}
ORIGINS: Mapping[str, Promise] = {
    "opened": gettext_lazy("Opened as a complaint"),
    "objected": gettext_lazy("The customer was not satisfied"),
    "desk": gettext_lazy("Registered by staff"),
    "contact": gettext_lazy("Logged from a conversation"),
    "form": gettext_lazy("Formal complaint form"),
    "api": gettext_lazy("A program registered it"),
}
_SAID: Mapping[str, Promise] = {
    "accepted": gettext_lazy("The customer accepts"),
    "refused": gettext_lazy("The customer does not accept"),
    "confirmed": gettext_lazy("The customer confirms"),
    "withdrew": gettext_lazy("The customer withdraws"),
}
ABOUT: Mapping[str, Promise] = {
    "state": gettext_lazy("Where my case stands"),
    "reasons": gettext_lazy("Why it was decided so"),
    "records": gettext_lazy("Records that you keep about it"),
}


def stage_words(stage: str) -> str:
    """A stage for staff."""
    return str(_STAGES.get(stage, stage))


def finding_words(finding: str) -> str:
    """What was found or decided."""
    return str(FINDINGS.get(finding, finding))


def said_words(said: str) -> str:
    """What the customer said."""
    return str(_SAID.get(said, said))


def stage_words_for_customer(stage: str) -> str:
    """Where a complaint stands, for its customer."""
    return str(_FOR_CUSTOMER.get(stage, ""))


def coming_words(stage: str) -> str:
    """What comes next, for its customer; empty when it is over."""
    return str(_COMING.get(stage, ""))


def guard_words(guard: str) -> str:
    """What a guard asks for."""
    return str(_GUARDS.get(guard, guard))


def missing_words(items: Iterable[str]) -> list[str]:
    """What is missing, one entry for each item; points are named by their number."""
    return [_missing(item) for item in items]


def _missing(item: str) -> str:
    if item in _MISSING:
        return str(_MISSING[item])
    what, colon, number = item.partition(":")
    if not colon:
        return item
    match what:
        case "finding":
            return _("the finding on point %(number)s") % {"number": number}
        case "facts":
            return _("the facts on point %(number)s") % {"number": number}
        case "evidence":
            return _("evidence on point %(number)s, or why there is none") % {"number": number}
        case "step":
            return _("step %(number)s of the plan") % {"number": number}
        case "point":
            return _("the decision on point %(number)s") % {"number": number}
        case "second":
            return _("a second person: %(reason)s") % {"reason": number}
        case "lint":
            return flaw_words(Flaw(*number.split(":", 1)))[0]
        case _:
            return item
