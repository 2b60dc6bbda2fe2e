"""Her account: availability, signature, hours, stand-in, notices and sessions."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Staff, Visit
from muhatap.kernel.actors import Actor
from muhatap.notifications.choices import Choices

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


def fresh(member: Staff) -> Staff:
    return Staff.objects.get(pk=member.pk)


def test_the_switch_says_whether_she_is_here_and_leads_back(world, sign_in):
    client, deniz = sign_in("deniz"), world.staff["deniz"]
    answer = client.post("/desk/availability/", {"presence": "busy", "next": "/desk/?view=mine"})
    assert (answer.status_code, answer["Location"]) == (303, "/desk/?view=mine")
    assert fresh(deniz).presence == "busy"
    assert (
        'aria-label="Müsaitlik: meşgul"' in client.get("/desk/").text
        or "presence-busy" in client.get("/desk/").text
    )


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "/staff/logout/", "/desk/\\evil"]
)
def test_the_switch_leads_nowhere_else(world, sign_in, place):
    answer = sign_in("deniz").post("/desk/availability/", {"presence": "away", "next": place})
    assert answer["Location"] == "/desk/"


def test_another_word_is_refused(world, sign_in):
    assert sign_in("deniz").post("/desk/availability/", {"presence": "asleep"}).status_code == 400
    assert fresh(world.staff["deniz"]).presence == "available"


def test_three_lines_stand_under_her_name_and_no_more(world, sign_in):
    client, deniz = sign_in("deniz"), world.staff["deniz"]
    assert client.post("/desk/profile/signature/", {"signature": "Ödeme Ekibi\n\nNehir"}).status_code == 303
    assert fresh(deniz).preferences["signature"] == "Ödeme Ekibi\nNehir"
    assert client.post("/desk/profile/signature/", {"signature": "1\n2\n3\n4"}).status_code == 422


def test_hours_absence_and_stand_in(world, sign_in):
    client, deniz, selin = sign_in("deniz"), world.staff["deniz"], world.staff["selin"]
    given = {
        "mon_begins": "09:00",
        "mon_ends": "18:00",
        "away_from": "2030-01-01T09:00",
        "away_until": "2030-01-08T09:00",
        "delegate": str(selin.pk),
    }
    assert client.post("/desk/profile/work/", given).status_code == 303
    stored = fresh(deniz)
    assert stored.hours == {"mon": ["09:00", "18:00"]}
    assert stored.delegate == selin
    assert stored.away_until - stored.away_from == timedelta(days=7)
    shown = client.get("/desk/profile/work/").text
    assert 'value="09:00"' in shown
    assert "2030-01-01" in shown


@pytest.mark.parametrize(
    "given",
    [
        {"mon_begins": "09:00"},
        {"mon_begins": "09:00", "mon_ends": "09:00"},
        {"away_from": "2030-01-02T09:00", "away_until": "2030-01-01T09:00"},
        {"away_from": "2030-01-02T09:00"},
        {"delegate": "1"},
    ],
)
def test_what_cannot_be_is_refused(world, sign_in, given):
    assert sign_in("deniz").post("/desk/profile/work/", given).status_code == 422


def test_nobody_stands_in_from_another_brand(world, sign_in):
    answer = sign_in("deniz").post("/desk/profile/work/", {"delegate": str(world.stranger.pk)})
    assert answer.status_code == 422


def test_notices_are_chosen_by_group_and_hour(world, sign_in):
    client, deniz = sign_in("deniz"), world.staff["deniz"]
    given = {"desk_cases": "on", "mail_promises": "on", "quiet_begins": "20:00", "quiet_ends": "08:00"}
    assert client.post("/desk/profile/notices/", given).status_code == 303
    chosen = Choices.of(fresh(deniz).preferences)
    assert chosen.desk_off == {"promises", "decisions", "letters"}
    assert chosen.mail_on == {"promises"}
    assert client.post("/desk/profile/notices/", {"quiet_begins": "20:00"}).status_code == 422
    assert client.get("/desk/profile/notices/").status_code == 200


class TestSessions:
    def visits(self, world, sign_in):
        now, clients = timezone.now(), [sign_in("deniz") for _ in range(3)]
        found = []
        for place, client in enumerate(clients):
            visit = accounts.begin_visit(
                staff=world.staff["deniz"],
                session_key=client.session.session_key,
                device="Firefox · Linux",
                network=f"203.0.11{place}.0/24",
                by=BY,
                at=now,
            )
            session = client.session
            session["visit"] = visit.id
            session.save()
            found.append(visit)
        return clients, found

    def test_each_is_listed_with_device_and_network(self, world, sign_in):
        (client, *_), _ = self.visits(world, sign_in)
        shown = client.get("/desk/profile/sessions/").text
        assert shown.count("Firefox · Linux") >= 3
        assert "203.0.112.0/24" in shown

    def test_one_is_ended_and_must_sign_in_again(self, world, sign_in):
        (client, other, third), (_, visit, _) = self.visits(world, sign_in)
        assert client.post("/desk/profile/sessions/end/", {"visit": visit.id}).status_code == 303
        assert other.get("/desk/").status_code == 302
        assert third.get("/desk/").status_code == 200

    def test_all_others_end_and_this_one_stays(self, world, sign_in):
        (client, *others), _ = self.visits(world, sign_in)
        client.post("/desk/profile/sessions/end/", {"visit": "others"})
        assert client.get("/desk/").status_code == 200
        assert {other.get("/desk/").status_code for other in others} == {302}
        assert Visit.objects.filter(ended_at__isnull=True).count() == 1

    def test_nobody_ends_the_session_of_somebody_else(self, world, sign_in):
        _, (visit, *_) = self.visits(world, sign_in)
        assert sign_in("selin").post("/desk/profile/sessions/end/", {"visit": visit.id}).status_code == 404
        visit.refresh_from_db()
        assert visit.ended_at is None
