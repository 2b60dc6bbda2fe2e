"""From MIME parts to what a person reads: text, HTML and files."""

import hashlib
import html
import re
from dataclasses import dataclass, field

from muhatap.channels.adapters.email import charsets, cms, headers, invitations, tnef, uuencoded
from muhatap.channels.adapters.email import transfer_encodings as encodings
from muhatap.channels.adapters.email.content_types import is_disguised, type_by_bytes
from muhatap.channels.adapters.email.file_names import name_of, name_of_message, safe_name, unnamed
from muhatap.channels.adapters.email.html_text import read_html, text_of_html
from muhatap.channels.adapters.email.parsed import Attachment
from muhatap.channels.adapters.email.prescan import Part, Scan, scan
from muhatap.channels.adapters.email.quoting import Hints
from muhatap.channels.adapters.email.text_formats import TEXT_KINDS, plain_text

MAX_TEXT = 1_000_000
MAX_ATTACHMENTS = 250
MAX_WRAPPINGS = 3
MAX_ENVELOPES = 5
LOOK_AT = 2_048
META_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)
BOILERPLATE = re.compile(r"multi-?part message|MIME[- ]?(?:format|aware|compliant|capable)", re.IGNORECASE)
INVISIBLE = re.compile("[\ufeff\u200b\u2060]")
LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})


@dataclass(slots=True)
class Bodies:
    """What was gathered so far, in reading order; `stand_ins` are shown where there is no other text."""

    texts: list[str] = field(default_factory=list)
    htmls: list[str] = field(default_factory=list)
    stand_ins: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)
    size: int = 0
    envelopes: int = 0


@dataclass(frozen=True, slots=True)
class Body:
    """What a person reads; `hints` is given when the text was made from the HTML."""

    text: str
    html: str
    hints: Hints | None = None


def gather(found: Scan) -> Bodies:
    """Text, HTML and attachments of a scanned mail; what exceeds a limit becomes one more attachment."""
    bodies = Bodies()
    _gather(found, bodies, wrappings=0)
    if not bodies.texts and not bodies.htmls:
        bodies.texts += _beside_parts(found)
    return bodies


def read_text(bodies: Bodies) -> Body:
    """The text and the HTML of a mail; the text is made from the HTML where the mail has none."""
    markup = "\n".join(bodies.htmls)
    texts = bodies.texts
    if not markup and not any(one.strip() for one in texts):
        texts = list(dict.fromkeys(bodies.stand_ins))
    text = "\n\n".join(one.strip("\n") for one in texts if one.strip()).strip()
    if text or not markup:
        return Body(text, markup)
    found = read_html(markup)
    return Body(found.text, markup, Hints(found.quoted_from, found.signature))


def content_of(found: Scan, part: Part) -> tuple[bytes, str]:
    """The decoded bytes of a part and a defect of its transfer encoding."""
    raw = found.body(part)
    match encodings.transfer_encoding_of(part.first("content-transfer-encoding")):
        case "base64":
            content = encodings.from_base64(raw)
            return content, "base64-broken" if raw.strip() and not content else ""
        case "quoted-printable":
            return encodings.from_quoted_printable(raw), ""
        case "" | "7bit" | "8bit" | "binary":
            return raw, ""
        case "x-uuencode" | "uuencode" | "uue" | "x-uue":
            return uuencoded.decoded(raw), ""
    return raw, "transfer-encoding-unknown"


def _gather(found: Scan, bodies: Bodies, *, wrappings: int) -> None:
    for part in found.parts:
        if part.is_multipart and part.content_type == "multipart/encrypted":
            bodies.defects.append("encrypted")
        if part.children and part.is_multipart:
            continue
        if len(bodies.attachments) >= MAX_ATTACHMENTS:
            bodies.defects.append("too-many-attachments")
            found.rest_from = part.start
            break
        _take(found, part, bodies, wrappings)
    if found.rest_from is not None:
        rest = found.raw[found.rest_from :]
        nameless = Part({}, 0, 0, None, 0)
        bodies.attachments.append(_attachment("unread-parts.eml", "message/rfc822", rest, nameless))


def _beside_parts(found: Scan) -> list[str]:
    """Text before or behind all parts: a mail without any other text has it there."""
    top = found.parts[0]
    if found.preamble_end is None:
        return []
    raw = found.raw[top.start : found.preamble_end] + b"\n" + found.raw[top.end :]
    text = charsets.decode(raw[:MAX_TEXT])[0].replace("\r\n", "\n").strip()
    if not text or BOILERPLATE.search(text[:500]):
        return []
    found.defects.append("text-outside-parts")
    return [text]


def _take(found: Scan, part: Part, bodies: Bodies, wrappings: int) -> None:
    kind = "text/plain" if part.is_multipart else part.content_type
    disposition, _ = headers.parameters_of(part.first("content-disposition"))
    name = name_of(part)
    is_body = kind in TEXT_KINDS and disposition != "attachment" and (not name or part.parent is None)
    content, footer = _content_and_footer(found, part, bodies, is_body)
    if is_body:
        _take_text(found, part, content, footer, bodies)
    elif kind == "text/x-amp-html":
        return
    elif kind == "application/applefile" and _parent_type(found, part) == "multipart/appledouble":
        bodies.defects.append("resource-fork-left-out")
    elif kind in TNEF or content.startswith(tnef.SIGNATURE):
        _take_tnef(part, name, kind, content, bodies)
    else:
        if kind in SMIME or name.lower().endswith(".p7m"):
            _take_smime(content, bodies, wrappings)
        if kind == "text/calendar":
            text, _ = charsets.decode(content[:MAX_TEXT], part.parameters.get("charset", "utf-8"))
            bodies.stand_ins.append(invitations.text_of_calendar(text)[: MAX_TEXT // 10])
        if kind == "text/plain" and disposition != "attachment" and not bodies.stand_ins:
            text, _ = charsets.decode(content[: MAX_TEXT // 10], part.parameters.get("charset", ""))
            bodies.stand_ins.append(text.replace("\r\n", "\n"))
        if kind == "message/partial":
            bodies.defects.append("partial-message")
        bodies.attachments.append(_attachment(name, kind, content, part, disposition))


def _content_and_footer(found: Scan, part: Part, bodies: Bodies, is_body: bool) -> tuple[bytes, bytes]:
    label = encodings.transfer_encoding_of(part.first("content-transfer-encoding"))
    if is_body and label == "base64":
        encoded, footer = encodings.split_footer(found.body(part))
        if footer:
            return encodings.from_base64(encoded), footer
    content, defect = content_of(found, part)
    if defect:
        bodies.defects.append(defect)
    return content, b""


def _take_text(found: Scan, part: Part, content: bytes, footer: bytes, bodies: Bodies) -> None:
    kind = "text/plain" if part.is_multipart else part.content_type
    label = part.parameters.get("charset", "")
    if not label and kind == "text/html" and (meta := META_CHARSET.search(content[:LOOK_AT])):
        label = meta[1].decode("ascii")
    text, defect = charsets.decode(content, label)
    if footer:
        text = f"{text.rstrip()}\n\n{charsets.decode(footer)[0]}"
    if defect:
        bodies.defects.append(defect)
    text = LINE_ENDS.sub("\n", text)
    if bodies.size + len(text) > MAX_TEXT:
        bodies.defects.append("text-too-long")
        bodies.attachments.append(_attachment("", kind, content, part, "attachment"))
        text = text[: max(0, min(MAX_TEXT - bodies.size, 100_000))]
    bodies.size += len(text)
    if kind != "text/html":
        text = INVISIBLE.sub("", text)
        text = _without_files(plain_text(text, kind, part.parameters), part, bodies)
    _place(found, part, kind, text, bodies)


def _without_files(text: str, part: Part, bodies: Bodies) -> str:
    if "-----BEGIN PGP MESSAGE-----" in text:
        bodies.defects.append("encrypted")
    text, files = uuencoded.take_files(text)
    for name, content in files:
        bodies.attachments.append(_attachment(safe_name(name), "", content, part, "attachment"))
    return text


def _take_smime(content: bytes, bodies: Bodies, wrappings: int) -> None:
    kind = cms.kind_of(content)
    if kind == "encrypted":
        bodies.defects.append("encrypted")
    inner = cms.signed_content(content) if kind == "signed" and wrappings < MAX_WRAPPINGS else b""
    if inner:
        _gather(scan(inner), bodies, wrappings=wrappings + 1)


def _take_tnef(part: Part, name: str, kind: str, content: bytes, bodies: Bodies) -> None:
    bodies.envelopes += 1
    if bodies.envelopes > MAX_ENVELOPES:
        bodies.attachments.append(_attachment(name, kind, content, part))
        return
    envelope = tnef.unpack(content)
    if not bodies.texts and not bodies.htmls:
        room = MAX_TEXT - bodies.size
        bodies.texts += [envelope.text[:room]] if envelope.text else []
        bodies.htmls += [envelope.html[:room]] if envelope.html else []
        bodies.size += len(envelope.text) + len(envelope.html)
    for one in envelope.files[: max(0, MAX_ATTACHMENTS - len(bodies.attachments))]:
        made = _attachment(safe_name(one.name), one.declared_type, one.data, part, content_id=one.content_id)
        bodies.attachments.append(made)
    if not envelope.is_whole or not (envelope.text or envelope.html or envelope.files):
        bodies.defects.append("tnef-broken")
        bodies.attachments.append(_attachment(name, kind, content, part))


def _place(found: Scan, part: Part, kind: str, text: str, bodies: Bodies) -> None:
    alternative = _alternative_above(found, part)
    if kind == "text/html":
        if not alternative and not bodies.htmls and bodies.texts:
            bodies.htmls.append(_markup_of("\n\n".join(bodies.texts)))
        bodies.htmls.append(text)
        if not alternative and bodies.texts:
            bodies.texts.append(text_of_html(text))
        return
    if bodies.htmls and not bodies.texts and not alternative:
        bodies.texts.append(text_of_html("\n".join(bodies.htmls)))
    bodies.texts.append(text)
    if bodies.htmls and not alternative and text.strip():
        bodies.htmls.append(_markup_of(text))


def _markup_of(text: str) -> str:
    return f"<pre>{html.escape(text, quote=False)}</pre>"


def _parent_type(found: Scan, part: Part) -> str:
    return "" if part.parent is None else found.parts[part.parent].content_type


def _alternative_above(found: Scan, part: Part) -> bool:
    for _ in range(5):
        if part.parent is None:
            return False
        part = found.parts[part.parent]
        if part.content_type == "multipart/alternative":
            return True
    return False


def _attachment(
    name: str, declared: str, content: bytes, part: Part, disposition: str = "", content_id: str = ""
) -> Attachment:
    kind = type_by_bytes(content, declared)
    if declared == "message/rfc822":
        name = name or name_of_message(content)
        kind = "message/rfc822"
    content_id = content_id or headers.text_of(part.first("content-id")).strip("<> ")[:250]
    name = name or unnamed(part.index, declared, kind)
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
