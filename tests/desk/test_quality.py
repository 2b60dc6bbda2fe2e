"""Quality at the desk: who reviews, what an agent sees of herself, and that she never sees a colleague's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.quality.models import (
    Certificate,
    CoachingNote,
    Review,
    ReviewRole,
    ReviewState,
    Sample,
    Scorecard,
    TrainingSession,
)
from muhatap.quality.scoring import code_of
from tests.quality import telling as tell
from tests.world import NOON

pytestmark = pytest.mark.django_db
PLACE = "/desk/quality/"


@pytest.fixture
def drawn(world):
    tell.scorecard(world)
    tell.answered(world, "deniz")
    return tell.sample(world)


def test_an_agent_reads_no_review_but_her_own_and_opens_no_reviewers_page(sign_in, world):
    first = tell.shared(world)
    deniz, selin = sign_in("deniz"), sign_in("selin")
    assert deniz.get(f"{PLACE}mine/{first.id}/").status_code == 200
    assert deniz.get(PLACE)["location"] == f"{PLACE}mine/"
    for who in (selin, sign_in("mert"), sign_in("stranger")):
        assert who.get(f"{PLACE}mine/{first.id}/").status_code == 404
        assert first.case.number not in who.get(f"{PLACE}mine/").content.decode()
    pages = ("samples/", "calibration/", "coaching/", "scorecards/", "calls/", f"reviews/{first.id}/")
    for place in pages:
        assert selin.get(f"{PLACE}{place}").status_code == 403
        assert deniz.get(f"{PLACE}{place}").status_code == 403
    assert selin.post(f"{PLACE}mine/{first.id}/", {"answer": "yes"}).status_code == 404
    assert sign_in("arda").get(PLACE).status_code == 403
    first.refresh_from_db()
    assert first.state == ReviewState.SHARED


def test_nothing_ranks_people(sign_in, world, drawn):
    tell.finish(world, tell.review(drawn), "mert", worse=[("Doğru", "no")])
    shown = sign_in("mert").get(f"{PLACE}coaching/").content.decode()
    assert shown.index("Deniz Aydın") < shown.index("Selin Er")
    assert ">70<" not in shown


def test_a_reviewer_marks_shares_and_the_agent_answers(sign_in, world, drawn):
    first, mert = tell.review(drawn), sign_in("mert")
    place = f"{PLACE}reviews/{first.id}/"
    page = mert.get(place).content.decode()
    assert first.case.subject in page
    assert mert.post(place, {}).status_code == 422
    given = {f"m_{code}": mark for code, mark in tell.marks().items()}
    error = code_of(tell.CRITICALS[0])
    assert mert.post(place, given | {"error": error}).status_code == 422, "a critical error needs words"
    assert mert.post(place, given | {"comment": "İyi."}).status_code == 303
    assert mert.post(place, given).status_code == 409
    assert mert.post(f"{place}share/").status_code == 303
    deniz = sign_in("deniz")
    mine = f"{PLACE}mine/{first.id}/"
    assert deniz.post(mine, {"answer": "dispute", "words": " "}).status_code == 422
    assert deniz.post(mine, {"answer": "dispute", "words": "Notta yazıyor."}).status_code == 303
    assert deniz.post(mine, {"answer": "yes"}).status_code == 409
    second = Review.objects.get(role=ReviewRole.DISPUTE)
    assert mert.post(f"{PLACE}reviews/{second.id}/", given).status_code == 409
    assert "Notta yazıyor." in sign_in("pelin").get(f"{PLACE}reviews/{second.id}/").content.decode()


def test_the_blind_one_sees_no_marks_and_nobody_reviews_herself(sign_in, world, drawn):
    first, pelin = tell.finish(world, tell.review(drawn), "mert"), sign_in("pelin")
    assert "Bakıldı." not in pelin.get(f"{PLACE}reviews/{first.id}/").content.decode()
    assert "Bakıldı." in sign_in("mert").get(f"{PLACE}reviews/{first.id}/").content.decode()
    tell.answered(world, "mert", at=NOON - timedelta(days=1))
    own = tell.sample(world, since=tell.UNTIL, until=NOON.date(), blind_percent=0)
    assert sign_in("mert").get(f"{PLACE}reviews/{tell.review(own).id}/").status_code == 404
    assert pelin.get(f"{PLACE}reviews/{tell.review(own).id}/").status_code == 200
    assert pelin.post(f"{PLACE}reviews/{first.id}/nonsense/").status_code == 404


def test_a_sample_is_drawn_by_form_once_and_shows_its_seed(sign_in, world):
    tell.scorecard(world)
    tell.answered(world, "deniz", at=timezone.now() - timedelta(days=2))
    today = timezone.now().date()
    form = {
        "brand": "nehir",
        "since": (today - timedelta(days=4)).isoformat(),
        "last": (today - timedelta(days=1)).isoformat(),
        "stratum": ["agent", "nonsense"],
        "risk": ["complaint"],
        "per_stratum": "2",
        "most_risky": "3",
        "blind_percent": "0",
    }
    mert = sign_in("mert")
    place = mert.post(f"{PLACE}samples/", form)["location"]
    sample = Sample.objects.get()
    assert sample.plan["strata"] == ["agent"]
    assert sample.seed in mert.get(place).content.decode()
    assert mert.post(f"{PLACE}samples/", form).status_code == 422
    assert mert.post(f"{PLACE}samples/", form | {"per_stratum": "x"}).status_code == 422
    assert mert.post(f"{PLACE}samples/", form | {"brand": "liman"}).status_code == 404
    assert sign_in("stranger").get(place).status_code == 404


def test_a_scorecard_is_written_and_its_next_version(sign_in, world):
    mert, new = sign_in("mert"), f"{PLACE}scorecards/new/nehir/"
    form = {"name": "Yazılı", "pass_mark": "80", "name_1": "Dil", "weight_1": "100", "lines_1": "Sade\nSiz"}
    for wrong in ({"weight_1": "x"}, {"lines_1": ""}, {"pass_mark": "0"}, {"lines_1": "Sade\nsade"}):
        assert mert.post(new, form | wrong).status_code == 422
    assert mert.post(new, form).status_code == 303
    card = Scorecard.objects.get()
    assert mert.post(f"{PLACE}scorecards/{card.id}/", form | {"weight_1": "50"}).status_code == 303
    assert sorted(Scorecard.objects.values_list("version", flat=True)) == [1, 2]
    assert sign_in("stranger").get(f"{PLACE}scorecards/{card.id}/").status_code == 404


def test_a_goal_is_agreed_and_answered_by_its_agent_only(sign_in, world, drawn):
    mert, deniz = sign_in("mert"), sign_in("deniz")
    place = f"{PLACE}coaching/nehir/{world.staff['deniz'].pk}/"
    form = {"note": "Konuştuk.", "goal": "Saat ver", "criterion": tell.criterion().code, "target": "80"}
    assert mert.post(place, form | {"criterion": "x"}).status_code == 422
    assert mert.post(place, form).status_code == 303
    assert mert.post(place, form).status_code == 422
    note = CoachingNote.objects.get()
    assert sign_in("selin").post(f"{PLACE}goals/{note.id}/answer/", {"words": "x"}).status_code == 404
    assert deniz.post(f"{PLACE}goals/{note.id}/answer/", {"words": "Olur."}).status_code == 303
    assert "Saat ver" in deniz.get(f"{PLACE}mine/").content.decode()
    assert "Saat ver" not in sign_in("selin").get(f"{PLACE}mine/").content.decode()
    assert mert.get(f"{PLACE}coaching/nehir/{world.staff['mert'].pk}/").status_code == 404
    assert mert.post(f"{PLACE}goals/{note.id}/drop/").status_code == 303


def test_training_from_the_catalogue_to_the_certificate(sign_in, world):
    mert, deniz = sign_in("mert"), sign_in("deniz")
    form = {"name": "İade süreci", "kind": "product", "months": "12", "mandatory": "on"}
    assert mert.post(f"{PLACE}training/new/nehir/", form | {"months": "x"}).status_code == 422
    place = mert.post(f"{PLACE}training/new/nehir/", form)["location"]
    planned = {"begins": "2026-11-25T11:00", "minutes": "60", "seats": "1"}
    assert mert.post(f"{place}plan/", planned).status_code == 303
    assert deniz.post(f"{place}plan/", planned).status_code == 403
    session = TrainingSession.objects.get()
    seat = f"{PLACE}training/sessions/{session.id}/"
    assert deniz.post(f"{seat}take/").status_code == 303
    assert sign_in("selin").post(f"{seat}take/", follow=True).status_code == 200
    assert session.attendances.count() == 1
    assert deniz.post(f"{seat}came/", {"came": world.staff["deniz"].pk}).status_code == 404
    selin = world.staff["selin"].pk
    assert deniz.post(f"{seat}take/", {"staff": selin}).status_code == 403
    assert "Deniz Aydın" not in sign_in("selin").get(seat).content.decode()
    assert mert.post(f"{seat}came/", {"came": world.staff["deniz"].pk}).status_code == 303
    assert Certificate.objects.get().staff == world.staff["deniz"]
    shown = mert.get(f"{PLACE}training/").content.decode()
    assert "Selin Er" in shown
    assert sign_in("stranger").get(place).status_code == 404


def test_words_of_calls_are_set_for_ones_own_brand(sign_in, world):
    mert = sign_in("mert")
    assert mert.post(f"{PLACE}calls/nehir/", {"words": "avukat\n\navukat\nbanka"}).status_code == 303
    assert mert.post(f"{PLACE}calls/liman/", {"words": "x"}).status_code == 404
    assert mert.get(f"{PLACE}calls/").status_code == 200
