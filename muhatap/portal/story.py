"""What became of a case, in the customer's words: only what is listed here is ever told.

Notes, priorities, queues and escalation steps that nobody tells the customer have no words here.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muhatap.audit.models import Event
from muhatap.cases.models import Case, Message
from muhatap.cases.queries import public_messages_of
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.files.links import CUSTOMER, signed_url
from muhatap.files.models import StoredFile
from muhatap.portal import queries
from muhatap.portal.complaining import told_of_complaint
from muhatap.portal.papers import place_of_paper
from muhatap.promises.clocks import ClockState
from muhatap.promises.derivations import told_lines
from muhatap.promises.explaining import Audience
from muhatap.promises.models import Clock
from muhatap.promises.queries import clocks_of
from muhatap.promises.readings import ClockReading, reading_of
from muhatap.promises.rules import rules_at
from muhatap.ui.dates import moment_words
from muhatap.ui.furniture import channel_words

_DONE = frozenset({ClockState.KEPT, ClockState.MISSED})
_RUNNING = frozenset({ClockState.CALM, ClockState.SOON, ClockState.LATE})
_QUIET = frozenset({"ack"})
_REPLIES = frozenset({"first_reply", "next_reply"})


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of the conversation with a link that expires."""

    name: str
    size: int
    kind: str
    digest: str
    url: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the story: `who` is `you`, `us`, or `coming` for what is still ahead."""

    title: str
    who: str
    at: datetime | None = None
    text: str = ""
    words: str = ""
    is_automatic: bool = False
    clock: ClockReading | None = None
    files: tuple[SentFile, ...] = ()
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Vow:
    """One promise as a sentence with what became of it."""

    reading: ClockReading
    when: str
    more: str
    why: tuple[str, ...] = ()


@dataclass(slots=True)
class _Known:
    """What the words of the events need to know."""

    case: Case
    at: datetime
    messages: dict[int, Message]
    names: dict[int, str]
    promises: dict[str, str]
    replies: dict[datetime, ClockReading] = field(default_factory=dict)


def readings_of(case: Case, at: datetime) -> list[ClockReading]:
    """The public clocks of a case in the charter's order, each promise once: its latest run."""
    language = get_language() or case.language
    return [reading_of(clock, language, at) for clock in _shown_clocks(case)]


def _shown_clocks(case: Case) -> list[Clock]:
    latest: dict[str, Clock] = {}
    for clock in clocks_of(case):
        if clock.promise.is_public and (clock.name not in _QUIET or clock.stopped_at):
            latest[clock.promise.code] = clock
    return list(latest.values())


def vow_faces(case: Case, at: datetime) -> list[Vow]:
    """The promises made to the customer, usually by and at the latest by, each with why it is then."""
    language = get_language() or case.language
    vows = []
    for clock in _shown_clocks(case):
        lines = told_lines(clock, case, Audience.CUSTOMER, language)
        vows.append(_vow(reading_of(clock, language, at), at, tuple(line.text for line in lines)))
    return vows


def next_reading(readings: Sequence[ClockReading]) -> ClockReading | None:
    """The running clock whose limit comes next, a broken one before all others."""
    running = [each for each in readings if each.state in _RUNNING]
    return min(running, key=lambda each: each.due_at, default=None)


def standing_words(case: Case) -> str:
    """Where the case stands and who has it, in one or two sentences."""
    owner = case.owner.name if case.owner else ""
    match Status(case.status):
        case Status.NEW:
            return _("We have it. A person reads it next.")
        case Status.OPEN if owner:
            return _("%(name)s is working on it.") % {"name": owner}
        case Status.OPEN:
            return _("It waits for a person of the team.")
        case Status.WAITING_CUSTOMER:
            return _("We are waiting for your answer.")
        case Status.WAITING_THIRD_PARTY:
            return _("We are waiting for somebody else’s answer and stay on it.")
        case Status.RESOLVED:
            return _("We think that it is solved. Please tell us whether you agree.")
        case _:
            return _closed_words(case)


def story_of(case: Case, at: datetime) -> list[Step]:
    """The story, newest first: what is ahead, then what happened."""
    readings = readings_of(case, at)
    messages = {each.id: each for each in public_messages_of(case)}
    events = [(event, json.loads(event.content)) for event in queries.events_of(case)]
    owners = {int(told["owner"]) for event, told in events if event.kind == "case.assigned" and told["owner"]}
    known = _Known(
        case=case,
        at=at,
        messages=messages,
        names=queries.staff_names(owners),
        promises=_promised(case) | {each.code: each.label for each in readings},
        replies={each.stopped_at: each for each in readings if each.stopped_at and _is_reply(each)},
    )
    past = [step for event, told in events if (step := _told(event, told, known)) is not None]
    return [*_coming(case, readings, at), *reversed(past)]


def _promised(case: Case) -> dict[str, str]:
    """The public promises of the day of receipt, since a clock that moved was another one before."""
    language = get_language() or case.language
    return {
        rule.code: case.brand.in_language(rule.names, language)
        for rule in rules_at(case.brand, case.received_at)
        if rule.is_public
    }


def file_faces(case: Case, message: Message, at: datetime) -> tuple[SentFile, ...]:
    """The files of one message, each with a link for ten minutes."""
    return tuple(
        SentFile(
            each.file.name,
            each.file.size,
            each.file.content_type,
            each.file.sha256,
            signed_url(each.file, each.file.name, CUSTOMER, at) if _may_leave(each.file) else "",
        )
        for each in message.attachments.all()
    )


def _may_leave(file: StoredFile) -> bool:
    """Whether a link opens it: what is closed, such as an identity document, leaves by no link at all."""
    return file.destroyed_at is None and not file.is_guarded and not file.is_infected


def _vow(reading: ClockReading, at: datetime, why: tuple[str, ...]) -> Vow:
    when = ""
    if reading.state in _RUNNING and reading.state is not ClockState.LATE:
        when = _("by %(time)s") % {"time": moment_words(reading.due_at, at)}
    more = ""
    if reading.state in _RUNNING and reading.target_at and reading.target_at > at:
        more = _("Usually by %(time)s.") % {"time": moment_words(reading.target_at, at)}
    if reading.state is ClockState.LATE:
        more = _("It was due %(time)s. We are late and a senior person knows.") % {
            "time": moment_words(reading.due_at, at)
        }
    return Vow(reading, when, more, why)


def _coming(case: Case, readings: Sequence[ClockReading], at: datetime) -> list[Step]:
    """What is ahead, the furthest first, as the story runs backwards."""
    steps = [
        Step(reading.label, "coming", text=_by(reading, at), clock=reading)
        for reading in readings
        if reading.state in _RUNNING
    ]
    if case.status == Status.RESOLVED:
        steps.append(Step(_("You tell us whether it is solved"), "coming", text=_("Below, with one click.")))
    elif case.is_open:
        steps.append(Step(_("You get our decision and can confirm or object"), "coming"))
    furthest = at + timedelta(days=36_500)
    return sorted(steps, key=lambda step: step.clock.due_at if step.clock else furthest, reverse=True)


def _by(reading: ClockReading, at: datetime) -> str:
    limit = moment_words(reading.due_at, at)
    if reading.target_at and reading.target_at > at:
        target = moment_words(reading.target_at, at)
        return _("Usually by %(target)s, at the latest by %(limit)s.") % {"target": target, "limit": limit}
    return _("At the latest by %(limit)s.") % {"limit": limit}


def _is_reply(reading: ClockReading) -> bool:
    return reading.state in _DONE and any(reading.code.startswith(name) for name in _REPLIES)


def _told(event: Event, told: dict[str, Any], known: _Known) -> Step | None:
    words = _WORDS.get(event.kind)
    return words(event, told, known) if words else None


def _opened(event: Event, told: dict[str, Any], known: _Known) -> Step:
    text = _("By: %(channel)s") % {"channel": channel_words(told["channel"])}
    return Step(_("You opened the case"), "you", event.at, text)


def _posted(event: Event, told: dict[str, Any], known: _Known) -> Step | None:
    message = known.messages.get(int(told["message"]))
    if message is None:
        return None
    words = message.text if message.erased_at is None else _("This text was erased.")
    files = file_faces(known.case, message, known.at)
    sent = {"words": words, "files": files, "paper": place_of_paper(known.case, message)}
    if message.author == Author.CUSTOMER:
        title = _("You added files") if files and not message.text else _("You wrote")
        if message.participant is not None:
            title = _("%(name)s wrote") % {"name": message.participant.name or message.participant.email}
        return Step(title, "you", event.at, words=words, files=files)
    if message.author == Author.AUTOMATIC:
        return Step(_("We sent you a notice"), "us", event.at, is_automatic=True, **sent)
    name = message.staff.name if message.staff else known.case.brand.name
    title = _("%(name)s replied") % {"name": name}
    return Step(title, "us", event.at, clock=known.replies.get(event.at), **sent)


def _moved(event: Event, told: dict[str, Any], known: _Known) -> Step | None:
    status, previous = told["status"], told["previous"]
    match status:
        case Status.RESOLVED:
            return Step(_("We found a solution"), "us", event.at, _("Please tell us whether you agree."))
        case Status.CLOSED:
            return Step(_("The case was closed"), "us", event.at)
        case Status.WAITING_CUSTOMER:
            return Step(_("We asked you something"), "us", event.at, _("We go on as soon as you answer."))
        case Status.WAITING_THIRD_PARTY:
            return Step(_("We asked somebody outside"), "us", event.at, _("We stay on it for you."))
        case Status.OPEN if previous in {Status.RESOLVED, Status.CLOSED}:
            return Step(_("The case was opened again"), "us", event.at)
        case _:
            return None


def _assigned(event: Event, told: dict[str, Any], known: _Known) -> Step | None:
    name = known.names.get(int(told["owner"])) if told["owner"] else None
    return Step(_("%(name)s took your case") % {"name": name}, "us", event.at) if name else None


def _objected(event: Event, told: dict[str, Any], known: _Known) -> Step:
    return Step(
        _("You told us that you are not satisfied"),
        "you",
        event.at,
        _("From this moment it is a complaint, and new promises began."),
    )


def _paused(event: Event, told: dict[str, Any], known: _Known) -> Step | None:
    label = known.promises.get(told["promise"])
    if label is None:
        return None
    waiting = {
        "waiting_customer": _("We are waiting for you."),
        "waiting_third_party": _("We are waiting for others."),
    }
    return Step(
        _("We paused a clock: %(promise)s") % {"promise": label},
        "us",
        event.at,
        waiting.get(told["reason"], ""),
    )


def _resumed(event: Event, told: dict[str, Any], known: _Known) -> Step | None:
    label = known.promises.get(told["promise"])
    if label is None:
        return None
    limit = moment_words(datetime.fromisoformat(told["limit_at"]), known.at)
    return Step(
        _("The clock runs again: %(promise)s") % {"promise": label},
        "us",
        event.at,
        _("At the latest by %(limit)s.") % {"limit": limit},
    )


def _clock_moved(event: Event, told: dict[str, Any], known: _Known) -> Step | None:
    label = known.promises.get(told["promise"])
    if label is None:
        return None
    limit = moment_words(datetime.fromisoformat(told["limit_at"]), known.at)
    is_later = told["limit_at"] > told["previous_limit_at"]
    words = (
        _("This promise has a later time: %(promise)s")
        if is_later
        else _("This promise has an earlier time: %(promise)s")
    )
    return Step(
        words % {"promise": label}, "us", event.at, _("At the latest by %(limit)s.") % {"limit": limit}
    )


def _broken(event: Event, told: dict[str, Any], known: _Known) -> Step | None:
    label = known.promises.get(told["promise"])
    if label is None:
        return None
    return Step(
        _("We did not keep a promise in time: %(promise)s") % {"promise": label},
        "us",
        event.at,
        _("Your case went to a senior person by itself. You need not do anything."),
    )


def _complained(event: Event, told: dict[str, Any], known: _Known) -> Step | None:
    said = told_of_complaint(event.kind, told)
    return Step(said[0], said[1], event.at, said[2]) if said else None


def _joined(event: Event, told: dict[str, Any], known: _Known) -> Step | None:
    other = queries.joined_case(known.case, int(told["other"])) if told["is_lead"] else None
    if other is None:
        return None
    words = "\n\n".join(each.text for each in public_messages_of(other) if each.author == Author.CUSTOMER)
    title = _("Your case %(number)s goes on here") % {"number": other.number}
    return Step(title, "you", event.at, words=words)


def _completed(event: Event, told: dict[str, Any], known: _Known) -> Step:
    return Step(_("You added what was missing"), "you", event.at)


def _renewed(event: Event, told: dict[str, Any], known: _Known) -> Step:
    return Step(_("You asked for a new secret"), "you", event.at)


def _closed_words(case: Case) -> str:
    match case.closed_reason:
        case ClosedReason.SOLVED:
            return _("Solved and closed. If you write to us, it opens again.")
        case ClosedReason.NO_ANSWER:
            return _("Closed because we got no answer. If you write to us, it opens again.")
        case ClosedReason.WITHDRAWN:
            return _("You withdrew it. If you write to us, it opens again.")
        case _:
            return _("Closed. If you write to us, it opens again.")


_WORDS: dict[str, Callable[[Event, dict[str, Any], _Known], Step | None]] = {
    "case.opened": _opened,
    "message.posted": _posted,
    "case.status_changed": _moved,
    "case.assigned": _assigned,
    "case.dissatisfaction_expressed": _objected,
    "complaint.moved": _complained,
    "complaint.points_confirmed": _complained,
    "complaint.customer_decided": _complained,
    "information.asked": _complained,
    "case.joined": _joined,
    "case.answers_added": _completed,
    "case.secret_renewed": _renewed,
    "clock.paused": _paused,
    "clock.resumed": _resumed,
    "clock.moved": _clock_moved,
    "clock.extended": _clock_moved,
    "clock.broken": _broken,
}
