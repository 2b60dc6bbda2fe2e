"""A message of any sort as words for the desk, in the language in force."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from muhatap.channels.adapters.whatsapp.telling import MEDIA, Told

_LONGEST = 5000
_FILES = {
    "image": gettext_lazy("A picture."),
    "document": gettext_lazy("A document."),
    "audio": gettext_lazy("A voice message."),
    "voice": gettext_lazy("A voice message."),
    "video": gettext_lazy("A video."),
    "sticker": gettext_lazy("A sticker."),
}
_LOST = {
    "too_large": gettext_lazy("The file is too large to be kept; please ask for a smaller one."),
    "type": gettext_lazy("Files of this sort are not kept; please ask for another."),
    "empty": gettext_lazy("The file was empty; please ask for it again."),
}


def words_of(told: Told, *, lost: str = "") -> str:
    """What she said, or what she sent; `lost` is why her file is not there."""
    words = _said(told)[:_LONGEST].strip()
    if lost:
        why = _LOST.get(lost, _("The file could not be fetched from WhatsApp; please ask for it again."))
        words = f"{words}\n\n[{why}]"
    return words


def reaction_words(told: Told) -> str:
    """A sign under one of our messages, which asks for no answer."""
    emoji = str(told.body.get("emoji") or "")[:16]
    if not emoji:
        return _("She took her sign back from under a message on WhatsApp.")
    return _("Her sign under a message on WhatsApp: %(sign)s") % {"sign": emoji}


def file_name(told: Told) -> str:
    """The name of the file as she gave it, or one by its sort."""
    media = told.media
    if media is None or media.name:
        return media.name if media else ""
    ending = media.mime.rpartition("/")[2].replace("jpeg", "jpg").replace("mpeg", "mp3")
    return f"{told.sort}.{ending}" if ending.isalnum() else told.sort


def _said(told: Told) -> str:
    body = told.body
    match told.sort:
        case "text":
            return _text(body, "body")
        case "interactive":
            reply = body.get("button_reply") or body.get("list_reply")
            return _text(reply if isinstance(reply, dict) else {}, "title") or _unknown(told)
        case "button":
            return _text(body, "text")
        case "location":
            return _place(body)
        case sort if sort in MEDIA:
            return _text(body, "caption") or str(_FILES[sort])
        case _:
            return _unknown(told)


def _place(body: dict[str, Any]) -> str:
    where = ", ".join(filter(None, (_text(body, "name"), _text(body, "address"))))
    points = [body.get(name) for name in ("latitude", "longitude")]
    if all(isinstance(each, int | float) and not isinstance(each, bool) for each in points):
        where = f"{where} ({points[0]:.6f}, {points[1]:.6f})".strip()
    return _("A place: %(where)s") % {"where": where}


def _unknown(told: Told) -> str:
    return _("A message of a sort that WhatsApp does not hand on (%(sort)s).") % {"sort": told.sort[:40]}


def _text(said: dict[str, Any], name: str) -> str:
    found = said.get(name)
    return found if isinstance(found, str) else ""
