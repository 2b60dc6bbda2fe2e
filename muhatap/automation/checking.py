"""What is wrong with a rule or macro before it is kept: codes with their places; the faces find the words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from muhatap.automation.actions import (
    DRAFT,
    FOR_MACROS,
    FOR_RULES,
    MOST_ACTIONS,
    NOBODY,
    SEND,
    STATUSES_FOR_RULES,
    TOLD_TO_CUSTOMER,
    WRITES,
    Action,
    Do,
    Ground,
    flat,
    is_status,
    writes_to_customer,
)
from muhatap.cases.tags import tag_of
from muhatap.kernel.identifiers import normal_email
from muhatap.letters.filling import unknown_in, variables_in

_LONGEST_TEXT = 10_000
_OF_AGENTS = frozenset({"agent.name"})
_TOLD = frozenset({"owner", "supervisor", "department_head", "compliance", "executive"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where (`name`, `actions`, `action.2`), and a code with what its words need."""

    place: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)


class Faulty(Exception):
    """A rule or macro that cannot be kept as it is."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(", ".join(f"{each.place}: {each.code}" for each in faults))
        self.faults = tuple(faults)


def faults_of_rule(
    name: str, actions: Sequence[Action], ground: Ground, languages: Sequence[str]
) -> list[Fault]:
    """What is wrong with the name and actions of a rule."""
    found = _faults(name, actions, ground, languages, FOR_RULES)
    if not writes_to_customer(actions):
        found += [
            Fault(f"action.{place}", "customer_untold")
            for place, action in enumerate(actions)
            if any(each.do is Do.STATUS and each.value in TOLD_TO_CUSTOMER for each in flat([action]))
        ]
    for place, action in enumerate(actions):
        for each in flat([action]):
            if each.do is Do.STATUS and is_status(each.value) and each.value not in STATUSES_FOR_RULES:
                found.append(Fault(f"action.{place}", "not_by_rule"))
            if each.do is Do.REPLY and action.do is Do.MACRO:
                found.append(Fault(f"action.{place}", "macro_replies"))
            if set(variables_in(" ".join(each.texts.values()))) & _OF_AGENTS:
                found.append(Fault(f"action.{place}", "no_agent"))
    return found


def faults_of_macro(
    name: str, actions: Sequence[Action], ground: Ground, languages: Sequence[str]
) -> list[Fault]:
    """What is wrong with the name and actions of a macro."""
    found = _faults(name, actions, ground, languages, FOR_MACROS)
    if sum(each.do is Do.REPLY for each in actions) > 1:
        found.append(Fault("actions", "two_replies"))
    return found


def _faults(
    name: str, actions: Sequence[Action], ground: Ground, languages: Sequence[str], allowed: Sequence[Do]
) -> list[Fault]:
    found = [] if name.strip() else [Fault("name", "no_name")]
    if not actions:
        found.append(Fault("actions", "no_actions"))
    if len(flat(actions)) > MOST_ACTIONS:
        found.append(Fault("actions", "too_many", {"most": MOST_ACTIONS}))
    for place, action in enumerate(actions):
        code, params = ("unknown_action", {}) if action.do not in allowed else _fault(action, ground)
        if not code and action.do in {Do.LETTER, Do.REPLY}:
            code, params = _lacks_language(action, languages)
        if code:
            found.append(Fault(f"action.{place}", code, params))
    return found


def _fault(action: Action, ground: Ground) -> tuple[str, dict[str, Any]]:
    if action.do in WRITES:
        code, params = _fault_of_words(action)
        if code:
            return code, params
    return ("" if _is_known(action, ground) else f"choose_{action.do}"), {}


def _fault_of_words(action: Action) -> tuple[str, dict[str, Any]]:
    said = [text for text in action.texts.values() if text.strip()]
    if not said:
        return "no_words", {}
    unknown = [name for text in said for name in unknown_in(text)]
    if unknown:
        return "unknown_variable", {"name": unknown[0]}
    return ("too_long", {"most": _LONGEST_TEXT}) if max(map(len, said)) > _LONGEST_TEXT else ("", {})


def _lacks_language(action: Action, languages: Sequence[str]) -> tuple[str, dict[str, Any]]:
    lacking = [each for each in languages if not action.texts.get(each, "").strip()]
    return ("lacks_language", {"language": lacking[0]}) if lacking else ("", {})


def _is_known(action: Action, ground: Ground) -> bool:
    value = action.value
    match action.do:
        case Do.PRIORITY:
            return value in {"1", "2", "3", "4"}
        case Do.QUEUE:
            return value in ground.queues
        case Do.OWNER:
            return value == NOBODY or (value.isdecimal() and int(value) in ground.people)
        case Do.STATUS:
            return is_status(value)
        case Do.TOPIC:
            return value in ground.topics
        case Do.TAG | Do.UNTAG:
            return bool(value) and tag_of(value) == value
        case Do.PARTICIPANT:
            return normal_email(value) is not None
        case Do.REPLY:
            return value in {DRAFT, SEND}
        case Do.TELL:
            kind, _sep, name = value.partition(":")
            return value in _TOLD or (kind == "queue" and name in ground.queues) or _is_person(kind, name)
        case Do.MACRO:
            return bool(action.inner)
        case _:
            return True


def _is_person(kind: str, name: str) -> bool:
    return kind == "person" and normal_email(name) is not None
