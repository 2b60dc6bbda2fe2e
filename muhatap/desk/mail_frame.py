"""The frame in which a stranger's HTML is shown: a page of its own that may load and run nothing."""

import base64
import hashlib

from django.core import signing
from django.utils.html import format_html
from django.utils.safestring import SafeString

from muhatap.accounts.models import Staff
from muhatap.cases.models import Message
from muhatap.channels.adapters.email.viewing import MailView, with_pictures

_STYLE = (
    "html{background:#fff;color:#1c1b19;font:15px/1.5 system-ui,sans-serif}"
    "body{margin:12px;overflow-wrap:anywhere}"
    "img{max-width:100%;height:auto}img[data-blocked-src]{display:inline-block;min-width:24px;min-height:24px;"
    "border:1px dashed #8a8578}blockquote{margin:0 0 0 8px;padding-left:10px;border-left:3px solid #d5d0c4}"
    "table{max-width:100%}pre{white-space:pre-wrap}a{color:#0b5c8a}"
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_SANDBOX = "sandbox allow-popups allow-popups-to-escape-sandbox"
_SALT = "mail-pictures"
# A view, not a licence: the frame is loaded at once.
_VALID_SECONDS = 120


def policy(*, has_pictures: bool) -> str:
    """The content security policy of the frame; pictures from outside by https only, for one view."""
    pictures = "data: https:" if has_pictures else "data:"
    return (
        f"default-src 'none'; img-src {pictures}; style-src 'sha256-{_HASH}'; "
        f"form-action 'none'; base-uri 'none'; frame-ancestors 'self'; {_SANDBOX}"
    )


def document(mail: MailView, *, has_pictures: bool) -> SafeString:
    """The page in the frame; the HTML was made harmless before."""
    markup = with_pictures(mail.html) if has_pictures else mail.html
    return format_html(
        '<!doctype html><html lang=""><head><meta charset="utf-8"><title>{}</title><style>{}</style></head>'
        "<body>{}</body></html>",
        mail.subject,
        SafeString(_STYLE),
        SafeString(markup),
    )


def grant_of(message: Message, staff: Staff) -> str:
    """A signed word that this reader asked for this mail's pictures just now."""
    return signing.dumps([str(message.id), str(staff.pk)], salt=_SALT)


def is_granted(grant: str, message: Message, staff: Staff) -> bool:
    """Whether the word is ours, for this mail and reader, and fresh."""
    try:
        return signing.loads(grant, salt=_SALT, max_age=_VALID_SECONDS) == [str(message.id), str(staff.pk)]
    except signing.BadSignature:
        return False
