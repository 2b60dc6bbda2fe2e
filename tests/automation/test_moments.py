"""Rules that wait for a moment: once for each, after interruptions too, and not when it became void."""

import pytest

from muhatap.automation import operations as automation
from muhatap.automation.actions import Action, Do
from muhatap.automation.models import Firing
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import Author, Status
from tests.automation.making import RULES, by, content, later, letter, make_rule
from tests.world import load, make_case

pytestmark = pytest.mark.django_db
NOTE = Action(Do.NOTE, "", {"tr": "zamanı geldi"})


def sweep(at):
    return automation.sweep_moments(by=RULES, at=at)


def notes(case):
    return Message.objects.filter(case=case, author=Author.NOTE, text="zamanı geldi").count()


def test_hours_after_the_customers_last_word(world):
    make_rule(world, content("Dört saat", "after_customer_wrote", NOTE, hours=4))
    case = make_case(world)
    sweep(later(hours=3, minutes=59))
    assert notes(case) == 0
    sweep(later(hours=4))
    sweep(later(hours=4, minutes=1))
    sweep(later(hours=9))
    assert notes(case) == 1
    assert Firing.objects.get().base_at == load(case.id).customer_wrote_at


def test_an_interruption_makes_it_late_but_never_twice_or_lost(world):
    make_rule(world, content("Dört saat", "after_customer_wrote", NOTE, hours=4))
    case = make_case(world)
    sweep(later(hours=1))
    sweep(later(hours=30))
    sweep(later(hours=30, seconds=5))
    assert notes(case) == 1


def test_an_answer_makes_the_moment_void_and_the_next_word_makes_another(world):
    make_rule(world, content("Dört saat", "after_customer_wrote", NOTE, hours=4))
    case = make_case(world)
    write(case, Author.STAFF, world, later(hours=1))
    sweep(later(hours=5))
    assert notes(case) == 0
    write(case, Author.CUSTOMER, world, later(hours=6))
    sweep(later(hours=9, minutes=59))
    assert notes(case) == 0
    sweep(later(hours=10))
    assert notes(case) == 1


def test_silence_of_the_customer_closes_with_a_letter(world):
    make_rule(
        world,
        content(
            "Kapat",
            "after_waiting",
            letter(),
            Action(Do.STATUS, "closed:no_answer"),
            hours=72,
            condition="status:waiting_customer",
        ),
    )
    case = make_case(world)
    deniz = by(world.staff["deniz"])
    cases.change_status(case=case, status=Status.WAITING_CUSTOMER, by=deniz, at=later(hours=1))
    sweep(later(hours=72))
    assert load(case.id).status == Status.WAITING_CUSTOMER
    sweep(later(hours=73))
    case = load(case.id)
    assert (case.status, case.closed_reason) == (Status.CLOSED, "no_answer")
    assert Message.objects.filter(case=case, author=Author.AUTOMATIC).count() == 1


def test_before_the_next_promise_ends_as_soon_as_the_condition_holds(world):
    make_rule(
        world,
        content("Yakında", "before_promise_end", NOTE, hours=2, condition="priority:urgent"),
    )
    case = make_case(world)
    end = load(case.id).next_due_at
    sweep(end - (later(hours=1) - later()))
    assert notes(case) == 0
    cases.change_priority(
        case=load(case.id),
        priority=1,
        reason="",
        by=by(world.staff["mert"]),
        at=end - (later(minutes=50) - later()),
    )
    sweep(end - (later(minutes=40) - later()))
    sweep(end - (later(minutes=30) - later()))
    assert notes(case) == 1


def test_many_at_once_are_all_found(world, monkeypatch):
    monkeypatch.setattr("muhatap.automation.operations.sweeping._PAGE", 3)
    make_rule(world, content("Bir saat", "after_opened", NOTE, hours=1))
    found = [make_case(world, external_id=f"<{number}@x.example>") for number in range(8)]
    sweep(later(hours=1))
    sweep(later(hours=2))
    assert [notes(case) for case in found] == [1] * 8


def test_what_changes_nothing_is_looked_at_once(world):
    make_rule(world, content("Üç", "after_opened", Action(Do.PRIORITY, "3"), hours=1))
    make_case(world)
    assert sweep(later(hours=1)) == 1
    assert sweep(later(hours=1, minutes=1)) == 0
    assert Firing.objects.get().outcome == "nothing"


def write(case, author, world, at):
    cases.post_message(
        case=load(case.id),
        new=cases.NewMessage(author=author, channel="email", text="Merhaba"),
        by=by(world.staff["deniz"]),
        at=at,
    )
