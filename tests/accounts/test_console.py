"""`muhatap staff` and `muhatap token`: what they print and how they end."""

import io
import json

import pytest
from django.utils import timezone

from muhatap.accounts.models import ApiToken, Staff
from muhatap.accounts.roles import Role
from muhatap.accounts.tokens import token_for
from muhatap.wiring.console import main

pytestmark = pytest.mark.django_db


def lines(capsys):
    return capsys.readouterr().out.strip().splitlines()


def test_staff_create_gives_account_role_and_team(world, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("uzun-bir-parola\n"))
    arguments = ["staff", "create", "yeni@nehir.example", "--name", "Yeni", "--role", "agent"]
    assert main([*arguments, "--brand", "nehir", "--team", "payments", "--password-stdin", "--json"]) == 0
    assert json.loads(lines(capsys)[0]) == {
        "email": "yeni@nehir.example",
        "role": "agent",
        "brand": "nehir",
    }
    member = Staff.objects.get(email="yeni@nehir.example")
    assert member.check_password("uzun-bir-parola")
    assert member.teams.get().code == "payments"


def test_staff_create_without_a_terminal_makes_a_password_and_says_it(world, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    main(["staff", "create", "y@nehir.example", "--name", "Y", "--role", "auditor", "--brand", "nehir"])
    password = lines(capsys)[-1].removeprefix("Password: ")
    assert Staff.objects.get(email="y@nehir.example").check_password(password)


@pytest.mark.parametrize("role", Role)
def test_every_role_can_be_given(world, monkeypatch, role):
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    given = ["--role", role.value, "--brand", "nehir"]
    assert main(["staff", "create", "y@nehir.example", "--name", "Y", *given]) == 0
    assert Staff.objects.get(email="y@nehir.example").memberships.get().role == role


def test_the_brand_must_be_named_where_there_are_several(world, capsys):
    assert main(["staff", "create", "y@nehir.example", "--name", "Y", "--role", "agent"]) == 1
    assert main(["token", "create", "--name", "t", "--scope", "cases:read"]) == 1
    assert "--brand" in capsys.readouterr().err


def test_staff_list_tells_roles_by_brand(world, capsys):
    assert main(["staff", "list", "--json"]) == 0
    rows = {row["email"]: row for row in json.loads(lines(capsys)[0])}
    assert rows["mert@nehir.example"]["roles"] == {"nehir": "supervisor"}


def test_real_staff_have_no_code(world, capsys):
    assert main(["staff", "code", "deniz@nehir.example"]) == 1
    assert main(["staff", "code", "nobody@nehir.example"]) == 1
    assert lines(capsys) == []


def test_a_printed_token_is_valid_until_it_is_revoked(world, capsys):
    assert main(["token", "create", "--name", "t", "--scope", "cases:read", "--brand", "nehir"]) == 0
    (clear,) = lines(capsys)
    token = token_for(clear, timezone.now())
    assert (token.brand_id, token.scopes) == (world.brand.id, ["cases:read"])
    assert clear not in json.dumps(list(ApiToken.objects.values_list("digest", flat=True)))
    assert main(["token", "list"]) == 0
    assert "in use" in lines(capsys)[0]
    assert main(["token", "revoke", str(token.id)]) == 0
    assert token_for(clear, timezone.now()) is None
    main(["token", "list", "--json"])
    assert json.loads(lines(capsys)[-1])[0]["revoked_at"]


def test_unknown_scopes_and_tokens_are_named(world, capsys):
    assert main(["token", "create", "--name", "t", "--scope", "all", "--brand", "nehir"]) == 1
    assert "cases:read" in capsys.readouterr().err
    assert main(["token", "revoke", "7"]) == 1
