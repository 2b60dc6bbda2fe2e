"""A mail as it came, for staff: its HTML made harmless, its source masked, straight from the vault."""

import base64
import html
import json
import re
from dataclasses import dataclass, field
from datetime import datetime

from muhatap.channels.adapters.email.content_types import type_by_bytes
from muhatap.channels.adapters.email.parsed import Attachment, ParsedMail
from muhatap.channels.adapters.email.parsing import parse
from muhatap.channels.models import VaultItem
from muhatap.channels.vault import open_item
from muhatap.kernel.html_masking import mask_html
from muhatap.kernel.masking import mask
from muhatap.kernel.safe_html import sanitise
from muhatap.kernel.sealing import Tampered

MOST_SOURCE = 300_000
_MOST_PICTURES = 8_000_000
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_CID = re.compile(r'src="cid:([^"]{1,500})"')
_BLOCKED = re.compile(r'data-blocked-src="(https?://[^"]{1,4000})"', re.IGNORECASE)


class Gone(Exception):
    """The mail was lawfully erased, or its bytes cannot be read."""


@dataclass(frozen=True, slots=True)
class MailView:
    """What staff is shown of a mail; `html` loads nothing, `outside` counts the pictures it would load."""

    subject: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    sent_at: datetime | None = None
    text: str = ""
    html: str = ""
    outside: int = 0
    is_redacted: bool = False
    authentication: tuple[str, ...] = field(default=())


def view_of(item: VaultItem) -> MailView:
    """A mail as it came, masked and harmless; `Gone` when it was erased."""
    data = _bytes_of(item)
    if is_redacted(item):
        return _from_reading(json.loads(data)["mail"])
    mail = parse(data)
    markup = _pictured(_harmless(mail.html), mail.attachments)
    return MailView(
        subject=mask(mail.subject).text,
        sender=mask(f"{mail.from_name} <{mail.from_email}>").text,
        to=tuple(mask(str(each)).text for each in mail.to),
        cc=tuple(mask(str(each)).text for each in mail.cc),
        sent_at=mail.date,
        text=mask(_whole_text(mail)).text,
        html=markup,
        outside=len(_BLOCKED.findall(markup)),
    )


def with_pictures(markup: str) -> str:
    """The HTML with its outside pictures, which the reader's browser then loads; by https only."""
    return _BLOCKED.sub(lambda match: f'src="{re.sub("^http:", "https:", match[1], flags=re.I)}"', markup)


def source_of(item: VaultItem) -> str:
    """The source as text with every secret masked, at most 300,000 letters of it; `Gone` when erased."""
    data = _bytes_of(item)
    text = data[: MOST_SOURCE * 2].decode("utf-8", "replace").replace("\r\n", "\n").replace("\0", "\ufffd")
    return mask(text[:MOST_SOURCE]).text


def download_of(item: VaultItem) -> tuple[bytes, str, str]:
    """The bytes that the vault keeps, with a name and a type; where a card stood, only its masked reading."""
    data = _bytes_of(item)
    if is_redacted(item):
        return data, f"{item.id}-redacted.json", "application/json"
    return data, f"{item.id}.eml", "message/rfc822"


def is_redacted(item: VaultItem) -> bool:
    """Whether the vault rewrote the item because a card number stood in it."""
    return item.reason.startswith("redacted:")


def _bytes_of(item: VaultItem) -> bytes:
    if not bytes(item.wrapped_key):
        raise Gone(item.id)
    try:
        return open_item(item=item)
    except (Tampered, LookupError, OSError, ValueError) as trouble:
        raise Gone(item.id) from trouble


def _whole_text(mail: ParsedMail) -> str:
    return mail.text or "\n\n".join(one for one in (mail.reply_text, mail.quoted_text) if one)


def _from_reading(said: dict) -> MailView:
    markup = _harmless(str(said.get("html", "")))
    date = said.get("date")
    return MailView(
        subject=str(said.get("subject", "")),
        sender=f"{said.get('from_name', '')} <{said.get('from_email', '')}>",
        to=tuple(map(str, said.get("to", ()))),
        cc=tuple(map(str, said.get("cc", ()))),
        sent_at=datetime.fromisoformat(date) if date else None,
        text=str(said.get("text", "")),
        html=markup,
        outside=len(_BLOCKED.findall(markup)),
        is_redacted=True,
    )


def _harmless(markup: str) -> str:
    return mask_html(sanitise(markup))[0] if markup else ""


def _pictured(markup: str, attachments: tuple[Attachment, ...]) -> str:
    """The mail's own pictures written into the HTML, so that nothing at all is fetched for them."""
    known = {each.content_id: each for each in attachments if each.content_id}
    room = _MOST_PICTURES

    def shown(match: re.Match) -> str:
        nonlocal room
        found = known.get(html.unescape(match[1]).strip("<> "))
        kind = type_by_bytes(found.data, found.declared_type) if found else ""
        if found is None or kind not in _PICTURES or found.size > room:
            return "data-missing"
        room -= found.size
        return f'src="data:{kind};base64,{base64.b64encode(found.data).decode()}"'

    return _CID.sub(shown, markup)
