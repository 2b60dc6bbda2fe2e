"""Nasty mails, each made by code; the name says what is wrong with it."""

import base64

CRLF = b"\r\n"
FROM = b"From: =?utf-8?B?QXnFn2U=?= <ayse@ornek.com>\r\nTo: destek@firma.example\r\nSubject: konu\r\n"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4
EXE = b"MZ\x90\0\3\0\0\0" + b"\0" * 50 + b"This program cannot be run in DOS mode.\r\n" + bytes(range(256))
TURKISH = "Şikâyetim var: ödeme üç gündür bekliyor, İĞÜŞÖÇ ığüşöç."


def mail(headers: bytes = b"", body: bytes = b"merhaba\r\n") -> bytes:
    return FROM + headers + CRLF + body


def encoded(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", CRLF)


def multipart(*parts: bytes, kind: bytes = b"mixed", boundary: bytes = b"sinir-x") -> bytes:
    head = b'Content-Type: multipart/%s; boundary="%s"\r\n' % (kind, boundary)
    lines = b"".join(b"--%s\r\n%s\r\n" % (boundary, part) for part in parts)
    return mail(head, lines + b"--%s--\r\n" % boundary)


def text(content: str = TURKISH, charset: str = "utf-8", label: str | None = None) -> bytes:
    head = b"Content-Type: text/plain; charset=%s\r\n\r\n" % (label or charset).encode()
    return head + content.encode(charset)


def file(content: bytes, name: bytes, kind: bytes = b"application/octet-stream", more: bytes = b"") -> bytes:
    head = b"Content-Type: %s\r\nContent-Disposition: attachment; %s\r\n%s" % (kind, name, more)
    return head + b"Content-Transfer-Encoding: base64\r\n\r\n" + encoded(content)


def nested(depth: int) -> bytes:
    levels = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (level, level + 1)
        for level in range(depth)
    )
    return mail(
        b"Content-Type: multipart/mixed; boundary=b0\r\n", levels + b"--b%d\r\n\r\nen dipte\r\n" % depth
    )


def many_parts(count: int) -> bytes:
    return multipart(*[b"Content-Type: image/png\r\n\r\nx"] * count)


NASTY: dict[str, bytes] = {
    "empty": b"",
    "one-byte": b"\0",
    "only-newlines": b"\r\n" * 50,
    "only-headers": FROM,
    "no-headers": b"sadece metin\r\nikinci satir\r\n",
    "no-blank-line": FROM + b"Merhaba size yaziyorum\r\ndevam\r\n",
    "mbox-line": b"From ayse@ornek.com Thu Nov 12 14:06:00 2026\r\n" + mail(),
    "lone-cr": mail().replace(b"\r\n", b"\r"),
    "lone-lf": mail().replace(b"\r\n", b"\n"),
    "mixed-line-ends": FROM + b"X-A: 1\nX-B: 2\r\n\nmerhaba\rcr\nlf\r\n",
    "cr-in-header": b"From: a@b.example\r\nSubject: bir\rBcc: kurban@x.example\r\n\r\nmerhaba",
    "nul-everywhere": b"From: a\0b@c.example\r\nSubject: x\0y\r\n\r\nmer\0haba\0\r\n",
    "huge-subject": b"Subject: " + b"a" * 1_000_000 + b"\r\n" + FROM + b"\r\nmerhaba",
    "huge-encoded-subject": b"Subject: " + b"=?utf-8?Q?=C5=9F?= " * 60_000 + b"\r\n" + FROM + b"\r\nmerhaba",
    "hundred-thousand-headers": b"X-Cop: 1\r\n" * 100_000 + FROM + b"\r\nmerhaba",
    "hundred-thousand-subjects": b"Subject: s\r\n" * 100_000 + FROM + b"\r\nmerhaba",
    "twenty-thousand-references": mail(
        b"References: " + b"".join(b"<%d@x>\r\n " % n for n in range(20_000)) + b"\r\n"
    ),
    "thousand-deep": nested(1_000),
    "five-thousand-deep": nested(5_000),
    "ten-thousand-parts": many_parts(10_000),
    "thirty-thousand-parts": many_parts(30_000),
    "same-boundary-inside": multipart(
        b'Content-Type: multipart/mixed; boundary="sinir-x"\r\n\r\n--sinir-x\r\n\r\nmerhaba\r\n--sinir-x--'
    ),
    "boundary-missing": mail(b"Content-Type: multipart/mixed\r\n", b"--abc\r\n\r\nmerhaba\r\n--abc--\r\n"),
    "boundary-wrong": mail(
        b"Content-Type: multipart/mixed; boundary=q\r\n", b"--abc\r\n\r\nmerhaba\r\n--abc--\r\n"
    ),
    "boundary-never": mail(b"Content-Type: multipart/mixed; boundary=q\r\n", b"merhaba\r\n"),
    "boundary-empty": mail(b'Content-Type: multipart/mixed; boundary=""\r\n', b"merhaba\r\n"),
    "boundary-very-long": mail(b"Content-Type: multipart/mixed; boundary=%s\r\n" % (b"q" * 50_000)),
    "not-closed": multipart(text())[:-15],
    "cut-in-base64": multipart(text(), file(PDF, b"filename=a.pdf"))[:-700],
    "dashes": mail(b"Content-Type: multipart/mixed; boundary=q\r\n", b"--\r\n" * 150_000),
    "latin5-labelled-utf8": mail().replace(b"merhaba", TURKISH.replace("Ğ", "G").encode("cp1254")),
    "utf8-labelled-latin5": multipart(text(charset="utf-8", label="iso-8859-9")),
    "charset-unknown": multipart(text(label="x-klingon-8")),
    "charset-dangerous": multipart(text("\\u0041", label="unicode_escape")),
    "charset-punycode": multipart(text("a" * 5_000 + "-b", "ascii", "punycode")),
    "charset-zlib": multipart(text(label="zlib")),
    "charset-utf7": multipart(text(charset="utf-7")),
    "charset-utf7-surrogate": multipart(b"Content-Type: text/plain; charset=utf-7\r\n\r\n+2AA- +3AA-"),
    "charset-iso2022jp": multipart(text("こんにちは", "iso2022_jp", "iso-2022-jp")),
    "charset-utf16": multipart(
        b"Content-Type: text/plain; charset=utf-16\r\n\r\n" + TURKISH.encode("utf-16")
    ),
    "eight-bit-headers": b"From: Ay\xfee \xddnan <ayse@ornek.com>\r\nSubject: \xdeik\xe2yet\r\n\r\nmerhaba",
    "encoded-word-line-break": b"Subject: =?utf-8?Q?a=0D=0ABcc:_x@y.example?=\r\n" + FROM + b"\r\nmerhaba",
    "encoded-word-broken": b"Subject: =?utf-8?B?xZ9pa2?= =?utf-8?Q?=ZZ?= =?x?Q?a?=\r\n" + FROM + b"\r\nm",
    "encoded-sender-trick": b"From: =?utf-8?Q?d=40f.example_=3Cd=40f.example=3E?= <kotu@x.example>\r\n\r\nm",
    "two-senders": b"From: a@ornek.com\r\nFrom: b@ornek.com\r\n\r\nmerhaba",
    "address-without-at": b"From: yok\r\nTo: ,,,;;<>\r\n\r\nmerhaba",
    "address-unclosed": b'From: "a <b@c.example\r\nTo: (((((\r\nCc: <<<<>>>>\r\n\r\nmerhaba',
    "many-recipients": b"To: "
    + b", ".join(b"k%d@ornek.com" % n for n in range(50_000))
    + CRLF
    + FROM
    + b"\r\nm",
    "date-nonsense": mail(b"Date: Thu, 99 Foo 20266 99:99:99 +9999\r\n"),
    "date-huge": mail(b"Date: " + b"9" * 100_000 + b"\r\n"),
    "message-id-missing-brackets": mail(b"Message-ID: abc@x\r\nIn-Reply-To: foo bar\r\n"),
    "rfc2231-name": multipart(text(), file(PDF, b"filename*0*=utf-8''%C3%B6deme; filename*1*=%20.pdf")),
    "rfc2231-nonsense": multipart(text(), file(PDF, b"filename*9999*=''; filename*=%; filename*0*=x'y'%C3")),
    "path-in-name": multipart(text(), file(PDF, b'filename="../../etc/passwd"')),
    "direction-in-name": multipart(text(), file(EXE, 'filename="fatura\u202efdp.exe"'.encode())),
    "exe-as-pdf": multipart(text(), file(EXE, b"filename=fatura.pdf", b"application/pdf")),
    "tnef": multipart(
        text(), file(b"\x78\x9f\x3e\x22" + b"\1" * 90, b"filename=winmail.dat", b"application/ms-tnef")
    ),
    "smime-opaque": mail(
        b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n",
        encoded(b"0\x80" * 90),
    ),
    "smime-signed": multipart(
        text(), file(b"0\x80" * 9, b"filename=smime.p7s", b"application/pkcs7-signature"), kind=b"signed"
    ),
    "calendar": multipart(
        text(),
        b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR",
        kind=b"alternative",
    ),
    "forwarded": multipart(text(), b"Content-Type: message/rfc822\r\n\r\n" + mail(b"X-Ic: 1\r\n")),
    "digest": multipart(b"\r\n" + mail(), b"\r\n" + mail(), kind=b"digest"),
    "uuencoded": mail(b"Content-Transfer-Encoding: x-uuencode\r\n", b"begin 644 a\r\n#0V%T\r\n`\r\nend\r\n"),
    "transfer-encoding-unknown": mail(b"Content-Transfer-Encoding: rot13\r\n"),
    "base64-in-pieces": mail(b"Content-Transfer-Encoding: base64\r\n", b"bWVyaA==\r\nYWJh\r\n"),
    "base64-dirty": mail(b"Content-Transfer-Encoding: base64\r\n", b"!!bWV*yaGFi\r\nYQ"),
    "quoted-printable-broken": mail(
        b"Content-Transfer-Encoding: quoted-printable\r\n", b"merhaba =ZZ =\r\n="
    ),
    "html-only": mail(b"Content-Type: text/html; charset=utf-8\r\n", "<p>Şikâyet<br>iki".encode()),
    "html-open-tags": mail(b"Content-Type: text/html\r\n", b"merhaba" + b"<div" * 200_000),
    "html-open-comments": mail(b"Content-Type: text/html\r\n", b"merhaba" + b"<!--" * 200_000),
    "html-open-heads": mail(b"Content-Type: text/html\r\n", b"merhaba" + b"<title>" * 200_000),
    "html-quotes-deep": mail(b"Content-Type: text/html\r\n", b"merhaba" + b"<blockquote>" * 50_000 + b"son"),
    "long-text": mail(b"", b"a" * 3_000_000),
    "long-line-colons": mail(b"", b"On wrote @ 12:00 " * 100_000 + b"wrote:\r\n"),
    "many-wrote-lines": mail(b"", b"On Thu, Nov 12 2026 aaaa@aaaaaaaaaaaaaaaaaaaa wrot:\r\n" * 30_000),
    "many-from-lines": mail(b"", b"From: a\r\n" * 30_000),
    "many-quotes": mail(b"", b"> " * 300 + b"\r\n" + b">x\r\ny\r\n" * 30_000),
    "header-continuations": b"Subject: a\r\n" + b" b\r\n" * 200_000 + FROM + b"\r\nmerhaba",
    "parameters": mail(b"Content-Type: text/plain" + b"; a=b" * 20_000 + b"\r\n"),
    "content-type-nonsense": mail(b"Content-Type: ;;;///\r\nContent-Disposition: ====\r\n"),
    "space-headers": b" leading\r\n: novalue\r\n" + mail(),
}
