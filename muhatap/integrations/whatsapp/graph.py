"""The calls of the Business Cloud API, and what its refusals mean."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from muhatap.channels.adapters.whatsapp.accounts import Account
from muhatap.channels.adapters.whatsapp.conversations import WINDOW_CLOSED
from muhatap.channels.adapters.whatsapp.telling import fault_words
from muhatap.channels.contract import Delayed, Held, NotReady, Rejected
from muhatap.integrations.outgoing import NotReached, TooLarge, WrongAddress, fetch, post

_SECONDS = 15.0
_FILE_SECONDS = 60.0
_MOST_WORDS = 64 * 1024
# The token goes nowhere else, whatever an answer says where a file lies.
_FILE_HOSTS = (".fbsbx.com", ".fbcdn.net", ".facebook.com", ".whatsapp.net")
_TOO_FAST = frozenset({4, 80007, 130429, 131048, 131056, 133016})
_LATER = frozenset({1, 2, 131000, 131016, 131057, 133004})
_TOKEN = frozenset({0, 3, 10, 190})
_WINDOW = 131047


class NoFile(Exception):
    """The file is not to be had: `code` is `gone`, `too_large`, `place`, or `later` when it may come."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def send(account: Account, body: bytes) -> str:
    """Hand over a message as JSON; returns the id that it got, raises what the channel contract names."""
    url = f"{settings.MUHATAP_WHATSAPP_URL}/{account.phone_id}/messages"
    headers = {"Authorization": f"Bearer {account.token}", "Content-Type": "application/json"}
    try:
        answer = post(url, body, headers, seconds=_SECONDS, inside=settings.MUHATAP_WEBHOOK_NETWORKS)
    except (NotReached, WrongAddress) as trouble:
        raise Delayed(str(trouble), was_answered=False) from trouble
    said = _json(answer.excerpt)
    if answer.status != 200:
        raise refusal(answer.status, said)
    messages = said.get("messages")
    first = messages[0] if isinstance(messages, list) and messages else {}
    # What was taken without a name is taken all the same: sending it again would say it twice.
    return str(first.get("id", ""))[:250] if isinstance(first, dict) else ""


def refusal(status: int, said: dict[str, Any]) -> Exception:
    """What a refused message does next; the words are theirs."""
    fault = said.get("error")
    fault = fault if isinstance(fault, dict) else {}
    code = fault.get("code") if isinstance(fault.get("code"), int) else None
    words = fault_words({**fault, "title": fault.get("message")}) or f"HTTP {status}"
    if code == _WINDOW:
        return Held(WINDOW_CLOSED)
    if status == 401 or (code in _TOKEN and status < 500):
        return NotReady("whatsapp_token")
    if status == 429 or status >= 500 or code in _TOO_FAST or code in _LATER:
        return Delayed(words, was_answered=True)
    return Rejected(words, code=f"whatsapp_{code if code is not None else status}")


def file_of(account: Account, media_id: str, most: int) -> bytes:
    """The bytes of a file by its id, at most so many; `NoFile` otherwise."""
    if not (media_id.isascii() and media_id.replace("-", "").replace("_", "").isalnum()):
        raise NoFile("gone")
    url = f"{settings.MUHATAP_WHATSAPP_URL}/{media_id}"
    said = _json(_got(account, url, _MOST_WORDS, _SECONDS).decode("utf-8", "replace"))
    size, place = said.get("file_size"), said.get("url")
    if isinstance(size, int) and size > most:
        raise NoFile("too_large")
    if not isinstance(place, str) or not _is_theirs(place):
        raise NoFile("place")
    return _got(account, place, most, _FILE_SECONDS)


def _got(account: Account, url: str, most: int, seconds: float) -> bytes:
    headers = {"Authorization": f"Bearer {account.token}", "User-Agent": "Muhatap"}
    inside = settings.MUHATAP_WEBHOOK_NETWORKS
    try:
        status, data = fetch(url, headers, seconds=seconds, most=most, inside=inside)
    except TooLarge:
        raise NoFile("too_large") from None
    except WrongAddress:
        raise NoFile("place") from None
    except NotReached as trouble:
        raise NoFile("later") from trouble
    if status == 200:
        return data
    raise NoFile("gone" if status in {400, 404, 410} else "later")


def _is_theirs(url: str) -> bool:
    try:
        place, own = urlsplit(url), urlsplit(settings.MUHATAP_WHATSAPP_URL)
        if (place.scheme, place.hostname, place.port) == (own.scheme, own.hostname, own.port):
            return True
        host, is_plain = place.hostname or "", place.port in {None, 443}
    except ValueError:
        return False
    return place.scheme == "https" and is_plain and host.endswith(_FILE_HOSTS)


def _json(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
