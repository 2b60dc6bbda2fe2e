"""The pages of the design system: gallery and errors."""

import pytest
from django.utils import translation

from muhatap.ui.errors import error_page

pytestmark = pytest.mark.urls("tests.ui.urls")
STATUSES = (400, 403, 404, 409, 413, 429, 500)


def test_the_gallery_is_shown_where_it_is_wanted(client, settings):
    settings.SHOW_COMPONENTS = True
    assert client.get("/ui/components/").status_code == 200


def test_the_gallery_is_not_part_of_an_installation(client, settings):
    settings.SHOW_COMPONENTS = False
    assert client.get("/ui/components/").status_code == 404


def test_the_gallery_speaks_the_language_that_is_asked_for(client, settings):
    settings.SHOW_COMPONENTS = True
    assert 'lang="en"' in client.get("/ui/components/?lang=en").content.decode()
    assert 'lang="tr"' in client.get("/ui/components/?lang=tr").content.decode()
    assert client.get("/ui/components/?lang=xx").status_code == 200


def test_nothing_on_a_page_is_inline(client, settings):
    settings.SHOW_COMPONENTS = True
    html = client.get("/ui/components/?lang=en").content.decode()
    assert "<style" not in html
    assert " style=" not in html
    assert " onclick=" not in html
    assert "<script>" not in html


@pytest.mark.parametrize("status", STATUSES)
def test_every_error_says_what_happened_and_what_next(client, status):
    answer = client.get(f"/error/{status}/")
    assert answer.status_code == status
    html = answer.content.decode()
    assert html.count("<h1") == 1
    assert f">{status}<" in html


def test_errors_differ_in_words():
    with translation.override("en"):
        pages = {error_page(None, status).content for status in STATUSES}
    assert len(pages) == len(STATUSES)


def test_a_detail_replaces_the_explanation_and_is_escaped():
    with translation.override("en"):
        html = error_page(
            None, 409, "<b>Selin</b> took it", next_url="/k/1", next_label="Open"
        ).content.decode()
    assert "&lt;b&gt;Selin&lt;/b&gt; took it" in html
    assert 'href="/k/1"' in html


def test_unknown_addresses_get_the_page_of_the_house(client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "login-card" in answer.content.decode()
