"""Everything that people read is in the Turkish catalogue, with the same placeholders."""

import re

import pytest

from muhatap.kernel.catalogues import read_messages
from tests.architecture.source import PACKAGE, ROOT, complain, place
from tests.house.messages import shown_texts

TURKISH = ROOT / "locale" / "tr" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")


@pytest.fixture(scope="module")
def catalogue():
    text = TURKISH.read_text(encoding="utf-8") if TURKISH.exists() else ""
    return {(message.context, message.msgid): message for message in read_messages(text)}


def test_every_text_is_translated(catalogue):
    complain(
        [
            f"{place(text.path, text.line)} {text.msgid!r}"
            for text in shown_texts(PACKAGE)
            if not (found := catalogue.get((text.context, text.msgid))) or not found.is_translated
        ],
        "Add the Turkish to locale/tr/LC_MESSAGES/django.po (bin/messages lists what is missing there).",
    )


def test_translations_keep_their_placeholders(catalogue):
    findings = []
    for message in catalogue.values():
        wanted = {
            frozenset(PLACEHOLDER.findall(text)) for text in (message.msgid, message.plural or message.msgid)
        }
        for translation in message.translations:
            if message.msgid and translation and frozenset(PLACEHOLDER.findall(translation)) not in wanted:
                findings.append(f"{place(TURKISH, message.line)} {message.msgid!r} → {translation!r}")
    complain(findings, "A translation uses exactly the placeholders of its message.")


def test_catalogue_holds_nothing_that_nobody_reads(catalogue):
    shown = {(text.context, text.msgid) for text in shown_texts(PACKAGE)}
    complain(
        [
            f"{place(TURKISH, m.line)} {m.msgid!r}"
            for key, m in catalogue.items()
            if m.msgid and key not in shown
        ],
        "Take it out of the catalogue.",
    )
