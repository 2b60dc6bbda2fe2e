"""Mails written as text: replies/*.txt hold what a person wrote and what the program quoted beneath it.

A file is named after its language. `@@@ name` begins a mail, `@@ section` a section of it: `reply` and
`quoted` are what must be found; `text` and `html` are the bodies where they are not one above the other.
Each becomes a whole mail in one of the encodings that programs of that language use.
"""

import base64
import quopri
import zlib
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "replies"
CHARSETS = {
    "tr": ("iso-8859-9", "windows-1254"),
    "en": ("us-ascii", "windows-1252"),
    "pl": ("iso-8859-2", "windows-1250"),
    "ru": ("koi8-r", "windows-1251"),
    "uk": ("koi8-u", "windows-1251"),
    "zh": ("gb2312", "gb18030"),
}
WESTERN = ("iso-8859-1", "windows-1252")
PEOPLE = {
    "tr": "Zeynep Kaya <zeynep@ornek.example>",
    "en": "Tom Hale <tom@sample.example>",
    "de": "Jörg Maß <joerg@muster.example>",
    "fr": "Chloé Favre <chloe@modele.example>",
    "es": "Íñigo Paz <inigo@muestra.example>",
    "pt": "João Leão <joao@modelo.example>",
    "it": "Nicolò Rea <nicolo@esempio.example>",
    "nl": "Zoë Dam <zoe@monster.example>",
    "pl": "Łukasz Dąb <lukasz@wzor.example>",
    "ru": "Илья Рощин <ilya@obrazec.example>",
    "sv": "Åsa Ek <asa@exempel.example>",
    "no": "Bjørn Næss <bjorn@prove.example>",
    "uk": "Олена Їжакевич <olena@zrazok.example>",
    "zh": "李雪 <lixue@yangli.example>",
}


@dataclass(frozen=True)
class Mail:
    """One mail of the corpus: its bytes, and what must be understood of it, by field of the answer."""

    name: str
    raw: bytes
    expect: dict = field(default_factory=dict)


def replies() -> list[Mail]:
    """Every mail of replies/."""
    return [mail for path in sorted(FOLDER.glob("*.txt")) for mail in _of_file(path)]


def _of_file(path: Path) -> list[Mail]:
    language = path.stem.partition("_")[0]
    mails = []
    for block in f"\n{path.read_text(encoding='utf-8')}".split("\n@@@ ")[1:]:
        name, _, rest = block.partition("\n")
        sections = {}
        for section in f"\n{rest}".split("\n@@ ")[1:]:
            title, _, content = section.partition("\n")
            sections[title.strip()] = content.strip("\n")
        mails.append(_mail(f"{path.stem}/{name.strip()}", language, sections))
    return mails


def _mail(name: str, language: str, sections: dict[str, str]) -> Mail:
    choice = zlib.crc32(name.encode())
    text = sections.get("text")
    if text is None and "html" not in sections:
        text = f"{sections['reply']}\n\n{sections['quoted']}"
    expect = {"reply_text": sections["reply"], "subject": "Ynt: Başvurunuz hakkında"}
    expect["from_name"], _, email = PEOPLE[language].rstrip(">").partition(" <")
    expect["from_email"] = email
    if "quoted" in sections:
        expect["quoted_text"] = sections["quoted"].replace("\ufeff", "")
    bodies = []
    if text is not None:
        bodies.append(_part(text, "plain", language, choice))
    if "html" in sections:
        bodies.append(_part(sections["html"], "html", language, choice // 7))
    if len(bodies) == 1:
        body = bodies[0]
    else:
        body = b'Content-Type: multipart/alternative; boundary="=_%d"\r\n\r\n' % choice
        body += b"".join(b"--=_%d\r\n%s\r\n" % (choice, one) for one in bodies) + b"--=_%d--\r\n" % choice
    return Mail(name, _head(name, language) + body, expect)


def _head(name: str, language: str) -> bytes:
    person, _, email = PEOPLE[language].partition(" <")
    words = base64.b64encode(person.encode()).decode()
    subject = quopri.encodestring(b"Ynt: Ba\xc5\x9fvurunuz hakk\xc4\xb1nda", header=True).decode()
    return (
        f"Message-ID: <{name.replace('/', '.')}@posta.example>\r\n"
        f"From: =?utf-8?B?{words}?= <{email}\r\n"
        "To: Nehir <destek@nehir.example>\r\n"
        f"Subject: =?utf-8?Q?{subject}?=\r\n"
        "Date: Thu, 12 Nov 2026 15:20:00 +0300\r\n"
        "In-Reply-To: <giden-1@nehir.example>\r\n"
        "MIME-Version: 1.0\r\n"
    ).encode()


def _part(text: str, kind: str, language: str, choice: int) -> bytes:
    charset = ("utf-8", "utf-8", *CHARSETS.get(language, WESTERN))[choice % 4]
    try:
        raw = text.replace("\n", "\r\n").encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
        raw = text.replace("\n", "\r\n").encode()
    encoding = ("8bit", "quoted-printable", "base64")[choice // 4 % 3]
    if encoding == "base64":
        raw = base64.encodebytes(raw).replace(b"\n", b"\r\n")
    elif encoding == "quoted-printable":
        raw = quopri.encodestring(raw.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    head = f"Content-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + raw
