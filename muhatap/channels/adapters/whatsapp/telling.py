"""What a webhook of the WhatsApp Business Cloud API tells: read from its JSON, pure."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

MEDIA = frozenset({"image", "document", "audio", "video", "sticker", "voice"})
# A thousand changes come in one request at most.
_MOST = 2000
_LONGEST_ID = 200


class NotTold(ValueError):
    """The request tells nothing that can be understood."""


@dataclass(frozen=True, slots=True)
class Media:
    """A file that waits at the other side, by its id there."""

    id: str
    name: str
    mime: str


@dataclass(frozen=True, slots=True)
class Told:
    """One message: its id, the number it came from, what sort it is, and its own part of the JSON."""

    id: str
    number: str
    name: str
    sort: str
    body: dict[str, Any]
    answers: str = ""

    @property
    def media(self) -> Media | None:
        """The file that it brings."""
        said = self.body if self.sort in MEDIA else {}
        if not _text(said, "id"):
            return None
        return Media(_text(said, "id"), _text(said, "filename"), _text(said, "mime_type").partition(";")[0])


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a message of ours: `sent`, `delivered`, `read` or `failed`, then with their words."""

    id: str
    number: str
    status: str
    at: datetime
    delivery: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Everything that one request tells of one number of ours; `raw` are its messages as they came.

    `strange` is how many more there were that nobody understands.
    """

    raw: tuple[dict[str, Any], ...]
    standings: tuple[Standing, ...]
    strange: int = 0


def heard_in(body: bytes, phone_id: str) -> Heard:
    """What a request tells of the number with this id; `NotTold` for what is no such request."""
    said = _json(body)
    if said.get("object") != "whatsapp_business_account":
        raise NotTold("object")
    raw: list[dict[str, Any]] = []
    standings: list[Standing] = []
    strange = 0
    for value in _values(said, phone_id):
        names = {
            _text(each, "wa_id"): _text(_part(each, "profile"), "name") for each in _all(value, "contacts")
        }
        for each in _all(value, "messages"):
            kept = {"message": each, "name": names.get(_text(each, "from"), "")}
            try:
                told_in(kept)
            except NotTold:
                strange += 1
            else:
                raw.append(kept)
        standings += [found for each in _all(value, "statuses") if (found := _standing(each)) is not None]
    return Heard(tuple(raw), tuple(standings), strange)


def told_in(kept: dict[str, Any]) -> Told:
    """One message as it was kept: its JSON and the name that its writer goes by; `NotTold` otherwise."""
    said = _part(kept, "message")
    named, number, sort = _text(said, "id"), _text(said, "from"), _text(said, "type")
    if not named or len(named) > _LONGEST_ID:
        raise NotTold("id")
    if not (number.isascii() and number.isdecimal() and 6 <= len(number) <= 15):
        raise NotTold("from")
    answers = _text(_part(said, "context"), "id")[:_LONGEST_ID]
    return Told(named, f"+{number}", _text(kept, "name")[:200], sort or "unknown", _part(said, sort), answers)


def kept_in(data: bytes) -> Told:
    """The message in the bytes of an item of the vault."""
    return told_in(_json(data))


def _values(said: dict[str, Any], phone_id: str) -> Iterator[dict[str, Any]]:
    for entry in _all(said, "entry"):
        for change in _all(entry, "changes"):
            value = _part(change, "value")
            if (
                change.get("field") == "messages"
                and _text(_part(value, "metadata"), "phone_number_id") == phone_id
            ):
                yield value


def _standing(said: dict[str, Any]) -> Standing | None:
    stamp = _text(said, "timestamp")
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) <= 11):
        return None
    return Standing(
        id=_text(said, "id"),
        number=f"+{_text(said, 'recipient_id')}",
        status=_text(said, "status"),
        at=datetime.fromtimestamp(int(stamp), UTC),
        delivery=_text(said, "biz_opaque_callback_data"),
        words="; ".join(filter(None, map(fault_words, _all(said, "errors")))),
    )


def fault_words(fault: dict[str, Any]) -> str:
    """Their words for a fault, with its number in front."""
    told = [_text(fault, "title") or _text(fault, "message"), _text(_part(fault, "error_data"), "details")]
    code = fault.get("code")
    return " ".join([str(code)] * isinstance(code, int) + list(dict.fromkeys(filter(None, told))))[:1000]


def _json(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotTold("json") from error
    if not isinstance(said, dict):
        raise NotTold("json")
    return said


def _all(said: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = said.get(name, [])
    if not isinstance(found, list) or len(found) > _MOST or not all(isinstance(each, dict) for each in found):
        raise NotTold(name)
    return found


def _part(said: dict[str, Any], name: str) -> dict[str, Any]:
    found = said.get(name)
    return found if isinstance(found, dict) else {}


def _text(said: dict[str, Any], name: str) -> str:
    found = said.get(name)
    return found.replace("\x00", "") if isinstance(found, str) else ""
