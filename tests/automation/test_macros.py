"""Macros: several actions by a person in one go, previewed, refused one by one, never around the checks."""

import pytest

from muhatap.audit.models import Event
from muhatap.automation import operations as automation
from muhatap.automation.actions import Action, Do
from muhatap.automation.checking import Faulty
from muhatap.automation.queries import macro_for, macros_for
from muhatap.cases.models import Draft, Message
from muhatap.cases.operations.drafting import save_draft
from muhatap.cases.statuses import Author, Status
from tests.automation.making import by
from tests.world import NOON, load, make_case

pytestmark = pytest.mark.django_db
REPLY = Action(
    Do.REPLY,
    "draft",
    {"tr": "Sayın {{customer.name}}, {{case.number}} için belge bekliyoruz. {{agent.name}}", "en": "Dear"},
)


def macro(world, *actions, login="deniz", shared=False, name="Belge iste"):
    staff = world.staff[login]
    said = automation.MacroContent(name=name, actions=actions, is_shared=shared)
    return automation.write_macro(
        brand=world.brand, macro=None, content=said, staff=staff, by=by(staff), at=NOON
    )


def run(world, row, case, login="deniz"):
    staff = world.staff[login]
    return automation.run_macro(case=case, macro=row, staff=staff, by=by(staff), at=NOON)


def test_a_macro_does_all_of_it_and_the_reply_becomes_the_draft(world):
    row = macro(
        world,
        Action(Do.PRIORITY, "2"),
        Action(Do.STATUS, "waiting_third_party"),
        Action(Do.NOTE, "", {"tr": "Banka aranacak"}),
        REPLY,
    )
    case, deniz = make_case(world), world.staff["deniz"]
    seen = automation.preview_macro(case=case, macro=row, staff=deniz, by=by(deniz), at=NOON)
    assert load(case.id).priority == 3
    assert [(step.field, step.old, step.new) for step in seen.plan.steps[:2]] == [
        ("priority", "3", "2"),
        ("status", "new", "waiting_third_party"),
    ]
    done = run(world, row, case)
    case = load(case.id)
    assert (case.priority, case.status) == (2, Status.WAITING_THIRD_PARTY)
    text = f"Sayın Elif Karaca, {case.number} için belge bekliyoruz. Deniz Aydın"
    assert (done.reply, done.sends) == (text, False) == (seen.reply, False)
    assert Draft.objects.get().text == text
    assert Message.objects.get(author=Author.NOTE).text == "Banka aranacak"
    event = Event.objects.get(kind="macro.run")
    assert (event.stream_id, event.actor_id) == (case.id, deniz.pk)


def test_what_she_has_begun_to_write_stays(world):
    row, case, deniz = macro(world, REPLY), make_case(world), world.staff["deniz"]
    save_draft(case=case, staff=deniz, author=Author.STAFF, text="Merhaba", by=by(deniz), at=NOON)
    run(world, row, case)
    run(world, row, case)
    text = Draft.objects.get().text
    assert text.startswith("Merhaba\n\nSayın")
    assert text.count("Sayın") == 1


def test_what_is_not_possible_is_refused_and_the_rest_is_done(world):
    row = macro(
        world,
        Action(Do.STATUS, "closed:solved"),
        Action(Do.STATUS, "waiting_customer"),
        Action(Do.PRIORITY, "1"),
    )
    case = make_case(world)
    done = run(world, row, case)
    assert [step.refusal for step in done.steps] == ["", "cannot_move", ""]
    assert load(case.id).status == Status.CLOSED


def test_a_reply_that_is_sent_must_have_no_hole(world):
    row = macro(world, Action(Do.REPLY, "send", {"tr": "Sayın {{customer.name}}", "en": "Dear"}))
    case = make_case(world)
    case.customer.name = ""
    with pytest.raises(automation.CannotSend):
        run(world, row, case)
    assert not Event.objects.filter(kind="macro.run").exists()


def test_who_may_run_which(world):
    mine, all_of_us = macro(world, REPLY), macro(world, REPLY, login="mert", shared=True, name="Ortak")
    deniz, selin = world.staff["deniz"], world.staff["selin"]
    assert macros_for(deniz, world.brand.id) == [mine, all_of_us]
    assert macros_for(selin, world.brand.id) == [all_of_us]
    assert macro_for(selin, mine.id) is None
    assert macro_for(world.stranger, all_of_us.id) is None
    automation.retire_macro(macro=all_of_us, by=by(world.staff["mert"]), at=NOON)
    assert macros_for(selin, world.brand.id) == []


@pytest.mark.parametrize(
    ("actions", "fault"),
    [
        ((REPLY, REPLY), "two_replies"),
        ((Action(Do.LETTER, "", {"tr": "x", "en": "x"}),), "unknown_action"),
        ((Action(Do.MACRO, "1"),), "unknown_action"),
        ((Action(Do.REPLY, "later", {"tr": "x", "en": "x"}),), "choose_reply"),
        ((), "no_actions"),
    ],
)
def test_what_cannot_be_kept(world, actions, fault):
    with pytest.raises(Faulty) as wrong:
        macro(world, *actions)
    assert fault in [each.code for each in wrong.value.faults]
