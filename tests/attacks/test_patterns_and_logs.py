"""Patterns that run away on what strangers type, and what stands in the log after failures."""

import logging
import re
import time
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from muhatap.charters.errors import CharterErrors
from muhatap.charters.loading import load
from muhatap.charters.patterns import may_run_away, unreadable_because
from tests.attacks.conftest import CARD, IBAN
from tests.channels.email import post
from tests.portal.conftest import begin, good_answers

RUNAWAY = (
    "(a+)+$",
    "(a|a)*$",
    "(a|aa)+$",
    "(.*a){20}$",
    "(a*)*b",
    "([a-z]+)*\\d",
    "a*a*a*a*a*b",
    "(?=(a+))a*b",
    "(\\w+\\s?)+$",
    "(x+x+)+y",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(a{1,50}){1,50}b",
    "(?:a?){50}a{50}",
)


@pytest.mark.parametrize("pattern", RUNAWAY)
def test_a_pattern_that_can_run_away_is_refused(pattern):
    assert may_run_away(pattern)


@pytest.mark.parametrize("pattern", ["(", "[", "a{99999999999}", "(?P<x>", "\\", "(" * 5000, "*", "(?#"])
def test_a_pattern_that_cannot_be_read_is_refused(pattern):
    assert unreadable_because(pattern)


def test_no_pattern_of_the_samples_is_slow():
    for place in Path("charters").glob("*.yaml"):
        for pattern in re.findall(r"pattern:\s*[\"']?([^\"'\n]+)", place.read_text()):
            if unreadable_because(pattern):
                continue
            begun = time.process_time()
            for letter in "aA0-_ .":
                re.fullmatch(pattern, letter * 500 + "!", re.ASCII)
            assert time.process_time() - begun < 1, (place.name, pattern)


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


def nothing_told(log, *more: str) -> None:
    for line in log.records:
        whole = logging.Formatter("%(message)s").format(line)
        for secret in (CARD, IBAN, "gizli-sifre", *more):
            assert secret not in whole, (line.name, whole[:300])


@pytest.mark.django_db
def test_failures_on_pages_tell_no_numbers(shop, log, monkeypatch):
    client = Client(raise_request_exception=False)
    client.cookies["muhatap_language"] = "en"
    place = begin(client)
    monkeypatch.setattr("muhatap.portal.views.form.read_submission", _broken)
    answer = client.post(place, good_answers(what=CARD, payout_iban=IBAN))
    assert answer.status_code == 500
    assert CARD not in answer.content.decode()
    monkeypatch.setattr("muhatap.portal.views.track.case_opened_by", _broken)
    client.post("/nehir/track/", {"number": "26-00000-00000", "secret": "gizli-sifre"})
    nothing_told(log)


@pytest.mark.django_db
def test_failures_of_calls_tell_no_numbers(program, log, monkeypatch):
    monkeypatch.setattr("muhatap.channels.operations.submitting.receive", _broken)
    answer = program.open(
        {"topic": "ACC-LOGIN", "subject": CARD, "text": IBAN, "customer": {"email": "a@x.example"}}
    )
    assert answer.status == 500
    assert CARD.encode() not in answer.data
    nothing_told(log, program.token)


@pytest.mark.django_db
def test_failures_of_mail_tell_no_numbers(shop, log, monkeypatch):
    monkeypatch.setattr("muhatap.channels.operations.receive", _broken)
    item = post.bring(
        post.mailbox(shop.brand), post.mail(subject=CARD, text=f"{CARD} {IBAN}"), timezone.now()
    )
    assert item.case_id is None
    assert CARD not in item.reason
    nothing_told(log)


@pytest.mark.django_db
def test_failed_sign_ins_tell_no_password(world, log):
    Client().post("/staff/login/", {"login": "deniz@nehir.example", "password": "gizli-sifre"})
    nothing_told(log)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/x%0aCRITICAL forged line/", "/x%0d%0a2026-01-01 forged/", "/x\u2028forged/", "/x%1b[31mforged/"],
)
def test_no_address_writes_a_line_of_its_own(shop, log, path):
    Client().get(path)
    for line in log.records:
        if line.name.startswith("django.request"):
            assert not re.search(r"[\n\r\x1b]", line.getMessage())


def _broken(*_args, **_named):
    raise RuntimeError("something went wrong")


BOMB = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" if n else "a0: &a0 [x]" for n in range(12))


@pytest.mark.parametrize(
    "text",
    [
        '!!python/object/apply:os.system ["touch x"]',
        "a: &a [*a]",
        "&x [" * 50,
        "a: !!binary x",
        "[" * 20_000,
        BOMB,
    ],
)
def test_a_charter_is_data_and_runs_nothing(text):
    begun = time.process_time()
    with pytest.raises(CharterErrors):
        load(text, "kotu.yaml")
    assert time.process_time() - begun < 5
