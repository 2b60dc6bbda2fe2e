"""`bin/messages`: writes the Turkish catalogue anew from the texts that the product shows.

Translations are kept, new texts are added empty, texts that nobody reads any more go.
"""

import json
import os
import sys
from pathlib import Path

from muhatap.kernel.catalogues import Message, compile_catalogues, read_messages
from tests.house.messages import Shown, shown_texts

ROOT = Path(__file__).parents[2]
TURKISH = ROOT / "locale" / "tr" / "LC_MESSAGES" / "django.po"
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Muhatap\\n"
"Language: tr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"""


def main(arguments: list[str]) -> int:
    """Write the catalogue; 1 when a text lacks its translation."""
    known = {(m.context, m.msgid): m for m in _present() if m.msgid}
    offered = {
        key: turkish for name in arguments if name != "--from" for key, turkish in _offered(Path(name))
    }
    entries, missing = [], []
    for shown in _merged():
        translations = _translations(shown, known, offered)
        entries.append(_entry(shown, translations))
        if not all(translations):
            missing.append(f"{shown.path.relative_to(ROOT)}:{shown.line} {shown.msgid!r}")
    TURKISH.parent.mkdir(parents=True, exist_ok=True)
    TURKISH.write_text("\n".join([HEADER, *entries]), encoding="utf-8")
    compile_catalogues(ROOT / "locale")
    print("\n".join([*missing, f"{len(entries)} texts, {len(missing)} without Turkish"]))
    return 1 if missing else 0


def _present() -> list[Message]:
    return read_messages(TURKISH.read_text(encoding="utf-8")) if TURKISH.exists() else []


def _offered(path: Path):
    for line in path.read_text(encoding="utf-8").splitlines():
        msgid, _, turkish = (part.strip() for part in line.partition("\t"))
        if msgid and turkish:
            # The last column is the Turkish; a column between is the English plural.
            yield _plain(msgid), _plain(turkish.rpartition("\t")[2])


def _plain(text: str) -> str:
    return text.replace("\\n", "\n").replace('\\"', '"')


def _merged() -> list[Shown]:
    """One entry for each text; where it stands with and without a plural, the plural leads."""
    entries: dict[tuple[str | None, str], Shown] = {}
    for shown in shown_texts(ROOT / "muhatap"):
        entry = entries.setdefault((shown.context, shown.msgid), shown)
        if shown.plural and not entry.plural:
            entries[shown.context, shown.msgid] = shown
    return list(entries.values())


def _translations(shown: Shown, known: dict, offered: dict) -> list[str]:
    forms = 2 if shown.plural else 1
    present = known.get((shown.context, shown.msgid))
    if present and all(present.translations) and not present.is_fuzzy:
        return (present.translations * forms)[:forms]
    # Turkish nouns after a number stay singular, so that one wording serves both forms.
    wording = offered.get(shown.msgid, "")
    plural = offered.get(shown.plural, wording) if shown.plural else wording
    return [wording or plural, plural][:forms]


def _entry(shown: Shown, translations: list[str]) -> str:
    lines = [f"#: {shown.path.relative_to(ROOT)}"]
    if "%" in shown.msgid:
        lines.append("#, python-format")
    if shown.context is not None:
        lines.append(f"msgctxt {_quoted(shown.context)}")
    lines.append(f"msgid {_quoted(shown.msgid)}")
    if shown.plural is None:
        return "\n".join([*lines, f"msgstr {_quoted(translations[0])}", ""])
    lines.append(f"msgid_plural {_quoted(shown.plural)}")
    return "\n".join([*lines, *(f"msgstr[{n}] {_quoted(text)}" for n, text in enumerate(translations)), ""])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muhatap.wiring.settings")
    sys.exit(main(sys.argv[1:]))
