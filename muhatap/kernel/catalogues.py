"""Message catalogues: reads gettext `.po` files and compiles them to `.mo`, without any tool but Python.

`python -m muhatap.kernel.catalogues locale` compiles every catalogue below a folder.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CONTEXT_SEPARATOR = "\x04"
PLURAL_SEPARATOR = "\x00"
MAGIC = 0x950412DE
HEADER_BYTES = 28
KEYWORD_LINE = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+(".*")$')


class CatalogueUnreadable(ValueError):
    """A line of a `.po` file is not gettext; the text names the line."""


@dataclass
class Message:
    """One entry of a catalogue; `translations` has one text, or one for each plural form."""

    line: int
    msgid: str = ""
    context: str | None = None
    plural: str | None = None
    translations: list[str] = field(default_factory=list)
    is_fuzzy: bool = False

    @property
    def is_translated(self) -> bool:
        return not self.is_fuzzy and bool(self.translations) and all(self.translations)

    @property
    def key(self) -> str:
        prefix = "" if self.context is None else self.context + CONTEXT_SEPARATOR
        suffix = "" if self.plural is None else PLURAL_SEPARATOR + self.plural
        return prefix + self.msgid + suffix


def read_messages(text: str) -> list[Message]:
    """Return the messages of a `.po` text, with its header, or raise CatalogueUnreadable."""
    return [message for block in _blocks(text) if (message := _message(block)) is not None]


def compiled(messages: list[Message]) -> bytes:
    """Return the `.mo` bytes of the translated messages (GNU gettext manual, "MO Files")."""
    pairs = sorted(
        (message.key.encode(), PLURAL_SEPARATOR.join(message.translations).encode())
        for message in messages
        if message.is_translated
    )
    key_table, text_table, pool = b"", b"", b""
    offset = HEADER_BYTES + len(pairs) * 16
    for key, _ in pairs:
        key_table += struct.pack("<2I", len(key), offset + len(pool))
        pool += key + b"\0"
    for _, text in pairs:
        text_table += struct.pack("<2I", len(text), offset + len(pool))
        pool += text + b"\0"
    header = struct.pack("<7I", MAGIC, 0, len(pairs), HEADER_BYTES, HEADER_BYTES + len(pairs) * 8, 0, offset)
    return header + key_table + text_table + pool


def compile_catalogues(folder: Path) -> list[Path]:
    """Write a `.mo` beside every `.po` below the folder and return the files written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        half_written = target.with_suffix(".mo.new")
        half_written.write_bytes(compiled(read_messages(source.read_text(encoding="utf-8"))))
        half_written.replace(target)
        written.append(target)
    return written


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    block: list[tuple[int, str]] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        starts_message = line.startswith(("msgctxt ", "#")) or re.match(r"msgid\s", line)
        if (not line or starts_message) and any(part.startswith("msgstr") for _, part in block):
            yield block
            block = []
        if line:
            block.append((number, line))
    if block:
        yield block


def _message(block: list[tuple[int, str]]) -> Message | None:
    message = Message(line=block[0][0])
    texts: dict[str, str] = {}
    keyword = ""
    for number, line in block:
        if line.startswith("#"):
            message.is_fuzzy = message.is_fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        if match := KEYWORD_LINE.match(line):
            keyword, quoted = match.groups()
            texts[keyword] = ""
            message.line = number if keyword == "msgid" else message.line
        else:
            quoted = line
        texts[keyword] = texts.get(keyword, "") + _unquoted(quoted, number)
    if "msgid" not in texts:
        return None
    message.msgid, message.context, message.plural = (
        texts["msgid"],
        texts.get("msgctxt"),
        texts.get("msgid_plural"),
    )
    message.translations = [texts[name] for name in sorted(texts) if name.startswith("msgstr")]
    return message


def _unquoted(quoted: str, number: int) -> str:
    try:
        value = ast.literal_eval(quoted)
    except (SyntaxError, ValueError):
        value = None
    if not isinstance(value, str):
        raise CatalogueUnreadable(f"line {number}: expected a quoted text, found {quoted[:60]}")
    return value


if __name__ == "__main__":
    compile_catalogues(Path(sys.argv[1]))
