"""Delivery reports: RFC 3464 status parts, and the free text of mail systems that send none."""

import re
from itertools import islice

from muhatap.channels.adapters.email import charsets, headers
from muhatap.channels.adapters.email.bodies import content_of
from muhatap.channels.adapters.email.parsed import Bounce
from muhatap.channels.adapters.email.prescan import Part, Scan
from muhatap.channels.adapters.email.threads import message_id_of

MAX_BOUNCES = 200
MAX_REPORT = 500_000
STATUS_TYPES = ("message/delivery-status", "message/global-delivery-status")
RETURNED_TYPES = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")
ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
SMTP_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?![\d.])")
FIELD = re.compile(r"([A-Za-z-]{1,60})[ \t]*:[ \t]*(.*)")
MAIL_SYSTEM = re.compile(r"^(?:mailer-?daemon|postmaster|mail-daemon|microsoftexchange\w*)@", re.IGNORECASE)
BOUNCE_SUBJECT = re.compile(
    r"undeliver|returned mail|mail delivery (?:failed|failure|system)|failure notice|could not be delivered|"
    r"delivery (?:status notification|failure|has failed)|not delivered|teslim edilemedi|iletilemedi|"
    r"gönderilemedi|teslimat (?:hatası|başarısız)|unzustellbar|non remis|no se ha podido|"
    r"nie można dostarczyć|недоставлен",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"[<\s(\"':]([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}\.[A-Za-z]{2,24})[>\s):;,\"']"
)
MESSAGE_ID_LINE = re.compile(
    rb"^(?:message-id|x-muhatap-id):[ \t]*(?:\r?\n[ \t]+)?([^\r\n]{1,1000})", re.IGNORECASE | re.MULTILINE
)
# RFC 5965 and 6591: good news, and reports about forgeries of others.
NO_COMPLAINTS = frozenset({"", "not-spam", "auth-failure"})
UNKNOWN_USER = re.compile(
    r"user unknown|unknown user|no such user|does not exist|mailbox unavailable|recipient rejected|"
    r"no mailbox here|address rejected|invalid recipient|kullanıcı bulunamadı|adres bulunamadı|"
    r"host not found|domain not found",
    re.IGNORECASE,
)
BOX_FULL = re.compile(r"mailbox (?:is )?full|over quota|quota exceeded|posta kutusu dolu|kota", re.IGNORECASE)
TEXT_TO_READ = 20_000


def report_kind(found: Scan) -> str:
    """`delivery-status`, `disposition-notification`, `feedback-report` or empty."""
    top = found.parts[0]
    kind, parameters = headers.parameters_of(top.first("content-type"))
    if kind == "multipart/report":
        return parameters.get("report-type", "delivery-status").lower()
    if any(part.content_type in STATUS_TYPES for part in found.parts[:50]):
        return "delivery-status"
    return ""


def bounces_of(found: Scan, from_email: str, subject: str, text: str) -> tuple[Bounce, ...]:
    """Every recipient that was not reached, at most 200; none for a mail that is no bounce."""
    bounces: dict[str, Bounce] = {}
    for part in found.parts:
        if part.content_type in STATUS_TYPES:
            for bounce in _from_status(found, part):
                bounces.setdefault(bounce.recipient, bounce)
    if not bounces:
        for bounce in _from_free_text(found.parts[0], from_email, subject, text):
            bounces.setdefault(bounce.recipient, bounce)
    return tuple(bounces.values())[:MAX_BOUNCES]


def returned_message_ids(found: Scan) -> tuple[str, ...]:
    """Message-IDs of the mails that a report gives back, for finding the message that bounced."""
    ids: list[str | None] = []
    for part in found.parts[:100]:
        if part.content_type in RETURNED_TYPES:
            content, _ = content_of(found, part)
            head = content[:100_000]
            # Providers put a Message-ID of their own over ours; the second one they leave.
            ids += [message_id_of(headers.text_of(match[1])) for match in _first(head, 2)]
        elif part.content_type in STATUS_TYPES:
            ids += _envelope_ids(found, part)
    if not ids:
        ids = _ids_below_the_text(found)
    return tuple(dict.fromkeys(one for one in ids if one))


def complaint_of(found: Scan) -> str:
    """The feedback type of a complaint (RFC 5965: abuse, fraud …), empty for what is none."""
    for part in found.parts[:50]:
        if part.content_type == "message/feedback-report":
            content, _ = content_of(found, part)
            said = _fields(charsets.decode(content[:MAX_REPORT], "utf-8")[0].replace("\r\n", "\n"))
            kind = said.get("feedback-type", "").strip().lower()[:40]
            return "" if kind in NO_COMPLAINTS else kind
    return ""


def _first(content: bytes, most: int) -> list[re.Match[bytes]]:
    return list(islice(MESSAGE_ID_LINE.finditer(content), most))


def _envelope_ids(found: Scan, part: Part) -> list[str | None]:
    """RFC 3461: the id that we gave to the mail server comes back, whatever became of the headers."""
    content, _ = content_of(found, part)
    block = charsets.decode(content[:MAX_REPORT], "utf-8")[0].replace("\r\n", "\n")
    given = _fields(re.split(r"\n[ \t]*\n", block, maxsplit=1)[0]).get("original-envelope-id", "")
    return [f"<{given.strip('<> ')[:200]}@envelope>"] if given else []


def _ids_below_the_text(found: Scan) -> list[str | None]:
    """Of reports that copy the mail below their own words: qmail, Exim, old Exchange."""
    texts = [part for part in found.parts[:20] if part.content_type == "text/plain"]
    for part in texts or found.parts[:1]:
        matches = list(MESSAGE_ID_LINE.finditer(found.body(part)[:MAX_REPORT]))
        if matches:
            return [message_id_of(headers.text_of(match[1])) for match in matches[-2:]]
    return []


def _from_status(found: Scan, part: Part) -> list[Bounce]:
    content, _ = content_of(found, part)
    text, _ = charsets.decode(content[:MAX_REPORT], "utf-8")
    bounces = []
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
        fields = _fields(block)
        recipient = fields.get("final-recipient") or fields.get("original-recipient") or ""
        action = fields.get("action", "").lower()
        if not recipient or action in ("delivered", "relayed", "expanded"):
            continue
        words = fields.get("diagnostic-code", "")
        status = _status(fields.get("status", ""), words)
        hard = status.startswith("5") or (not status and action == "failed")
        bounces.append(Bounce(_bare(recipient), status, hard, action, words[:500]))
    return bounces


def _fields(block: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in block.split("\n"):
        if line[:1] in (" ", "\t") and name:
            fields[name] = f"{fields[name]} {line.strip()}"[:2_000]
        elif match := FIELD.match(line):
            name = match[1].lower()
            fields.setdefault(name, match[2].strip()[:2_000])
    return fields


def _status(given: str, words: str) -> str:
    for text in (given, words):
        if match := ENHANCED.search(text):
            return match[1]
    if match := SMTP_CODE.search(words):
        return f"{match[1][0]}.0.0"
    return ""


def _bare(recipient: str) -> str:
    address = recipient.rpartition(";")[2].strip().strip("<> ")
    return address[:320]


def _from_free_text(top: Part, from_email: str, subject: str, text: str) -> list[Bounce]:
    failed = headers.text_of(top.first("x-failed-recipients"))
    nobody = top.first("return-path").strip() == b"<>"
    system = bool(MAIL_SYSTEM.match(from_email)) or (nobody and bool(BOUNCE_SUBJECT.search(subject)))
    if not failed and not (system and BOUNCE_SUBJECT.search(f"{subject}\n{text[:2_000]}")):
        return []
    said = re.split(
        r"(?im)^-{2,}.*(?:copy of|original|returned message|özgün).*$", text[:TEXT_TO_READ], maxsplit=1
    )[0]
    named = [one.strip() for one in failed.split(",")] if failed else NAMED.findall(f" {said} ")
    recipients = [one for one in dict.fromkeys(named) if one and one.lower() != from_email.lower()]
    status = _status(said, said) or ("5.1.1" if UNKNOWN_USER.search(said) else "")
    status = status or ("4.2.2" if BOX_FULL.search(said) else "")
    hard = status.startswith("5") or (
        not status and not re.search(r"delayed|gecik|will be retried", said, re.I)
    )
    return [Bounce(one[:320], status, hard, "failed", said.strip()[:500]) for one in recipients[:MAX_BOUNCES]]
