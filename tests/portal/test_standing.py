"""The status page: how parts stand and stood, for readers and programs, also when the database is away."""

import json
from datetime import timedelta
from unittest.mock import patch
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from muhatap.audit import leasing
from muhatap.audit.models import Event
from muhatap.incidents import operations as incidents
from muhatap.incidents.models import Follower, IncidentUpdate, Sort, State, Watch
from muhatap.incidents.spans import Effect
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from muhatap.portal.models import MailedLink
from muhatap.portal.queries import address_of
from muhatap.portal.standing import copying
from muhatap.portal.standing.telling import standing_of
from muhatap.portal.tasks import watch_standing
from muhatap.reports.models import Observed
from muhatap.reports.operations import count_availability

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PLACE = "/nehir/status/"


def say(shop, *, at=None, since=HOUR, **changes):
    at = at or timezone.now()
    told = {
        "sort": Sort.TROUBLE,
        "components": ["phone"],
        "effect": Effect.CLOSED,
        "titles": {"tr": "Telefonlar kesik", "en": "Telephones are down"},
        "texts": {"tr": "Bakıyoruz.", "en": "We are looking into the line."},
        "begins_at": at - since,
        **changes,
    }
    by = Actor.staff(shop.staff["mert"].pk)
    return incidents.open_incident(brand=shop.brand, new=incidents.NewIncident(**told), by=by, at=at)


def end(shop, row, at):
    texts = {"tr": "Düzeldi.", "en": "It works again."}
    update = incidents.Update(state=State.RESOLVED, effect=Effect.NONE, texts=texts, holds_at=at)
    by = Actor.staff(shop.staff["mert"].pk)
    return incidents.update_incident(incident=row, update=update, by=by, at=at)


def test_it_says_what_works_and_what_does_not(shop, visitor):
    # Nobody works in the background of a test.
    assert "Some of it is slower than usual" in visitor.get(PLACE).content.decode()
    leasing.hold(name="schedule", holder="test", at=timezone.now(), seconds=600)
    assert "Everything works" in visitor.get(PLACE).content.decode()
    row = say(shop)
    page = visitor.get(PLACE).content.decode()
    for words in ("Some of it cannot be reached", "Telephones are down", "We are looking into the line."):
        assert words in page
    assert "WhatsApp" not in page
    single = visitor.get(f"{PLACE}incidents/{row.id}/")
    assert "We are looking into the line." in single.content.decode()
    assert visitor.get(f"/liman/status/incidents/{row.id}/").status_code in {403, 404}


def test_every_page_tells_of_it_above_and_the_form_too(shop, visitor):
    say(shop)
    for place in ("/nehir/", "/nehir/contact/"):
        page = visitor.get(place).content.decode()
        assert "Cannot be reached now: Telephone." in page
        assert "Works as usual:" in page
    assert "standing-banner" not in visitor.get(PLACE).content.decode()


def test_a_channel_closed_by_hand_is_shown_closed_among_the_contacts(shop, visitor):
    before = visitor.get("/nehir/contact/").content.decode()
    assert "Open day and night" in before
    say(shop)
    assert "Open day and night" not in visitor.get("/nehir/contact/").content.decode()


def test_programs_read_the_same(shop, visitor):
    say(shop)
    answer = visitor.get("/nehir/status.json")
    told = json.loads(answer.content)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert told["state"] == "closed"
    phone = next(each for each in told["components"] if each["code"] == "phone")
    assert (phone["state"], told["incidents"][0]["title"]) == ("closed", "Telephones are down")
    feed = ElementTree.fromstring(visitor.get("/nehir/status/feed.atom").content)
    titles = [each.text for each in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert any("Telephones are down" in title for title in titles)


def test_the_share_is_of_the_time_it_should_have_been_open_and_never_rounded_up(shop):
    at = timezone.now().replace(minute=30, second=0, microsecond=0)
    Watch.objects.create(brand=shop.brand, began_at=at - timedelta(days=10), seen_at=at)
    row = say(shop, at=at - 2 * HOUR)
    end(shop, row, at - HOUR)
    face = standing_of(shop.brand, ("en",), at)
    phone = next(each for each in face.parts if each.code == "phone")
    portal_part = next(each for each in face.parts if each.code == "portal")
    whole = 10 * 24 * 3600
    assert sum(each.closed_seconds for each in phone.days) == 2 * 3600
    assert sum(each.open_seconds for each in phone.days) == whole
    assert phone.share == pytest.approx(1 - 2 * 3600 / whole)
    assert portal_part.share == 1.0
    assert portal_part.days[0].effect == "unknown"
    Watch.objects.update(began_at=at - timedelta(days=89))
    row = say(shop, at=at - 20 * timedelta(minutes=1), since=timedelta(seconds=20))
    end(shop, row, at - 20 * timedelta(minutes=1))
    phone = next(each for each in standing_of(shop.brand, ("en",), at).parts if each.code == "phone")
    assert phone.share < 1
    assert not phone.uptime.startswith("100")


def test_nothing_is_claimed_of_a_time_that_nobody_watched(shop, visitor):
    page = visitor.get(PLACE).content.decode()
    assert "Nothing is known of its past yet." in page
    assert "100" not in page.split('class="parts"')[1].split("</ul>")[0]


def test_the_last_copy_is_served_when_the_database_is_away(shop, visitor, settings, tmp_path):
    settings.MUHATAP_DATA = tmp_path
    assert visitor.get(PLACE).status_code == 200
    gone = patch("muhatap.portal.views.door.brand_with_code", side_effect=OperationalError("gone"))
    with gone:
        assert visitor.get(PLACE).status_code == 503
    say(shop)
    watch_standing(timezone.now())
    with gone:
        answers = [visitor.get(each) for each in (PLACE, "/nehir/status.json", "/nehir/status/feed.atom")]
    assert [each.status_code for each in answers] == [503] * 3
    page = answers[0].content.decode()
    assert "Telephones are down" in page
    assert "The desk itself cannot be reached" in page
    assert answers[0]["Retry-After"] == "30"
    assert json.loads(answers[1].content)["state"] == "closed"
    ElementTree.fromstring(answers[2].content)


def test_the_copy_for_another_machine_needs_nothing_of_this_one(shop, tmp_path):
    say(shop)
    assert copying.export_status(shop.brand, tmp_path / "copy", at=timezone.now()) >= 5
    page = (tmp_path / "copy" / "index.html").read_text("utf-8")
    assert "Telefonlar kesik" in page
    assert 'href="muhatap.css"' in page
    assert (tmp_path / "copy" / "portal.css").exists()


def test_who_wants_to_hear_says_yes_from_her_mailbox_hears_and_leaves(shop, visitor):
    answer = visitor.post(f"{PLACE}follow/", {"email": "Elif@Posta.example"})
    assert (answer.status_code, Follower.objects.get().confirmed_at) == (303, None)
    say(shop)
    assert not MailedLink.objects.filter(kind="standing").exists()
    link = address_of(MailedLink.objects.get(kind="follow")).removeprefix(settings.MUHATAP_ORIGIN)
    assert "Shall we write" in visitor.get(link).content.decode()
    assert Follower.objects.get().confirmed_at is None
    visitor.post(link)
    row = say(shop)
    for _ in range(2):
        said = IncidentUpdate.objects.filter(incident=row).latest("written_at")
        portal.mail_standing(
            brand=shop.brand, update_id=said.id, by=Actor.system("portal"), at=timezone.now()
        )
    mail = MailedLink.objects.select_related("brand", "update__incident").get(kind="standing")
    subject, text = portal.text_of(link=mail, by=Actor.system("portal"), at=timezone.now())
    assert "Telephones are down" in subject
    assert "We are looking into the line." in text
    stop = address_of(mail).removeprefix(settings.MUHATAP_ORIGIN)
    assert visitor.get(stop).status_code == 200
    assert Follower.objects.exists()
    visitor.post(stop)
    assert not Follower.objects.exists()
    assert not MailedLink.objects.filter(kind="standing").exists()
    assert visitor.get(stop).status_code == 404


def test_wrong_addresses_and_links_are_refused_and_known_ones_are_not_told(shop, visitor):
    assert visitor.post(f"{PLACE}follow/", {"email": "elif"}).status_code == 422
    assert visitor.get(f"{PLACE}follow/nothing/").status_code == 404
    assert visitor.get(f"{PLACE}stop/nothing/").status_code == 404
    Follower.objects.create(
        brand=shop.brand, email="elif@posta.example", asked_at=timezone.now(), confirmed_at=timezone.now()
    )
    answer = visitor.post(f"{PLACE}follow/", {"email": "elif@posta.example"})
    assert answer.status_code == 303
    assert not MailedLink.objects.exists()


def test_what_was_closed_counts_in_the_availability_of_its_channel(shop):
    at = timezone.now()
    noon = (timezone.localtime(at) - timedelta(days=2)).replace(hour=12, minute=0, second=0, microsecond=0)
    Watch.objects.create(brand=shop.brand, began_at=at - timedelta(days=5), seen_at=at)
    by = Actor.system("reports")
    row = say(shop, at=noon)
    end(shop, row, noon + HOUR)
    assert count_availability(brand=shop.brand, by=by, at=at) >= 4
    assert count_availability(brand=shop.brand, by=by, at=at) == 0
    seen = Observed.objects.get(source="standing", channel="phone", on=noon.date())
    assert seen.values == {"open_seconds": 86_400, "down_seconds": 7200}
    assert not Observed.objects.filter(channel="whatsapp").exists()
    assert not Event.objects.filter(kind="history.imported").exists()


def test_what_another_system_told_of_a_day_is_left_to_it(shop):
    at = timezone.now()
    day = (timezone.localtime(at) - timedelta(days=2)).date()
    Watch.objects.create(brand=shop.brand, began_at=at - timedelta(days=5), seen_at=at)
    Observed.objects.create(
        brand=shop.brand, kind="uptime", subject="switch", source="switch", at=at, on=day, channel="phone",
        values={"open_seconds": 100, "down_seconds": 1},
    )  # fmt: skip
    count_availability(brand=shop.brand, by=Actor.system("reports"), at=at)
    assert Observed.objects.filter(channel="phone", on=day).count() == 1
    assert (
        Observed.objects.filter(channel="web_form", on=day, source="standing").exists() or day.weekday() > 4
    )
