"""Furniture, filters and the attributes of the page."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, engines
from django.test import RequestFactory
from django.utils import timezone, translation

import muhatap.ui
from muhatap.ui.dates import day_words, moment_words
from muhatap.ui.furniture import CHANNELS, initials, money_words, percent_words, size_words

STATIC = Path(muhatap.ui.__file__).parent / "static" / "ui"
NOW = datetime(2026, 11, 20, 11, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"), timezone.override("Europe/Istanbul"):
        yield


def render(source: str, **context) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


def attributes(**cookies) -> str:
    request = RequestFactory().get("/")
    request.COOKIES = cookies
    return engines["django"].from_string("{% load ui %}{% html_attributes %}").render({}, request)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Deniz Aydın", "DA"),
        ("ibrahim güneş", "İG"),
        ("ışıl", "I"),
        ("Ayşe Nur Bilgin", "AB"),
        ("Kuzey Lojistik A.Ş.", "KA"),
        ("", ""),
        (" - ", ""),
    ],
)
def test_initials_are_turkish_capitals(name, letters):
    assert initials(name) == letters


def test_an_avatar_names_the_person_and_nobody_is_said_too():
    assert '<span class="vh">&lt;i&gt; Er</span>' in render("{% avatar name %}", name="<i> Er")
    assert "Unassigned" in render("{% avatar name %}", name=None)


def test_money_follows_the_language():
    assert money_words(485_000, "TRY") == "TRY\u00a04,850.00"
    with translation.override("tr"):
        assert money_words(485_000, "TRY") == "4.850,00\u00a0TL"
        assert money_words(-5, "EUR") == "−0,05\u00a0EUR"
        assert money_words(1_500, "JPY") == "1.500\u00a0JPY"
        assert money_words(1_500, "KWD") == "1,500\u00a0KWD"


def test_percent_and_size_follow_the_language():
    assert (percent_words(97.8), size_words(214 * 1024)) == ("97.8%", "214\u00a0KB")
    with translation.override("tr"):
        assert (percent_words(97.8), size_words(2_411_724)) == ("%97,8", "2,3\u00a0MB")


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(0), "today 14:20"),
        (-timedelta(days=1), "yesterday 14:20"),
        (timedelta(days=1), "tomorrow 14:20"),
        (timedelta(hours=9, minutes=40), "tomorrow 00:00"),
        (-timedelta(hours=14, minutes=21), "yesterday 23:59"),
    ],
)
def test_days_near_by_have_names_in_the_readers_zone(ahead, words):
    assert moment_words(NOW + ahead, NOW) == words


def test_other_days_carry_the_date_and_another_year_its_number():
    assert moment_words(NOW - timedelta(days=2), NOW) == "18 Nov 14:20"
    assert moment_words(NOW - timedelta(days=365), NOW) == "20 Nov 2025 14:20"
    assert day_words(NOW, NOW) == "Today, 20 November Friday"


def test_a_moment_keeps_its_exact_time_for_machines():
    assert 'datetime="2026-11-20T14:20+03:00"' in render("{{ at|when }}", at=NOW)
    assert ">14:20</time>" in render('{{ at|when:"time" }}', at=NOW)
    assert render("{{ at|when }}", at=None) == ""


def test_a_case_number_is_grouped_and_other_text_is_escaped():
    assert render("{{ n|case_no }}", n="264821337905") == '<span class="num">26-48213-37905</span>'
    assert "<b>" not in render("{{ n|case_no }}", n="<b>")


def test_evidence_shows_the_digest_and_a_named_download():
    html = render(
        "{% evidence name size kind digest url %}",
        name="<x>.pdf",
        size=98_304,
        kind="application/pdf",
        digest="41d7" + "0" * 56 + "0c88",
        url="/f/1",
    )
    assert "41d7…0c88" in html
    assert "<x>" not in html
    assert 'aria-label="Download &lt;x&gt;.pdf"' in html
    assert "evidence-act" not in render("{% evidence name 1 %}", name="x")


def test_every_icon_that_is_used_is_in_the_sprite():
    sprite = ElementTree.parse(STATIC / "icons.svg")
    drawn = {symbol.get("id").removeprefix("i-") for symbol in sprite.getroot()}
    assert {icon for icon, _ in CHANNELS.values()} <= drawn
    templates = Path(muhatap.__path__[0]).glob("*/templates/**/*.html")
    used = {
        name for page in templates for name in re.findall(r"""{% icon ["']([\w-]+)["']""", page.read_text())
    }
    assert used <= drawn, used - drawn


def test_unknown_channels_have_a_name_too():
    assert "Other channel" in render("{% channel code %}", code="pigeon")


def test_the_page_knows_language_time_and_choices():
    html = attributes(theme="dark", keys="off")
    assert 'lang="en" dir="ltr"' in html
    assert 'data-theme="dark"' in html
    assert 'data-keys="off"' in html
    assert "data-theme" not in attributes(theme='"><script>')
    assert 'data-keys="on"' in attributes(keys="anything")


def test_the_words_for_the_browser_are_patterns():
    text = unescape(attributes().split('data-words="')[1].split('"')[0])
    words = json.loads(text)
    assert words["h"] == "{n} h"
    assert words["late"] == "{t} overdue"
    assert set(words["states"]) == {"calm", "soon", "late"}


def test_a_page_can_be_built_without_a_request():
    assert 'lang="en"' in engines["django"].engine.from_string("{% load ui %}{% html_attributes %}").render(
        Context()
    )
