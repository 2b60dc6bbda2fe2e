"""`muhatap rules` lists, previews without changing anything, and runs."""

import json

import pytest

from muhatap.audit import relay
from muhatap.audit.models import Event
from muhatap.automation.actions import Action, Do
from muhatap.wiring.console import main
from tests.automation.making import content, later, make_rule
from tests.world import load, make_case

pytestmark = pytest.mark.django_db
AT = later(days=2).isoformat()


def said(capsys, *arguments):
    status = main(["rules", *arguments])
    return status, capsys.readouterr().out


def test_rules_are_listed_previewed_and_run(world, capsys):
    rule = make_rule(world, content("Acil", "opened", Action(Do.PRIORITY, "1")))
    case = make_case(world)
    relay.publish(at=later())
    before = Event.objects.count()
    status, out = said(capsys, "preview", str(rule.id), "--at", AT, "--json")
    tried = json.loads(out)
    assert (status, tried["cases"], tried["shown"][0]["number"]) == (0, 1, case.number)
    assert (Event.objects.count(), load(case.id).priority) == (before, 3)
    assert "1 cases touched" in said(capsys, "preview", str(rule.id), "--at", AT)[1]
    status, out = said(capsys, "run", "--at", AT, "--json")
    assert (status, load(case.id).priority) == (0, 1)
    assert json.loads(out)["looked_at"] > 0
    (row,) = json.loads(said(capsys, "list", "--json", "--at", AT)[1])
    assert (row["name"], row["on"], row["acted"]) == ("Acil", 1, 1)
    assert "Acil" in said(capsys, "list", "--brand", "nehir", "--at", AT)[1]
    assert json.loads(said(capsys, "list", "--brand", "liman", "--json")[1]) == []


def test_what_is_wrong_is_said(world, capsys):
    assert said(capsys, "preview", "17")[0] == 2
    assert said(capsys, "list", "--at", "yarın")[0] == 2
    assert "no rules yet" in said(capsys, "list")[1]
