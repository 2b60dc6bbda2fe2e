"""Announcements on the desk: who may publish and end them, and what is refused."""

import pytest
from django.test import Client

from muhatap.help_centre.models import Announcement

pytestmark = pytest.mark.django_db
PLACE = "/desk/announcements/"
GOOD = {
    "brand": "nehir",
    "severity": "disturbance",
    "title_tr": "Havaleler gecikiyor",
    "title_en": "Transfers are late",
    "text_tr": "15.00'te düzelmesini bekliyoruz.",
    "text_en": "We expect it to end at 15:00.",
}


@pytest.mark.parametrize("login", ["mert", "pelin", "arda"])
def test_who_may_announce_publishes_and_ends(world, sign_in, login):
    assert sign_in(login).post(PLACE, GOOD).status_code == 303
    row = Announcement.objects.get()
    assert (row.titles["en"], row.published_by, row.ends_at) == (
        "Transfers are late",
        world.staff[login],
        None,
    )
    page = sign_in(login).get(PLACE).content.decode()
    assert "Havaleler gecikiyor" in page
    assert sign_in(login).post(f"{PLACE}{row.id}/end/", {"reason": "bitti"}).status_code == 303
    row.refresh_from_db()
    assert (row.ended_by, row.ended_reason) == (world.staff[login], "bitti")
    assert sign_in(login).post(f"{PLACE}{row.id}/end/").status_code == 303


@pytest.mark.parametrize("login", ["deniz", "gul"])
def test_others_may_not(world, sign_in, login):
    assert sign_in(login).get(PLACE).status_code == 403
    assert sign_in(login).post(PLACE, GOOD).status_code == 403
    assert not Announcement.objects.exists()


def test_a_stranger_neither_announces_nor_ends(world, sign_in):
    sign_in("mert").post(PLACE, GOOD)
    row = Announcement.objects.get()
    client = Client()
    client.force_login(world.stranger)
    session = client.session
    session["second_factor_passed"] = world.stranger.pk
    session.save()
    assert client.post(f"{PLACE}{row.id}/end/").status_code == 404
    assert client.post(PLACE, GOOD).status_code == 422
    assert "Havaleler" not in client.get(PLACE).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title_en": ""},
        {"text_tr": "  "},
        {"severity": "panic"},
        {"brand": "liman"},
        {"ends_at": "2020-01-01T10:00"},
        {"starts_at": "yarın"},
    ],
)
def test_what_is_wrong_is_refused_and_kept_in_the_form(world, sign_in, wrong):
    answer = sign_in("mert").post(PLACE, GOOD | wrong)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert not Announcement.objects.exists()
