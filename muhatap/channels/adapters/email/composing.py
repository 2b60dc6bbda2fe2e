"""Write an outgoing mail as bytes: pure, and no value given to it can add a header or a line."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

import idna

from muhatap.channels.adapters.email.charsets import clean

MAX_REFERENCES_LENGTH = 900
MAX_REFERENCES = 20
MAX_SUBJECT = 250
BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}", re.ASCII
)
# RFC 6531: letters outside ASCII before the @, for servers that know SMTPUTF8.
UTF8_LOCAL = re.compile(r"[^\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff\"(),:;<>@\[\\\]]{1,64}")
MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>")
NUMBER_IN_SUBJECT = re.compile(r"\[\d{2}-\d{5}-\d{5}\]")
TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")


class NotAnAddress(ValueError):
    """What was given as an e-mail address is none that can be written into a header."""


class NotAMessageId(ValueError):
    """What was given as Message-ID is none that can be written into a header."""


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """One attachment; with a content id it is shown inside the HTML."""

    name: str
    type: str
    data: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """Everything a mail is written from; `auto` is empty for a person's words, else an RFC 3834 keyword."""

    from_name: str
    from_address: str
    to: tuple[str, ...]
    subject: str
    text: str
    message_id: str
    sent_at: datetime
    html: str = ""
    cc: tuple[str, ...] = ()
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[OutgoingFile, ...] = ()
    auto: str = ""
    language: str = ""
    list_unsubscribe: str = ""


def compose(mail: OutgoingMail) -> bytes:
    """The mail as bytes with CRLF line ends; raises NotAnAddress or NotAMessageId."""
    lines = [f"{name}: {value}" for name, value in _headers(mail) if value]
    return "\r\n".join(lines).encode() + b"\r\n" + _body(mail)


def subject_with_number(subject: str, number: str) -> str:
    """The subject with the case number in brackets at its end, once: `Para çekme [26-12345-67890]`."""
    digits = number.replace("-", "")
    shown = f"[{digits[:2]}-{digits[2:7]}-{digits[7:]}]"
    bare = NUMBER_IN_SUBJECT.sub("", one_line(subject)).strip()
    return f"{bare[: MAX_SUBJECT - len(shown) - 1]} {shown}".strip()


def reply_subject(subject: str) -> str:
    """The subject of an answer: one "Re:" however many the customer's program has put before it."""
    bare = re.sub(
        r"^(?:\s*(?:re|ynt|yan|cevap|aw|antw|sv|rif|res|odp)\s*(?:\[\d+\])?:)+", "", subject, flags=re.I
    )
    return f"Re: {one_line(bare).strip()}"


def one_line(text: str) -> str:
    """Text that fits into a header: every line break and control character becomes one space."""
    return BREAKS.sub(" ", clean(BREAKS.sub(" ", text))).strip()


def shortened_references(references: tuple[str, ...]) -> tuple[str, ...]:
    """The first and the newest references, at most 20 and 900 characters; only true message ids."""
    sound = [one for one in dict.fromkeys(references) if MESSAGE_ID.fullmatch(one)]
    if len(sound) > MAX_REFERENCES:
        sound = [sound[0], *sound[-(MAX_REFERENCES - 1) :]]
    while len(sound) > 1 and sum(len(one) + 1 for one in sound) > MAX_REFERENCES_LENGTH:
        del sound[1 if len(sound) > 2 else 0]
    return tuple(sound)


def _headers(mail: OutgoingMail) -> list[tuple[str, str]]:
    references = mail.references
    if mail.in_reply_to and mail.in_reply_to not in references:
        references = (*references, mail.in_reply_to)
    return [
        ("Date", format_datetime(mail.sent_at)),
        ("From", _sender(mail.from_name, mail.from_address)),
        ("To", ",\r\n ".join(_address(one) for one in mail.to)),
        ("Cc", ",\r\n ".join(_address(one) for one in mail.cc)),
        ("Reply-To", _address(mail.reply_to) if mail.reply_to else ""),
        ("Subject", _encoded(mail.subject[: MAX_SUBJECT * 2], "Subject")),
        ("Message-ID", _message_id(mail.message_id)),
        # Some providers put a Message-ID of their own over ours; this one they leave.
        ("X-Muhatap-Id", _message_id(mail.message_id)),
        ("In-Reply-To", mail.in_reply_to if MESSAGE_ID.fullmatch(mail.in_reply_to) else ""),
        ("References", "\r\n ".join(shortened_references(references))),
        ("Auto-Submitted", _keyword(mail.auto)),
        ("X-Auto-Response-Suppress", "All" if mail.auto else ""),
        ("Content-Language", _keyword(mail.language)),
        *_unsubscribe(mail.list_unsubscribe),
    ]


def _unsubscribe(url: str) -> list[tuple[str, str]]:
    """RFC 8058 one-click headers for an https address."""
    if not re.fullmatch(r"https://[\x21-\x3b\x3d\x3f-\x7e]{1,800}", url):
        return []
    return [("List-Unsubscribe", f"<{url}>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]


def _sender(name: str, address: str) -> str:
    name = one_line(name)
    if not name:
        return _address(address)
    if name.isascii():
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted[:200]}" <{_address(address)}>'
    return f"{_encoded(name[:100], 'From')} <{_address(address)}>"


def _address(given: str) -> str:
    local, at, domain = given.strip().rpartition("@")
    try:
        spoken = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
    except (idna.IDNAError, UnicodeError):
        raise NotAnAddress(given) from None
    # What stands before the @ in letters of its own goes as it is; the rest is checked as ASCII.
    checked = local if local.isascii() or not UTF8_LOCAL.fullmatch(local) else "utf8"
    if not ADDRESS.fullmatch(f"{checked}{at}{spoken}") or len(f"{local}{at}{spoken}") > 254:
        raise NotAnAddress(given)
    return f"{local}{at}{spoken}"


def _message_id(given: str) -> str:
    if not MESSAGE_ID.fullmatch(given):
        raise NotAMessageId(given)
    return given


def _keyword(given: str) -> str:
    return given if re.fullmatch(r"[A-Za-z0-9-]{1,40}", given, re.ASCII) else ""


def _encoded(text: str, header_name: str) -> str:
    text = one_line(text)
    plain = text.isascii() and "=?" not in text and len(text) <= 900
    if plain and len(text) <= 70:
        return text
    charset = "us-ascii" if plain else "utf-8"
    return Header(text, charset, header_name=header_name, maxlinelen=76).encode(linesep="\r\n")


def _body(mail: OutgoingMail) -> bytes:
    message = EmailMessage(policy=SMTP)
    message.set_content(clean(mail.text).replace("\r\n", "\n").replace("\r", "\n"), cte="quoted-printable")
    if mail.html:
        message.add_alternative(clean(mail.html), subtype="html", cte="quoted-printable")
        for one in mail.attachments:
            if one.content_id:
                _attach(message.get_payload()[-1], one)
    for one in mail.attachments:
        if not (one.content_id and mail.html):
            _attach(message, one)
    _draw_boundaries(message, mail.message_id)
    return message.as_bytes()


def _draw_boundaries(message: EmailMessage, message_id: str) -> None:
    """Boundaries that follow from the Message-ID: the same mail is the same bytes whenever it is written."""
    seed = hashlib.sha256(message_id.encode()).hexdigest()[:24]
    for place, part in enumerate(part for part in message.walk() if part.is_multipart()):
        # "=_" cannot stand in quoted-printable or base64 text (RFC 2045, 6.7).
        part.set_boundary(f"=_{seed}_{place}")


def _attach(message: EmailMessage, one: OutgoingFile) -> None:
    kind = one.type.lower() if TYPE.fullmatch(one.type.lower()) else "application/octet-stream"
    # A message or a multipart may not be base64 (RFC 2046, 5.2.1), and only base64 keeps every byte.
    if kind.startswith(("message/", "multipart/")):
        kind = "application/octet-stream"
    main, _, sub = kind.partition("/")
    # Python would decode an encoded word here, line breaks included.
    name = one_line(one.name).replace("=?", "=_")[:200] or "attachment"
    if one.content_id:
        identifier = f"<{_keyword(one.content_id.replace('@', '-').replace('.', '-'))}>"
        message.add_related(
            one.data, main, sub, filename=name, cid=identifier, disposition="inline", cte="base64"
        )
    else:
        message.add_attachment(one.data, main, sub, filename=name, cte="base64")
