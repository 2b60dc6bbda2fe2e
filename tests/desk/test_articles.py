"""Articles on the desk: who may, what is kept, what is published, and by whom."""

import pytest

from muhatap.help_centre.library import library_of
from muhatap.help_centre.models import Article, Edition
from tests.help_centre.making import begin, publish, tell

SAID = {
    "slug": "yeni-yazi", "kind": "article", "review_on": "2027-06-01", "group": "", "position": "5",
    "titles_tr": "Yeni yazı", "titles_en": "New article", "bodies_tr": "**Metin**", "bodies_en": "Text",
}  # fmt: skip


@pytest.fixture
def desk(world, sign_in):
    tell(world, method_bank_within="3 iş günü")
    return sign_in


def test_a_supervisor_writes_previews_and_publishes(world, desk):
    client = desk("mert")
    made = client.post("/desk/articles/new/", {**SAID, "owner": world.staff["mert"].pk})
    assert made.status_code == 303, made.content.decode()[:3000]
    place = made["Location"]
    page = client.get(place).content.decode()
    assert "<b>Metin</b>" in page
    preview = client.post(place, {**SAID, "bodies_tr": "## Başlık", "action": "preview"})
    assert "<h2>Başlık</h2>" in preview.content.decode()
    assert Edition.objects.get().bodies["tr"] == "**Metin**"
    client.post(f"{place}act/", {"action": "publish"})
    assert library_of(world.brand, "tr").by_slug["yeni-yazi"].title == "Yeni yazı"
    assert "yeni-yazi" in client.get("/desk/articles/").content.decode()


def test_what_is_missing_is_named_and_nothing_goes_out(world, desk):
    client = desk("mert")
    article = begin(world)
    place = f"/desk/articles/{article.id}/"
    client.post(place, {**SAID, "titles_en": "", "bodies_tr": "{{no.such.fact}}"})
    answer = client.post(f"{place}act/", {"action": "publish"}, follow=True).content.decode()
    assert "no.such.fact" in answer
    assert library_of(world.brand, "tr").shelf == ()


def test_a_changed_fact_stands_on_the_list_until_somebody_looks(world, desk):
    client = desk("mert")
    article = publish(world)
    tell(world, number=2, method_bank_within="2 iş günü")
    page = client.get("/desk/articles/?show=stale").content.decode()
    assert "para-cekme" in page
    assert "2 iş günü" in client.get(f"/desk/articles/{article.id}/").content.decode()
    client.post(f"/desk/articles/{article.id}/act/", {"action": "confirm"})
    assert "para-cekme" not in client.get("/desk/articles/?show=stale").content.decode()


@pytest.mark.parametrize(("login", "status"), [("deniz", 403), ("gul", 403), ("pelin", 200), ("arda", 200)])
def test_who_may_write(world, desk, login, status):
    article = begin(world)
    client = desk(login)
    for place in ("", "new/", "searches/", f"{article.id}/"):
        assert client.get(f"/desk/articles/{place}").status_code == status


def test_another_brands_articles_do_not_exist(world, desk):
    article = begin(world)
    client = desk("stranger")
    for action in ("publish", "retire", "approve"):
        assert client.post(f"/desk/articles/{article.id}/act/", {"action": action}).status_code == 404
    assert client.get(f"/desk/articles/{article.id}/").status_code == 404
    assert Article.objects.get().retired_at is None
