"""`muhatap security`: events for a collector by time and sort, and their chains."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.audit.models import Event
from muhatap.audit.security import security_kinds
from muhatap.kernel.actors import Actor
from muhatap.portal import operations as portal
from muhatap.portal.models import CustomerAccount, MailedLink
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


def test_the_codes_of_a_customer_go_with_proof_and_her_mailbox_is_told(world, capsys):
    at = timezone.now()
    account = CustomerAccount.objects.create(
        brand=world.brand, email="elif@posta.example", made_at=at, seen_at=at
    )
    about = {"account": account, "language": "tr", "by": BY, "at": at}
    portal.add_factor(secret="JBSWY3DPEHPK3PXP", **about)
    arguments = ["security", "customer-factor", "--brand", "nehir", "--email", "Elif@posta.example"]
    assert main([*arguments, "--proof", "document"]) == 0
    account.refresh_from_db()
    assert not account.has_factor
    event = Event.objects.filter(kind="account.changed").order_by("-seq").first()
    assert event.actor_label == "console: document"
    assert MailedLink.objects.filter(kind="changed").count() == 2
    assert main([*arguments, "--proof", "document"]) == 1


def test_the_console_knows_every_kind_although_it_loads_little(tmp_path):
    asked = (
        "from muhatap.wiring.console import start_django; start_django();"
        "from muhatap.audit.security import security_kinds; print(*security_kinds())"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=Path(__file__).parents[2],
        env=os.environ | {"MUHATAP_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(told.stdout.split()) == set(security_kinds())
    assert {"keyring.rotated", "privacy.purpose_stated", "dossier.sealed"} <= set(told.stdout.split())
