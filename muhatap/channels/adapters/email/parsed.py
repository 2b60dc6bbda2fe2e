"""What a mail said: the result of parsing, as plain values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """A name and an address; either may be empty."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the mail: `type` is told by its bytes, `declared_type` by its sender."""

    name: str
    type: str
    declared_type: str
    size: int
    sha256: str
    data: bytes
    content_id: str = ""
    inline: bool = False
    disguised: bool = False


@dataclass(frozen=True, slots=True)
class Bounce:
    """One recipient who was not reached; `hard` when trying again is useless (RFC 3463 class 5)."""

    recipient: str
    status: str
    hard: bool
    action: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """Everything that Muhatap understands of one mail; the raw bytes stay elsewhere."""

    subject: str = ""
    from_email: str = ""
    from_name: str = ""
    sender: str = ""
    reply_to: tuple[Address, ...] = ()
    return_path: str | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    date: datetime | None = None
    text: str = ""
    html: str = ""
    reply_text: str = ""
    quoted_text: str = ""
    attachments: tuple[Attachment, ...] = ()
    message_id: str | None = None
    own_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    list_id: str = ""
    is_auto: bool = False
    auto_reason: str = ""
    wants_no_auto_reply: bool = False
    is_bounce: bool = False
    bounces: tuple[Bounce, ...] = ()
    returned_message_ids: tuple[str, ...] = ()
    complaint: str = ""
    case_numbers: tuple[str, ...] = ()
    authentication_results: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()

    def to_json(self) -> dict:
        """A JSON-ready dictionary, without the bytes of the attachments."""
        plain = ("subject", "from_email", "from_name", "sender", "return_path", "text", "html")
        plain += ("reply_text", "quoted_text", "message_id", "in_reply_to", "list_id", "is_auto")
        plain += ("auto_reason", "wants_no_auto_reply", "is_bounce", "complaint")
        lists = ("delivered_to", "references", "returned_message_ids", "case_numbers", "defects")
        answer: dict = {name: getattr(self, name) for name in plain}
        answer |= {name: list(getattr(self, name)) for name in lists}
        for name in ("to", "cc", "reply_to"):
            answer[name] = [one.email or one.name for one in getattr(self, name)]
        answer["date"] = self.date.isoformat() if self.date else None
        answer["attachments"] = [_attachment_json(one) for one in self.attachments]
        answer["bounces"] = [
            {"recipient": one.recipient, "status": one.status, "hard": one.hard, "action": one.action}
            for one in self.bounces
        ]
        return answer


def _attachment_json(one: Attachment) -> dict:
    return {
        "name": one.name,
        "type": one.type,
        "declared_type": one.declared_type,
        "size": one.size,
        "sha256": one.sha256,
        "content_id": one.content_id,
        "inline": one.inline,
        "disguised": one.disguised,
    }
