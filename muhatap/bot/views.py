"""The door for the operator's own bots: signed requests in, JSON out; a bot decides nothing about a case."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from muhatap.bot import operations as bots
from muhatap.bot.answering import answer_to
from muhatap.bot.models import Talk, Who
from muhatap.bot.queries import lines_of, secret_of_bot, talk_of_bot, told_of
from muhatap.brands.models import Brand
from muhatap.brands.queries import brand_with_code
from muhatap.cases.keys import secret_of
from muhatap.channels.chat_models import ChatState
from muhatap.channels.chat_queries import all_lines, chat_with_id
from muhatap.channels.contract import Sender
from muhatap.channels.operations.chat_desk import NotWithBot, ask_for_person, write_as_bot
from muhatap.kernel.actors import Actor
from muhatap.kernel.identifiers import normal_email
from muhatap.kernel.webhook_signing import is_signed

BYTES_AT_MOST = 64 * 1024
_ID, _TEXT = 120, 4_000


class _Refused(Exception):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


@csrf_exempt
@require_POST
def receive(request: HttpRequest, brand: str, bot: str) -> JsonResponse:
    """Take one action of a bot, in a talk of its own or in a live chat that it has."""
    try:
        found = brand_with_code(brand)
        said = _said(request, found, bot)
        with translation.override(said["language"]):
            act = _act_in_chat if said.get("chat") else _act
            return JsonResponse(act(found, bot, said))
    except _Refused as refused:
        return JsonResponse({"error": refused.code}, status=refused.status)


def _said(request: HttpRequest, brand: Brand | None, bot: str) -> dict[str, Any]:
    body = request.body
    secret = secret_of_bot(brand, bot) if brand else ""
    is_genuine = bool(secret) and is_signed(
        secret,
        request.headers.get("webhook-id", ""),
        request.headers.get("webhook-timestamp", ""),
        request.headers.get("webhook-signature", ""),
        body,
        int(timezone.now().timestamp()),
    )
    # The same answer for an unknown brand, an unknown bot and a wrong signature.
    if brand is None or not is_genuine:
        raise _Refused(401, "signature")
    try:
        said = json.loads(body) if len(body) <= BYTES_AT_MOST else None
    except (ValueError, RecursionError):
        said = None
    named = said.get("chat") or said.get("talk") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(named, str) or not named.strip():
        raise _Refused(400, "body")
    language = said.get("language")
    return said | {"language": language if language in brand.languages else brand.default_language}


def _act(brand: Brand, bot: str, said: dict[str, Any]) -> dict[str, Any]:
    by, at = Actor.channel(f"bot:{bot}"[:40]), timezone.now()
    talk = talk_of_bot(brand, bot, said["talk"][:_ID])
    if talk is None:
        talk, _key = bots.begin_talk(
            brand=brand,
            bot=bot,
            language=said["language"],
            notices={},
            external_id=said["talk"][:_ID],
            by=by,
            at=at,
        )
    try:
        match said.get("action"):
            case "visitor":
                return _visitor(brand, talk, _text(said), by)
            case "bot":
                bots.keep_line(talk=talk, who=Who.BOT, text=_text(said), by=by, at=at)
                return {"kept": True}
            case "hand_over":
                return _hand_over(brand, talk, said, by)
            case "transcript":
                return {"lines": [{"who": each.who, "text": each.text} for each in lines_of(talk)]}
    except bots.TalkIsOver:
        raise _Refused(409, "talk_is_over") from None
    raise _Refused(422, "action")


def _act_in_chat(brand: Brand, bot: str, said: dict[str, Any]) -> dict[str, Any]:
    """`bot` (words, with choices), `hand_over` or `transcript` in a live chat, while a bot has it."""
    by, at = Actor.channel(f"bot:{bot}"[:40]), timezone.now()
    named = said["chat"]
    chat = chat_with_id(int(named)) if named.isascii() and named.isdecimal() and len(named) < 19 else None
    if chat is None or chat.brand_id != brand.id:
        raise _Refused(404, "no_such_chat")
    if chat.state != ChatState.BOT:
        raise _Refused(409, "with_a_person")
    try:
        match said.get("action"):
            case "bot":
                given = said.get("choices") or ()
                choices = tuple(str(each)[:80] for each in given[:6]) if isinstance(given, list) else ()
                write_as_bot(chat=chat, text=_text(said), choices=choices, by=by, at=at)
                return {"kept": True}
            case "hand_over":
                ask_for_person(chat=chat, reason="asked", by=by, at=at)
                return {"number": chat.case.number}
            case "transcript":
                return {"lines": told_of(all_lines(chat))}
    except NotWithBot:
        raise _Refused(409, "with_a_person") from None
    raise _Refused(422, "action")


def _visitor(brand: Brand, talk: Talk, text: str, by: Actor) -> dict[str, Any]:
    reason = bots.keep_line(talk=talk, who=Who.VISITOR, text=text, by=by, at=timezone.now())
    answer = answer_to(brand, talk.language, text)
    root = f"{settings.MUHATAP_ORIGIN}/{brand.code}/help/"
    return {
        "must_hand_over": bool(reason),
        "reason": reason,
        "is_complaint": answer.is_complaint,
        "topic": answer.topic,
        "articles": [
            {"title": each.title, "words": each.words, "url": f"{root}{each.slug}/"} for each in answer.quotes
        ],
    }


def _hand_over(brand: Brand, talk: Talk, said: dict[str, Any], by: Actor) -> dict[str, Any]:
    email = normal_email(str(said.get("email", "")))
    if email is None:
        raise _Refused(422, "email")
    sender = Sender(name=str(said.get("name", ""))[:200], email=email, phone=str(said.get("phone", ""))[:40])
    try:
        case = bots.hand_over(talk=talk, sender=sender, by=by, at=timezone.now())
    except bots.NothingSaid:
        raise _Refused(409, "nothing_said") from None
    url = f"{settings.MUHATAP_ORIGIN}/{brand.code}/track/?number={case.number}"
    return {"number": case.number, "secret": secret_of(case), "url": url}


def _text(said: dict[str, Any]) -> str:
    text = said.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _Refused(422, "text")
    return text[:_TEXT]
