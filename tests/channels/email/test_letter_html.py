"""The HTML of a letter: all words of its text, readable everywhere, and nothing fetched from elsewhere."""

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from muhatap.channels.adapters.email.colours import contrast, readable_on
from muhatap.channels.adapters.email.letter_blocks import letter_of
from muhatap.channels.adapters.email.letter_html import Frame, letter_html

URL = "https://destek.nehir.example/nehir/cases/26-12345-67890/"
FRAME = Frame("Nehir", "Para çekme talebim gelmedi", "26-12345-67890", "tr", "", URL, is_automatic=True)
LETTER = f"""Sayın Elif Karaca,

Kaydınız bizde. Kayıt numaranız: 26-12345-67890.

Sözümüz:
- İlk yanıt: en geç 22 Kasım 2026 18:00
- Çözüm: genellikle 24 Kasım 2026, en geç 25 Kasım 2026 18:00

Kaydınızı izleyin:
{URL}

Nehir"""
REPLY = f"""Sayın Elif Karaca,

Talebiniz <b>onaylandı</b>; ayrıntı https://yardim.nehir.example/a?b=1&c=2.

> Ne zaman gelir?

-- 
Deniz, Nehir
{URL}"""


def words_of(markup: str) -> str:
    body = markup.partition("<body")[2].partition('<div role="main"')[2]
    body = re.sub(r"<!--.*?-->", "", body)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", f"<{body}")).split())


def test_an_acknowledgement_shows_number_and_promises_in_a_panel():
    markup = letter_html(LETTER, FRAME)
    panel = markup.partition('class="m-panel"')[2]
    assert panel.index("26-12345-67890") < panel.index("Sözümüz:") < panel.index("İlk yanıt")
    assert re.search(r'<th scope="row"[^>]*>Çözüm</th><td[^>]*>genellikle 24 Kasım 2026', markup)
    assert re.search(rf'<a href="{URL}"[^>]*>Kaydınızı açın|<a href="{URL}"[^>]*>Open your case', markup)
    assert '<html lang="tr"' in markup
    assert markup.count("<h1") == 1


def test_a_persons_letter_has_no_panel_and_keeps_its_signature_apart():
    markup = letter_html(REPLY, replace(FRAME, is_automatic=False))
    assert 'class="m-panel"' not in markup
    assert "&lt;b&gt;onaylandı&lt;/b&gt;" in markup
    assert 'href="https://yardim.nehir.example/a?b=1&amp;c=2"' in markup
    assert "Deniz, Nehir" in markup.partition('class="m-foot"')[2]
    assert "<blockquote" in markup


@pytest.mark.parametrize("text", [LETTER, REPLY])
def test_nothing_is_fetched_and_nobody_is_watched(text):
    markup = letter_html(text, FRAME)
    assert not re.search(r"<(?:img|script|link|iframe|object|video|form|input)\b|url\(|@import|src=", markup)
    assert set(re.findall(r'href="(https?://[^/"]+)', markup)) <= {
        "https://destek.nehir.example",
        "https://yardim.nehir.example",
    }


@pytest.mark.parametrize("text", [LETTER, REPLY])
def test_the_same_letter_is_the_same_bytes(text):
    assert letter_html(text, FRAME) == letter_html(text, FRAME)


@bounds(max_examples=80, deadline=None)
@given(st.text(alphabet="aş <>&\"'-•*>:\n /.ht", max_size=200), st.booleans())
def test_every_word_of_the_text_is_there_in_its_order(text, is_automatic):
    markup = letter_html(text, replace(FRAME, is_automatic=is_automatic))
    said = iter(words_of(markup).replace(" ", ""))
    bare = [re.sub(r"^(?:[-•*] +|>[> ]*)", "", line) for line in text.split("\n") if line != "-- "]
    wanted = [letter for line in bare for letter in line if not letter.isspace()]
    # Only the colon between a promise and its time gives way to a column.
    assert all(letter in said for letter in wanted if letter != ":")


@given(st.text(max_size=300).filter(lambda text: "-- " not in text))
def test_blocks_lose_no_line(text):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    letter = letter_of(text)
    assert sum(len(block.lines) for block in letter.body) == sum(1 for line in lines if line.strip())
    assert letter.footer == ()


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_every_brand_colour_becomes_readable(colour):
    for ground in ("#ffffff", "#1d2127"):
        assert contrast(readable_on(ground, colour), ground) >= 4.5


def test_what_is_no_colour_is_left_alone():
    assert readable_on("#ffffff", "red;background:url(x)") == readable_on("#ffffff", "")
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("text", [LETTER, REPLY])
@pytest.mark.parametrize("kind", ["page", "phone_page", "dark_page"])
def test_the_letter_is_accessible_in_light_and_dark_and_narrow(request, text, kind, axe):
    page = request.getfixturevalue(kind)
    page.set_content(letter_html(text, replace(FRAME, is_automatic=text is LETTER)))
    axe(page)
    for width in (320, 700):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
