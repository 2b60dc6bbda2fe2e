"""Coming in: topics are found, channels say whether they are open, promises and notice are public."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from muhatap.brands.models import Brand
from muhatap.portal import faces, queries
from muhatap.topics.queries import topics_of

pytestmark = [pytest.mark.urls("tests.portal.urls"), pytest.mark.usefixtures("shop")]


def text_of(visitor, path: str, status: int = 200) -> str:
    answer = visitor.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_root_lists_the_brands_or_goes_to_the_only_one(visitor):
    shown = text_of(visitor, "/")
    assert 'href="/nehir/"' in shown
    assert 'href="/liman/"' in shown
    visitor.cookies.clear()


def test_one_brand_is_gone_to(visitor, monkeypatch):
    only = Brand.objects.get(code="nehir")
    monkeypatch.setattr("muhatap.portal.views.home.all_brands", lambda: [only])
    assert visitor.get("/")["Location"] == "/nehir/"


@pytest.mark.parametrize("code", ["staff", "api", "static", "live", "files", "nobody", "NEHİR"])
def test_reserved_words_and_unknown_codes_are_no_brands(visitor, code):
    assert visitor.get(f"/{code}/").status_code == 404


@pytest.mark.parametrize("words", ["withdrawal", "WITHD", "para cekme", "PAY"])
def test_topics_are_found_by_beginnings_of_words(visitor, shop, words):
    language = "tr" if words == "para cekme" else "en"
    topics = faces.topic_faces(topics_of(shop.brand.id), (language,))
    assert [each.code for each in faces.topics_matching(topics, words)] == ["PAY-WD"]


def test_a_search_without_a_find_says_what_to_do(visitor):
    assert "Nothing fits “zzz”" in text_of(visitor, "/nehir/?q=zzz")


def test_channels_say_when_people_answer(visitor, shop):
    night = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    with translation.override("en"):
        places = {
            each.code: each
            for each in faces.place_faces(queries.places_of(shop.brand, night), ("en",), night)
        }
    assert places["web_form"].standing == "Closed now. Opens Monday 23 November 09:00"
    assert places["phone"].standing == "Open day and night"
    assert places["phone"].href == "tel:+908500000000"
    assert "whatsapp" not in places
    assert places["web_form"].week[0][1] == "09:00–18:00"


def test_promises_are_sentences_with_usual_and_latest_time(visitor):
    shown = text_of(visitor, "/nehir/contact/")
    assert "at the latest within 48 hours" in shown
    assert "Usually within 24 hours." in shown


def test_the_notice_has_its_versions_and_the_legal_entity_stands_below(visitor):
    shown = text_of(visitor, "/nehir/privacy/")
    assert "Version 2026-11" in shown
    assert "version 3.2" in shown
    assert "Nehir Ödeme A.Ş." in shown


def test_the_language_of_the_brand_is_spoken_when_it_has_no_other(visitor, shop):
    shop.brand.languages = ["tr"]
    shop.brand.save()
    assert 'lang="tr"' in text_of(visitor, "/nehir/")


SPANS = {
    "72h": "72 hours",
    "1d": "1 day",
    "8bh": "8 working hours",
    "3bd": "3 business days",
    "1mo": "1 month",
    "60s": "60 seconds",
    "5m": "5 minutes",
    "2w": "2 weeks",
    "5bm": "5 working minutes",
    "": "",
}


@pytest.mark.parametrize(("span", "words"), SPANS.items())
def test_spans_in_words(span, words):
    with translation.override("en"):
        assert faces.span_words(span) == words
