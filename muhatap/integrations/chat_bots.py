"""What the operator's own bot answers in a chat: read from its JSON, pure."""

import json
from dataclasses import dataclass

LETTERS_AT_MOST = 4_000
CHOICES_AT_MOST = 6


class BadAnswer(ValueError):
    """The bot answered something that cannot be understood."""


@dataclass(frozen=True, slots=True)
class BotAnswer:
    """What a bot says now; without words it answers later by its own door. `reason` is a code of its own."""

    text: str = ""
    choices: tuple[str, ...] = ()
    hands_over: bool = False
    reason: str = ""


def read_answer(body: bytes) -> BotAnswer:
    """The answer in a body; `BadAnswer` for anything else."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("json") from error
    if not isinstance(said, dict):
        raise BadAnswer("object")
    text, choices = said.get("text", ""), said.get("choices", [])
    hands_over, reason = said.get("hand_over", False), said.get("reason", "")
    if not isinstance(text, str) or len(text) > LETTERS_AT_MOST or not isinstance(hands_over, bool):
        raise BadAnswer("text")
    if not isinstance(choices, list) or not all(isinstance(each, str) and each.strip() for each in choices):
        raise BadAnswer("choices")
    if not isinstance(reason, str) or (reason and not reason.isidentifier()):
        raise BadAnswer("reason")
    shown = tuple(each.strip()[:80] for each in choices[:CHOICES_AT_MOST])
    return BotAnswer(text.strip(), shown, hands_over, reason[:20])
