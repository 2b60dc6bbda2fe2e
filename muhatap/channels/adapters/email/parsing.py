"""What a mail says, from its raw bytes: pure, bounded in time and memory, and it never raises."""

from muhatap.channels.adapters.email import bodies, bounces, charsets, headers, machines, threads
from muhatap.channels.adapters.email.addresses import addresses_of
from muhatap.channels.adapters.email.dates import moment_of
from muhatap.channels.adapters.email.parsed import Address, ParsedMail
from muhatap.channels.adapters.email.prescan import Part, Scan, scan
from muhatap.channels.adapters.email.quote_containers import split_body

MAX_BYTES = 100_000_000
MAX_SUBJECT = 1_000
MAX_UNPARSED_TEXT = 100_000
# RFC 5322 (3.6) allows each of these once.
ONCE = ("subject", "date", "message-id", "to", "cc", "in-reply-to", "references", "content-type")


def parse(raw: bytes) -> ParsedMail:
    """Understand one mail (RFC 5322, MIME); what cannot be understood comes back as text with a defect."""
    if len(raw) > MAX_BYTES:
        return _unparsed(raw, "too-big")
    try:
        return _parse(raw)
    except (ValueError, LookupError, TypeError, ArithmeticError, RuntimeError, AttributeError) as error:
        return _unparsed(raw, f"unparsed:{type(error).__name__}")


def _parse(raw: bytes) -> ParsedMail:
    found = scan(raw)
    gathered = bodies.gather(found)
    body = bodies.read_text(gathered)
    text = body.text
    top = found.parts[0]
    subject = _subject(top, found.defects)
    sender = _sender(top)
    kind = bounces.report_kind(found)
    bounced = bounces.bounces_of(found, sender.email, subject, text)
    reason = machines.auto_reason(_reader(top), sender.email, subject, kind or ("bounce" if bounced else ""))
    split = split_body(body.text, body.html, body.hints)
    return ParsedMail(
        **_envelope(top),
        subject=subject,
        from_email=sender.email,
        from_name=sender.name,
        text=text,
        html=body.html,
        reply_text=split.reply,
        quoted_text=split.quoted,
        attachments=tuple(gathered.attachments),
        case_numbers=threads.case_numbers_in(subject),
        is_auto=bool(reason),
        auto_reason=reason,
        wants_no_auto_reply=bool(machines.suppressed(_reader(top)) & {"all", "autoreply", "oof"}),
        is_bounce=bool(bounced) or kind == "delivery-status",
        bounces=bounced,
        complaint=bounces.complaint_of(found) if kind == "feedback-report" else "",
        returned_message_ids=bounces.returned_message_ids(found) if kind or bounced else (),
        defects=_defects(found, gathered, sender),
    )


def _envelope(top: Part) -> dict:
    """Who, when and in answer to what, straight from the headers."""
    sender = addresses_of(top.first("sender"))
    references = headers.text_of(b" ".join(top.headers.get("references", [])))
    return {
        "sender": sender[0].email if sender else "",
        "reply_to": addresses_of(top.first("reply-to")),
        "return_path": _return_path(top),
        "to": _all_addresses(top, "to"),
        "cc": _all_addresses(top, "cc"),
        "delivered_to": tuple(
            address.email
            for name in ("delivered-to", "x-original-to")
            for address in _all_addresses(top, name)
            if address.email
        ),
        "date": moment_of(headers.text_of(top.first("date"))),
        "message_id": threads.message_id_of(headers.text_of(top.first("message-id"))),
        "own_id": threads.message_id_of(headers.text_of(top.first("x-muhatap-id"))),
        "in_reply_to": threads.message_id_of(headers.text_of(top.first("in-reply-to"))),
        "references": threads.references_of(references),
        "list_id": headers.text_of(top.first("list-id"))[:300],
        "authentication_results": tuple(
            headers.text_of(one)[:2_000] for one in top.headers.get("authentication-results", [])
        ),
    }


def _subject(top: Part, defects: list[str]) -> str:
    subject = headers.text_of(top.first("subject"))
    if len(subject) > MAX_SUBJECT:
        defects.append("subject-too-long")
        subject = subject[:MAX_SUBJECT]
    return subject


def _sender(top: Part) -> Address:
    written = addresses_of(top.first("from"))
    name = written[0].name if written else ""
    for address in written:
        if address.email:
            return address
    for header in ("sender", "return-path"):
        for address in addresses_of(top.first(header)):
            if address.email:
                return Address(name or address.name, address.email)
    return Address(name, "")


def _all_addresses(top: Part, name: str) -> tuple[Address, ...]:
    found = dict.fromkeys(one for value in top.headers.get(name, [])[:5] for one in addresses_of(value))
    return tuple(found)[:500]


def _return_path(top: Part) -> str | None:
    value = top.first("return-path")
    if not value:
        return None
    found = addresses_of(value)
    return found[0].email if found else ""


def _reader(top: Part) -> machines.Header:
    return lambda name: headers.text_of(top.first(name)[:2_000])


def _defects(found: Scan, gathered: bodies.Bodies, sender: Address) -> tuple[str, ...]:
    defects = [*found.defects, *gathered.defects]
    top = found.parts[0]
    if any(any(byte > 127 for byte in top.first(name)) for name in ("subject", "from", "to")):
        defects.append("8-bit-header")
    if b"\0" in found.raw:
        defects.append("nul-byte")
    if not sender.email:
        defects.append("no-sender")
    if len(top.headers.get("from", [])) > 1:
        defects.append("two-senders")
    if any(len(top.headers.get(name, [])) > 1 for name in ONCE):
        defects.append("header-repeated")
    if top.first("date") and moment_of(headers.text_of(top.first("date"))) is None:
        defects.append("date-unreadable")
    return tuple(dict.fromkeys(defects))


def _unparsed(raw: bytes, defect: str) -> ParsedMail:
    text, _ = charsets.decode(raw[:MAX_UNPARSED_TEXT])
    return ParsedMail(text=text, reply_text=text, defects=(defect,))
