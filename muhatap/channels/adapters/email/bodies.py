"""From MIME parts to what a person reads: text, HTML and files."""

import binascii
import hashlib
import html
import re
from dataclasses import dataclass, field

from muhatap.channels.adapters.email import charsets, headers
from muhatap.channels.adapters.email.content_types import is_disguised, type_by_bytes
from muhatap.channels.adapters.email.html_text import read_html, text_of_html
from muhatap.channels.adapters.email.parsed import Attachment
from muhatap.channels.adapters.email.prescan import Part, Scan
from muhatap.channels.adapters.email.quoting import Hints

MAX_TEXT = 1_000_000
MAX_ATTACHMENTS = 250
MAX_NAME = 200
PATH = re.compile(r"[\\/:*?\"<>|\r\n\t]+")
# Characters that turn the direction of writing let "exe.pdf" be read for "fdp.exe".
TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
EXTENSIONS = {
    "text/calendar": ".ics",
    "message/rfc822": ".eml",
    "application/ms-tnef": ".dat",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-signature": ".p7s",
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "text/html": ".html",
    "text/plain": ".txt",
}


@dataclass(slots=True)
class Bodies:
    """What was gathered so far, in reading order."""

    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    size: int = 0


@dataclass(frozen=True, slots=True)
class Body:
    """What a person reads; `hints` is given when the text was made from the HTML."""

    text: str
    html: str
    hints: Hints | None = None


def gather(found: Scan) -> Bodies:
    """Text, HTML and attachments of a scanned mail; what exceeds a limit becomes one more attachment."""
    bodies = Bodies()
    for part in found.parts:
        if part.children and part.is_multipart:
            continue
        if len(bodies.attachments) >= MAX_ATTACHMENTS:
            bodies.defects.append("too-many-attachments")
            found.rest_from = part.start
            break
        _take(found, part, bodies)
    if found.rest_from is not None:
        rest = found.raw[found.rest_from :]
        nameless = Part({}, 0, 0, None, 0)
        bodies.attachments.append(_attachment("unread-parts.eml", "message/rfc822", rest, nameless))
    return bodies


def read_text(bodies: Bodies) -> Body:
    """The text and the HTML of a mail; the text is made from the HTML where the mail has none."""
    markup = "\n".join(bodies.htmls)
    text = "\n\n".join(one.strip("\n") for one in bodies.texts if one.strip()).strip()
    if text or not markup:
        return Body(text, markup)
    found = read_html(markup)
    return Body(found.text, markup, Hints(found.quoted_from, found.signature))


def content_of(found: Scan, part: Part) -> tuple[bytes, str]:
    """The decoded bytes of a part and a defect of its transfer encoding."""
    raw = found.body(part)
    label = headers.text_of(part.first("content-transfer-encoding")).split(";")[0].strip().lower()
    match label:
        case "base64":
            content = headers.from_base64(raw)
            return content, "base64-broken" if raw.strip() and not content else ""
        case "quoted-printable":
            return binascii.a2b_qp(raw), ""
        case "" | "7bit" | "8bit" | "binary":
            return raw, ""
        case "x-uuencode" | "uuencode" | "uue" | "x-uue":
            return _from_uuencode(raw), ""
    return raw, "transfer-encoding-unknown"


def name_of(part: Part) -> str:
    """The file name that the sender gave, as one harmless path element; empty when none."""
    _, disposition = headers.parameters_of(part.first("content-disposition"))
    given = disposition.get("filename") or part.parameters.get("name") or ""
    name = TURNS.sub("", charsets.clean(given)).strip()
    name = PATH.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(". ")
    if len(name) > MAX_NAME:
        stem, dot, extension = name.rpartition(".")
        short = dot and len(extension) <= 10
        name = f"{stem[: MAX_NAME - 11]}.{extension}" if short else name[:MAX_NAME]
    return name


def _take(found: Scan, part: Part, bodies: Bodies) -> None:
    content, defect = content_of(found, part)
    if defect:
        bodies.defects.append(defect)
    kind = "text/plain" if part.is_multipart else part.content_type
    disposition, _ = headers.parameters_of(part.first("content-disposition"))
    name = name_of(part)
    if kind not in ("text/plain", "text/html") or disposition == "attachment" or name:
        if kind == "text/x-amp-html":
            return
        bodies.attachments.append(_attachment(name, kind, content, part, disposition))
        return
    text, defect = charsets.decode(content, part.parameters.get("charset", ""))
    if defect:
        bodies.defects.append(defect)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if bodies.size + len(text) > MAX_TEXT:
        bodies.defects.append("text-too-long")
        bodies.attachments.append(_attachment("", kind, content, part, "attachment"))
        text = text[: max(0, min(MAX_TEXT - bodies.size, 100_000))]
    bodies.size += len(text)
    _place(found, part, kind, text, bodies)


def _place(found: Scan, part: Part, kind: str, text: str, bodies: Bodies) -> None:
    alternative = _alternative_above(found, part)
    if kind == "text/html":
        if not alternative and not bodies.htmls and bodies.texts:
            bodies.htmls.append(_markup_of("\n\n".join(bodies.texts)))
        bodies.htmls.append(text)
        if not alternative and bodies.texts:
            bodies.texts.append(text_of_html(text))
        return
    if part.parameters.get("format", "").lower() == "flowed":
        text = _unflowed(text, part.parameters.get("delsp", "").lower() == "yes")
    if bodies.htmls and not bodies.texts and not alternative:
        bodies.texts.append(text_of_html("\n".join(bodies.htmls)))
    bodies.texts.append(text)
    if bodies.htmls and not alternative and text.strip():
        bodies.htmls.append(_markup_of(text))


def _markup_of(text: str) -> str:
    return f"<pre>{html.escape(text, quote=False)}</pre>"


def _alternative_above(found: Scan, part: Part) -> bool:
    for _ in range(5):
        if part.parent is None:
            return False
        part = found.parts[part.parent]
        if part.content_type == "multipart/alternative":
            return True
    return False


def _unflowed(text: str, drop_space: bool) -> str:
    """Join the soft line ends of format=flowed (RFC 3676), within one depth of quotation."""
    out: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        body = line.lstrip(">")
        depth = len(line) - len(body)
        body = body[1:] if body.startswith(" ") else body
        soft = body.endswith(" ") and body != "-- "
        piece = body[:-1] if soft and drop_space else body
        if open_depth == depth and body != "-- ":
            out[-1] += piece
        else:
            out.append(f"{'>' * depth} {piece}" if depth else piece)
        open_depth = depth if soft else None
    return "\n".join(out)


def _attachment(name: str, declared: str, content: bytes, part: Part, disposition: str = "") -> Attachment:
    kind = type_by_bytes(content, declared)
    if declared == "message/rfc822":
        name = name or _subject_name(content)
        kind = "message/rfc822"
    name = name or f"attachment-{part.index}{EXTENSIONS.get(declared) or EXTENSIONS.get(kind, '')}"
    content_id = headers.text_of(part.first("content-id")).strip("<> ")[:250]
    return Attachment(
        name=name,
        type=kind,
        declared_type=declared,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        data=content,
        content_id=content_id,
        inline=disposition == "inline" or bool(content_id and disposition != "attachment"),
        disguised=is_disguised(kind, declared, name),
    )


def _subject_name(content: bytes) -> str:
    match = re.search(rb"^subject:([^\r\n]{1,200})", content[:20_000], re.IGNORECASE | re.MULTILINE)
    subject = PATH.sub("_", TURNS.sub("", headers.text_of(match[1]))).strip(". ") if match else ""
    return f"{subject[:100] or 'message'}.eml"


def _from_uuencode(raw: bytes) -> bytes:
    out: list[bytes] = []
    for line in raw.splitlines():
        if line.startswith((b"begin ", b"end")) or not line.strip():
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                continue
    return b"".join(out)
