"""The words of a file, read in a process of its own that may do little: files can be hostile.

python -m muhatap.files.extracting CONTENT-TYPE reads the bytes from standard input and writes the words to
standard output. It exits with 3 when it cannot make out any; its limits kill it when it tries too hard.
"""

import io
import os
import resource
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from xml.parsers import expat

LETTERS_AT_MOST = 200_000
SECONDS_AT_MOST = 30
MEMORY_AT_MOST = 1024 * 1024 * 1024
_PAGES_AT_MOST = 300
_UNPACKED_AT_MOST = 40 * 1024 * 1024
_SIP = 64 * 1024
_WRITTEN_AT_MOST = 64 * 1024 * 1024
_UNREADABLE = 3
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
IMAGES = ("image/png", "image/jpeg", "image/tiff", "image/bmp", "image/gif", "image/webp")


class Unreadable(Exception):
    """No words can be made out of these bytes."""


def words_of(data: bytes, content_type: str) -> str:
    """The words that the bytes hold, at most 200,000 letters; `Unreadable` when they are broken or locked."""
    read = _readers().get(content_type)
    if read is None:
        raise Unreadable(content_type)
    return read(data)[:LETTERS_AT_MOST]


def _readers() -> dict[str, Callable[[bytes], str]]:
    return {
        "application/pdf": _words_of_pdf,
        DOCX: _words_of_docx,
        "text/plain": _words_of_plain,
        "text/html": _words_of_html,
        **dict.fromkeys(IMAGES, _words_of_image),
    }


def _words_of_plain(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("windows-1254", "replace")


def _words_of_html(data: bytes) -> str:
    found: list[str] = []
    silent = [0]

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            silent[0] += tag in ("script", "style")

        def handle_endtag(self, tag: str) -> None:
            silent[0] -= tag in ("script", "style") and silent[0] > 0

        def handle_data(self, data: str) -> None:
            if not silent[0]:
                found.append(data)

    Reader().feed(_words_of_plain(data))
    return " ".join(" ".join(found).split())


def _words_of_pdf(data: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PdfReadError

    try:
        reader = PdfReader(io.BytesIO(data))
        found, letters = [], 0
        for page in reader.pages[:_PAGES_AT_MOST]:
            found.append(page.extract_text())
            letters += len(found[-1])
            if letters > LETTERS_AT_MOST:
                break
    except (PdfReadError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as broken:
        raise Unreadable("pdf") from broken
    return "\n".join(found)


def _words_of_docx(data: bytes) -> str:
    found: list[str] = []
    inside = [0]

    def start(name: str, _attributes: object) -> None:
        inside[0] += name == "w:t"
        if name in ("w:p", "w:br", "w:tab", "w:tc"):
            found.append("\n" if name == "w:p" else " ")

    def end(name: str) -> None:
        inside[0] -= name == "w:t"

    def text(letters: str) -> None:
        if inside[0]:
            found.append(letters)

    def refuse(*_: object) -> None:
        # Only documents that want to blow up define entities of their own.
        raise Unreadable("doctype")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = refuse
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box, box.open("word/document.xml") as document:
            left = _UNPACKED_AT_MOST
            while sip := document.read(min(_SIP, left)):
                left -= len(sip)
                parser.Parse(sip)
    except (
        zipfile.BadZipFile,
        KeyError,
        expat.ExpatError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as broken:
        raise Unreadable("docx") from broken
    return "".join(found).strip()


def _words_of_image(data: bytes) -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise Unreadable("no OCR")
    for languages in ("tur+eng", "eng"):
        read = subprocess.run(  # noqa: S603
            [program, "stdin", "stdout", "-l", languages], input=data, capture_output=True, check=False
        )
        if read.returncode == 0:
            return read.stdout.decode("utf-8", "replace")
    raise Unreadable("image")


def _bind() -> None:
    """Take away what reading does not need; a program that is started inherits the limits."""
    for limit, most in (
        (resource.RLIMIT_CPU, SECONDS_AT_MOST),
        (resource.RLIMIT_AS, MEMORY_AT_MOST),
        (resource.RLIMIT_FSIZE, _WRITTEN_AT_MOST),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    os.nice(10)


def main() -> int:
    """Read standard input within the limits."""
    _bind()
    try:
        words = words_of(sys.stdin.buffer.read(), sys.argv[1])
    except (Unreadable, MemoryError):
        return _UNREADABLE
    sys.stdout.buffer.write(words.encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
