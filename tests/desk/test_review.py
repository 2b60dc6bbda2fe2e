"""The review list: both cases side by side, three decisions, and nobody decides what she may not see."""

import pytest

from muhatap.cases import operations as cases
from muhatap.cases.joined import lead_of
from muhatap.cases.statuses import Status
from muhatap.channels.models import Doubt
from muhatap.kernel.actors import Actor
from muhatap.topics.models import Queue
from tests.channels.email import post
from tests.channels.email.post import bring, mail
from tests.world import NOON, load, make_case

STRANGER = "Av. Can <can@hukuk.example>"
LATER = NOON + post.timedelta(hours=2)


@pytest.fixture
def doubt(world):
    """A stranger's mail that quotes the number of Elif's case in the payments queue."""
    case = make_case(world)
    raw = mail(STRANGER, f"Re: [{case.number}]", "Müvekkilim adına yazıyorum.")
    bring(post.mailbox(world.brand, topic="PAY-WD"), raw, LATER)
    return Doubt.objects.select_related("case", "quoted").get()


def decide(client, doubt, decision):
    return client.post(f"/desk/review/{doubt.id}/", {"decision": decision})


def test_both_candidates_stand_side_by_side(sign_in, doubt):
    page = sign_in("deniz").get("/desk/review/").content.decode()
    for shown in (doubt.case.number, doubt.quoted.number, "can@hukuk.example", "Elif Karaca"):
        assert shown in page
    assert "Müvekkilim adına yazıyorum." in page
    rail = sign_in("deniz").get("/desk/").content.decode()
    assert 'href="/desk/review/"' in rail


@pytest.mark.parametrize("login", ["selin", "stranger"])
def test_who_does_not_see_the_case_sees_no_doubt(sign_in, doubt, login):
    client = sign_in(login)
    assert doubt.case.number not in client.get("/desk/review/").content.decode()
    assert decide(client, doubt, "joined").status_code == 404
    assert load(doubt.case_id).is_open


@pytest.mark.parametrize(("login", "status"), [("gul", 403), ("arda", 403)])
def test_who_may_not_answer_decides_nothing(sign_in, doubt, login, status):
    assert decide(sign_in(login), doubt, "spam").status_code == status
    assert load(doubt.case_id).is_open


def test_it_belongs_there(sign_in, doubt):
    client = sign_in("deniz")
    assert decide(client, doubt, "joined").status_code == 303
    assert lead_of(load(doubt.case_id)).id == doubt.quoted_id
    page = client.get(f"/desk/cases/{doubt.quoted.number}/").content.decode()
    assert "Müvekkilim adına yazıyorum." in page
    assert f"/desk/cases/{doubt.case.number}/part/" in page
    gone = client.get(f"/desk/cases/{doubt.case.number}/").content.decode()
    assert f'href="/desk/cases/{doubt.quoted.number}/"' in gone
    assert client.post(f"/desk/cases/{doubt.case.number}/part/").status_code == 303
    assert load(doubt.case_id).status == Status.OPEN


def test_it_stays_its_own(sign_in, doubt):
    assert decide(sign_in("deniz"), doubt, "own").status_code == 303
    doubt.refresh_from_db()
    assert (doubt.outcome, load(doubt.case_id).is_open) == ("own", True)


def test_it_is_an_attack(sign_in, doubt):
    assert decide(sign_in("deniz"), doubt, "spam").status_code == 303
    case = load(doubt.case_id)
    assert (case.status, case.closed_reason) == (Status.CLOSED, "spam")
    assert load(doubt.quoted_id).message_count == 1


def test_it_is_decided_once(sign_in, doubt):
    client = sign_in("deniz")
    decide(client, doubt, "own")
    assert decide(client, doubt, "joined").status_code == 404
    assert decide(client, doubt, "nonsense").status_code == 404


def test_an_unknown_decision_is_none(sign_in, doubt):
    assert decide(sign_in("deniz"), doubt, "nonsense").status_code == 400


def test_a_case_in_a_queue_that_she_does_not_see_shows_only_its_number(sign_in, world, doubt):
    other = Queue.objects.get(brand=world.brand, code="accounts")
    by = Actor.system("test")
    cases.move_to_queue(case=load(doubt.quoted_id), queue=other, reason="desk", by=by, at=LATER)
    client = sign_in("deniz")
    page = client.get("/desk/review/").content.decode()
    assert doubt.quoted.number in page
    assert "Elif Karaca" not in page
    assert decide(client, doubt, "joined").status_code == 404
    assert decide(client, doubt, "own").status_code == 303


def test_the_same_sender_within_minutes_is_pointed_out(sign_in, world):
    older = make_case(world)
    newer = make_case(world, at=NOON + post.timedelta(minutes=3), subject="Yine ben")
    client = sign_in("deniz")
    for case, other in ((older, newer), (newer, older)):
        page = client.get(f"/desk/cases/{case.number}/").content.decode()
        assert f'action="/desk/cases/{newer.number}/join/"' in page
        assert f'href="/desk/cases/{other.number}/"' in page
    answer = client.post(f"/desk/cases/{newer.number}/join/", {"into": older.number})
    assert answer["Location"] == f"/desk/cases/{older.number}/"
    assert lead_of(load(newer.id)).id == older.id
    assert "/join/" not in client.get(f"/desk/cases/{older.number}/").content.decode()


def test_a_doubtful_mail_is_never_pointed_out_as_the_same_sender(sign_in, world):
    box = post.mailbox(world.brand, topic="PAY-WD")
    box.state = {**box.state, "trusted_receivers": ["mx.nehir.example"]}
    box.save()
    case = make_case(world)
    failed = "mx.nehir.example; dmarc=fail header.from=posta.example"
    bring(box, mail(subject=f"[{case.number}]", authentication_results=failed), NOON)
    assert "/join/" not in sign_in("deniz").get(f"/desk/cases/{case.number}/").content.decode()


def test_what_lies_hours_apart_is_not_pointed_out(sign_in, world):
    older = make_case(world)
    make_case(world, at=NOON + post.timedelta(hours=3))
    assert "/join/" not in sign_in("deniz").get(f"/desk/cases/{older.number}/").content.decode()


def test_joining_what_cannot_be_joined_says_why(sign_in, world):
    request, complaint = make_case(world), make_case(world, topic="COMPLAINT", at=NOON)
    client = sign_in("mert")
    assert client.post(f"/desk/cases/{complaint.number}/join/", {"into": request.number}).status_code == 409
    assert client.post(f"/desk/cases/{request.number}/join/", {"into": "yok"}).status_code == 404
    assert client.post(f"/desk/cases/{request.number}/part/").status_code == 409


def test_the_sender_of_a_mail_carries_a_mark_with_words(sign_in, world):
    box = post.mailbox(world.brand, topic="PAY-WD")
    box.state = {**box.state, "trusted_receivers": ["mx.nehir.example"]}
    box.save()
    results = "mx.nehir.example; dmarc=fail header.from=posta.example"
    item = bring(box, mail(authentication_results=results))
    page = sign_in("deniz").get(f"/desk/cases/{item.case.number}/").content.decode()
    assert "DMARC fail" in page
