"""Quick-fix guides: outcomes are kept, the end leads out or to the form, the case says what was tried."""

from datetime import timedelta

import pytest
from django.utils import timezone

from muhatap.audit.models import Event
from muhatap.cases.models import Message
from muhatap.help_centre.desk_lists import guide_figures
from muhatap.help_centre.models import GuideRun
from muhatap.portal.models import FixVote, FormDraft
from tests.portal.conftest import good_answers, said

GUIDE = {
    "code": "withdrawal",
    "name": said("Param gelmedi", "My money has not arrived"),
    "minutes": 3,
    "steps": [
        {"code": "check", "title": said("Hareketlere bakın", "See your movements"), "article": "yok"},
        {
            "code": "time",
            "title": said("Süre doldu mu?", "Has the time passed?"),
            "answers": [
                {"code": "wait", "label": said("Dolmadı", "Not yet"), "to": "solved"},
                {"code": "over", "label": said("Doldu", "It has")},
            ],
        },
    ],
}


@pytest.fixture
def guided(shop):
    topic = shop.topics["PAY-WD"]
    topic.guidance = {"guide": GUIDE}
    topic.save()
    return shop


def begin(visitor):
    answer = visitor.post("/nehir/guide/PAY-WD/")
    assert answer.status_code == 303
    return answer["Location"]


def tell(visitor, place, step, outcome):
    answer = visitor.post(place, {"step": step, "outcome": outcome})
    assert answer.status_code == 303
    return visitor.get(place).content.decode()


def test_the_topic_offers_its_guide_and_a_walk_can_end_well(guided, visitor):
    assert "/nehir/guide/PAY-WD/" in visitor.get("/nehir/new/PAY-WD/").content.decode()
    place = begin(visitor)
    assert "See your movements" in visitor.get(place).content.decode()
    assert "Has the time passed?" in tell(visitor, place, "check", "not_yet")
    assert "Good that it is settled" in tell(visitor, place, "time", "wait")
    run = GuideRun.objects.get()
    assert run.outcome == "solved"
    assert run.steps == [{"step": "check", "outcome": "not_yet"}, {"step": "time", "outcome": "wait"}]
    assert FixVote.objects.get().has_helped
    event = Event.objects.get(kind="guide.ended")
    assert '"outcome":"solved"' in event.content.replace(" ", "")


def test_a_step_counts_once_and_only_where_one_stands(guided, visitor):
    place = begin(visitor)
    tell(visitor, place, "time", "over")
    tell(visitor, place, "check", "no such outcome")
    assert GuideRun.objects.get().steps == []
    tell(visitor, place, "check", "not_yet")
    tell(visitor, place, "check", "worked")
    assert [each["step"] for each in GuideRun.objects.get().steps] == ["check"]


def test_what_was_tried_goes_along_to_the_form_and_into_the_case(guided, visitor):
    place = begin(visitor)
    tell(visitor, place, "check", "not_yet")
    assert "What you have tried" in tell(visitor, place, "time", "over")
    answer = visitor.post(place, {"action": "write"})
    form = answer["Location"]
    assert "See your movements" in visitor.get(form).content.decode()
    visitor.post(form, {**good_answers(), "action": "continue"})
    review = visitor.get(f"{form}review/").content.decode()
    assert "What you have tried" in review
    stamp = review.split('name="stamp" value="')[1].split('"')[0]
    sent = visitor.post(f"{form}review/", {"stamp": stamp, "person": "yes"})
    assert sent.status_code == 303, sent.content.decode()[:500]
    draft = FormDraft.objects.get()
    message = Message.objects.filter(case_id=draft.sent_case_id).order_by("id").first()
    assert "What I tried:" in message.text
    assert "1. See your movements → It did not help" in message.text
    event = Event.objects.get(kind="guide.tried")
    assert "check:not_yet" in event.content
    assert not FixVote.objects.get().has_helped


def test_each_guide_is_told_with_the_share_that_it_solved(guided, visitor):
    first, second, third = begin(visitor), begin(visitor), begin(visitor)
    tell(visitor, first, "check", "not_yet")
    tell(visitor, first, "time", "wait")
    visitor.post(second, {"action": "write"})
    assert third not in {first, second}
    (figure,) = guide_figures([guided.brand], timezone.now())
    assert (figure.begun, figure.solved, figure.written, round(figure.share)) == (3, 1, 1, 33)
    assert guide_figures([guided.other_brand], timezone.now()) == []
    assert guide_figures([guided.brand], timezone.now() + timedelta(days=31)) == []


def test_who_wants_to_write_writes_at_once(guided, visitor):
    place = begin(visitor)
    assert visitor.post(place, {"action": "write"})["Location"].startswith("/nehir/form/")
    assert GuideRun.objects.get().outcome == "form"


@pytest.mark.parametrize(
    "place", ["/nehir/guide/PAY-WD/x/", "/nehir/guide/ACC-LOGIN/x/", "/liman/guide/PAY-WD/x/"]
)
def test_a_walk_that_is_not_ours_is_refused(guided, visitor, place):
    assert visitor.get(f"/{place}/x/").status_code in {403, 404}


def test_a_topic_without_a_guide_has_none(guided, visitor):
    assert visitor.post("/nehir/guide/ACC-LOGIN/").status_code == 404
    assert visitor.get("/nehir/guide/PAY-WD/").status_code == 405
    assert not GuideRun.objects.exists()
