"""Who may call, and what is refused with which words."""

from datetime import timedelta

import pytest

from muhatap.accounts import operations as accounts
from muhatap.accounts import tokens
from muhatap.channels.adapters.api import access
from muhatap.channels.adapters.api.pace import Pace
from muhatap.kernel.actors import Actor
from tests.channels.api.conftest import Caller, caller_for, case_body
from tests.world import NOON


def test_without_a_token_nothing_is_told(asking_world):
    answer = Caller()("GET", "/api/v1/topics")
    assert (answer.status, answer.slug) == (401, "token-missing")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("token", ["x", "mht_" + "a" * 43, "mht_", "ş" * 50, "\x00", "a " * 3000])
def test_an_unknown_token_is_refused(asking_world, token):
    answer = Caller(token)("GET", "/api/v1/topics")
    assert (answer.status, answer.slug) == (401, "token-refused")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_revoked_token_is_refused_here_at_once_and_elsewhere_within_30_seconds(asking_world):
    token, clear = accounts.create_token(
        brand=asking_world.brand, name="x", scopes=["cases:read"], by=Actor.system("test"), at=NOON
    )
    assert tokens.token_for(clear, NOON) == token
    accounts.revoke_token(token=token, by=Actor.system("test"), at=NOON)
    assert tokens.token_for(clear, NOON) is None
    tokens._known[token.digest] = (token, NOON)
    assert tokens.token_for(clear, NOON + timedelta(seconds=29)) == token
    assert tokens.token_for(clear, NOON + timedelta(seconds=30)) is None


@pytest.mark.parametrize(
    ("scope", "method", "path", "allowed"),
    [
        ("cases:read", "POST", "/api/v1/cases", False),
        ("cases:write", "POST", "/api/v1/cases", True),
        ("cases:write", "GET", "/api/v1/cases/26-00000-00000", False),
        ("topics:read", "GET", "/api/v1/cases/26-00000-00000/messages", False),
        ("topics:read", "GET", "/api/v1/topics", True),
        ("cases:write", "GET", "/api/v1/promises", True),
    ],
)
def test_scopes_are_kept_apart(asking_world, scope, method, path, allowed):
    answer = caller_for(asking_world, scope)(method, path, case_body() if method == "POST" else None)
    if allowed:
        assert answer.status in {200, 201}, answer.data
    else:
        assert (answer.status, answer.slug) == (403, "scope-missing")
        assert "insufficient_scope" in answer.headers["WWW-Authenticate"]


def test_a_scope_that_does_not_exist_is_given_to_nobody(asking_world):
    with pytest.raises(accounts.UnknownScope):
        caller_for(asking_world, "cases:everything")


def test_a_token_speaks_for_its_brand_only(asking_world):
    stranger = caller_for(asking_world, "cases:read", "cases:write", brand=asking_world.other_brand)
    number = caller_for(asking_world, "cases:write").open().json["number"]
    assert stranger("GET", f"/api/v1/cases/{number}").slug == "case-not-found"
    assert stranger("GET", f"/api/v1/cases/{number}/messages").slug == "case-not-found"
    assert stranger("POST", f"/api/v1/cases/{number}/messages", {"text": "ben"}).slug == "case-not-found"
    assert stranger.open(case_body(brand="nehir")).slug == "other-brand"
    # A brand that does not exist looks the same.
    assert stranger.open(case_body(brand="hayal")).slug == "other-brand"
    assert stranger("GET", "/api/v1/topics?brand=nehir").slug == "other-brand"


def test_a_program_that_runs_away_has_to_wait(program, monkeypatch):
    pace = Pace(12)
    monkeypatch.setattr(access, "pace_of", lambda _calls: pace)
    answers = [program("GET", "/api/v1/topics") for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 429]
    assert int(answers[2].headers["Retry-After"]) >= 1
    assert answers[2].slug == "too-many-calls"


def test_pace_refills():
    pace = Pace(60)
    assert [pace.wait_for(1, 0.0) for _ in range(11)] == [0] * 10 + [1]
    assert pace.wait_for(2, 0.0) == 0
    assert pace.wait_for(1, 2.0) == 0


def test_outside_of_tls_a_token_is_refused_where_tls_is_on(program, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert program("GET", "/api/v1/topics").slug == "https-required"
