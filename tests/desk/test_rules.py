"""Rules at the desk: written by form, previewed, switched on by one or two, read by all, refused to some."""

import re

import pytest
from django.test import Client

from muhatap.automation.actions import Action, Do
from muhatap.automation.models import Rule, RuleVersion
from muhatap.cases import operations as cases
from muhatap.kernel.actors import Actor
from tests.automation.making import content, later, letter, make_rule, turn
from tests.world import NOON, load, make_case

pytestmark = pytest.mark.django_db
NEW = "/desk/rules/nehir/new/"
GOOD = {
    "name": "Acil işlemler öne",
    "when": "opened",
    "hours": "",
    "condition": "topic:PAY-WD",
    "row": ["0"],
    "do-0": "priority",
    "value-0": "1",
    "save": "1",
}


def test_a_supervisor_writes_previews_and_switches_on(world, sign_in):
    case = make_case(world)
    client = sign_in("mert")
    assert client.post(NEW, GOOD).status_code == 303
    rule = Rule.objects.get()
    place = f"/desk/rules/{rule.id}/"
    page = client.get(place).content.decode()
    assert "Acil işlemler öne" in page
    assert "topic:PAY-WD" in page
    client.post(f"{place}switch/", {"to": "on"})
    rule.refresh_from_db()
    assert not rule.is_on
    assert client.post(f"{place}preview/").status_code == 303
    client.post(f"{place}switch/", {"to": "on"})
    rule.refresh_from_db()
    assert (rule.on_version, rule.on_by) == (1, world.staff["mert"])
    assert client.get("/desk/rules/").content.decode().count("Acil işlemler öne") >= 1
    client.post(f"{place}switch/", {"to": "off", "reason": "yeter"})
    rule.refresh_from_db()
    assert (rule.is_on, rule.off_reason) == (False, "yeter")
    assert load(case.id).priority == 3


def test_rows_are_added_moved_and_taken_out_without_script(world, sign_in):
    client = sign_in("mert")
    page = client.post(NEW, GOOD | {"save": "", "add": "1", "add_do": "note"})
    assert page.status_code == 200
    assert 'name="do-1" value="note"' in page.content.decode()
    two = GOOD | {"row": ["0", "1"], "do-1": "note", "text-tr-1": "merhaba"}
    moved = client.post(NEW, {**two, "up-1": "1"}).content.decode()
    assert moved.index('value="note"') < moved.index('value="priority"')
    out = client.post(NEW, {**two, "out-0": "1"}).content.decode()
    assert 'name="do-0" value="note"' in out
    assert not Rule.objects.exists()


def test_parts_of_the_condition_are_added_and_taken_out(world, sign_in):
    client = sign_in("mert")
    added = client.post(NEW, GOOD | {"part_not": "1", "part": "priority:urgent"}).content.decode()
    assert 'value="topic:PAY-WD -priority:urgent"' in added
    both = GOOD | {"condition": "topic:PAY-WD -priority:urgent"}
    less = client.post(NEW, both | {"part_out": "0"}).content.decode()
    assert 'value="-priority:urgent"' in less


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, 'id="name-error"'),
        ({"condition": "topc:X"}, "<mark>"),
        ({"condition": "owner:me"}, 'id="condition-error"'),
        ({"condition": "topic:GONE"}, 'id="condition-error"'),
        ({"row": []}, 'href="#add_do"'),
        ({"value-0": "7"}, 'id="row-0-error"'),
        ({"when": "after_opened", "hours": "0"}, 'href="#hours"'),
        ({"when": "yesterday"}, 'href="#hours"'),
    ],
)
def test_what_is_wrong_stands_at_its_place(world, sign_in, wrong, said):
    answer = sign_in("mert").post(NEW, GOOD | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Rule.objects.exists()


def test_a_letter_needs_another_person_at_the_desk_too(world, sign_in):
    rule = make_rule(world, content("Mektup", "opened", letter()), on=False)
    place = f"/desk/rules/{rule.id}/"
    mert, pelin = sign_in("mert"), sign_in("pelin")
    mert.post(f"{place}switch/", {"to": "on"})
    mert.post(f"{place}switch/", {"to": "propose"})
    assert b"/decide/" not in mert.get(place).content
    mert.post(f"{place}switch/", {"to": "propose", "reason": "bilgi verelim"})
    mert.post(f"{place}decide/", {"decision": "agree"})
    rule.refresh_from_db()
    assert not rule.is_on
    assert "bilgi verelim" in pelin.get(place).content.decode()
    pelin.post(f"{place}decide/", {"decision": "agree"})
    rule.refresh_from_db()
    assert (rule.is_on, rule.on_by) == (True, world.staff["pelin"])


def test_agents_and_auditors_read_and_change_nothing(world, sign_in):
    rule = make_rule(world, content("Acil", "opened", Action(Do.PRIORITY, "1")))
    for login in ("deniz", "gul"):
        client = sign_in(login)
        page = client.get(f"/desk/rules/{rule.id}/").content.decode()
        assert "Acil" in page
        assert "/switch/" not in page
        for form in ("switch", "preview", "move", "remove", "edit", "decide"):
            assert client.post(f"/desk/rules/{rule.id}/{form}/", {"to": "off"}).status_code == 403
        assert client.get(NEW).status_code == 404
    rule.refresh_from_db()
    assert rule.is_on


def test_a_stranger_finds_nothing(world):
    rule = make_rule(world, content("Yıldırım kuralı", "opened", Action(Do.PRIORITY, "1")))
    client = Client()
    client.force_login(world.stranger)
    session = client.session
    session["second_factor_passed"] = world.stranger.pk
    session.save()
    assert client.get(f"/desk/rules/{rule.id}/").status_code == 404
    assert client.post(f"/desk/rules/{rule.id}/switch/", {"to": "off"}).status_code == 404
    assert client.get(NEW).status_code == 404
    assert "Yıldırım" not in client.get("/desk/rules/").content.decode()


def test_a_change_shows_what_differs(world, sign_in):
    rule = make_rule(world, content("Acil", "opened", Action(Do.PRIORITY, "1")))
    client = sign_in("mert")
    changed = GOOD | {"name": "Acil", "condition": "", "value-0": "2"}
    assert client.post(f"/desk/rules/{rule.id}/edit/", changed).status_code == 303
    assert RuleVersion.objects.count() == 2
    page = client.get(f"/desk/rules/{rule.id}/").content.decode()
    assert "<del>" in page
    assert "<ins>" in page


def test_the_case_says_which_rule_did_what_and_leads_to_it(world, sign_in):
    rule = make_rule(
        world, content("Acil", "opened", Action(Do.PRIORITY, "1"), Action(Do.NOTE, "", {"tr": "x"}))
    )
    case = make_case(world)
    turn()
    page = sign_in("deniz").get(f"/desk/cases/{case.number}/").content.decode()
    assert re.search(rf'<a href="/desk/rules/{rule.id}/">[^<]*Acil', page)


def test_a_preview_names_no_subject_to_who_may_not_read_the_case(world, sign_in):
    make_case(world, subject="Gizli konu", at=NOON)
    rule = make_rule(world, content("Acil", "opened", Action(Do.PRIORITY, "1")), later(days=1), on=False)
    place = f"/desk/rules/{rule.id}/"
    assert "Gizli konu" in sign_in("mert").get(place).content.decode()
    assert "Gizli konu" not in sign_in("arda").get(place).content.decode()


def test_notices_of_rules_are_said_in_words(world, sign_in):
    one = make_rule(world, content("Yukarı", "priority_changed", Action(Do.PRIORITY, "1")))
    make_rule(world, content("Aşağı", "priority_changed", Action(Do.PRIORITY, "4")))
    make_rule(world, content("Haber", "opened", Action(Do.TELL, "supervisor", {"tr": "Bakın"})))
    case = make_case(world)
    turn()
    mert = Actor.staff(world.staff["mert"].pk)
    cases.change_priority(case=load(case.id), priority=2, reason="", by=mert, at=later(minutes=1))
    turn(later(minutes=1))
    page = sign_in("mert").get("/desk/notices/").content.decode()
    assert "Bakın" in page
    assert "Yukarı · Aşağı" in page
    assert "rules_at_odds" not in page
    assert "“Aşağı”" in sign_in("mert").get(f"/desk/rules/{one.id}/").content.decode()
