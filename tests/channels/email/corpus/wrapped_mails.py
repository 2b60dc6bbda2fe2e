"""Mails that hide their words: Exchange's winmail.dat, S/MIME, PGP, invitations, reports."""

import struct

from tests.channels.email.corpus import building as made
from tests.channels.email.corpus.building import (
    HELLO,
    PDF,
    attribute,
    case,
    file,
    html,
    mail,
    multipart,
    opaque,
    opaque_streamed,
    prop,
    props,
    text,
    whole,
    winmail,
)

WIDE = HELLO.encode("utf-16-le") + b"\0\0"
RTF = (
    rb"{\rtf1\ansi\ansicpg1254{\fonttbl{\f0 Arial;}}\f0 \'deik\'e2yet var.\par \u304?ade isterim \{hemen\}.}"
)
FILE = (
    attribute(0x69002, b"\1\0" + b"\0" * 12, 2)
    + attribute(0x18010, b"DEKONT~1.PDF\0", 2)
    + attribute(0x6800F, PDF, 2)
    + attribute(0x69005, props(prop(0x1F, 0x3707, "ödeme dekontu.pdf".encode("utf-16-le") + b"\0\0")), 2)
)
INVITATION = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/Istanbul
BEGIN:STANDARD
DTSTART:16010101T000000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Görüşme: iade ve
  telafi
DTSTART;TZID=Europe/Istanbul:20261112T140000
DTEND;TZID=Europe/Istanbul:20261112T143000
LOCATION:Kadıköy\\, 3. kat
DESCRIPTION:Belgeleri getirin.\\nTeşekkürler
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
INVITED = """Görüşme: iade ve telafi
2026-11-12 14:00 – 14:30 (Europe/Istanbul)
Kadıköy, 3. kat

Belgeleri getirin.
Teşekkürler"""


# The two examples of MS-OXRTFCP, section 4.1.
PACKED_HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
PACKED_REPEATED = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def raw_rtf(rtf: bytes) -> bytes:
    """RTF as Exchange stores it without compressing."""
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


def mails():
    """All of them."""
    yield from _exchange()
    yield from _signed()
    yield from _invitations()
    yield from _reports()


def _tnef(content: bytes, *before: bytes) -> bytes:
    part = file(content, 'attachment; filename="winmail.dat"', "application/ms-tnef")
    return whole(multipart(*before, part))


def _exchange():
    packed = winmail(attribute(0x69003, props(prop(0x1F, 0x1000, WIDE))), FILE)
    dekont = [("ödeme dekontu.pdf", "application/pdf", PDF)]
    yield case("tnef/text-and-file", _tnef(packed), text=HELLO, files=dekont, defects=())
    yield case("tnef/beside-a-text", _tnef(packed, text("metin")), text="metin", files=dekont)
    old = winmail(
        attribute(0x69007, struct.pack("<II", 1254, 0)), attribute(0x2800C, HELLO.encode("cp1254") + b"\0")
    )
    yield case("tnef/code-page", _tnef(old), text=HELLO, files=[])
    markup = winmail(attribute(0x69003, props(prop(0x102, 0x1013, f"<p>{HELLO}</p>".encode()))))
    yield case("tnef/html", _tnef(markup), text=HELLO, html=f"<p>{HELLO}</p>")
    rich = winmail(attribute(0x69003, props(prop(0x102, 0x1009, raw_rtf(RTF)))))
    yield case("tnef/rich-text", _tnef(rich), text="Şikâyet var.\nİade isterim {hemen}.")
    for name, packed_rtf, said in (
        ("compressed", PACKED_HELLO, "hello world"),
        ("compressed-repeated", PACKED_REPEATED, "WXYZWXYZWXYZWXYZWXYZ"),
    ):
        content = winmail(attribute(0x69003, props(prop(0x102, 0x1009, packed_rtf))))
        yield case(f"tnef/{name}", _tnef(content), text=said)
    inner = winmail(attribute(0x69003, props(prop(0x1F, 0x1000, WIDE))), FILE)
    inside = attribute(0x69002, b"\1\0" + b"\0" * 12, 2) + attribute(
        0x69005, props(prop(0x1E, 0x3704, b"Mektup\0"), prop(0x0D, 0x3701, b"\0" * 16 + inner)), 2
    )
    yield case(
        "tnef/mail-inside",
        _tnef(winmail(inside), text("bak")),
        file_names=["Mektup.txt", "ödeme dekontu.pdf"],
    )
    short = attribute(0x69002, b"\0" * 14, 2)
    short += attribute(0x18010, b"KISA.PDF\0", 2) + attribute(0x6800F, PDF, 2)
    yield case(
        "tnef/short-name", _tnef(winmail(short), text("x")), files=[("KISA.PDF", "application/pdf", PDF)]
    )
    cut = packed[:-100]
    yield case("tnef/cut-off", _tnef(cut), text=HELLO, some_defect="tnef-broken", last_file="winmail.dat")
    rubbish = b"\x78\x9f\x3e\x22" + b"\xff" * 500
    yield case(
        "tnef/rubbish", _tnef(rubbish, text()), text=HELLO, some_defect="tnef-broken", last_file="winmail.dat"
    )
    lengths = winmail(attribute(0x69003, struct.pack("<I", 2**32 - 1) + b"\x1f\0\0\x10" + b"\xff" * 40))
    yield case("tnef/false-lengths", _tnef(lengths, text()), text=HELLO, some_defect="tnef-broken")
    unlabelled = whole(multipart(text("x"), file(packed, 'attachment; filename="winmail.dat"')))
    yield case("tnef/labelled-as-octets", unlabelled, files=dekont)


def _signed():
    entity = text() + b"\r\n"
    signature = file(b"0\x80" * 9, 'attachment; filename="smime.p7s"', "application/pkcs7-signature")
    clear = multipart(entity, signature, kind="signed", more='; protocol="application/pkcs7-signature"')
    yield case("smime/clear-signed", whole(clear), text=HELLO, file_names=["smime.p7s"])
    for name, wrap in {"opaque": opaque, "opaque-streamed": opaque_streamed}.items():
        content = wrap(multipart(text(), file(PDF, 'attachment; filename="a.pdf"')))
        raw = _p7m(content, "signed-data")
        yield case(f"smime/{name}", raw, text=HELLO, file_names=["a.pdf", "smime.p7m"], hashes=[PDF, content])
    old = file(opaque(entity), 'attachment; filename="smime.p7m"', "application/x-pkcs7-mime")
    yield case("smime/opaque-old-label", whole(old), text=HELLO)
    twice = opaque(_entity(opaque(entity)))
    yield case("smime/opaque-in-opaque", _p7m(twice, "signed-data"), text=HELLO)
    many = entity
    for _ in range(20):
        many = _entity(opaque(many))
    yield case("smime/opaque-twenty-times", whole(many), text="")
    sealed = made.element(
        0x30, made.element(0x06, bytes.fromhex("2a864886f70d010703")), made.element(0xA0, b"x" * 40)
    )
    yield case(
        "smime/encrypted", _p7m(sealed, "enveloped-data"), text="", some_defect="encrypted", hashes=[sealed]
    )
    newer = made.element(0x30, made.element(0x06, bytes.fromhex("2a864886f70d0109100117")), b"\xa0\0")
    yield case("smime/encrypted-gcm", _p7m(newer, "authEnveloped-data"), text="", some_defect="encrypted")
    yield case("smime/rubbish", _p7m(b"0\x80" * 90, "signed-data"), text="", file_names=["smime.p7m"])
    yield case("smime/cut-off", _p7m(opaque(entity)[:30], "signed-data"), file_names=["smime.p7m"])
    control = b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
    armoured = b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n"
    body = b"Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\n" + armoured
    sealed_mail = whole(
        multipart(control, body, kind="encrypted", more='; protocol="application/pgp-encrypted"')
    )
    yield case("pgp/encrypted", sealed_mail, text="", some_defect="encrypted", last_file="encrypted.asc")
    yield case("pgp/encrypted-in-text", mail(armoured), some_defect="encrypted", near="BEGIN PGP MESSAGE")
    proof = file(
        b"-----BEGIN PGP SIGNATURE-----", "inline; filename=signature.asc", "application/pgp-signature"
    )
    yield case(
        "pgp/signed", whole(multipart(text(), proof, kind="signed")), text=HELLO, file_names=["signature.asc"]
    )


def _p7m(content: bytes, kind: str) -> bytes:
    return whole(_entity(content, kind))


def _entity(content: bytes, kind: str = "signed-data") -> bytes:
    label = f"application/pkcs7-mime; smime-type={kind}; name=smime.p7m"
    return file(content, 'attachment; filename="smime.p7m"', label)


def _invitations():
    calendar = b"Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n\r\n"
    part = calendar + INVITATION.encode()
    yield case("calendar/alone", whole(part), text=INVITED, file_types=["text/calendar"])
    beside = multipart(text("Buyurun."), part, kind="alternative")
    yield case("calendar/beside-a-text", whole(beside), text="Buyurun.", file_types=["text/calendar"])
    markup = multipart(html("<p>Buyurun.</p>"), part, kind="alternative")
    yield case("calendar/beside-html", whole(markup), text="Buyurun.")
    attached = multipart(
        text(), file(INVITATION.encode(), 'attachment; filename="davet.ics"', "text/calendar")
    )
    yield case("calendar/attached", whole(attached), text=HELLO, file_names=["davet.ics"])
    called_off = INVITATION.replace("METHOD:REQUEST", "METHOD:CANCEL").encode()
    yield case("calendar/cancelled", whole(calendar + called_off), text=f"[CANCEL] {INVITED}")
    day = "BEGIN:VEVENT\r\nSUMMARY:Tatil\r\nDTSTART:20261229\r\nDTEND:20270102\r\nEND:VEVENT"
    yield case("calendar/whole-days", whole(calendar + day.encode()), text="Tatil\n2026-12-29 – 2027-01-01")
    world = "BEGIN:VEVENT\r\nSUMMARY:Toplanti\r\nDTSTART:20261112T110000Z\r\nEND:VEVENT"
    yield case(
        "calendar/universal-time", whole(calendar + world.encode()), text="Toplanti\n2026-11-12 11:00 (UTC)"
    )
    yield case("calendar/empty", whole(calendar + b"BEGIN:VCALENDAR\r\nEND:VCALENDAR"), text="")
    yield case("calendar/rubbish", whole(calendar + b"BEGIN:VEVENT\r\n" * 5_000), text="")


def _reports():
    status = b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; posta.example\r\n\r\n"
    status += b"Final-Recipient: rfc822; yok@ornek.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    returned = b"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <giden-1@nehir.example>\r\n"
    report = multipart(
        text("Iletilemedi"), status, returned, kind="report", more="; report-type=delivery-status"
    )
    raw = whole(report, "From: MAILER-DAEMON@posta.example")
    yield case(
        "report/bounce",
        raw,
        is_bounce=True,
        is_auto=True,
        returned_message_ids=("<giden-1@nehir.example>",),
        bounced=[("yok@ornek.example", "5.1.1", True)],
    )
    late = raw.replace(b"Action: failed", b"Action: delayed").replace(b"5.1.1", b"4.4.1")
    yield case("report/delay", late, is_bounce=True, bounced=[("yok@ornek.example", "4.4.1", False)])
    away = mail(b"Ofis disindayim.", "Auto-Submitted: auto-replied", "Subject: Otomatik yanit")
    yield case("report/away", away, is_auto=True, is_bounce=False, text="Ofis disindayim.")
    yield case("report/list", mail(b"x", "List-Id: <l.example>", "Precedence: list"), is_auto=True)
    yield case("report/person", mail(b"x"), is_auto=False, is_bounce=False)
