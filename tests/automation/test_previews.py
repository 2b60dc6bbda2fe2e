"""A preview replays what really happened, says what would have been done, and changes no case."""

import pytest

from muhatap.audit.models import Event
from muhatap.automation.actions import Action, Do
from muhatap.automation.models import Firing
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author, Status
from tests.automation.making import by, content, later, letter, make_rule, preview
from tests.world import load, make_case

pytestmark = pytest.mark.django_db
URGENT = Action(Do.PRIORITY, "1")


def tried(world, said, at=None):
    at = at or later(days=2)
    rule = make_rule(world, said, at, on=False)
    return preview(rule, world.staff["mert"], at)


def test_it_counts_what_the_rule_would_have_done(world):
    pay, login = make_case(world), make_case(world, topic="ACC-LOGIN", customer=1)
    before = Event.objects.count()
    found = tried(world, content("Acil", "opened", URGENT, condition="topic:PAY-WD"))
    assert (found.looked_at, found.firings, found.cases, found.done) == (2, 1, {pay.id}, {"priority": 1})
    assert found.shown[0]["number"] == pay.number
    assert (load(pay.id).priority, load(login.id).priority) == (3, 4)
    assert not Firing.objects.exists()
    assert Event.objects.count() == before + 3


def test_the_state_of_that_time_decides(world):
    case = make_case(world)
    mert = by(world.staff["mert"])
    cases.change_priority(case=case, priority=2, reason="", by=mert, at=later(hours=1))
    cases.change_status(case=case, status=Status.WAITING_CUSTOMER, by=mert, at=later(hours=2))
    cases.change_priority(case=case, priority=4, reason="", by=mert, at=later(hours=3))
    note = Action(Do.NOTE, "", {"tr": "x"})
    assert tried(world, content("A", "priority_changed", note, condition="priority:high")).firings == 1
    assert tried(world, content("B", "priority_changed", note, condition="is:waiting")).firings == 1
    assert tried(world, content("C", "priority_changed", note, condition="priority:urgent")).firings == 0
    assert tried(world, content("D", "priority_changed", note)).firings == 2


def test_what_it_would_have_set_counts_for_what_comes_after(world):
    case = make_case(world)
    for hours in (1, 2, 3):
        write(case, world, later(hours=hours))
    found = tried(world, content("Acil", "customer_wrote", URGENT))
    assert (found.looked_at, found.firings) == (4, 1)


def test_moments_are_counted_with_what_made_them_void(world):
    quiet, answered = make_case(world), make_case(world, customer=1)
    write(answered, world, later(hours=1), Author.STAFF)
    found = tried(world, content("Dört saat", "after_customer_wrote", URGENT, hours=4))
    assert found.cases == {quiet.id}
    assert tried(world, content("Elli", "after_customer_wrote", URGENT, hours=50)).looked_at == 0


def test_promises_that_came_to_their_end_are_counted(world):
    case = make_case(world)
    found = tried(world, content("Yakında", "before_promise_end", URGENT, hours=2), later(days=3))
    assert found.cases == {case.id}


def test_letters_are_counted_within_their_budget(world):
    case = make_case(world)
    write(case, world, later(hours=1))
    found = tried(world, content("Mektup", "customer_wrote", letter()))
    assert (found.letters, found.refused) == (1, {"letters_spent": 1})


def test_other_brands_and_older_times_are_left_out(world):
    make_case(world, brand=world.other_brand)
    make_case(world)
    assert tried(world, content("Acil", "opened", URGENT)).firings == 1
    assert tried(world, content("Acil2", "opened", URGENT), later(days=40)).firings == 0


def write(case, world, at, author=Author.CUSTOMER):
    cases.post_message(
        case=load(case.id),
        new=cases.NewMessage(author=author, channel="email", text="Merhaba"),
        by=by(world.staff["deniz"]),
        at=at,
    )
    assert Message.objects.filter(case=case).exists()
