"""Turn bytes into text whatever their label says; never raises, never loses the readable part."""

import codecs
import re

from muhatap.channels.adapters.email.scripts import foreign_script

ALIASES = {
    "iso-8859-9": "cp1254",
    "iso8859-9": "cp1254",
    "latin5": "cp1254",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "x-cp1254": "cp1254",
    "x-mac-turkish": "mac_turkish",
    "macturkish": "mac_turkish",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
}
# punycode and idna take quadratic time; the escape codecs let the sender write any character unseen.
FORBIDDEN = frozenset(
    {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "charmap"}
)
ONE_BYTE_LATIN = frozenset(
    {"cp1252", "cp1254", "ascii", "iso8859-1", "iso8859-3", "iso8859-15", "mac-turkish"}
)
THORNS = re.compile("[ðþÐÞ]")
Y_ACUTES = re.compile("[ýÝ]")
ACCENTS = re.compile("[áéíóúæøåÁÉÍÓÚÆØÅ]")
LABEL = re.compile(r"[A-Za-z0-9._:+-]{1,40}")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(raw: bytes, label: str = "") -> tuple[str, str]:
    """The text of some bytes and a defect (empty when label and bytes agree)."""
    text, defect = _decode(raw, label)
    return clean(text), defect


def clean(text: str) -> str:
    """Without NUL, other control characters and lone surrogates, which no database takes."""
    text = CONTROL.sub("", text.replace("\x0b", "\n").replace("\x0c", "\n"))
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def codec_of(label: str) -> str | None:
    """Python's name for a charset label, or none when it is unknown or not safe to use."""
    match = LABEL.search(label)
    if not match:
        return None
    name = match[0].lower()
    try:
        found = codecs.lookup(ALIASES.get(name, name))
    except (LookupError, ValueError):
        return None
    # bytes.decode() refuses codecs such as zlib by this same mark.
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and found.name.replace("-", "_") not in FORBIDDEN else None


def _decode(raw: bytes, label: str) -> tuple[str, str]:
    for mark, name in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(name, "replace"), ""
    name = codec_of(label) if label else None
    unknown = "charset-unknown" if label and name is None else ""
    if b"\x1b$" in raw and name in (None, "utf-8", "ascii") and (text := _strict(raw, "iso2022_jp_ext")):
        return text, unknown or ("charset-wrong" if label else "charset-missing")
    if raw.isascii() and b"\x1b" not in raw and (name is None or name in ONE_BYTE_LATIN or name == "utf-8"):
        return raw.decode("ascii"), unknown
    if name in ONE_BYTE_LATIN or name is None:
        if text := _strict(raw, "utf-8"):
            return text, unknown or ("charset-wrong" if label else "charset-missing")
        if name in ("cp1252", "iso8859-15") and (text := _turkish_labelled_western(raw)):
            return text, "charset-wrong"
        guessed, defect = _guess(raw, name)
        return guessed, unknown or defect
    text = _strict(raw, name)
    if text is not None:
        return text, ""
    return (
        (_guess(raw, name)[0], "charset-wrong") if name == "utf-8" else (_other(raw, name), "charset-wrong")
    )


def _turkish_labelled_western(raw: bytes) -> str:
    """Turkish under a Western label shows ð, þ and ý; languages that have these also have á, é, í, ó or æ."""
    text = raw.decode("cp1252", "replace")
    turkish = len(THORNS.findall(text)) * 2 + len(Y_ACUTES.findall(text))
    return raw.decode("cp1254", "replace") if turkish >= 2 and not ACCENTS.search(text) else ""


def _strict(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except (UnicodeError, ValueError):
        return None


def _guess(raw: bytes, name: str | None) -> tuple[str, str]:
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for character in text[:100_000] if character > "\x7f") - broken
    if broken * 5 < sound:
        return text, "charset-wrong"
    fits = name in ONE_BYTE_LATIN and name != "ascii"
    if not fits and (text := foreign_script(raw)):
        return text, "charset-wrong"
    return raw.decode(name if fits else "cp1254", "replace"), "" if fits else "charset-wrong"


def _other(raw: bytes, name: str) -> str:
    if text := _strict(raw, "utf-8"):
        return text
    try:
        return raw.decode(name, "replace")
    except (UnicodeError, ValueError):
        return raw.decode("cp1254", "replace")
