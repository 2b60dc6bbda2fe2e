"""Articles: drafts nobody reads, publishing by one or two, the charter's facts in them, reviews."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from muhatap.approvals.operations import SamePerson, WaitsAlready
from muhatap.audit.models import Event
from muhatap.brands.models import CharterVersion
from muhatap.help_centre import operations as help_centre
from muhatap.help_centre.library import edition_on, library_of, shelved_edition
from muhatap.help_centre.models import ArticleVote, Edition, ReviewCall, SoughtInVain
from muhatap.kernel.actors import Actor
from tests.help_centre.making import FILM, begin, publish, tell, words
from tests.world import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nMerhaba, hesabınızı açın.\n"
TRANSCRIPT = "Merhaba, hesabınızı açın. Sonra hareketler bölümüne gidin ve tarihi seçin."


@pytest.fixture
def told(world):
    tell(world, method_bank_within="3 iş günü")
    return world


def by(world, login):
    return Actor.staff(world.staff[login].pk)


def two_people(world):
    said = '{"help_centre": {"two_people": true}}'
    row = CharterVersion(
        brand=world.brand, number=7, digest="", text="", said=said, applied_at=NOON, applied_by_label="test"
    )
    row.save(force_insert=True)
    world.brand.charter_number = 7
    world.brand.save(update_fields=["charter_number"])


def test_a_draft_is_read_by_nobody_until_it_is_published(told):
    article = begin(told)
    assert library_of(told.brand, "tr").shelf == ()
    help_centre.publish_article(article=article, by=by(told, "mert"), at=NOON)
    (shelved,) = library_of(told.brand, "tr").shelf
    assert "3 iş günü" in shelved.body
    assert library_of(told.brand, "en").shelf[0].title.endswith("(en)")
    assert Event.objects.filter(kind="article.published").count() == 1
    assert library_of(told.other_brand, "tr").shelf == ()


def test_an_article_lacks_what_a_language_a_film_or_a_fact_needs(told):
    said = words(body="{{method.bank.within}} ve {{method.bank.fee}}", titles={"tr": "Başlık"}, video=FILM)
    article = begin(told, said=said)
    with pytest.raises(help_centre.NotComplete) as caught:
        help_centre.publish_article(article=article, by=by(told, "mert"), at=NOON)
    assert {(each.code, each.what) for each in caught.value.lacks} == {
        ("title", "en"),
        ("captions", "tr"),
        ("captions", "en"),
        ("transcript", "tr"),
        ("transcript", "en"),
        ("fact", "method.bank.fee"),
    }


def test_a_film_goes_out_only_with_captions_and_words(told):
    both = {"tr": CAPTIONS, "en": CAPTIONS}
    broken = words(
        video=FILM, captions={**both, "en": "WEBVTT\n\n"}, transcripts=dict.fromkeys(both, TRANSCRIPT)
    )
    article = begin(told, said=broken)
    with pytest.raises(help_centre.NotComplete, match="captions_empty en"):
        help_centre.publish_article(article=article, by=by(told, "mert"), at=NOON)
    whole = replace(broken, captions=both)
    help_centre.save_draft(article=article, words=whole, seen_at=None, by=by(told, "mert"), at=NOON)
    help_centre.publish_article(article=article, by=by(told, "mert"), at=NOON)
    assert library_of(told.brand, "tr").shelf[0].captions == CAPTIONS


def test_two_people_publish_where_the_charter_wants_two(told):
    two_people(told)
    article = begin(told, by="deniz")
    with pytest.raises(help_centre.NeedsSecondPerson):
        help_centre.publish_article(article=article, by=by(told, "deniz"), at=NOON)
    help_centre.propose_article(article=article, reason="", by=by(told, "deniz"), at=NOON)
    with pytest.raises(help_centre.WaitsForSecond):
        help_centre.save_draft(article=article, words=words(), seen_at=None, by=by(told, "mert"), at=NOON)
    with pytest.raises(WaitsAlready):
        help_centre.propose_article(article=article, reason="", by=by(told, "deniz"), at=NOON)
    with pytest.raises(SamePerson):
        help_centre.approve_article(article=article, by=by(told, "deniz"), at=NOON)
    assert library_of(told.brand, "tr").shelf == ()
    help_centre.approve_article(article=article, by=by(told, "mert"), at=NOON)
    assert library_of(told.brand, "tr").by_slug["para-cekme"].number == 1
    event = Event.objects.get(kind="article.published")
    assert event.actor_id == told.staff["mert"].pk


def test_a_refused_draft_can_be_written_on(told):
    article = begin(told)
    help_centre.propose_article(article=article, reason="bakın", by=by(told, "mert"), at=NOON)
    help_centre.refuse_article(article=article, reason="eksik", by=by(told, "pelin"), at=NOON)
    help_centre.save_draft(article=article, words=words("Yeni"), seen_at=None, by=by(told, "mert"), at=NOON)
    with pytest.raises(help_centre.NoDraft):
        help_centre.approve_article(article=article, by=by(told, "pelin"), at=NOON)


def test_what_was_published_keeps_its_words_and_its_days(told):
    article = publish(told)
    help_centre.save_draft(
        article=article, words=words(body="İkinci sürüm"), seen_at=None, by=by(told, "mert"), at=NOON + HOUR
    )
    assert "3 iş günü" in library_of(told.brand, "tr").shelf[0].body
    help_centre.publish_article(article=article, by=by(told, "mert"), at=NOON + DAY)
    assert library_of(told.brand, "tr").shelf[0].body == "İkinci sürüm"
    first = edition_on(told.brand, "para-cekme", NOON + HOUR)
    second = edition_on(told.brand, "para-cekme", NOON + 2 * DAY)
    assert (first.number, second.number) == (1, 2)
    assert first.replaced_at == NOON + DAY
    assert first.digest != second.digest
    assert "3 iş günü" in shelved_edition(first, told.brand, "tr").body
    assert edition_on(told.brand, "para-cekme", NOON - HOUR) is None


def test_an_article_changes_with_the_charter_says_so_and_calls_its_owner(told):
    article = publish(told)
    assert library_of(told.brand, "tr").shelf[0].by_charter == 0
    tell(told, number=8, at=NOON + DAY, method_bank_within="2 iş günü")
    told.brand.charter_number = 8
    shelved = library_of(told.brand, "tr").shelf[0]
    assert "2 iş günü" in shelved.body
    assert (shelved.by_charter, shelved.changed_at) == (8, NOON + DAY)
    call = ReviewCall.objects.get(article=article)
    assert (call.before["tr"], call.after["tr"]) == ("3 iş günü", "2 iş günü")
    help_centre.confirm_review(
        article=article, next_on=date(2027, 9, 1), by=by(told, "mert"), at=NOON + 2 * DAY
    )
    call.refresh_from_db()
    assert call.done_at == NOON + 2 * DAY
    assert set(Event.objects.filter(kind__startswith="article.review").values_list("kind", flat=True)) == {
        "article.review_called",
        "article.reviewed",
    }


def test_the_same_charter_calls_nobody(told):
    publish(told)
    tell(told, number=2, at=NOON + DAY, method_bank_within="3 iş günü")
    assert not ReviewCall.objects.exists()


def test_a_fact_that_is_gone_leaves_a_dash_and_calls_the_owner(told):
    publish(told)
    tell(told, number=2, at=NOON + DAY, something_else="x")
    told.brand.charter_number = 2
    assert "havalesi – sürer" in library_of(told.brand, "tr").shelf[0].body
    assert ReviewCall.objects.get().after == {}


def test_two_writers_do_not_overwrite_each_other(told):
    article = begin(told)
    seen = Edition.objects.get(article=article).changed_at
    help_centre.save_draft(
        article=article, words=words("Bir"), seen_at=seen, by=by(told, "mert"), at=NOON + HOUR
    )
    with pytest.raises(help_centre.ChangedMeanwhile):
        help_centre.save_draft(
            article=article, words=words("İki"), seen_at=seen, by=by(told, "pelin"), at=NOON + HOUR
        )
    with pytest.raises(help_centre.AddressTaken):
        begin(told)


def test_a_retired_article_is_gone_and_publishing_brings_it_back(told):
    article = publish(told)
    help_centre.retire_article(article=article, reason="eskidi", by=by(told, "mert"), at=NOON + HOUR)
    assert library_of(told.brand, "tr").shelf == ()
    with pytest.raises(help_centre.NotLive):
        help_centre.retire_article(article=article, reason="", by=by(told, "mert"), at=NOON + HOUR)
    help_centre.save_draft(article=article, words=words(), seen_at=None, by=by(told, "mert"), at=NOON + HOUR)
    help_centre.publish_article(article=article, by=by(told, "mert"), at=NOON + HOUR)
    assert len(library_of(told.brand, "tr").shelf) == 1


def test_votes_and_vain_searches_name_nobody(told):
    article = publish(told)
    help_centre.vote_on_article(
        article=article, number=1, language="tr", has_helped=True, by=Actor.customer(None), at=NOON
    )
    assert ArticleVote.objects.get().has_helped
    for query in ("elif@posta.example", "4242424242424242", "TRX-90418827 nerede", "!!"):
        help_centre.note_vain_search(
            brand=told.brand, language="tr", query=query, by=Actor.customer(None), at=NOON
        )
    assert not SoughtInVain.objects.exists()
    for day in range(4):
        row = SoughtInVain.objects.first()
        assert row is None or (row.words == "") == (row.count < 3)
        help_centre.note_vain_search(
            brand=told.brand,
            language="tr",
            query="Sigorta Poliçesi",
            by=Actor.customer(None),
            at=NOON + day * DAY,
        )
    row = SoughtInVain.objects.get()
    assert (row.words, row.count, row.last_on) == ("sigorta policesi", 4, (NOON + 3 * DAY).date())
