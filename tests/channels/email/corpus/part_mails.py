"""Mails of many parts: alternatives, files, pictures, wrappers and what is broken in them."""

from tests.channels.email.corpus import building as made
from tests.channels.email.corpus.building import (
    HELLO,
    PDF,
    PNG,
    case,
    file,
    html,
    mail,
    multipart,
    text,
    whole,
)

ATTACHED = 'attachment; filename="a.pdf"'
NAMES = {
    "plain": ('attachment; filename="dekont.pdf"', "dekont.pdf"),
    "unquoted": ("attachment; filename=dekont.pdf", "dekont.pdf"),
    "spaces": ('attachment; filename="kira sözleşmesi.pdf"', "kira sözleşmesi.pdf"),
    "rfc-2231": ("attachment; filename*=utf-8''%C3%B6deme.pdf", "ödeme.pdf"),
    "rfc-2231-latin5": ("attachment; filename*=iso-8859-9'tr'%DEema.pdf", "Şema.pdf"),
    "rfc-2231-continued": (
        "attachment; filename*0*=utf-8''%C3%B6deme;\r\n filename*1*=%20dekontu;\r\n filename*2=.pdf",
        "ödeme dekontu.pdf",
    ),
    "rfc-2231-out-of-order": ('attachment; filename*1="b.pdf"; filename*0="a"', "ab.pdf"),
    "rfc-2231-cut-in-a-letter": ("attachment; filename*0*=utf-8''%C5; filename*1*=%9Fema.pdf", "şema.pdf"),
    "rfc-2231-beside-plain": ("attachment; filename=\"x.pdf\"; filename*=utf-8''%C3%B6.pdf", "ö.pdf"),
    "rfc-2047": ('attachment; filename="=?utf-8?B?w7ZkZW1lLnBkZg==?="', "ödeme.pdf"),
    "rfc-2047-two-words": (
        'attachment; filename="=?utf-8?Q?=C3=B6deme?=\r\n =?utf-8?Q?_dekontu=2Epdf?="',
        "ödeme dekontu.pdf",
    ),
    "eight-bits": ('attachment; filename="şema.pdf"'.encode("cp1254"), "şema.pdf"),
    "eight-bits-utf-8": ('attachment; filename="şema.pdf"', "şema.pdf"),
    "folders": ('attachment; filename="../../etc/passwd"', "passwd"),
    "folders-of-windows": (r'attachment; filename="C:\\Users\\ayse\\dekont.pdf"', "dekont.pdf"),
    "folders-encoded": ('attachment; filename="=?utf-8?Q?=2E=2E=2Fetc=2Fx?="', "x"),
    "turns-direction": ('attachment; filename="fatura\u202efdp.exe"', "faturafdp.exe"),
    "nul": (b'attachment; filename="de\0kont.pdf"', "dekont.pdf"),
    "line-break": ('attachment; filename="=?utf-8?Q?a=0D=0Ab.pdf?="', "a_b.pdf"),
    "dots": ('attachment; filename="..."', "attachment-2.pdf"),
    "very-long": (f'attachment; filename="{"a" * 5_000}.pdf"', f"{'a' * 189}.pdf"),
    "none": ("attachment", "attachment-2.pdf"),
    "quote-inside": (r'attachment; filename="a\"b.pdf"', "a_b.pdf"),
    "semicolon-inside": ('attachment; filename="a;b.pdf"', "a;b.pdf"),
}
TYPES = {
    "pdf-as-picture": (PDF, "image/png", "application/pdf"),
    "picture-as-pdf": (PNG, "application/pdf", "image/png"),
    "picture-as-octets": (PNG, "application/octet-stream", "image/png"),
    "zip": (b"PK\3\4" + b"\0" * 40, "application/pdf", "application/zip"),
    "docx": (
        b"PK\3\4" + b"\0" * 26 + b"word/document.xml",
        "application/octet-stream",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "program-as-pdf": (
        b"MZ\x90\0" + bytes(range(200)),
        "application/pdf",
        "application/vnd.microsoft.portable-executable",
    ),
    "html-as-text": (b"<html><script>1</script>", "text/plain", "text/html"),
    "svg-as-picture": (b"<svg xmlns='x'><script/></svg>", "image/png", "image/svg+xml"),
    "empty": (b"", "application/pdf", "application/x-empty"),
}


def mails():
    """All of them."""
    for name, (disposition, expected) in NAMES.items():
        raw = whole(multipart(text(), file(PDF, disposition)))
        yield case(f"name/{name}", raw, text=HELLO, files=[(expected, "application/pdf", PDF)])
    for name, (content, label, kind) in TYPES.items():
        raw = whole(multipart(text(), file(content, 'attachment; filename="x"', label)))
        yield case(f"type/{name}", raw, text=HELLO, files=[("x", kind, content)])
    yield from _texts()
    yield from _nestings()
    yield from _encodings()
    yield from _broken()


def _texts():
    both = multipart(text("metin"), html("<p>html</p>"), kind="alternative")
    yield case("parts/alternative", whole(both), text="metin", html="<p>html</p>", files=[])
    turned = multipart(html("<p>html</p>"), text("metin"), kind="alternative")
    yield case("parts/alternative-turned-round", whole(turned), text="metin", html="<p>html</p>")
    blank = multipart(text(" \n"), html("<p>yalnız burada</p>"), kind="alternative")
    yield case("parts/alternative-blank-text", whole(blank), text="yalnız burada")
    yield case("parts/html-only", whole(html("<p>bir<br>iki</p>")), text="bir\niki", reply_text="bir\niki")
    yield case(
        "parts/text-file-text",
        whole(multipart(text("bir"), file(PDF, ATTACHED), text("iki"))),
        text="bir\n\niki",
    )
    yield case("parts/html-and-text", whole(multipart(html("<p>bir</p>"), text("iki"))), text="bir\n\niki")
    named = mail(b"govde", 'Content-Type: text/plain; name="govde.txt"')
    yield case("parts/body-with-a-name", named, text="govde", files=[])
    inline = mail(b"govde", "Content-Type: text/plain", 'Content-Disposition: inline; filename="x.txt"')
    yield case("parts/body-inline-with-a-name", inline, text="govde", files=[])
    note = multipart(text("bak"), file(b"not", 'attachment; filename="not.txt"', "text/plain"))
    yield case("parts/text-file", whole(note), text="bak", files=[("not.txt", "text/plain", b"not")])
    shown = b'Content-Type: text/plain; name="not.txt"\r\nContent-Disposition: inline\r\n\r\nnot'
    yield case("parts/nothing-but-a-named-text", whole(multipart(shown)), text="not", file_names=["not.txt"])
    yield case("parts/a-text-and-a-named-text", whole(multipart(text("bak"), shown)), text="bak")
    flowed = text("uzun bir \nsatır\n> alıntı \n> devam\n-- \nimza", more="; format=flowed")
    yield case("parts/flowed", whole(flowed), text="uzun bir satır\n> alıntı devam\n-- \nimza")
    delsp = text("uzun keli \nme", more="; format=flowed; delsp=yes")
    yield case("parts/flowed-delsp", whole(delsp), text="uzun kelime")
    stuffed = text(" From beri\nbekliyorum", more="; format=flowed")
    yield case("parts/flowed-stuffed", whole(stuffed), text="From beri\nbekliyorum")
    enriched = mail(b"<bold>Merhaba</bold>\r\n<<x\r\n\r\niki", "Content-Type: text/enriched")
    yield case("parts/enriched", enriched, text="Merhaba <x\niki")
    yield case("parts/markdown", mail(b"# Baslik", "Content-Type: text/markdown"), text="# Baslik")
    yield case("parts/type-is-a-word", mail(b"govde", "Content-Type: text"), text="govde")
    yield case("parts/type-is-nonsense", mail(b"govde", "Content-Type: ;;;///"), text="govde")
    yield case("parts/empty", mail(b""), text="", reply_text="", files=[])
    yield case("parts/only-white-space", mail(b" \r\n\t\r\n"), text="", reply_text="")
    pdf = mail(
        made.wrapped(PDF), "Content-Type: application/pdf; name=a.pdf", "Content-Transfer-Encoding: base64"
    )
    yield case("parts/nothing-but-a-file", pdf, text="", files=[("a.pdf", "application/pdf", PDF)])


def _nestings():
    picture = file(PNG, 'inline; filename="logo.png"', "image/png", "Content-ID: <logo@x>\r\n")
    related = multipart(html("<p>Merhaba<img src='cid:logo@x'></p>"), picture, kind="related", boundary="ic")
    yield case("parts/related", whole(related), text="Merhaba", content_ids=["logo@x"], inline=[True])
    deep = multipart(text("metin"), related, kind="alternative", boundary="orta")
    yield case(
        "parts/mixed-alternative-related",
        whole(multipart(deep, file(PDF, ATTACHED))),
        text="metin",
        files=[("logo.png", "image/png", PNG), ("a.pdf", "application/pdf", PDF)],
    )
    apple = multipart(
        html("<p>bir</p>"), file(PDF, 'inline; filename="a.pdf"'), html("<p>iki</p>"), boundary="ic"
    )
    yield case(
        "parts/apple-mixed-in-alternative",
        whole(multipart(text("metin"), apple, kind="alternative")),
        text="metin",
        files=[("a.pdf", "application/pdf", PDF)],
    )
    fork = file(b"\0\5\x16\7" + b"\0" * 50, 'attachment; filename="a.pdf"', "application/applefile")
    double = multipart(fork, file(PDF, ATTACHED, "application/pdf"), kind="appledouble", boundary="ic")
    yield case(
        "parts/apple-double",
        whole(multipart(text(), double)),
        files=[("a.pdf", "application/pdf", PDF)],
        some_defect="resource-fork",
    )
    prefix = multipart(text("metin"), html("<p>h</p>"), kind="alternative", boundary="sinir-1")
    yield case("parts/boundary-is-a-prefix", whole(multipart(prefix, file(PDF, ATTACHED))), text="metin")
    same = multipart(text("metin"), kind="alternative", boundary="sinir")
    yield case("parts/same-boundary-twice", whole(multipart(same)), text="metin")
    inner = mail(b"ilk mektup", "Subject: Ilk mektup")
    forwarded = multipart(text("Bunu siz mi yazdınız?"), b"Content-Type: message/rfc822\r\n\r\n" + inner)
    yield case(
        "parts/forwarded-mail",
        whole(forwarded),
        text="Bunu siz mi yazdınız?",
        reply_text="Bunu siz mi yazdınız?",
        subject="Para cekme",
        files=[("Ilk mektup.eml", "message/rfc822", inner)],
    )
    alone = b"Content-Type: message/rfc822\r\n\r\n" + inner
    yield case(
        "parts/forwarded-alone", whole(alone), text="", files=[("Ilk mektup.eml", "message/rfc822", inner)]
    )
    digest = multipart(b"\r\n" + inner, b"\r\n" + inner, kind="digest")
    yield case("parts/digest", whole(digest), file_types=["message/rfc822", "message/rfc822"])
    thousand = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (level, level + 1)
        for level in range(999)
    )
    deepest = mail(thousand + b"--b999\r\n\r\nen dipte\r\n", "Content-Type: multipart/mixed; boundary=b0")
    yield case("parts/thousand-deep", deepest, text="en dipte")
    many = multipart(text(), *[b"Content-Type: image/png\r\n\r\nx"] * 10_000)
    yield case("parts/ten-thousand", whole(many), text=HELLO, some_defect="too-many-")


def _encodings():
    base64 = "Content-Transfer-Encoding: base64"
    plain = "Content-Type: text/plain; charset=utf-8"
    words = made.wrapped(HELLO.encode())
    yield case("encoding/base64", mail(words, plain, base64), text=HELLO, defects=())
    dirty = words[:20] + b"!*\r\n!" + words[20:]
    yield case("encoding/base64-with-rubbish", mail(dirty, plain, base64), text=HELLO)
    yield case("encoding/base64-no-padding", mail(words.strip().rstrip(b"="), plain, base64), text=HELLO)
    pieces = made.wrapped(HELLO[:10].encode()) + made.wrapped(HELLO[10:].encode())
    yield case("encoding/base64-in-pieces", mail(pieces, plain, base64), text=HELLO)
    footer = words + b"\r\n--\r\nhttp://liste.example\r\n"
    yield case(
        "encoding/base64-with-footer",
        mail(footer, plain, base64),
        text=f"{HELLO}\n\n--\nhttp://liste.example",
    )
    named = mail(words, plain, 'Content-Transfer-Encoding: "base64" (RFC 2045)')
    yield case("encoding/name-in-quotes", named, text=HELLO)
    unknown = mail(HELLO.encode(), plain, "Content-Transfer-Encoding: rot13")
    yield case("encoding/unknown", unknown, text=HELLO, some_defect="transfer-encoding-unknown")
    printable = "Content-Transfer-Encoding: quoted-printable"
    soft = mail(b"uzun bir sat=C4=B1r=\r\n devam =\r\nediyor=", plain, printable)
    yield case("encoding/soft-breaks", soft, text="uzun bir satır devam ediyor")
    spaced = mail(b"bir =  \r\niki=3D", plain, printable)
    yield case("encoding/soft-break-then-spaces", spaced, text="bir iki=")
    broken = mail(b"y\xfczde =ZZ =5 k\xfcr", plain.replace("utf-8", "iso-8859-9"), printable)
    yield case("encoding/quoted-printable-broken", broken, text="yüzde =ZZ =5 kür")
    uu = b"Dosya:\r\n\r\nbegin 644 not.txt\r\n#0V%T\r\n`\r\nend\r\n\r\nbitti"
    yield case(
        "encoding/uuencode-in-text",
        mail(uu),
        text="Dosya:\n\n\nbitti",
        files=[("not.txt", "text/plain", b"Cat")],
    )
    sentence = b"begin 2026 iyi degildi\r\nend of story"
    yield case(
        "encoding/begin-in-a-sentence", mail(sentence), text="begin 2026 iyi degildi\nend of story", files=[]
    )
    unended = b"begin 644 not.txt\r\n#0V%T\r\nama sonu yok"
    yield case(
        "encoding/uuencode-without-end",
        mail(unended),
        text="begin 644 not.txt\n#0V%T\nama sonu yok",
        files=[],
    )
    yenc = "=ybegin line=128 size=3 name=a\nabc\n=yend size=3"
    yield case("encoding/yenc-stays-text", mail(yenc.replace("\n", "\r\n").encode()), text=yenc, files=[])
    encoded = multipart(text("içteki")).partition(b"\r\n\r\n")
    wrapped = mail(made.wrapped(encoded[2]), encoded[0], base64)
    yield case("encoding/multipart-as-a-whole", wrapped, text="içteki", some_defect="multipart-encoded")
    full = file(bytes(range(256)) * 40, 'attachment; filename="a.bin"')
    yield case("encoding/every-byte", whole(multipart(text(), full)), hashes=[bytes(range(256)) * 40])


def _broken():
    parts = multipart(text("metin"), file(PDF, ATTACHED))
    yield case(
        "broken/not-closed", whole(parts[: -len(b"--sinir--\r\n")]), text="metin", some_defect="multipart-not"
    )
    yield case("broken/cut-in-a-file", whole(parts[:-120]), text="metin", file_names=["a.pdf"])
    lost = mail(b"--abc\r\n\r\nmetin\r\n--abc--\r\n", "Content-Type: multipart/mixed")
    yield case("broken/boundary-missing", lost, text="metin", some_defect="boundary-guessed")
    wrong = mail(b"--abc\r\n\r\nmetin\r\n--abc--\r\n", "Content-Type: multipart/mixed; boundary=x")
    yield case("broken/boundary-wrong", wrong, text="metin", some_defect="boundary-guessed")
    never = mail(b"sadece metin", "Content-Type: multipart/mixed; boundary=x")
    yield case("broken/boundary-never", never, text="sadece metin", some_defect="boundary-missing")
    spaces = mail(b"--a b \r\n\r\nmetin\r\n--a b--\r\n", 'Content-Type: multipart/mixed; boundary="a b "')
    yield case("broken/boundary-ends-in-space", spaces, text="metin")
    beside = (
        b"asil metin\r\n--x\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-1\r\n--x--\r\nson\r\n"
    )
    around = mail(beside, "Content-Type: multipart/mixed; boundary=x")
    yield case(
        "broken/text-outside-parts", around, text="asil metin\n\nson", some_defect="text-outside-parts"
    )
    usual = b"This is a multi-part message in MIME format.\r\n--x\r\n\r\nmetin\r\n--x--\r\n"
    yield case(
        "broken/preamble-is-left-out", mail(usual, "Content-Type: multipart/mixed; boundary=x"), text="metin"
    )
    yield case(
        "broken/line-feeds-only", whole(parts).replace(b"\r\n", b"\n"), text="metin", file_names=["a.pdf"]
    )
    partial = mail(b"yari", 'Content-Type: message/partial; id="x"; number=1; total=2')
    yield case("broken/partial", partial, some_defect="partial-message", file_types=["text/plain"])
    remote = mail(
        b"Content-Type: image/png\r\n\r\n", 'Content-Type: message/external-body; access-type=URL; URL="x"'
    )
    yield case("broken/external-body", remote, text="", file_types=["text/plain"])
