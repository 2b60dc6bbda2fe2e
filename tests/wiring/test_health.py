"""`muhatap doctor`, probes and measures: what is wrong is said, and to whom it may be said."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError
from django.test import Client

from muhatap.audit.leasing import hold
from muhatap.audit.models import ListenerRun
from muhatap.audit.relay import publish
from muhatap.audit.turns_of_jobs import Turns
from muhatap.channels.models import Delivery, VaultItem
from muhatap.kernel import ids
from muhatap.wiring import health
from muhatap.wiring.console import main
from muhatap.wiring.measuring import measures
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def installed(settings, tmp_path):
    """A data folder with well-kept keys."""
    settings.MUHATAP_DATA = tmp_path
    settings.MUHATAP_ORIGIN = "https://destek.nehir.example"
    (tmp_path / "keyring.json").write_bytes(settings.MUHATAP_KEYRING.written())
    (tmp_path / "keyring.json").chmod(0o600)
    return tmp_path


def states(at=NOON) -> dict[str, str]:
    return {each.name: each.state for each in health.examine(at)}


def test_an_address_without_tls_is_warned_of_unless_it_is_here(installed, settings):
    assert states()["address"] == "good"
    settings.MUHATAP_ORIGIN = "http://destek.nehir.example"
    assert states()["address"] == "warning"
    settings.MUHATAP_ORIGIN = "http://127.0.0.1:8000"
    assert states()["address"] == "good"


def test_what_is_well_and_what_is_missing_is_told(installed, capsys):
    assert main(["doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {each["name"]: each["state"] for each in told["findings"]} == {
        "keys": "good", "disk": told["findings"][1]["state"], "address": "good", "database": "good",
        "background": "bad", "events": "good", "jobs": "good", "schedule": "good",
        "mail out": "warning", "intake": "good", "proof": "warning", "seals": "good",
    }  # fmt: skip
    hold(name="schedule", holder="one", at=datetime.now(UTC), seconds=60)
    assert main(["doctor"]) == 0
    assert "MUHATAP_SMTP_URL" in capsys.readouterr().out


def test_keys_that_others_may_read_are_bad(installed):
    (installed / "keyring.json").chmod(0o644)
    assert states()["keys"] == "bad"


def test_events_that_nobody_is_told_are_bad(installed, world):
    make_case(world, at=NOON)
    now = datetime.now(UTC)
    assert states(now)["events"] == "good"
    assert states(now + timedelta(minutes=6))["events"] == "bad"
    while publish(at=NOON):
        pass
    assert states(now + timedelta(minutes=6))["events"] == "good"


def test_jobs_that_wait_or_were_given_up(installed):
    run = ListenerRun.objects.create(event_id=1, listener="x.y", next_try_at=NOON)
    assert states(NOON + timedelta(minutes=4))["jobs"] == "good"
    assert states(NOON + timedelta(minutes=6))["jobs"] == "bad"
    ListenerRun.objects.filter(id=run.id).update(given_up_at=NOON)
    assert states()["jobs"] == "warning"


def test_letters_that_are_overdue(installed, world, settings):
    settings.MUHATAP_SMTP_URL = "smtp://127.0.0.1:1"
    case = make_case(world, at=NOON)
    message = case.messages.earliest("id")
    Delivery.objects.create(
        brand=case.brand,
        case=case,
        message=message,
        channel="email",
        recipient="a@posta.example",
        next_try_at=NOON,
    )
    assert states(NOON + timedelta(minutes=4))["mail out"] == "good"
    assert states(NOON + timedelta(minutes=6))["mail out"] == "bad"


def test_a_database_that_does_not_answer_is_said_and_the_rest_left_out(installed, monkeypatch):
    def gone():
        raise DatabaseError("server closed the connection")

    monkeypatch.setattr(health, "_steps_to_come", gone)
    assert list(states()) == ["keys", "disk", "address", "database"]
    assert states()["database"] == "bad"
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "why": ["database"]})
    assert Client().get("/health/live").status_code == 200


def test_missing_migrations_are_not_ready(monkeypatch):
    monkeypatch.setattr(health, "_steps_to_come", lambda: 2)
    assert Client().get("/health/ready").json()["why"] == ["migrations"]


def test_ready_says_nothing_more():
    assert Client().get("/health/ready").json() == {"ready": True, "why": []}
    assert Client().post("/health/ready").status_code == 405


def test_measures_are_for_this_machine_or_the_token(world, settings):
    make_case(world, at=NOON)
    here = Client(REMOTE_ADDR="127.0.0.1").get("/metrics")
    assert b"\nmuhatap_open_cases 1\n" in here.content
    assert here.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    for elsewhere in (
        {"REMOTE_ADDR": "203.0.113.7"},
        {"HTTP_X_FORWARDED_FOR": "203.0.113.7"},
        {"REMOTE_ADDR": ""},
    ):
        assert Client(**{"REMOTE_ADDR": "127.0.0.1", **elsewhere}).get("/metrics").status_code == 404
    settings.MUHATAP_METRICS_TOKEN = "long-enough"
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 404
    for given in ("Bearer wrong", "long-enough", "Bearer é"):
        assert Client(HTTP_AUTHORIZATION=given).get("/metrics").status_code == 404
    assert Client(HTTP_AUTHORIZATION="Bearer long-enough").get("/metrics").status_code == 200


def test_an_id_tells_when_it_was_made():
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    assert before <= ids.time_of(ids.new_id()) <= datetime.now(UTC) + timedelta(seconds=2)


def test_measures_say_how_late_and_how_many_by_channel(world, settings):
    at = datetime.now(UTC)
    make_case(world, at=at)
    turns = Turns()
    turns.ended("sweep", 5, at - timedelta(seconds=90))
    turns.write()
    told = {each.name: each.values for each in measures(at)}
    assert told["muhatap_sweep_lag_seconds"] == [({}, 90.0)]
    assert told["muhatap_heads_lag_seconds"] == [({}, -1)]
    assert told["muhatap_open_cases_by_channel"] == told["muhatap_day_cases_by_channel"]
    assert sum(value for _labels, value in told["muhatap_open_cases_by_channel"]) == 1
    assert told["muhatap_job_age_seconds"] == [({"job": "sweep"}, 90.0)]
    assert told["muhatap_intake_lag_seconds"] == [({}, 0.0)]
    text = Client(REMOTE_ADDR="127.0.0.1").get("/metrics").content.decode()
    assert text.count("# HELP muhatap_job_age_seconds ") == 1
    assert 'muhatap_job_age_seconds{job="sweep"} 9' in text
    assert all(
        re.fullmatch(r"#.*|[a-z_]+(\{[a-z]+=\"[^\"]*\"\})? -?[\d.e+]+", line) for line in text.splitlines()
    )


def test_what_is_received_and_not_filed_is_late(installed, world):
    item = VaultItem.objects.create(
        brand=world.brand, source="email", external_id="<x>", sha256="0" * 64, size=1, wrapped_key=b"x",
        stored_at=NOON,
    )  # fmt: skip
    assert states(NOON + timedelta(minutes=4))["intake"] == "good"
    assert states(NOON + timedelta(minutes=6))["intake"] == "bad"
    VaultItem.objects.filter(id=item.id).update(state="in_case")
    assert states(NOON + timedelta(minutes=6))["intake"] == "good"
