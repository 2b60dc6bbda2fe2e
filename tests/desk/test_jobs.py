"""The page of jobs: what failed every time with its reason and "again", and what did not run."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from muhatap.audit.models import Event, JobTurn, ListenerRun
from muhatap.audit.turns_of_jobs import Turns
from muhatap.notifications.models import Notice
from muhatap.wiring import health, watching
from muhatap.wiring.measuring import measures
from tests.desk.test_webhooks import client_of
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db


def dead(world, error="Traceback\nValueError: Ayşe Yılmaz 05321112233"):
    make_case(world)
    event = Event.objects.filter(kind="case.opened").first()
    return ListenerRun.objects.create(
        event_id=event.id, listener="muhatap.portal.reactions.ask_on_mail", attempts=7, error=error,
        next_try_at=NOON, given_up_at=NOON,
    )  # fmt: skip


def test_a_dead_letter_is_shown_without_words_of_people_and_begun_again(world):
    run = dead(world)
    admin = client_of(world.staff["arda"])
    text = admin.get("/desk/jobs/").content.decode()
    assert "ValueError" in text
    assert "Ayşe" not in text
    admin.post(f"/desk/jobs/{run.id}/again/")
    run.refresh_from_db()
    assert (run.given_up_at, run.attempts) == (None, 0)
    assert client_of(world.staff["deniz"]).get("/desk/jobs/").status_code == 403


def test_another_brand_cannot_begin_it_again(world):
    run = dead(world)
    world.stranger.memberships.update(role="admin")
    answer = client_of(world.stranger).post(f"/desk/jobs/{run.id}/again/")
    assert answer.status_code == 404
    run.refresh_from_db()
    assert run.given_up_at is not None


def test_a_job_that_did_not_run_raises_an_alarm_once(world, monkeypatch):
    monkeypatch.setattr(watching, "TURNS", Turns())
    at = timezone.now()
    JobTurn.objects.create(name="sweep", every_seconds=5, ended_at=at - timedelta(hours=3))
    JobTurn.objects.create(name="heads", every_seconds=600, ended_at=at - timedelta(minutes=80))
    for _ in range(2):
        watching.note_turns(at)
    notice = Notice.objects.get(staff=world.staff["arda"], kind="jobs_missed")
    assert notice.params["jobs"] == ["sweep"]
    admin = client_of(world.staff["arda"])
    assert "sweep" in admin.get("/desk/notices/").content.decode()
    assert "sweep" in admin.get("/desk/jobs/").content.decode()
    found = {each.name: each for each in health.examine(at)}
    assert found["schedule"].state == health.BAD
    assert {each.name: each.values for each in measures(at)}["muhatap_jobs_missed"] == [({}, 1)]


def test_a_turn_that_ends_well_is_written_and_its_failures_are_forgotten():
    turns = Turns()
    turns.ended("deliver", 1, NOON)
    for seconds in (1, 2):
        turns.failed("deliver", 1, NOON + timedelta(seconds=seconds), "ConnectionError")
    assert turns.write() == 1
    kept = JobTurn.objects.get()
    assert (kept.ended_at, kept.failures, kept.error) == (NOON, 2, "ConnectionError")
    assert turns.write() == 0
    turns.ended("deliver", 1, NOON + timedelta(minutes=1))
    turns.write()
    kept.refresh_from_db()
    assert (kept.ended_at, kept.failures, kept.failed_at) == (NOON + timedelta(minutes=1), 0, None)


def test_administrators_read_why_it_is_not_well_and_others_do_not(world, sign_in):
    page = sign_in("arda").get("/desk/health/").content.decode()
    assert page.index("muhatap work") < page.index("MB")
    assert "muhatap work" in page
    assert sign_in("deniz").get("/desk/health/").status_code == 403
    assert Client().get("/desk/health/").status_code == 302
