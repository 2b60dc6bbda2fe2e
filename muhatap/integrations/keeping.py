"""Account cards for some minutes, in memory alone: what a bank knows of somebody never lies on our disk."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from muhatap.integrations.cards import Card

KEPT = timedelta(minutes=5)
# A peer that is down is left in peace, and nobody waits for it, for so long.
RESTED = timedelta(seconds=30)
_MOST = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking: a card, or why there is none, and when it was asked."""

    asked_at: datetime
    card: Card | None = None
    failure: str = ""


Key = tuple[int, str, str, str]
_answers: OrderedDict[Key, Answer] = OrderedDict()
_lock = threading.Lock()


def kept(key: Key, at: datetime) -> Answer | None:
    """The answer that is fresh enough to be shown again."""
    with _lock:
        answer = _answers.get(key)
    if answer is None:
        return None
    age = at - answer.asked_at
    return answer if timedelta(0) <= age < (KEPT if answer.card else RESTED) else None


def keep(key: Key, answer: Answer) -> None:
    """Keep an answer; the oldest make room."""
    with _lock:
        _answers.pop(key, None)
        _answers[key] = answer
        while len(_answers) > _MOST:
            _answers.popitem(last=False)


def forget_all() -> None:
    """Forget every answer."""
    with _lock:
        _answers.clear()
