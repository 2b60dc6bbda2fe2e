"""Catalogues: what is compiled here is what gettext reads."""

import gettext
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.kernel.catalogues import (
    CatalogueUnreadable,
    Message,
    compile_catalogues,
    compiled,
    read_messages,
)

CATALOGUE = r"""
msgid ""
msgstr ""
"Language: tr\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

#: muhatap/desk/views.py
msgid "Close"
msgstr "Kapat"

msgctxt "distance"
msgid "Close"
msgstr "Yakın"

#, python-format
msgid "%(n)s case"
msgid_plural "%(n)s cases"
msgstr[0] "%(n)s başvuru"
msgstr[1] "%(n)s başvuru"

msgid "Two "
"lines\n"
"\"quoted\""
msgstr "İki satır"

#, fuzzy
msgid "Guess"
msgstr "Tahmin"

msgid "Missing"
msgstr ""
#~ msgid "Gone"
#~ msgstr "Gitti"
"""
words = st.text(st.characters(exclude_characters="\x00\x04", exclude_categories=["Cs"]), min_size=1)


def as_gettext(messages) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(compiled(messages)))


def test_gettext_reads_what_was_compiled():
    turkish = as_gettext(read_messages(CATALOGUE))
    assert turkish.gettext("Close") == "Kapat"
    assert turkish.pgettext("distance", "Close") == "Yakın"
    assert turkish.ngettext("%(n)s case", "%(n)s cases", 3) == "%(n)s başvuru"
    assert turkish.gettext('Two lines\n"quoted"') == "İki satır"


@pytest.mark.parametrize("msgid", ["Guess", "Missing", "Gone"])
def test_what_is_unsure_missing_or_old_is_not_compiled(msgid):
    assert as_gettext(read_messages(CATALOGUE)).gettext(msgid) == msgid


@given(st.dictionaries(words, words))
def test_any_text_survives(texts):
    header = Message(line=1, translations=["Content-Type: text/plain; charset=UTF-8\n"])
    messages = [Message(line=1, msgid=key, translations=[text]) for key, text in texts.items()]
    turkish = as_gettext([header, *messages])
    assert {key: turkish.gettext(key) for key in texts} == texts


def test_a_broken_line_is_named():
    with pytest.raises(CatalogueUnreadable, match="line 2"):
        read_messages('msgid "Close"\nmsgstr "Kapat\n')


def test_every_catalogue_of_a_folder_is_compiled(tmp_path):
    folder = tmp_path / "tr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(CATALOGUE, encoding="utf-8")
    assert compile_catalogues(tmp_path) == [folder / "django.mo"]
    assert gettext.translation("django", tmp_path, ["tr"]).gettext("Close") == "Kapat"
