"""Work grows with a mail's size and not with its square, counted in calls; memory stays near the size."""

import subprocess
import sys

import pytest

from muhatap.channels.adapters.email.parsing import parse
from tests.channels.email.corpus.building import (
    attribute,
    file,
    mail,
    multipart,
    opaque,
    text,
    whole,
    winmail,
)

HTML = "Content-Type: text/html; charset=utf-8"
GROWING = {
    "angles-never-closed": lambda n: mail(b"<x " * n, HTML),
    "odd-quotes-in-tags": lambda n: mail(b"<a ' >" * n, HTML),
    "hidden-in-hidden": lambda n: mail(b"<div hidden>" * n + b"</div>" * n + b"x", HTML),
    "nothing-but-blocks": lambda n: mail(b"<div> " * n + b"x", HTML),
    "signatures-of-html": lambda n: mail(b"<div class=gmail_signature>x</div>" * n, HTML),
    "ruled-boxes": lambda n: mail(b'<div style="border-top:solid">a: b</div>' * n, HTML),
    "quotations-of-html": lambda n: mail(b"<blockquote>x" * n, HTML),
    "lines-of-pre": lambda n: mail(b"<pre>" + b"\n" * n + b"</pre>", HTML),
    "lines-that-introduce": lambda n: mail(b"On a@b 12:00:\r\n" * n),
    "lines-of-headers": lambda n: mail(b"From: a\r\nSent: b\r\n\r\n" * n),
    "answers-between-quotes": lambda n: mail(b"> q\r\na\r\n" * n),
    "closing-formulas": lambda n: mail(b"Best regards\r\n" * n),
    "dashes": lambda n: mail(b"--\r\n" * n),
    "dashes-between-quotes": lambda n: mail(b"--\r\n> x\r\n" * n),
    "notices-between-quotes": lambda n: mail(b"> x\r\nThis message is confidential\r\n" * n),
    "uuencode-that-never-ends": lambda n: mail(b"begin 644 a\r\n" + b"#0V%T\r\n" * n),
    "flowed": lambda n: mail(b"a \r\n" * n, "Content-Type: text/plain; format=flowed"),
    "enriched": lambda n: mail(b"<param>" * n, "Content-Type: text/enriched"),
    "base64-pieces": lambda n: mail(b"=a" * n, "Content-Transfer-Encoding: base64"),
    "calendar-folds": lambda n: mail(
        b"BEGIN:VEVENT\r\nSUMMARY:\r\n" + b" a\r\n" * n, "Content-Type: text/calendar"
    ),
    "brackets-in-sender": lambda n: mail(b"x", b"From: " + b"(" * n),
    "parts": lambda n: whole(multipart(*[text("x")] * n)),
    "delimiters": lambda n: mail(b"--b\r\n" * n, "Content-Type: multipart/mixed; boundary=b"),
    "files-of-exchange": lambda n: whole(
        file(
            winmail((attribute(0x69002, b"", 2) + attribute(0x6800F, b"x", 2)) * n),
            "attachment",
            "application/ms-tnef",
        )
    ),
    "signed-wrappers": lambda n: whole(
        multipart(*[file(opaque(text("x")), "attachment", "application/pkcs7-mime")] * (n // 10))
    ),
}


def calls(raw: bytes) -> int:
    """How many functions, also built-in ones, are called to parse a mail."""
    counted = 0

    def count(frame, event, argument):
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        parse(raw)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("name", GROWING)
def test_four_times_the_mail_is_not_sixteen_times_the_work(name):
    make = GROWING[name]
    assert calls(make(2_000)) <= 6 * calls(make(500))


def test_a_mail_of_fifty_megabytes_fits_in_memory():
    """400 MB for Python, the modules, the mail and what is made of it."""
    program = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))\n"
        "from muhatap.channels.adapters.email.parsing import parse\n"
        "from tests.channels.email.corpus.building import file, multipart, text, whole\n"
        "parsed = parse(whole(multipart(text(), file(bytes(37_000_000), 'attachment; filename=a.bin'))))\n"
        "assert parsed.attachments[0].size == 37_000_000, parsed.defects\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=300)
