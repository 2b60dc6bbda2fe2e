"""A charter that begins on a later day: once, checked again, refused loudly, cancelled in time."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from muhatap.audit import relay
from muhatap.audit.models import Event
from muhatap.brands.models import CharterVersion, ScheduledCharter
from muhatap.charters import operations as charters
from muhatap.charters.errors import CharterErrors
from muhatap.charters.schedules import beginning_of
from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from tests.charters.small import SMALL

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
CONSOLE, CLOCK = Actor.system("console"), Actor.system("schedule")
FASTER = SMALL.replace("limit: 72h", "limit: 60h")
BEGINS = datetime(2026, 11, 30, 21, tzinfo=UTC)
NEHIR = (Path(__file__).parents[2] / "charters" / "nehir.yaml").read_text("utf-8")


@pytest.fixture
def brand(db):
    return apply(SMALL).brand


def apply(text, at=NOW):
    return charters.apply_charter(text=text, source="kaynak.yaml", by=CONSOLE, at=at)


def schedule(brand, text=FASTER, begins_at=BEGINS, at=NOW):
    origin = charters.Origin()
    return charters.schedule_charter(
        brand=brand, text=text, begins_at=begins_at, origin=origin, by=CONSOLE, at=at
    )


def due(at):
    return charters.apply_due_charters(by=CLOCK, at=at)


def versions():
    return CharterVersion.objects.count()


def test_it_begins_on_its_day_and_only_once(brand):
    schedule(brand)
    assert due(BEGINS - timedelta(seconds=1)) == 0
    assert versions() == 1
    assert due(BEGINS) == 1
    assert due(BEGINS + timedelta(days=1)) == 0
    row = ScheduledCharter.objects.get()
    assert (row.outcome, row.version, versions()) == ("applied", 2, 2)
    assert CharterVersion.objects.get(number=2).applied_at == BEGINS


def test_it_begins_late_rather_than_never(brand):
    schedule(brand)
    assert due(BEGINS + timedelta(days=3)) == 1
    assert versions() == 2


def test_it_is_refused_when_another_version_runs_by_then(brand):
    schedule(brand)
    apply(SMALL.replace("limit: 72h", "limit: 48h"))
    assert due(BEGINS) == 1
    row = ScheduledCharter.objects.get()
    assert (row.outcome, versions()) == ("refused", 2)
    assert "version 2" in row.ended_because
    assert Event.objects.filter(kind="charter.schedule_refused").count() == 1
    assert due(BEGINS) == 0


def test_those_who_decide_hear_of_a_refusal_and_of_a_proposal(world):
    nehir = charters.apply_charter(text=NEHIR, source="nehir.yaml", by=CONSOLE, at=NOW).brand
    arda, pelin = world.staff["arda"], world.staff["pelin"]
    pelin.preferences = {"notices": {"mail_on": ["decisions"]}}
    pelin.save(update_fields=["preferences"])
    other = NEHIR.replace("    limit: 48h\n", "    limit: 36h\n", 1)
    proposed = charters.ProposedCharter(other, 1, begins_on="2026-12-01")
    proposal = charters.propose_charter(
        brand=nehir, proposed=proposed, reason="Hızlandık", by=Actor.staff(arda.pk), at=NOW
    )
    relay.publish(at=NOW)
    relay.run_listeners(at=NOW)
    waits = Notice.objects.filter(kind="charter_waits")
    assert pelin.pk in set(waits.values_list("staff_id", flat=True))
    assert arda.pk not in set(waits.values_list("staff_id", flat=True))
    assert waits.get(staff_id=pelin.pk).mail_at is not None
    charters.apply_proposed(proposal=proposal, by=Actor.staff(pelin.pk), at=NOW)
    row = ScheduledCharter.objects.get()
    assert (row.begins_at, row.proposed_by_id, row.decided_by_id) == (BEGINS, arda.pk, pelin.pk)
    later = NEHIR.replace("    limit: 48h\n", "    limit: 47h\n", 1)
    charters.apply_charter(text=later, source="nehir.yaml", by=CONSOLE, at=NOW)
    due(BEGINS)
    relay.publish(at=BEGINS)
    relay.run_listeners(at=BEGINS)
    told = Notice.objects.filter(kind="charter_refused").values_list("staff_id", flat=True)
    assert {arda.pk, pelin.pk} <= set(told)


def test_two_people_stand_on_the_version_that_begins(world):
    nehir = charters.apply_charter(text=NEHIR, source="nehir.yaml", by=CONSOLE, at=NOW).brand
    arda, pelin = world.staff["arda"], world.staff["pelin"]
    other = NEHIR.replace("    limit: 48h\n", "    limit: 36h\n", 1)
    proposed = charters.ProposedCharter(other, 1, begins_on="2026-12-01")
    proposal = charters.propose_charter(
        brand=nehir, proposed=proposed, reason="Hızlandık", by=Actor.staff(arda.pk), at=NOW
    )
    charters.apply_proposed(proposal=proposal, by=Actor.staff(pelin.pk), at=NOW)
    assert due(BEGINS) == 1
    version = CharterVersion.objects.get(brand=nehir, number=2)
    assert (version.proposed_by_id, version.applied_by_id) == (arda.pk, pelin.pk)


def test_a_proposal_that_is_decided_after_its_day_runs_at_once(world):
    nehir = charters.apply_charter(text=NEHIR, source="nehir.yaml", by=CONSOLE, at=NOW).brand
    arda, pelin = world.staff["arda"], world.staff["pelin"]
    other = NEHIR.replace("    limit: 48h\n", "    limit: 36h\n", 1)
    proposed = charters.ProposedCharter(other, 1, begins_on="2026-11-22")
    proposal = charters.propose_charter(
        brand=nehir, proposed=proposed, reason="Hızlandık", by=Actor.staff(arda.pk), at=NOW
    )
    at = NOW + timedelta(days=5)
    assert charters.apply_proposed(proposal=proposal, by=Actor.staff(pelin.pk), at=at).version == 2


def test_it_is_cancelled_in_time_and_not_after(brand):
    schedule(brand)
    charters.cancel_scheduled(brand=brand, reason="Vazgeçtik", by=CONSOLE, at=NOW)
    assert due(BEGINS) == 0
    assert versions() == 1
    with pytest.raises(charters.NothingScheduled):
        charters.cancel_scheduled(brand=brand, reason="", by=CONSOLE, at=NOW)


def test_one_waits_at_a_time(brand):
    schedule(brand)
    with pytest.raises(charters.ScheduledAlready):
        schedule(brand)


def test_a_day_that_has_begun_and_a_faulty_charter_are_refused(brand):
    with pytest.raises(charters.BeginsInThePast):
        schedule(brand, begins_at=NOW)
    with pytest.raises(CharterErrors):
        schedule(brand, text=FASTER.replace("queue: general", "queue: nowhere"))
    assert not ScheduledCharter.objects.exists()


def test_a_charter_for_another_version_is_not_kept(brand):
    with pytest.raises(charters.PlanIsStale):
        charters.schedule_charter(
            brand=brand,
            text=FASTER,
            begins_at=BEGINS,
            origin=charters.Origin(against=7),
            by=CONSOLE,
            at=NOW,
        )


def test_what_a_check_refuses_by_then_is_refused_with_its_reason(brand):
    row = schedule(brand)
    ScheduledCharter.objects.filter(id=row.id).update(text=FASTER.replace("queue: general", "queue: nowhere"))
    due(BEGINS)
    row.refresh_from_db()
    assert row.outcome == "refused"
    assert "queue" in row.ended_because


def test_a_day_begins_in_the_zone_of_the_brand():
    assert beginning_of(date(2026, 12, 1), "Europe/Istanbul") == BEGINS
