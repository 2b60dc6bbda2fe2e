"""Talking: what a visitor says, what the built-in bot answers from the articles, what another bot said."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from muhatap.audit.recording import unit_of_work
from muhatap.bot.answering import Answer, answer_to
from muhatap.bot.dissatisfaction import judge
from muhatap.bot.models import Line, Talk, Who
from muhatap.bot.queries import digest_of
from muhatap.bot.wishes import reason_to_hand_over
from muhatap.bot.wording import answer_words
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask

ASSISTANT = "assistant"
LINES_AT_MOST = 200
KEPT_FOR = timedelta(days=30)


class TalkIsOver(Exception):
    """A person has it already, or it became too long for a bot."""


def begin_talk(
    *,
    brand: Brand,
    bot: str = ASSISTANT,
    language: str,
    notices: Mapping[str, Any],
    external_id: str = "",
    by: Actor,
    at: datetime,
) -> tuple[Talk, str]:
    """Begin a talk and return it with its key, of which only the digest is kept."""
    key = secrets.token_urlsafe(24)
    with unit_of_work():
        talk = Talk.objects.create(
            brand=brand,
            bot=bot,
            key_digest=digest_of(key),
            external_id=external_id,
            language=language,
            notices=dict(notices),
            began_at=at,
            last_at=at,
        )
    return talk, key


def say(*, talk: Talk, text: str, by: Actor, at: datetime) -> Answer:
    """Keep what a visitor says, and answer it from the articles; `TalkIsOver`."""
    with unit_of_work():
        row = _open(talk)
        answer = answer_to(row.brand, row.language, text)
        _keep(row, Who.VISITOR, text, {}, at)
        said = {
            "kind": answer.kind,
            "quotes": [asdict(each) for each in answer.quotes],
            "topic": answer.topic,
            "has_guide": answer.has_guide,
            "reason": answer.reason,
        }
        _keep(row, Who.BOT, answer_words(answer), said, at)
        _note(row, answer.reason, answer.topic, at, is_complaint=answer.is_complaint)
    return answer


def keep_line(*, talk: Talk, who: Who, text: str, by: Actor, at: datetime) -> str:
    """Keep a line of another bot's talk; returns why a person should take over, empty where none need to."""
    with unit_of_work():
        row = _open(talk)
        _keep(row, who, text, {}, at)
        reason = reason_to_hand_over(text) if who == Who.VISITOR else ""
        is_complaint = who == Who.VISITOR and judge(text).is_dissatisfied
        _note(row, reason, "", at, is_complaint=is_complaint)
    return reason


def forget_talks(*, by: Actor, at: datetime) -> int:
    """Forget talks of which nobody said anything for 30 days; what a person took over stands in its case."""
    with unit_of_work():
        return Talk.objects.filter(last_at__lt=at - KEPT_FOR).delete()[0]


def _open(talk: Talk) -> Talk:
    row = Talk.objects.select_for_update(of=("self",)).select_related("brand").get(id=talk.id)
    if row.case_id is not None or Line.objects.filter(talk=row).count() >= LINES_AT_MOST:
        raise TalkIsOver(row.id)
    return row


def _keep(row: Talk, who: Who, text: str, said: dict[str, Any], at: datetime) -> None:
    Line.objects.create(talk=row, who=who, text=mask(text).text, said=said, at=at)


def _note(row: Talk, reason: str, topic: str, at: datetime, *, is_complaint: bool) -> None:
    row.last_at = at
    row.reason = reason or row.reason
    row.topic = topic or row.topic
    row.is_complaint = row.is_complaint or is_complaint
    row.save(update_fields=["last_at", "reason", "topic", "is_complaint"])
