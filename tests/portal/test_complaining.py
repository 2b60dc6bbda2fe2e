"""The customer's side of a complaint: the formal form, her points, her word, her questions."""

import re

import pytest
from django.core.cache import cache

from muhatap.cases.keys import secret_of
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import ClosedReason
from muhatap.complaints.models import Complaint, InformationRequest
from muhatap.complaints.stages import Stage
from muhatap.portal import guard
from tests.complaints import telling as tell
from tests.complaints.telling import fresh
from tests.world import load, make_case

FORM = {
    "name": "Elif Karaca",
    "email": "elif@posta.example",
    "what": "Para çekme talebim altı gündür gelmedi.\nKimse aramadı.",
    "points": "Tutar gelmedi\nKimse aramadı",
    "sought": "Tutarın gönderilmesi",
}


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def enter(client, case):
    client.post(f"/nehir/track/?number={case.number}", {"number": case.number, "secret": secret_of(case)})
    return f"/nehir/cases/{case.number}/"


def stamped(client, **changes):
    page = client.get("/nehir/complaint/").content.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    return FORM | {"stamp": stamp} | changes


class TestFormalForm:
    def test_one_page_makes_a_registered_complaint_with_confirmed_points(self, client, world):
        answer = client.post("/nehir/complaint/", stamped(client))
        case = Case.objects.get()
        complaint = Complaint.objects.get(case=case)
        assert case.number in answer.content.decode()
        assert [point.text for point in complaint.points.order_by("number")] == [
            "Tutar gelmedi",
            "Kimse aramadı",
        ]
        assert complaint.points_confirmed_at is not None
        assert client.get(f"/nehir/cases/{case.number}/").status_code == 200

    def test_sent_twice_it_is_one_case(self, client, world):
        sent = stamped(client)
        for _ in range(2):
            assert client.post("/nehir/complaint/", sent).status_code == 200
        assert Case.objects.count() == 1

    @pytest.mark.parametrize(
        "wrong", [{"email": ""}, {"what": " "}, {"name": ""}, {"stamp": "x"}, {"website": "x"}]
    )
    def test_what_lacks_something_is_told_and_nothing_is_made(self, client, world, wrong):
        answer = client.post("/nehir/complaint/", stamped(client, **wrong))
        assert answer.status_code == 422
        assert Case.objects.count() == 0
        assert "Tutar gelmedi" in answer.content.decode()

    def test_without_points_staff_split_them_out(self, client, world):
        client.post("/nehir/complaint/", stamped(client, points=""))
        assert Complaint.objects.get().points.count() == 0

    def test_it_prints_as_a_sheet(self, client, world):
        page = client.get("/nehir/complaint/sheet/")
        assert page.status_code == 200
        assert b"sheet-points" in page.content

    def test_a_brand_without_such_a_topic_has_no_form(self, client, world):
        world.topics["COMPLAINT"].kind = "request"
        world.topics["COMPLAINT"].save()
        assert client.get("/nehir/complaint/").status_code == 404

    def test_stamps_of_others_do_not_fit(self, client, world):
        assert guard.name_in_stamp(guard.fresh_stamp() + "x") == ""


class TestHerWord:
    @pytest.mark.parametrize(
        ("said", "stage"),
        [("accepted", Stage.APPLYING), ("refused", Stage.APPEAL), ("withdrew", Stage.WITHDRAWN)],
    )
    def test_a_decision_is_accepted_refused_or_left(self, client, world, said, stage):
        complaint = tell.responded(world)
        place = enter(client, complaint.case)
        assert b'value="accepted"' in client.get(place).content
        client.post(f"{place}complaint/", {"said": said})
        assert fresh(complaint).stage == stage

    def test_what_was_not_asked_changes_nothing(self, client, world):
        complaint = tell.triaged(world)
        place = enter(client, complaint.case)
        for said in ("accepted", "confirmed", "nonsense"):
            client.post(f"{place}complaint/", {"said": said})
        assert fresh(complaint).stage == Stage.TRIAGED

    def test_points_are_confirmed_once(self, client, world):
        complaint = tell.triaged(world)
        place = enter(client, complaint.case)
        assert b'value="points"' in client.get(place).content
        client.post(f"{place}complaint/", {"said": "points"})
        assert fresh(complaint).points_confirmed_at is not None
        assert b'value="points"' not in client.get(place).content

    def test_closing_a_complaint_that_goes_on_is_withdrawing_it(self, client, world):
        complaint = tell.triaged(world)
        place = enter(client, complaint.case)
        client.post(f"{place}solved/")
        assert load(complaint.case_id).closed_reason == ClosedReason.WITHDRAWN

    def test_a_confirmed_remedy_stays_open_until_its_cause_is_named(self, client, world):
        complaint = tell.confirming(world)
        place = enter(client, complaint.case)
        client.post(f"{place}complaint/", {"said": "confirmed"})
        assert fresh(complaint).stage == Stage.CONFIRMING
        assert b'value="confirmed"' not in client.get(place).content

    @pytest.mark.parametrize("stage", ["triaged", "investigated", "responded", "confirming"])
    def test_the_page_says_what_comes_next_and_nothing_internal(self, client, world, stage):
        complaint = getattr(tell, stage)(world)
        page = client.get(enter(client, complaint.case)).content.decode()
        assert "Kayıtları al" not in page
        assert "Panel" not in page
        assert str(tell.POINTS[0]) in page

    def test_nobody_else_speaks_for_her(self, client, world):
        complaint = tell.responded(world)
        client.post(f"/nehir/cases/{complaint.case.number}/complaint/", {"said": "accepted"})
        assert fresh(complaint).stage == Stage.RESPONDED


class TestAsking:
    def test_a_question_opens_once_with_its_day(self, client, world):
        case = make_case(world)
        place = enter(client, case)
        assert client.post(f"{place}ask/", {"about": "reasons", "words": "Neden?"}).status_code == 303
        assert client.post(f"{place}ask/", {"about": "reasons"}).status_code == 409
        assert client.post(f"{place}ask/", {"about": "x"}).status_code == 422
        assert InformationRequest.objects.get().words == "Neden?"
        assert Message.objects.filter(case=case).count() == 1
