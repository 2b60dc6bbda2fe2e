"""What the events of a case say to staff, one line each; a fact without words here is told by its name."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from muhatap.audit.models import Event
from muhatap.desk.case_page.telling_access import ACCESS_WORDS
from muhatap.desk.case_page.telling_calls import CALL_WORDS
from muhatap.desk.case_page.telling_chat import CHAT_WORDS
from muhatap.desk.case_page.telling_complaint import COMPLAINT_WORDS
from muhatap.desk.case_page.telling_evidence import EVIDENCE_WORDS
from muhatap.desk.case_page.telling_mail import MAIL_ELSEWHERE, MAIL_WORDS
from muhatap.desk.case_page.telling_on_call import ON_CALL_WORDS
from muhatap.desk.case_page.telling_pauses import PAUSE_WORDS
from muhatap.desk.case_page.telling_privacy import PRIVACY_WORDS
from muhatap.desk.case_page.telling_problems import PROBLEM_WORDS, place_of_problem
from muhatap.desk.case_page.telling_replies import REPLY_WORDS
from muhatap.desk.case_page.telling_routing import ROUTER, ROUTING_WORDS
from muhatap.desk.case_page.telling_rules import RULE_WORDS, place_of_rule
from muhatap.desk.case_page.telling_surveys import SURVEY_WORDS, place_of_follow_up
from muhatap.desk.case_page.telling_work import WORK_WORDS
from muhatap.desk.milestone_words import milestone_words
from muhatap.desk.rail import queue_words
from muhatap.desk.wording import closed_words, kind_words, priority_words, status_words
from muhatap.topics.models import Queue
from muhatap.topics.questions import words
from muhatap.ui.dates import moment_words
from muhatap.ui.durations import business_days_words, duration_words

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One fact in words: who did it, and what."""

    at: datetime
    icon: str
    text: str
    who: str = ""
    kind: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What the words need to name: people, queues, topics, promises."""

    at: datetime
    customer: str
    staff: Mapping[int, str] = field(default_factory=dict)
    queues: Mapping[int, Queue] = field(default_factory=dict)
    topics: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    promises: Mapping[str, str] = field(default_factory=dict)
    proofs: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def person(self, staff_id: Any) -> str:
        """The name of a member of staff."""
        return self.staff.get(int(staff_id), _("somebody")) if staff_id else _("nobody")

    def promise(self, told: Told) -> str:
        """The name of a promise."""
        return self.promises.get(str(told.get("promise", "")), str(told.get("promise", "")))

    def queue(self, queue_id: Any) -> str:
        """The name of a queue."""
        queue = self.queues.get(int(queue_id)) if queue_id else None
        return queue_words(queue) if queue else "–"

    def topic(self, code: str) -> str:
        """The name of a topic."""
        return words(self.topics.get(code), (get_language() or "",)) or code or "–"


def _place(kind: str, told: Told) -> str:
    return place_of_rule(kind, told) or place_of_problem(kind, told) or place_of_follow_up(kind, told)


def line_of(event: Event, names: Names) -> Line | None:
    """An event in words, or None for what the page shows elsewhere."""
    if event.kind in _ELSEWHERE or (event.kind == "case.assigned" and event.actor_label == ROUTER):
        return None
    told = json.loads(event.content)
    icon, said = _WORDS.get(event.kind, ("history", lambda told, names: event.kind))
    kind = "escalation" if event.kind in _ESCALATIONS else ""
    text = said(told, names)
    if told.get("is_late_detected"):
        text = _("%(text)s (found late, after an interruption)") % {"text": text}
    return Line(event.at, icon, text, _who(event, names), kind, _place(event.kind, told))


def staff_in(events: list[Event]) -> set[int]:
    """Everybody whom these events name."""
    ids = {event.actor_id for event in events if event.actor_kind == "staff"}
    for event in events:
        if event.kind in {"case.assigned", "work.given"}:
            told = json.loads(event.content)
            ids |= {int(told[key]) for key in ("owner", "previous") if told.get(key)}
        elif event.kind in ON_CALL_WORDS or event.kind in ROUTING_WORDS:
            told = json.loads(event.content)
            ids |= {int(told.get(key) or 0) for key in ("staff", "manager")}
    return ids - {None}


def queues_in(events: list[Event]) -> set[int]:
    """Every queue that these events name."""
    moves = (json.loads(event.content) for event in events if event.kind == "case.moved")
    return {int(told[key]) for told in moves for key in ("queue", "previous") if told[key]}


def _who(event: Event, names: Names) -> str:
    match event.actor_kind:
        case "staff":
            return names.person(event.actor_id)
        case "customer":
            return names.customer
        case _:
            return ""


def _moment(written: Any, names: Names) -> str:
    return moment_words(datetime.fromisoformat(written), names.at) if written else "–"


def _opened(told: Told, names: Names) -> str:
    return _("Case opened")


def _status(told: Told, names: Names) -> str:
    said = status_words(told["status"])
    if told["status"] == "closed":
        said = f"{said} ({closed_words(told.get('reason', ''))})"
    return _("Status: %(old)s → %(new)s") % {"old": status_words(told["previous"]), "new": said}


def _assigned(told: Told, names: Names) -> str:
    if not told["owner"]:
        return _("Given back to the queue")
    return _("Assigned to %(name)s") % {"name": names.person(told["owner"])}


def _moved(told: Told, names: Names) -> str:
    return _("Queue: %(old)s → %(new)s") % {
        "old": names.queue(told["previous"]),
        "new": names.queue(told["queue"]),
    }


def _priority(told: Told, names: Names) -> str:
    return _("Priority: %(old)s → %(new)s") % {
        "old": priority_words(told["previous"]),
        "new": priority_words(told["priority"]),
    }


def _planned(told: Told, names: Names) -> str:
    return _("Next word to the customer planned for %(time)s") % {
        "time": _moment(told["next_update_at"], names)
    }


def _topic(told: Told, names: Names) -> str:
    return _("Topic: %(old)s → %(new)s") % {
        "old": names.topic(told["previous"]),
        "new": names.topic(told["topic"]),
    }


def _objected(told: Told, names: Names) -> str:
    return _("The customer is not satisfied. The case is now: %(kind)s") % {
        "kind": kind_words(told["case_kind"])
    }


def _erased(told: Told, names: Names) -> str:
    return _("Content of a message erased. Reason: %(reason)s") % {"reason": reason_words(told["reason"])}


def _milestone(told: Told, names: Names) -> str:
    said = milestone_words(told["milestone"])
    return f"{said} ({told['reference']})" if told.get("reference") else said


def _clock_moved(told: Told, names: Names) -> str:
    said = {
        "promise": names.promise(told),
        "old": _moment(told["previous_limit_at"], names),
        "new": _moment(told["limit_at"], names),
    }
    return _("Due time of %(promise)s: %(old)s → %(new)s") % said


def _later_asked(told: Told, names: Names) -> str:
    said = {"promise": names.promise(told), "time": _moment(told["limit_at"], names)}
    return _("Asked for a later time for %(promise)s: %(time)s") % said


def _later_decided(told: Told, names: Names) -> str:
    if told["is_approved"]:
        return _("Agreed to the later time for %(promise)s") % {"promise": names.promise(told)}
    return _("Did not agree to a later time for %(promise)s") % {"promise": names.promise(told)}


def _clocks(told: Told, names: Names) -> str:
    started = ", ".join(names.promise(each) for each in told["clocks"])
    count = len(told["clocks"])
    return ngettext("A promise began: %(names)s", "%(count)d promises began: %(names)s", count) % {
        "count": count,
        "names": started,
    }


def _stopped(told: Told, names: Names) -> str:
    said = {"promise": names.promise(told), "time": duration_words(told["seconds"])}
    if told["was_kept"]:
        return _("Promise kept after %(time)s: %(promise)s") % said
    return _("Promise not kept: %(promise)s") % said


def _paused(told: Told, names: Names) -> str:
    return _("Clock paused: %(promise)s") % {"promise": names.promise(told)}


def _resumed(told: Told, names: Names) -> str:
    said = {"promise": names.promise(told), "time": _moment(told["limit_at"], names)}
    return _("Clock runs again: %(promise)s, now until %(time)s") % said


def _step(told: Told, names: Names) -> str:
    said = {"promise": names.promise(told), "threshold": told["threshold"]}
    if told["threshold"] == "target":
        return _("Target time of %(promise)s has passed") % said
    if told["threshold"].endswith("bd-before"):
        said["days"] = business_days_words(int(told["threshold"].removesuffix("bd-before")))
        return _("%(days)s are left for %(promise)s") % said
    return _("%(threshold)s%% of the time for %(promise)s has passed") % said


def _broken(told: Told, names: Names) -> str:
    return _("Promise broken: %(promise)s. It was due %(time)s.") % {
        "promise": names.promise(told),
        "time": _moment(told["limit_at"], names),
    }


def _joined(told: Told, names: Names) -> str:
    if told["is_lead"]:
        return _("Case %(number)s goes on here") % {"number": told["other_number"]}
    return _("The case goes on in %(number)s") % {"number": told["other_number"]}


def _parted(told: Told, names: Names) -> str:
    return _("Parted from case %(number)s") % {"number": told["other_number"]}


def _started_earlier(told: Told, names: Names) -> str:
    said = {"promise": names.promise(told), "time": _moment(told["limit_at"], names)}
    return _("A case that came first goes on here: %(promise)s is now due %(time)s") % said


def _doubted(told: Told, names: Names) -> str:
    return _("The mail names case %(number)s; a person decides whether it belongs there") % {
        "number": told["quoted_number"]
    }


def _decided(told: Told, names: Names) -> str:
    number = {"number": told["quoted_number"]}
    match told["outcome"]:
        case "joined":
            return _("Decided: the mail belongs to case %(number)s") % number
        case "spam":
            return _("Decided: the mail is an attack or spam")
        case _:
            return _("Decided: the mail does not belong to case %(number)s") % number


def _lacks_answers(told: Told, names: Names) -> str:
    return _("The mail lacks what its topic needs; the customer is asked once")


def _answers_added(told: Told, names: Names) -> str:
    return _("The customer added what was missing")


def _given_up(told: Told, names: Names) -> str:
    return _("A message could not be delivered. It waits in the outbox.")


def _returned(told: Told, names: Names) -> str:
    match told["reason"]:
        case "complained":
            return _("A letter was reported as unwanted")
        case "delayed":
            return _("A letter is delayed on its way")
        case _:
            return _("A letter came back: it was not delivered")


def _marked(told: Told, names: Names) -> str:
    return _("Automatic letters to an address of the customer are stopped")


def _cleared(told: Told, names: Names) -> str:
    if told["reason"] == "wrote":
        return _("The address wrote again: automatic letters go there as before")
    return _("Automatic letters go to the address again")


def _secret(told: Told, names: Names) -> str:
    return _("The secret of the customer’s page was replaced")


def _link(told: Told, names: Names) -> str:
    return _("The customer opened the case by a mailed link")


def reason_words(reason: str) -> str:
    """Why content was erased."""
    match reason:
        case "customer_request":
            return _("the person asked for it (data protection law)")
        case "not_theirs":
            return _("it concerns somebody else")
        case "secret":
            return _("it holds a secret that must not be kept")
        case "authority":
            return _("a court or authority ordered it")
        case _:
            return reason


_ELSEWHERE = MAIL_ELSEWHERE | {"message.posted", "message.imported", "message.delivered"}
_ELSEWHERE |= {"message.delivery_deferred"}
_ESCALATIONS = frozenset({"clock.step_reached", "clock.broken", "case.dissatisfaction_expressed"})
_WORDS: dict[str, tuple[str, Callable[[Told, Names], str]]] = {
    **ACCESS_WORDS,
    **CALL_WORDS,
    **CHAT_WORDS,
    **COMPLAINT_WORDS,
    **EVIDENCE_WORDS,
    **MAIL_WORDS,
    **ON_CALL_WORDS,
    **ROUTING_WORDS,
    **PROBLEM_WORDS,
    **RULE_WORDS,
    **REPLY_WORDS,
    **PAUSE_WORDS,
    **PRIVACY_WORDS,
    **SURVEY_WORDS,
    **WORK_WORDS,
    "case.opened": ("check", _opened),
    "case.status_changed": ("refresh", _status),
    "case.assigned": ("user", _assigned),
    "case.moved": ("inbox", _moved),
    "case.priority_changed": ("escalate", _priority),
    "case.next_step_planned": ("calendar", _planned),
    "case.topic_corrected": ("tag", _topic),
    "case.dissatisfaction_expressed": ("scale", _objected),
    "message.content_erased": ("shield", _erased),
    "message.delivery_given_up": ("alert", _given_up),
    "message.delivery_returned": ("mail", _returned),
    "address.marked": ("alert", _marked),
    "address.cleared": ("mail", _cleared),
    "clocks.started": ("clock", _clocks),
    "clock.stopped": ("clock", _stopped),
    "case.milestone_reached": ("check", _milestone),
    "clock.moved": ("clock", _clock_moved),
    "clock.later_limit_asked": ("clock", _later_asked),
    "clock.later_limit_decided": ("scale", _later_decided),
    "clock.paused": ("pause", _paused),
    "clock.resumed": ("play", _resumed),
    "clock.started_earlier": ("clock", _started_earlier),
    "case.joined": ("merge", _joined),
    "case.parted": ("merge", _parted),
    "case.answers_added": ("file", _answers_added),
    "mail.lacks_answers": ("file", _lacks_answers),
    "match.doubted": ("merge", _doubted),
    "match.settled": ("merge", _decided),
    "clock.step_reached": ("escalate", _step),
    "clock.broken": ("alert", _broken),
    "case.secret_renewed": ("key", _secret),
    "case.link_opened": ("link", _link),
}
