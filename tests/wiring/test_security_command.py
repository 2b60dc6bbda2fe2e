"""`muhatap security`: events for a collector by time and sort, and their chains."""

import json

import pytest
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.kernel.actors import Actor
from muhatap.wiring.console import main

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


def lines(capsys) -> list[str]:
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def events(world):
    accounts.note_sign_in(staff_id=world.staff["deniz"].pk, by=BY, at=timezone.now())
    accounts.create_token(brand=world.brand, name="x", scopes=["cases:read"], by=BY, at=timezone.now())


def test_it_prints_one_event_a_line(events, capsys):
    assert main(["security", "events"]) == 0
    assert [json.loads(each)["kind"] for each in lines(capsys)] == ["staff.signed_in", "token.created"]
    assert main(["security", "events", "--since", "1h", "--category", "key", "--format", "cef"]) == 0
    (line,) = lines(capsys)
    assert line.startswith("CEF:0|Muhatap|Muhatap|1|token.created|")
    assert main(["security", "events", "--until", "2020-01-01"]) == 0
    assert lines(capsys) == []


@pytest.mark.parametrize("wrong", [["--since", "dün"], ["--category", "x"], ["--since", "99999999999d"]])
def test_what_cannot_be_is_said(events, wrong):
    assert main(["security", "events", *wrong]) == 2


def test_the_chains_are_verified(events, capsys):
    assert main(["security", "verify", "--json"]) == 0
    told = json.loads(lines(capsys)[0])
    assert told["intact"] is True
    assert told["events"] >= 2
