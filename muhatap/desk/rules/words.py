"""Rules and macros in words: when, what, why not, and what differs between two versions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from muhatap.accounts.queries import names_of
from muhatap.automation.actions import DRAFT, NOBODY, Action, Do
from muhatap.automation.checking import Fault
from muhatap.automation.models import RuleVersion
from muhatap.desk.wording import closed_words, priority_words, status_words
from muhatap.topics.models import Queue, Topic
from muhatap.topics.questions import words

_OWNERS = ("owner", "supervisor", "compliance")


@dataclass(frozen=True, slots=True)
class Named:
    """Names of queues by code and id, topics by code, people by id and address."""

    queues: Mapping[str, str] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


def named_in(brand_ids: Iterable[int], staff_ids: Iterable[int] = ()) -> Named:
    """The names that the rules of these brands use."""
    languages, ids = (get_language() or "",), list(brand_ids)
    queues = {}
    for queue in Queue.objects.filter(brand_id__in=ids):
        queues[queue.code] = queues[str(queue.id)] = words(queue.names, languages) or queue.code
    topics = {
        topic.code: words(topic.names, languages) or topic.code
        for topic in Topic.objects.filter(brand_id__in=ids)
    }
    people = {str(staff_id): name for staff_id, name in names_of(staff_ids).items()}
    return Named(queues, topics, people)


def hours_words(hours: int) -> str:
    """So many hours."""
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


def trigger_words(code: str, hours: int = 0) -> str:
    """When a rule acts."""
    span = {"span": hours_words(hours)}
    match code:
        case "after_opened":
            return _("%(span)s after a case was opened") % span
        case "after_customer_wrote":
            return _("%(span)s after the customer wrote and nobody answered") % span
        case "after_staff_wrote":
            return _("%(span)s after we wrote and the customer did not answer") % span
        case "after_waiting":
            return _("%(span)s after a case began to wait") % span
        case "after_resolved":
            return _("%(span)s after a case was resolved") % span
        case "before_promise_end":
            return _("%(span)s before the next promise ends") % span
        case _:
            return _fact_words(code)


def moment_words(code: str) -> str:
    """A moment as the form offers it, after a number of hours."""
    said = {
        "after_opened": _("… hours after a case was opened"),
        "after_customer_wrote": _("… hours after the customer wrote and nobody answered"),
        "after_staff_wrote": _("… hours after we wrote and the customer did not answer"),
        "after_waiting": _("… hours after a case began to wait"),
        "after_resolved": _("… hours after a case was resolved"),
        "before_promise_end": _("… hours before the next promise ends"),
    }
    return said.get(code, code)


def _fact_words(code: str) -> str:
    said = {
        "opened": _("A case is opened"),
        "customer_wrote": _("The customer wrote"),
        "staff_wrote": _("We wrote to the customer"),
        "note_written": _("A note was written"),
        "status_changed": _("The status changed"),
        "assigned": _("The owner changed"),
        "moved": _("The case came into another queue"),
        "priority_changed": _("The priority changed"),
        "topic_corrected": _("The topic was corrected"),
        "objected": _("The customer is not satisfied"),
        "answers_added": _("The customer added missing answers"),
        "milestone_reached": _("A stage was reached"),
        "clock_step": _("A promise came near its limit"),
        "clock_broken": _("A promise was broken"),
        "letter_returned": _("A letter came back or could not be delivered"),
        "side_answered": _("Somebody outside answered"),
        "survey_answered": _("The survey was answered"),
    }
    return said.get(code, code)


def do_words(do: str) -> str:
    """The sort of an action, as its form and its counts name it."""
    said = {
        Do.PRIORITY: _("Set the priority"),
        Do.QUEUE: _("Move to a queue"),
        Do.OWNER: _("Set the owner"),
        Do.STATUS: _("Set the status"),
        Do.TOPIC: _("Correct the topic"),
        Do.TAG: _("Add a tag"),
        Do.UNTAG: _("Remove a tag"),
        Do.NOTE: _("Write an internal note"),
        Do.LETTER: _("Send the customer a letter"),
        Do.REPLY: _("Reply to the customer"),
        Do.PARTICIPANT: _("Add a participant"),
        Do.TELL: _("Tell colleagues"),
        Do.MACRO: _("Run a macro"),
    }
    return said.get(Do(do), do)


def status_value_words(value: str) -> str:
    """A status, a closed one with its reason."""
    status, _sep, reason = value.partition(":")
    return f"{status_words(status)} ({closed_words(reason)})" if reason else status_words(status)


def told_words(value: str, named: Named) -> str:
    """Whom a rule tells."""
    kind, _sep, name = value.partition(":")
    match kind:
        case "owner":
            return _("the owner, or the team")
        case "supervisor":
            return _("the supervisors")
        case "compliance":
            return _("compliance")
        case "queue":
            return _("the team of %(queue)s") % {"queue": named.queues.get(name, name)}
        case _:
            return named.people.get(name, name)


def action_words(action: Action, named: Named) -> str:
    """One action in one line, its words shortened."""
    do, value = do_words(action.do), action.value
    match action.do:
        case Do.PRIORITY:
            said = priority_words(int(value or 4))
        case Do.QUEUE:
            said = named.queues.get(value, value)
        case Do.OWNER:
            said = _("nobody") if value == NOBODY else named.people.get(value, value)
        case Do.STATUS:
            said = status_value_words(value)
        case Do.TOPIC:
            said = named.topics.get(value, value)
        case Do.REPLY:
            said = f"{_('as a draft') if value == DRAFT else _('sent at once')}, “{_begin(action)}”"
        case Do.TELL:
            said = f"{told_words(value, named)}, “{_begin(action)}”"
        case Do.MACRO:
            said = ", ".join(action_words(each, named) for each in action.inner)
        case Do.PARTICIPANT | Do.TAG | Do.UNTAG:
            said = value
        case _:
            said = f"“{_begin(action)}”"
    return f"{do}: {said}"


def _begin(action: Action) -> str:
    text = words(action.texts, (get_language() or "",)) or next(iter(action.texts.values()), "")
    flat = " ".join(text.split())
    return flat if len(flat) <= 80 else f"{flat[:79]}…"


def step_words(step: Mapping[str, Any], named: Named) -> str:
    """What one step did or would do to a case, from what to what, or why not."""
    done = _change_words(step, named)
    if step["refusal"]:
        return _("%(what)s: not done, %(why)s") % {"what": done, "why": refusal_words(step["refusal"])}
    if step["field"] and step["old"] == step["new"]:
        return _("%(what)s: is so already") % {"what": done}
    return done


def _change_words(step: Mapping[str, Any], named: Named) -> str:
    name = _field_words(step["field"])
    if not name:
        return do_words(step["do"])
    old, new = (_value_words(step["field"], step[key], named) for key in ("old", "new"))
    return new_words(name, old, new)


def new_words(name: str, old: str, new: str) -> str:
    """A field and how it changes."""
    return f"{name}: {old or '–'} → {new or '–'}" if old != new else f"{name}: {new or '–'}"


def _field_words(name: str) -> str:
    said = {
        "priority": _("Priority"),
        "queue": _("Queue"),
        "owner": _("Owner"),
        "status": _("Status"),
        "topic": _("Topic"),
        "tags": _("Tags"),
    }
    return said.get(name, "")


def _value_words(name: str, value: str, named: Named) -> str:
    if not value:
        return _("nobody") if name == "owner" else ""
    match name:
        case "priority":
            return priority_words(int(value))
        case "queue":
            return named.queues.get(value, value)
        case "owner":
            return named.people.get(value, value)
        case "status":
            return status_words(value)
        case "tags":
            return value.replace(",", ", ")
        case _:
            return named.topics.get(value, value)


def refusal_words(code: str) -> str:
    """Why an action cannot be done on a case."""
    said = {
        "queue_gone": _("this queue is no longer used"),
        "person_gone": _("this person no longer answers here"),
        "person_away": _("this person is away"),
        "topic_gone": _("this topic is no longer used"),
        "cannot_move": _("the case cannot take this status from where it is"),
        "not_by_rule": _("this is left to people"),
        "lacks_value": _("a value for the text is missing"),
        "letters_spent": _("the rules have written enough letters for a day"),
        "too_many_tags": _("the case has as many tags as it may have"),
        "mail_loop": _("it could be a loop with a machine"),
    }
    return said.get(code, code)


def outcome_words(outcome: str) -> str:
    """How a firing ended where it did not act."""
    said = {
        "done": _("acted"),
        "nothing": _("there was nothing to change"),
        "failed": _("failed; the log of the server says why"),
        "depth": _("stopped: too many rules in a row"),
        "budget": _("stopped: rules have acted too often on this case within the hour"),
    }
    return said.get(outcome, outcome)


def off_words(reason: str) -> str:
    """Why a rule was switched off."""
    kind, _sep, name = reason.partition(":")
    if kind == "at_odds":
        return _("It and “%(name)s” undid one another’s work, so both were stopped.") % {"name": name}
    return reason


def fault_words(fault: Fault) -> str:
    """What is wrong with a rule or macro, and what to do about it."""
    said = {
        "no_name": _("Give it a name."),
        "no_actions": _("Add at least one action."),
        "too_many": _("At most %(most)s actions. Make two rules of it."),
        "two_replies": _("One reply at most. Put both into one text."),
        "unknown_action": _("This action is not possible here. Take it out."),
        "choose_priority": _("Choose a priority."),
        "choose_queue": _("Choose a queue that is in use."),
        "choose_owner": _("Choose somebody who answers here."),
        "choose_status": _("Choose a status; a case is closed with a reason."),
        "choose_topic": _("Choose a topic that is in use."),
        "choose_tag": _("Write a tag: letters, digits and hyphens, no address and no long number."),
        "choose_untag": _("Write a tag: letters, digits and hyphens, no address and no long number."),
        "choose_participant": _("Write an e-mail address."),
        "choose_reply": _("Choose whether the reply becomes a draft or is sent."),
        "choose_tell": _("Choose who is told."),
        "choose_macro": _("Choose a macro that everybody may run."),
        "no_words": _("Write the text."),
        "too_long": _("At most %(most)s characters."),
        "unknown_variable": _("Nothing fills {{%(name)s}}. The list below says what does."),
        "lacks_language": _("Write the text in this language too: %(language)s."),
        "customer_untold": _(
            "Her clock stands still or ends by this. Send the customer a letter in the same rule."
        ),
        "not_by_rule": _("This keeps a promise, and promises are kept by people. Choose another status."),
        "macro_replies": _("This macro writes a reply in somebody’s name. A rule sends letters instead."),
        "no_agent": _("A rule is nobody: it cannot fill {{agent.name}}."),
    }
    return said.get(fault.code, fault.code) % fault.params


def differences(before: RuleVersion, after: RuleVersion, named: Named) -> list[tuple[str, str, str]]:
    """What differs between two versions: what, before, after."""
    found = [
        (_("Name"), before.name, after.name),
        (_("When"), trigger_words(before.when, before.hours), trigger_words(after.when, after.hours)),
        (_("Condition"), before.condition, after.condition),
        (_("Last rule"), _yes(before.stops), _yes(after.stops)),
    ]
    old, new = list(before.does), list(after.does)
    found += [(_("Action"), action_words(each, named), "") for each in old if each not in new]
    found += [(_("Action"), "", action_words(each, named)) for each in new if each not in old]
    if sorted(map(str, old)) == sorted(map(str, new)) and old != new:
        order = [", ".join(do_words(each.do) for each in actions) for actions in (old, new)]
        found.append((_("Order"), order[0], order[1]))
    return [each for each in found if each[1] != each[2]]


def _yes(said: bool) -> str:
    return _("yes") if said else _("no")
