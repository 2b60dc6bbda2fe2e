"""What rules and macros do, planned against the state of a case before anything is changed; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from muhatap.cases.folding import CaseState
from muhatap.cases.statuses import ClosedReason, Status, may_move
from muhatap.cases.tags import MOST as MOST_TAGS
from muhatap.cases.tags import with_tags, without_tags

MOST_ACTIONS = 12
NOBODY = "none"


class Do(StrEnum):
    """The sorts of actions."""

    PRIORITY = "priority"
    QUEUE = "queue"
    OWNER = "owner"
    STATUS = "status"
    TOPIC = "topic"
    TAG = "tag"
    UNTAG = "untag"
    NOTE = "note"
    LETTER = "letter"
    REPLY = "reply"
    PARTICIPANT = "participant"
    TELL = "tell"
    MACRO = "macro"


# A rule has no draft to put a reply into, and what it writes is a letter that nobody takes for a person's.
FOR_RULES = tuple(do for do in Do if do is not Do.REPLY)
FOR_MACROS = tuple(do for do in Do if do not in {Do.LETTER, Do.MACRO, Do.TELL})
WRITES = frozenset({Do.NOTE, Do.LETTER, Do.REPLY, Do.TELL})
DRAFT, SEND = "draft", "send"
# Resolving keeps a promise, and promises are kept by people.
STATUSES_FOR_RULES = frozenset({"open", "waiting_customer", "waiting_third_party", "closed:no_answer"})
# Whoever lets a clock stand still, or ends a case without an answer, tells the customer in the same step.
TOLD_TO_CUSTOMER = frozenset({"waiting_customer", "closed:no_answer"})


class Refusal(StrEnum):
    """Why an action cannot be done on a case; the faces put it into words."""

    QUEUE_GONE = "queue_gone"
    PERSON_GONE = "person_gone"
    PERSON_AWAY = "person_away"
    TOPIC_GONE = "topic_gone"
    CANNOT_MOVE = "cannot_move"
    NOT_BY_RULE = "not_by_rule"
    LACKS_VALUE = "lacks_value"
    LETTERS_SPENT = "letters_spent"
    MAIL_LOOP = "mail_loop"
    TOO_MANY_TAGS = "too_many_tags"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: its sort, a code or id that says with what, and words by language.

    A macro within a rule brings its actions as they were when the rule was written; `module` is the text
    module that the words were taken from.
    """

    do: Do
    value: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    module: str = ""
    inner: tuple["Action", ...] = ()

    def plain(self) -> dict[str, Any]:
        """As it is stored."""
        plain = {"do": self.do.value, "value": self.value, "texts": dict(self.texts)}
        if self.module:
            plain["module"] = self.module
        return plain | ({"inner": [each.plain() for each in self.inner]} if self.inner else {})


def action_of(stored: Mapping[str, Any]) -> Action:
    """The action that was stored so."""
    return Action(
        Do(stored["do"]),
        str(stored.get("value", "")),
        dict(stored.get("texts") or {}),
        str(stored.get("module", "")),
        tuple(action_of(each) for each in stored.get("inner", ())),
    )


def flat(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The actions with those of their macros in their places."""
    return tuple(
        each for action in actions for each in (action.inner if action.do is Do.MACRO else (action,))
    )


@dataclass(frozen=True, slots=True)
class Ground:
    """What actions can name in a brand: queues by code, topics, people who may own a case and who is away."""

    queues: Mapping[str, int] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()
    people: frozenset[int] = frozenset()
    away: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One action on one case: the field that it changes from what to what, or why it cannot."""

    action: Action
    field: str = ""
    old: str = ""
    new: str = ""
    refusal: str = ""

    @property
    def is_done(self) -> bool:
        """Whether it changes or writes anything."""
        return not self.refusal and (not self.field or self.old != self.new)

    def plain(self) -> dict[str, str]:
        """As a firing keeps it; what people wrote is not in it, nor whose address was named."""
        return {
            "do": self.action.do.value,
            "field": self.field,
            "old": self.old,
            "new": self.new,
            "refusal": self.refusal,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """All steps in order, and the state of the case after those that can be done."""

    steps: tuple[Step, ...]
    state: CaseState

    @property
    def changes_anything(self) -> bool:
        """Whether one step at least changes or writes something."""
        return any(step.is_done for step in self.steps)


def plan(actions: Sequence[Action], state: CaseState, ground: Ground, *, by_rule: bool) -> Plan:
    """What these actions would do to a case in this state, one after another."""
    steps: list[Step] = []
    for action in flat(actions):
        step = _step(action, state, ground, by_rule)
        steps.append(step)
        state = _after(state, step) if step.is_done else state
    return Plan(tuple(steps), state)


def _step(action: Action, state: CaseState, ground: Ground, by_rule: bool) -> Step:
    value = action.value
    match action.do:
        case Do.PRIORITY:
            return Step(action, "priority", str(state.priority), value)
        case Do.QUEUE:
            queue = ground.queues.get(value)
            gone = "" if queue else Refusal.QUEUE_GONE
            return Step(action, "queue", str(state.queue or ""), str(queue or ""), gone)
        case Do.OWNER:
            new = "" if value == NOBODY else value
            return Step(action, "owner", str(state.owner or ""), new, _not_for(new, ground))
        case Do.TOPIC:
            gone = "" if value in ground.topics else Refusal.TOPIC_GONE
            return Step(action, "topic", state.topic, value, gone)
        case Do.STATUS:
            return Step(
                action, "status", state.status, value.partition(":")[0], _stays(value, state, by_rule)
            )
        case Do.TAG | Do.UNTAG:
            change = with_tags if action.do is Do.TAG else without_tags
            tags = change(state.tags, [value])
            full = Refusal.TOO_MANY_TAGS if len(tags) > MOST_TAGS else ""
            return Step(action, "tags", ",".join(state.tags), ",".join(tags), full)
        case Do.REPLY if by_rule:
            return Step(action, refusal=Refusal.NOT_BY_RULE)
        case _:
            return Step(action)


def _not_for(owner: str, ground: Ground) -> str:
    """Why this person gets no case; nothing for one who is here, or for nobody."""
    if not owner:
        return ""
    if int(owner) not in ground.people:
        return Refusal.PERSON_GONE
    return Refusal.PERSON_AWAY if int(owner) in ground.away else ""


def _stays(value: str, state: CaseState, by_rule: bool) -> str:
    """Why the case keeps its status; nothing where it can move, or is there already."""
    wanted = Status(value.partition(":")[0])
    if by_rule and value not in STATUSES_FOR_RULES:
        return Refusal.NOT_BY_RULE
    is_there = state.status == wanted
    return "" if is_there or may_move(Status(state.status), wanted) else Refusal.CANNOT_MOVE


def _after(state: CaseState, step: Step) -> CaseState:
    match step.field:
        case "priority":
            return replace(state, priority=int(step.new))
        case "queue":
            return replace(state, queue=int(step.new))
        case "owner":
            return replace(state, owner=int(step.new) if step.new else None)
        case "topic":
            return replace(state, topic=step.new)
        case "status":
            return replace(state, status=step.new)
        case "tags":
            return replace(state, tags=tuple(each for each in step.new.split(",") if each))
        case _:
            return state


def is_status(value: str) -> bool:
    """Whether this names a status, a closed one with its reason."""
    status, _sep, reason = value.partition(":")
    return status in set(Status) - {Status.NEW} and (
        (status == Status.CLOSED) == (reason in set(ClosedReason) - {ClosedReason.MERGED})
    )


def writes_to_customer(actions: Sequence[Action]) -> bool:
    """Whether one of these actions sends the customer a letter."""
    return any(action.do is Do.LETTER for action in flat(actions))
