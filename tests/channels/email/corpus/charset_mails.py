"""Mails in every charset, labelled truly, wrongly and not at all."""

import base64
import quopri

from tests.channels.email.corpus.building import HELLO, case, mail, text, whole

LETTERS = "Şikâyet ödemesi ığüşöç İĞÜŞÖÇ"
TRUE = {
    "utf-8": LETTERS,
    "iso-8859-9": LETTERS,
    "windows-1254": f"{LETTERS} “tırnak” 5 €",
    "cp857": LETTERS,
    "utf-16": LETTERS,
    "utf-16le": LETTERS,
    "utf-16be": LETTERS,
    "utf-32": LETTERS,
    "utf-7": LETTERS,
    "iso-8859-1": "Réclamation déposée à l'été",
    "windows-1252": "Réclamation “déposée” – 5 €",
    "iso-8859-15": "Réclamation 5 €",
    "iso-8859-2": "Żądam zwrotu pieniędzy za źle wykonaną usługę",
    "windows-1250": "Żądam zwrotu “pieniędzy”",
    "koi8-r": "Деньги так и не пришли",
    "koi8-u": "Гроші досі не надійшли, чекаю їх",
    "windows-1251": "Деньги так и не пришли — когда?",
    "iso-8859-5": "Деньги так и не пришли",
    "ibm866": "Деньги так и не пришли",
    "gb2312": "退款还没有到账",
    "gbk": "退款還沒有到賬",
    "gb18030": "退款还没有到账，请处理㐀",
    "hz-gb-2312": "退款还没有到账",
    "big5": "款項仍未入帳",
    "euc-kr": "환불이 아직 안 됐어요",
    "ks_c_5601-1987": "환불이 아직 안 됐어요",
    "iso-2022-jp": "返金はまだですか",
    "shift_jis": "返金はまだですか",
    "euc-jp": "返金はまだですか",
    "iso-8859-7": "Δεν ήρθαν τα χρήματα",
    "windows-1253": "Δεν ήρθαν τα χρήματα",
    "windows-1256": "لم تصل الأموال بعد",
    "iso-8859-8-i": "הכסף לא הגיע",
    "tis-620": "เงินยังไม่มา",
}
SPELLED = {"hz-gb-2312": "hz", "iso-8859-8-i": "iso-8859-8", "ks_c_5601-1987": "cp949"}
# What the label says, what the bytes are, what must be read.
WRONG = {
    "turkish-labelled-utf-8": ("utf-8", "cp1254", LETTERS),
    "turkish-labelled-ascii": ("us-ascii", "cp1254", LETTERS),
    "utf-8-labelled-turkish": ("windows-1254", "utf-8", LETTERS),
    "utf-8-labelled-latin5": ("iso-8859-9", "utf-8", LETTERS),
    "utf-8-labelled-latin1": ("iso-8859-1", "utf-8", LETTERS),
    "utf-8-labelled-ascii": ("us-ascii", "utf-8", LETTERS),
    "turkish-labelled-latin1": (
        "iso-8859-1",
        "cp1254",
        "Üç gündür bekliyorum, ödemem hâlâ yatmadı, şifrem değişti",
    ),
    "turkish-labelled-windows-1252": ("windows-1252", "cp1254", "Işık Ağaç Şirketi"),
    "unknown-label": ("x-klingon-8", "utf-8", LETTERS),
    "unknown-label-turkish": ("x-user-defined", "cp1254", LETTERS),
    "label-of-a-codec-that-is-no-charset": ("zlib", "utf-8", LETTERS),
    "label-of-escapes": ("unicode_escape", "utf-8", LETTERS),
    "label-empty": ('""', "utf-8", LETTERS),
    "japanese-labelled-utf-8": ("utf-8", "iso2022_jp", "返金はまだですか"),
}
HONEST = {
    "icelandic": ("iso-8859-1", "cp1252", "Það hefur ekki borist, hvað er að gerast þarna? Ég bíð"),
    "name-with-y-acute": ("iso-8859-1", "cp1252", "Mr Nový has not been paid"),
    "windows-quotes-labelled-latin1": ("iso-8859-1", "cp1252", "Réclamation “déposée” – 5 €"),
    "windows-quotes-labelled-latin5": ("iso-8859-9", "cp1254", "Şikâyet “tırnak” – 5 €"),
    "label-in-capitals": ("ISO-8859-9", "cp1254", LETTERS),
    "label-in-apostrophes": ("'utf-8'", "utf-8", LETTERS),
    "label-without-hyphen": ("utf8", "utf-8", LETTERS),
    "gbk-labelled-gb2312": ("gb2312", "gbk", "退款還沒有到賬"),
    "mac-turkish": ("x-mac-turkish", "mac_turkish", LETTERS),
}
MISSING = {
    "unlabelled-utf-8": ("utf-8", LETTERS),
    "unlabelled-turkish": ("cp1254", LETTERS),
    "unlabelled-russian": ("cp1251", "Деньги так и не пришли, жду уже десять дней"),
    "unlabelled-koi8": ("koi8-r", "Деньги так и не пришли, жду уже десять дней"),
    "unlabelled-chinese": ("gb18030", "您好，退款还没有到账，请尽快处理"),
    "unlabelled-shift-jis": ("cp932", "こんにちは、返金はまだですか"),
    "unlabelled-iso-2022-jp": ("iso2022_jp", "返金はまだですか"),
}
UNCODED = b"Content-Type: text/plain"


def mails():
    """All of them."""
    for label, said in TRUE.items():
        part = text(said, SPELLED.get(label, label), label=label)
        yield case(f"charset/{label}", whole(part), text=said, reply_text=said)
    for name, (label, charset, said) in WRONG.items():
        raw = whole(text(said, charset, label=label))
        yield case(f"charset/{name}", raw, text=said, some_defect="charset-")
    for name, (label, charset, said) in HONEST.items():
        yield case(f"charset/{name}", whole(text(said, charset, label=label)), text=said, defects=())
    for name, (charset, said) in MISSING.items():
        raw = mail(said.encode(charset), UNCODED)
        yield case(f"charset/{name}", raw, text=said, some_defect="charset-")
    yield from _others()


def _others():
    half = HELLO.encode()
    ends = "bir\x0ciki\u2028üç\u0085dört"
    yield case("charset/other-line-ends", whole(text(ends)), text="bir\niki\nüç\ndört")
    yield case("charset/byte-order-mark", mail(b"\xef\xbb\xbf" + half, UNCODED), text=HELLO)
    broken = half[:30] + b"\xff" + half[30:]
    yield case("charset/one-broken-byte", mail(broken, f"{UNCODED.decode()}; charset=utf-8"), near=HELLO)
    cyrillic = b'<meta charset="windows-1251"><p>' + "Деньги не пришли".encode("cp1251")
    yield case("charset/html-says-itself", mail(cyrillic, "Content-Type: text/html"), text="Деньги не пришли")
    lone = b"Content-Type: text/plain; charset=utf-7"
    yield case("charset/utf-7-lone-surrogates", mail(b"a+2AA-b", lone), near="a")
    shift = "Content-Transfer-Encoding: base64"
    both = base64.encodebytes(LETTERS.encode("cp1254"))
    yield case(
        "charset/base64-turkish", mail(both, f"{UNCODED.decode()}; charset=windows-1254", shift), text=LETTERS
    )
    quoted = quopri.encodestring(LETTERS.encode("iso-8859-9"))
    label = f"{UNCODED.decode()}; charset=iso-8859-9"
    printable = "Content-Transfer-Encoding: quoted-printable"
    yield case("charset/quoted-printable-turkish", mail(quoted, label, printable), text=LETTERS)
