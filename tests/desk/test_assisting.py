"""What may help with a case: articles, signs of a complaint, the terms of the customer's day; only a hint."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.audit.models import Event
from muhatap.bot import provider
from muhatap.help_centre import operations as help_centre
from muhatap.kernel.actors import Actor
from tests.help_centre.making import publish, tell, words
from tests.world import make_case

DAY = timedelta(days=1)


@pytest.fixture
def told(world):
    tell(world, method_bank_within="3 iş günü")
    publish(world)
    # Of a single article no word would be rare.
    publish(world, "sifre", words("Şifremi unuttum", "Bağlantı beş dakika geçerlidir."), topics=())
    return world


def test_it_shows_articles_and_signs_and_changes_nothing(told, sign_in):
    case = make_case(told, text="Para çekme talebim üç haftadır bekliyor, kimse dönmedi, bıktım.")
    before = Event.objects.count()
    page = sign_in("deniz").get(f"/desk/cases/{case.number}/help/").content.decode()
    assert "/nehir/help/para-cekme/" in page
    assert "memnun olmadığını" in page or "not satisfied" in page
    assert Event.objects.count() == before


def test_the_terms_are_those_of_the_customers_day(told, sign_in):
    now = timezone.now()
    terms = publish(told, "kosullar", words("Bonus", "3 kat"), at=now - 30 * DAY, kind="terms")
    by = Actor.staff(told.staff["mert"].pk)
    help_centre.save_draft(
        article=terms, words=words("Bonus", "5 kat"), seen_at=None, by=by, at=now - 5 * DAY
    )
    help_centre.publish_article(article=terms, by=by, at=now - 5 * DAY)
    old = make_case(told, at=now, fields={"opted_in_at": (now - 20 * DAY).isoformat()})
    new = make_case(told, at=now, fields={"opted_in_at": (now - DAY).isoformat()})
    client = sign_in("deniz")
    assert "/nehir/help/kosullar/v1/" in client.get(f"/desk/cases/{old.number}/help/").content.decode()
    assert "/nehir/help/kosullar/v2/" in client.get(f"/desk/cases/{new.number}/help/").content.decode()


@pytest.mark.parametrize(("login", "status"), [("deniz", 200), ("gul", 403), ("stranger", 404)])
def test_who_may_look(told, sign_in, login, status):
    case = make_case(told)
    assert sign_in(login).get(f"/desk/cases/{case.number}/help/").status_code == status


def test_a_model_drafts_only_where_one_is_named(told, sign_in, settings, monkeypatch):
    case, client = make_case(told, text="Para çekme ne kadar sürer?"), sign_in("deniz")
    place = f"/desk/cases/{case.number}/help/"
    assert client.post(place, {"task": "draft"}).status_code == 503
    settings.MUHATAP_MODEL = ("http://127.0.0.1:9/v1", "small", "key")
    monkeypatch.setattr(provider, "draft", lambda model, talk, sources: f"Taslak [{len(sources)}]")
    assert "Taslak [1]" in client.post(place, {"task": "draft"}).content.decode()
