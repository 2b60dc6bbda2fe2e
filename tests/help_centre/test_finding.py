"""Finding articles: Turkish forms, slips of the finger, stories, and nothing where nothing fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.help_centre.captions import BadCaptions, spoken_words
from muhatap.help_centre.finding import entry_of, is_near, passage, search, suggestions
from muhatap.help_centre.merging import filled, names_in
from muhatap.ui.prose import plain_words, prose

ARTICLES = (
    ("Şifremi unuttum", "parola", "Giriş sayfasından sıfırlama bağlantısı isteyin; beş dakika geçerlidir."),
    ("Para çekme ne kadar sürer?", "çekim gelmedi, param", "Banka havalesi bir iş günü sürer."),
    (
        "Yatırdığım tutar görünmüyor",
        "para yatırma",
        "Kart ödemesi anında geçer, havale birkaç gün sürer.",
    ),
    ("Kimlik doğrulama", "KYC, belge", "Belgenin dört köşesi görünsün, ad ve tarih okunsun."),
    ("Refund times", "money back", "Refunds are paid within three business days."),
)
ENTRIES = [
    entry_of(key, title=title, other_names=names, summary="", words=words)
    for key, (title, names, words) in enumerate(ARTICLES)
]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("sifremi unuttum", 0),
        ("ŞİFRE", 0),
        ("şifremi unutum", 0),
        ("parolam", 0),
        ("para cekme", 1),
        ("çekimim", 1),
        ("havale", 1),
        ("yatırma", 2),
        ("KİMLİK doğrulması", 3),
        ("dogrulamak", 3),
        ("refund", 4),
        ("refnds", 4),
        ("belgeler köşe", 3),
    ],
)
def test_it_is_found_as_people_write(query, first):
    assert search(ENTRIES, query).hits[0].key == first


def test_a_mistyped_word_says_as_what_it_was_read():
    found = search(ENTRIES, "kimlk")
    assert found.corrected == (("kimlk", "kimlik"),)
    assert not found.is_partial


@pytest.mark.parametrize("query", ["", "   ", "sigorta", "!?", "xyzzy plugh", '""'])
def test_nothing_is_found_where_nothing_fits(query):
    assert search(ENTRIES, query).hits == ()


def test_some_of_the_words_are_better_than_none():
    found = search(ENTRIES, "havale sigorta poliçe")
    assert found.is_partial
    assert found.hits


@pytest.mark.parametrize(
    ("story", "first"),
    [
        ("Merhaba, iki gün önce para çektim ama hâlâ hesabıma geçmedi, çekim bekliyor", 1),
        ("şifremi hatırlamıyorum ve sıfırlama bağlantısı gelmedi", 0),
        ("kimlik belgemi yükledim, köşesi kesik diye reddedildi", 3),
    ],
)
def test_a_story_finds_what_may_help(story, first):
    assert suggestions(ENTRIES, story)[0].key == first


@pytest.mark.parametrize("story", ["", "merhaba nasılsınız", "teşekkürler iyi günler", "ve bir de bu"])
def test_small_talk_suggests_nothing(story):
    assert suggestions(ENTRIES, story) == ()


@given(st.text(max_size=200))
def test_no_query_breaks_the_search(text):
    assert len(search(ENTRIES, text).hits) <= len(ENTRIES)
    assert len(suggestions(ENTRIES, text)) <= 3


def test_long_words_may_have_two_slips():
    assert is_near("dogrlama", "dogrulama")
    assert is_near("iadde", "iade")
    assert not is_near("iade", "ifade etmek")


def test_the_passage_is_the_paragraph_about_it():
    text = "Bu yazı ödemeleri anlatır ve kısadır.\nİade onaylanınca üç iş gününde hesabınıza yatar."
    assert passage(text, "iadem ne zaman hesaba yatar").startswith("İade onaylanınca")
    assert passage("a" * 10 + " " + "kelime " * 100, "x", letters=60).endswith("…")


def test_facts_are_named_and_filled():
    text = "Süre {{ method.bank.within }}, ücret {{method.bank.fee}}; {{Yanlış}} kalır."
    assert names_in(text) == ("method.bank.within", "method.bank.fee")
    said = filled(text, {"method.bank.within": {"tr": "3 **gün**", "en": "3 days"}}, "tr")
    assert said == "Süre 3 gün, ücret –; {{Yanlış}} kalır."


@given(st.text(max_size=400))
def test_no_text_becomes_a_tag_of_its_own(text):
    html = prose(f"{text} <script>x</script>")
    assert "<script" not in html
    plain_words(text)


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("## Başlık", "<h2>Başlık</h2>"),
        ("# Değil", "<p># Değil</p>"),
        ("bir\niki", "<p>bir<br>iki</p>"),
        ("- a\n  sürer\n- b", "<ul><li>a sürer</li><li>b</li></ul>"),
        ("1. a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("> söz", "<blockquote><p>söz</p></blockquote>"),
        ("**kalın** *eğik* `kod`", "<p><b>kalın</b> <i>eğik</i> <code>kod</code></p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("[ara](para-cekme)", '<p><a href="para-cekme">ara</a></p>'),
        ("[x](javascript:alert)", "<p>x</p>"),
        ("[x](//evil.example)", "<p>x</p>"),
        ('[x](https://a.example/"onclick=1)', '<p><a href="https://a.example/&quot;onclick=1">x</a></p>'),
    ],
)
def test_markdown_is_small_and_safe(written, html):
    assert prose(written) == html


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "header"),
        ("WEBVTTX\n", "header"),
        ("WEBVTT\n\n", "empty"),
        ("WEBVTT\n\n00:00.000 --> 00:00.000\nx", "order"),
        ("WEBVTT\n\n0:00 --> 0:02\nx", "times"),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\nx\n\n00:01.000 --> 00:02.000\ny", "order"),
    ],
)
def test_captions_that_no_browser_shows_are_refused(text, code):
    with pytest.raises(BadCaptions) as caught:
        spoken_words(text)
    assert caught.value.code == code


def test_captions_give_their_words():
    text = "\ufeffWEBVTT - deneme\n\nNOTE not\n\n1\n00:00.000 --> 00:02.000 align:start\n<b>Bir</b>\niki\n"
    assert spoken_words(text) == "Bir\niki"
