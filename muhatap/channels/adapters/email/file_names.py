"""Names of attached files: one harmless path element each, whatever their sender wrote."""

import re

from muhatap.channels.adapters.email import charsets, headers
from muhatap.channels.adapters.email.prescan import Part

MAX_NAME = 200
PATH = re.compile(r"[\\/:*?\"<>|\r\n\t]+")
# Characters that turn the direction of writing let "exe.pdf" be read for "fdp.exe".
TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SUBJECT_LINE = re.compile(rb"^subject:([^\r\n]{1,200})", re.IGNORECASE | re.MULTILINE)
EXTENSIONS = {
    "text/calendar": ".ics",
    "message/rfc822": ".eml",
    "application/ms-tnef": ".dat",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-signature": ".p7s",
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "text/html": ".html",
    "text/plain": ".txt",
}


def name_of(part: Part) -> str:
    """The file name that the sender gave, as one harmless path element; empty when none."""
    _, disposition = headers.parameters_of(part.first("content-disposition"))
    return safe_name(disposition.get("filename") or part.parameters.get("name") or "")


def safe_name(given: str) -> str:
    """A name without folders, control characters and turns of direction, of at most 200 characters."""
    name = TURNS.sub("", charsets.clean(given)).strip()
    name = PATH.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(". ")
    if len(name) > MAX_NAME:
        stem, dot, extension = name.rpartition(".")
        short = dot and len(extension) <= 10
        name = f"{stem[: MAX_NAME - 11]}.{extension}" if short else name[:MAX_NAME]
    return name


def name_of_message(content: bytes) -> str:
    """The name of an attached mail: its subject."""
    match = SUBJECT_LINE.search(content[:20_000])
    subject = PATH.sub("_", TURNS.sub("", headers.text_of(match[1]))).strip(". ") if match else ""
    return f"{subject[:100] or 'message'}.eml"


def unnamed(index: int, declared: str, kind: str) -> str:
    """The name of a file that came without one."""
    return f"attachment-{index}{EXTENSIONS.get(declared) or EXTENSIONS.get(kind, '')}"
