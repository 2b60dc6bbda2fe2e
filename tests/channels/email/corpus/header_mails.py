"""Mails whose headers are hard: encoded, folded, forged, repeated, too long, not there."""

from tests.channels.email.corpus.building import case, mail

BODY = b"Merhaba"
SUBJECTS = {
    "encoded-base64": ("=?utf-8?B?xZ5pa8OieWV0?=", "Şikâyet"),
    "encoded-quoted": ("=?utf-8?Q?=C5=9Eik=C3=A2yet_var?=", "Şikâyet var"),
    "encoded-latin5": ("=?iso-8859-9?Q?=DEik=E2yet?=", "Şikâyet"),
    "encoded-windows": ("=?windows-1254?B?3mlr4nlldA==?=", "Şikâyet"),
    "encoded-lower-case": ("=?UTF-8?b?xZ5pa8OieWV0?=", "Şikâyet"),
    "encoded-with-language": ("=?utf-8*tr?Q?=C5=9Eik=C3=A2yet?=", "Şikâyet"),
    "encoded-wrong-label": ("=?iso-8859-9?Q?=C5=9Eik=C3=A2yet?=", "Şikâyet"),
    "encoded-unknown-label": ("=?x-none?Q?=C5=9Eik=C3=A2yet?=", "Şikâyet"),
    "encoded-in-a-word": ("Re:=?utf-8?Q?=C5=9Ea?=da", "Re:Şada"),
    "encoded-two-words": ("=?utf-8?Q?bir?= =?utf-8?Q?iki?=", "biriki"),
    "encoded-then-plain": ("=?utf-8?Q?=C5=9Ei?= kayet", "Şi kayet"),
    "encoded-cut-in-a-letter": ("=?utf-8?Q?=C5?=\r\n =?utf-8?Q?=9Eikayet?=", "Şikayet"),
    "encoded-cut-in-base64": ("=?utf-8?B?xZ4=?= =?utf-8?B?aWthecI=?=", None),
    "encoded-spaces-inside": ("=?utf-8?Q?bir iki?=", "bir iki"),
    "encoded-padding-missing": ("=?utf-8?B?xZ5pa8OieWV?=", None),
    "encoded-never-ends": ("=?utf-8?B?xZ5pa8Oi", "=?utf-8?B?xZ5pa8Oi"),
    "encoded-empty": ("=?utf-8?Q??=", ""),
    "encoded-iso-2022-jp": ("=?iso-2022-jp?B?GyRCSlY2YhsoQg==?=", "返金"),
    "encoded-koi8": ("=?koi8-r?B?5MXO2Mfp?=", "ДеньгИ"),
    "encoded-gb": ("=?gb2312?B?zcu/7g==?=", "退款"),
    "line-break-hidden": ("=?utf-8?Q?konu=0D=0ABcc:_kurban@x.example?=", "konu Bcc: kurban@x.example"),
    "line-separator-hidden": ("=?utf-8?Q?konu=E2=80=A8Bcc:_x?=", "konu Bcc: x"),
    "nul-hidden": ("=?utf-8?Q?ko=00nu?=", "konu"),
    "folded": ("bir\r\n iki\r\n\tüç", "bir iki üç"),
    "folded-before-it-begins": ("\r\n Para çekme", "Para çekme"),
    "with-a-case-number": ("Ynt: [26-00012-00345] Para", "Ynt: [26-00012-00345] Para"),
    "eight-bits": ("Şikâyet", "Şikâyet"),
    "lone-cr": ("bir\rBcc: kurban@x.example", "bir Bcc: kurban@x.example"),
    "emoji": ("=?utf-8?Q?=F0=9F=98=A1_para?=", "😡 para"),
    "right-to-left": ("=?utf-8?B?2YXYsdit2KjYpw==?=", "مرحبا"),
}
SENDERS = {
    "plain": ("ayse@ornek.example", "", "ayse@ornek.example"),
    "bracketed": ("<ayse@ornek.example>", "", "ayse@ornek.example"),
    "named": ("Ayse Kaya <ayse@ornek.example>", "Ayse Kaya", "ayse@ornek.example"),
    "quoted-name": ('"Kaya, Ayse" <ayse@ornek.example>', "Kaya, Ayse", "ayse@ornek.example"),
    "unquoted-comma": ("Kaya, Ayse <ayse@ornek.example>", "Kaya, Ayse", "ayse@ornek.example"),
    "name-behind": ("ayse@ornek.example (Ayse Kaya)", "Ayse Kaya", "ayse@ornek.example"),
    "comment-in-comment": ("ayse@ornek.example (Ayse (ev) Kaya)", "Ayse ev Kaya", "ayse@ornek.example"),
    "encoded-name": ("=?utf-8?Q?Ay=C5=9Fe?= <ayse@ornek.example>", "Ayşe", "ayse@ornek.example"),
    "encoded-in-quotes": ('"=?utf-8?Q?Ay=C5=9Fe?=" <ayse@ornek.example>', "Ayşe", "ayse@ornek.example"),
    "encoded-comma": ("=?utf-8?Q?Kaya=2C_Ay=C5=9Fe?= <a@ornek.example>", "Kaya, Ayşe", "a@ornek.example"),
    "encoded-second-address": (
        "=?utf-8?Q?destek=40nehir.example?= <kotu@x.example>",
        "destek@nehir.example",
        "kotu@x.example",
    ),
    "encoded-angle": (
        "=?utf-8?Q?a_=3Cdestek=40nehir.example=3E?= <kotu@x.example>",
        "a <destek@nehir.example>",
        "kotu@x.example",
    ),
    "encoded-line-break": ("=?utf-8?Q?a=0D=0ABcc:_b?= <a@ornek.example>", "a Bcc: b", "a@ornek.example"),
    "capitals-in-domain": ("<ayse@ORNEK.Example>", "", "ayse@ornek.example"),
    "dot-behind-domain": ("<ayse@ornek.example.>", "", "ayse@ornek.example"),
    "idn": ("Ayşe <ayse@örnek.example>", "Ayşe", "ayse@xn--rnek-4qa.example"),
    "idn-in-ascii": ("<ayse@xn--rnek-4qa.example>", "", "ayse@xn--rnek-4qa.example"),
    "smtputf8": ("Ayşe <ayşe@ornek.example>", "Ayşe", "ayşe@ornek.example"),
    "quoted-local": ('"ay se"@ornek.example', "", '"ay se"@ornek.example'),
    "plus": ("<ayse+nehir@ornek.example>", "", "ayse+nehir@ornek.example"),
    "route": ("<@relay.example:ayse@ornek.example>", "", "ayse@ornek.example"),
    "two-addresses": ("a@ornek.example, b@ornek.example", "", "a@ornek.example"),
    "address-beside-address": ("<a@ornek.example>@nehir.example", None, ""),
    "domain-too-long": (f"a@{'b' * 300}.example", None, ""),
    "local-too-long": (f"{'a' * 300}@ornek.example", None, ""),
    "no-address": ("Ayse Kaya", "Ayse Kaya", ""),
    "not-closed": ('"Ayse <ayse@ornek.example', None, "ayse@ornek.example"),
    "only-brackets": ("<>", "", ""),
    "eight-bits-turkish": ("Ay\xfee <ayse@ornek.example>".encode("latin1"), "Ayşe", "ayse@ornek.example"),
}
DATES = {
    "rfc-5322": ("Thu, 12 Nov 2026 14:06:00 +0300", "2026-11-12T14:06:00+03:00"),
    "no-weekday": ("12 Nov 2026 14:06 +0000", "2026-11-12T14:06:00+00:00"),
    "two-digit-year": ("12 Nov 26 14:06:00 EST", "2026-11-12T14:06:00-05:00"),
    "with-comment": ("Thu, 12 Nov 2026 14:06:00 +0300 (TRT)", "2026-11-12T14:06:00+03:00"),
    "iso": ("2026-11-12T14:06:00Z", "2026-11-12T14:06:00+00:00"),
    "turkish": ("Per, 12 Kas 2026 14:06:00 +0300", "2026-11-12T14:06:00+03:00"),
    "no-zone": ("Thu, 12 Nov 2026 14:06:00", "2026-11-12T14:06:00+00:00"),
    "words": ("yesterday", None),
    "no-such-day": ("Thu, 31 Feb 2026 14:06:00 +0300", None),
    "no-such-zone": ("Thu, 12 Nov 2026 14:06:00 +9999", None),
    "year-9999": ("Fri, 31 Dec 9999 23:59:59 -1200", None),
    "very-long": ("9" * 50_000, None),
}


def mails():
    """All of them."""
    for name, (written, subject) in SUBJECTS.items():
        expect = {} if subject is None else {"subject": subject}
        yield case(f"subject/{name}", mail(BODY, f"Subject: {written}"), text="Merhaba", **expect)
    for name, (written, person, email) in SENDERS.items():
        line = b"From: " + (written if isinstance(written, bytes) else written.encode())
        expect = {"from_email": email} | ({} if person is None else {"from_name": person})
        yield case(f"sender/{name}", mail(BODY, line), text="Merhaba", **expect)
    for name, (written, date) in DATES.items():
        expect = {"iso_date": date} | ({} if date else {"some_defect": "date-unreadable"})
        yield case(f"date/{name}", mail(BODY, f"Date: {written}"), **expect)
    yield from _others()
    yield from _broken()


def _others():
    groups = mail(BODY, "To: Ekip: Ali <ali@x.example>, veli@x.example;, tek@x.example", "Cc: gizli:;")
    yield case("to/groups", groups, emails_to=["ali@x.example", "veli@x.example", "tek@x.example"], cc=())
    many = ", ".join(f"k{number}@ornek.example" for number in range(40))
    yield case("to/forty", mail(BODY, f"To: {many}"), emails_to=many.split(", "))
    ids = mail(BODY, "Message-ID: <bir@x>", "In-Reply-To: <iki@x>", "References: <uc@x>\r\n <iki@x> <iki@x>")
    yield case(
        "ids/usual", ids, message_id="<bir@x>", in_reply_to="<iki@x>", references=("<uc@x>", "<iki@x>")
    )
    bare = mail(BODY, "Message-ID: bir@x", "In-Reply-To: 12 Kasim tarihli mektubunuz <iki@x>")
    yield case("ids/without-brackets", bare, message_id="<bir@x>", in_reply_to="<iki@x>")
    yield case("ids/none", mail(BODY), message_id=None, in_reply_to=None, references=())
    long = mail(BODY, "References: " + "\r\n ".join(f"<{number}@x>" for number in range(20_000)))
    yield case("ids/twenty-thousand", long, first_and_last=("<0@x>", "<19999@x>"))
    twice = b"Subject: bir\r\nSubject: iki\r\nFrom: a@b.example\r\n\r\nMerhaba"
    yield case("repeated/subject", twice, subject="bir", some_defect="header-repeated")
    senders = b"From: a@b.example\r\nFrom: c@d.example\r\n\r\nMerhaba"
    yield case("repeated/sender", senders, from_email="a@b.example", some_defect="two-senders")
    recipients = b"From: a@b.example\r\nTo: x@y.example\r\nTo: z@y.example\r\n\r\nMerhaba"
    yield case("repeated/recipient", recipients, emails_to=["x@y.example", "z@y.example"])


def _broken():
    yield case("header/no-sender", b"Subject: konu\r\n\r\nMerhaba", from_email="", some_defect="no-sender")
    sender = b"Sender: sekreter@x.example\r\nSubject: konu\r\n\r\nMerhaba"
    yield case("header/sender-instead", sender, from_email="sekreter@x.example")
    spaced = b"From : a@b.example\r\nSubject : konu\r\n\r\nMerhaba"
    yield case("header/space-before-colon", spaced, from_email="a@b.example", subject="konu")
    capitals = b"FROM: a@b.example\r\nSUBJECT: konu\r\n\r\nMerhaba"
    yield case("header/capitals", capitals, from_email="a@b.example", subject="konu")
    mbox = (
        b"From ayse@x.example Thu Nov 12 14:06:00 2026\r\nFrom: a@b.example\r\nSubject: konu\r\n\r\nMerhaba"
    )
    yield case("header/mbox-line", mbox, from_email="a@b.example", text="Merhaba")
    marked = b"\xef\xbb\xbf" + mail(BODY)
    yield case("header/byte-order-mark", marked, subject="Para cekme", text="Merhaba")
    blank = b"\r\n\r\nFrom: a@b.example\r\nSubject: konu\r\n\r\nMerhaba"
    yield case("header/blank-lines-first", blank, from_email="a@b.example", text="Merhaba")
    alone = b"From: a@b.example\r\nSubject: konu\r\nMerhaba size yazdim\r\nikinci satir"
    yield case("header/no-blank-line", alone, text="Merhaba size yazdim\nikinci satir")
    odd = b"From: a@b.example\r\nbu bir baslik degil\r\nSubject: konu\r\n\r\nMerhaba"
    yield case("header/odd-line-between", odd, subject="konu", text="Merhaba", some_defect="header-broken")
    yield case("header/none", "Şikâyet, başlık yok\r\nikinci".encode(), text="Şikâyet, başlık yok\nikinci")
    yield case("header/only", b"From: a@b.example\r\nSubject: konu\r\n", subject="konu", text="")
    yield case("header/lone-cr", mail(BODY).replace(b"\r\n", b"\r"), subject="Para cekme", text="Merhaba")
    yield case("header/lone-lf", mail(BODY).replace(b"\r\n", b"\n"), subject="Para cekme", text="Merhaba")
    nul = mail(b"Mer\0haba", b"Subject: ko\0nu")
    yield case("header/nul", nul, subject="konu", text="Merhaba", some_defect="nul-byte")
    huge = mail(BODY, "Subject: " + "a" * 1_000_000)
    yield case("header/megabyte-subject", huge, subject="a" * 1_000, some_defect="subject-too-long")
    noise = b"X-Gurultu: 1\r\n" * 100_000 + mail(BODY)
    yield case("header/hundred-thousand", noise, subject="Para cekme", text="Merhaba")
    folds = b"Subject: a\r\n" + b" b\r\n" * 100_000 + b"From: a@b.example\r\n\r\nMerhaba"
    yield case("header/hundred-thousand-folds", folds, from_email="a@b.example", text="Merhaba")
