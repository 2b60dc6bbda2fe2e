"""The menu that a caller hears: the charter's choices in their order, and what her keys lead to; pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

PERSON, NUMBER, GUIDE, CALL_BACK, AGAIN = "0", "8", "9", "*", "#"
NUMBER_DIGITS = 12
_KEYS = re.compile(r"[0-9*#]{0,40}")


class Step(StrEnum):
    """Where a caller stands."""

    MENU = "menu"
    GUIDE = "guide"
    TOPIC = "topic"
    NUMBER = "number"
    PERSON = "person"
    CALL_BACK = "callback"


class NotAsked(ValueError):
    """The request asks nothing that can be understood."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One key of the menu, the topic that it stands for, and what is said, by language."""

    key: str
    topic: str
    says: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Walked:
    """What the pressed keys say so far: a step, the choice made before it, a case number that was typed."""

    step: Step
    choice: Choice | None = None
    number: str = ""
    is_unknown: bool = False
    is_slow: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a telephone system about one call; `waiting` callers are before her."""

    call: str
    phone: str
    language: str
    keys: str
    waiting: int | None
    agents: int


def choices_of(said: Mapping[str, Any]) -> tuple[Choice, ...]:
    """The choices that the charter gives the telephone."""
    return tuple(Choice(str(each["key"]), each["topic"], each["says"]) for each in said.get("menu") or ())


def walk(choices: Sequence[Choice], keys: str) -> Walked:
    """What keys lead to, pressed one after the other since the beginning of the call.

    A person, a call and the guide can be had at every step; the guide then speaks slowly to the end.
    """
    by_key = {each.key: each for each in choices}
    walked, at, is_slow = Walked(Step.MENU), 0, False
    while at < len(keys):
        key, at = keys[at], at + 1
        match key:
            case "0":
                walked = Walked(Step.PERSON, walked.choice, walked.number)
            case "*":
                walked = Walked(Step.CALL_BACK, walked.choice, walked.number)
            case "9":
                walked, is_slow = Walked(Step.GUIDE), True
            case "#":
                walked = Walked(Step.MENU)
            case "8" if walked.step in (Step.MENU, Step.GUIDE, Step.NUMBER):
                typed = keys[at : at + NUMBER_DIGITS]
                at += len(typed)
                is_whole = len(typed) == NUMBER_DIGITS and typed.isdecimal()
                walked = Walked(Step.PERSON, number=typed) if is_whole else Walked(Step.NUMBER)
            case _ if key in by_key:
                walked = Walked(Step.TOPIC, by_key[key])
            case _:
                walked = Walked(Step.MENU, is_unknown=True)
    return Walked(walked.step, walked.choice, walked.number, walked.is_unknown, is_slow)


def asked_in(said: object, languages: Sequence[str]) -> Asked:
    """What a request asks; `NotAsked` for anything else. An unknown language is the first one."""
    if not isinstance(said, dict) or said.get("type") != "menu.asked":
        raise NotAsked("type")
    call, keys, phone = said.get("call"), said.get("keys", ""), said.get("from", "")
    if not isinstance(call, str) or not 0 < len(call) <= 80 or "\x00" in call:
        raise NotAsked("call")
    if not isinstance(keys, str) or not _KEYS.fullmatch(keys):
        raise NotAsked("keys")
    if not isinstance(phone, str) or len(phone) > 40:
        raise NotAsked("from")
    counts = [said.get("waiting"), said.get("agents", 1)]
    if any(each is not None and (not isinstance(each, int) or not 0 <= each <= 10_000) for each in counts):
        raise NotAsked("waiting")
    language = said.get("language")
    language = language if language in languages else languages[0]
    return Asked(call, phone, language, keys, counts[0], max(1, counts[1] or 1))


def estimate(waiting: int | None, agents: int, seconds: Sequence[int]) -> int | None:
    """Seconds until a caller is answered: callers before her and her own turn, by the mean of recent calls.

    None where nobody says how many wait, or fewer than three calls were made.
    """
    if waiting is None or len(seconds) < 3:
        return None
    return round(waiting * sum(seconds) / len(seconds) / agents)
