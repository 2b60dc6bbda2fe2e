"""The help centre for customers: reading, finding, hearing, voting, feeds; nothing of what is private."""

import wave
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from muhatap.help_centre import films
from muhatap.help_centre import operations as help_centre
from muhatap.help_centre.library import library_of
from muhatap.help_centre.models import ArticleVote, SoughtInVain
from muhatap.kernel.actors import Actor
from muhatap.portal.help import listening
from tests.help_centre.making import begin, publish, tell, words

CUE = "WEBVTT\n\n00:00.000 --> 00:02.000\n"
SAID = {"tr": f"{CUE}Merhaba\n", "en": f"{CUE}Hello\n"}
TOLD = dict.fromkeys(("tr", "en"), "Merhaba, hesabınızı açın ve hareketler bölümüne gidin, tarihi seçin.")


@pytest.fixture
def centre(shop):
    at = timezone.now() - timedelta(days=2)
    tell(shop, at=at, method_bank_within="3 iş günü")
    publish(shop, at=at)
    said = words("Şifremi unuttum", "Bağlantı beş dakika geçerlidir.")
    publish(shop, "sifremi-unuttum", said, at=at, topics=())
    begin(shop, "taslak", words("Kimse okumaz"), at=at)
    return shop


def body(answer, status=200):
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode()


def test_articles_stand_in_the_readers_language(centre, client):
    assert "Para çekme ne kadar sürer?" in body(client.get("/nehir/help/?lang=tr"))
    page = body(client.get("/nehir/help/para-cekme/?lang=en"))
    assert "In English." in page
    assert "3 iş günü" in page
    assert 'itemtype="https://schema.org/TechArticle"' in page
    assert "Kimse okumaz" not in body(client.get("/nehir/help/"))
    for absent in ("taslak", "yok-boyle", "para-cekme/v2"):
        assert client.get(f"/nehir/help/{absent}/").status_code == 404
    assert client.get("/liman/help/para-cekme/").status_code == 404


def test_a_search_forgives_and_counts_what_nobody_finds(centre, client):
    assert "Şifremi unuttum" in body(client.get("/nehir/help/", {"q": "sifremi unutum", "lang": "tr"}))
    page = body(client.get("/nehir/help/", {"q": "sigorta poliçesi", "lang": "tr"}))
    assert "/nehir/contact/" in page
    client.get("/nehir/help/", {"q": "sigorta poliçesi", "lang": "tr"})
    row = SoughtInVain.objects.get()
    assert (row.count, row.words) == (1, "")


def test_whether_it_helped_is_counted_without_a_name(centre, client):
    assert client.post("/nehir/help/para-cekme/vote/", {"helped": "yes"}).status_code == 303
    answer = client.post("/nehir/help/para-cekme/vote/", {"helped": "no"}, follow=True)
    assert "/nehir/new/PAY-WD/" in answer.content.decode()
    assert sorted(ArticleVote.objects.values_list("has_helped", flat=True)) == [False, True]
    assert client.post("/nehir/help/taslak/vote/", {"helped": "yes"}).status_code == 404
    assert client.get("/nehir/help/para-cekme/vote/").status_code == 405


def test_suggestions_come_while_one_writes_and_once_more_before_sending(centre, visitor):
    told = {"story": "Üç gündür para çekme talebim bekliyor", "topic": "PAY-WD"}
    assert "/nehir/help/para-cekme/" in body(visitor.post("/nehir/help/suggest/", told))
    assert "/help/" not in body(visitor.post("/nehir/help/suggest/", {"story": "merhaba iyi günler size"}))
    assert visitor.get("/nehir/help/suggest/").status_code == 405


def test_feed_and_map_lead_to_every_article(centre, client):
    feed = ElementTree.fromstring(body(client.get("/nehir/help/feed.atom?lang=tr")))
    titles = [each.text for each in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert "Şifremi unuttum" in titles
    assert "Kimse okumaz" not in titles
    sitemap = ElementTree.fromstring(body(client.get("/nehir/help/sitemap.xml")))
    places = [each.text for each in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(places) == 6
    assert any(each.endswith("/nehir/help/para-cekme/?lang=en") for each in places)


def test_a_film_is_shown_with_captions_and_in_parts(centre, client, settings, tmp_path):
    settings.MUHATAP_DATA = tmp_path
    film = films.keep_film(b"\0\0\0\x18ftypmp42" + bytes(1000))
    said = words("Film", "Bakın.", video=film, captions=SAID, transcripts=TOLD)
    publish(centre, "film", said, at=timezone.now())
    page = body(client.get("/nehir/help/film/?lang=tr"))
    assert 'kind="captions"' in page
    assert "hareketler bölümüne" in page
    assert "Merhaba" in body(client.get("/nehir/help/film/captions.tr.vtt"))
    place = f"/nehir/help/films/{film['sha256']}.mp4"
    part = client.get(place, HTTP_RANGE="bytes=0-11")
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 0-11/{film['size']}")
    assert part.content[4:8] == b"ftyp"
    assert b"".join(client.get(place).streaming_content)[4:8] == b"ftyp"
    assert client.get(f"/liman/help/films/{film['sha256']}.mp4").status_code == 404
    assert client.get("/nehir/help/film/captions.de.vtt").status_code == 404
    assert client.get(f"/nehir/help/films/{'0' * 64}.mp4").status_code == 404


@pytest.mark.parametrize(("data", "code"), [(b"MZ" + bytes(50), "kind"), (b"", "kind")])
def test_what_is_no_film_is_refused(data, code):
    with pytest.raises(films.NoFilm, match=code):
        films.keep_film(data)


def test_a_voice_of_the_machine_reads_where_there_is_one(centre, client, settings, tmp_path, monkeypatch):
    settings.MUHATAP_DATA = tmp_path
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "Listening needs the voice" in body(client.get("/nehir/help/para-cekme/?lang=en"))
    assert client.get("/nehir/help/para-cekme/listen.wav").status_code == 404
    program = tmp_path / "espeak-ng"
    program.write_text('#!/bin/sh\n/bin/cat > "$6.said"\nprintf RIFFxxxxWAVE > "$6"\n')
    program.chmod(0o755)
    assert listening.record_missing([centre.brand], most=10) == 4
    assert listening.record_missing([centre.brand], most=10) == 0
    page = body(client.get("/nehir/help/para-cekme/?lang=en"))
    assert "listen.wav" in page
    assert b"".join(client.get("/nehir/help/para-cekme/listen.wav").streaming_content).startswith(b"RIFF")


def test_the_voice_of_this_machine_says_every_word(centre, settings, tmp_path):
    """The real espeak-ng: a longer text is a longer recording, in both languages of the brand."""
    settings.MUHATAP_DATA = tmp_path
    seconds = {}
    for language in centre.brand.languages:
        article = library_of(centre.brand, language).shelf[0]
        assert listening.record_article(article, language)
        with wave.open(str(listening.recorded(article, language))) as heard:
            seconds[language] = heard.getnframes() / heard.getframerate()
        # Somebody who reads says two or three words a second.
        words_said = len(listening.spoken(article).split())
        assert words_said / 5 < seconds[language] < words_said * 2
    assert set(seconds) == set(centre.brand.languages)


def test_older_versions_of_terms_stay_readable_with_their_days(centre, client):
    at = timezone.now() - timedelta(hours=5)
    said = words("Hoş geldin bonusu", "Çevrim 5 kat.")
    terms = publish(centre, "kosullar", said, at=at, kind="terms", topics=())
    by, said = Actor.staff(centre.staff["mert"].pk), words("Hoş geldin bonusu", "Çevrim 10 kat.")
    help_centre.save_draft(article=terms, words=said, seen_at=None, by=by, at=at)
    help_centre.publish_article(article=terms, by=by, at=timezone.now())
    page = body(client.get("/nehir/help/kosullar/?lang=tr"))
    assert "Çevrim 10 kat" in page
    assert "/nehir/help/kosullar/v1/" in page
    old = body(client.get("/nehir/help/kosullar/v1/?lang=tr"))
    assert "Çevrim 5 kat" in old
    assert 'rel="canonical"' in old
    assert 'name="robots"' in old


def test_search_engines_find_the_map_of_public_brands_alone(centre, client):
    said = body(client.get("/robots.txt"))
    assert "Sitemap: http://127.0.0.1:8000/nehir/help/sitemap.xml" in said
    assert "Disallow: /desk/" in said
    centre.brand.legal = {"portal": "private"}
    centre.brand.save()
    assert "/nehir/" not in body(client.get("/robots.txt"))


def test_it_waits_with_the_portal_of_a_brand_that_must_not_be_public(centre, client):
    centre.brand.legal = {"portal": "private"}
    centre.brand.save()
    assert client.get("/nehir/help/").status_code == 403
