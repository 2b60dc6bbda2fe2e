"""A corrected calendar moves running clocks earlier and never later."""

import json
from datetime import timedelta

import pytest

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from muhatap.promises import operations as promises
from muhatap.promises.models import Clock, Promise
from muhatap.wiring import console
from tests.world import NOON, OFFICE, load, make_case

pytestmark = pytest.mark.django_db
BY = Actor.system("recompute")
HOLIDAY = {"holidays": ["2026-11-19"]}


def correct(world, *, schedule, limit="16bh", **more) -> Promise:
    """A new charter version in which the promise counts another calendar."""
    old = Promise.objects.get(brand=world.brand, code="resolve", retired_at=None)
    old.retired_at = NOON + timedelta(hours=1)
    old.save()
    number = world.brand.charter_number + 1
    new = Promise.objects.create(
        brand=world.brand,
        code="resolve",
        clock="resolve",
        names=old.names,
        limit=limit,
        schedule=schedule,
        ladder=old.ladder,
        charter_version=number,
        **more,
    )
    world.brand.charter_number = number
    world.brand.save()
    return new


def office_hours(world, **more):
    Promise.objects.filter(brand=world.brand, code="resolve").update(
        limit="16bh", target="", schedule=OFFICE | more
    )


def limit_of(case):
    return Clock.objects.get(case=case, name="resolve").limit_at


def test_a_holiday_that_was_wrong_makes_the_clock_earlier(world):
    office_hours(world, **HOLIDAY)
    case = make_case(world)
    before = limit_of(case)
    new = correct(world, schedule=OFFICE)
    done = promises.recompute_clocks(brand=world.brand, by=BY, at=NOON + timedelta(hours=2))
    assert (done.clocks, done.earlier, done.later) == (1, 1, 0)
    clock = Clock.objects.get(case=case, name="resolve")
    assert clock.promise == new
    assert before - clock.limit_at == timedelta(days=3), "over the weekend"
    assert Event.objects.filter(stream_id=case.id, kind="clock.moved").count() == 1
    assert promises.recompute_clocks(brand=world.brand, by=BY, at=NOON).clocks == 0


def test_a_holiday_that_was_missing_does_not_make_it_later(world):
    office_hours(world)
    case = make_case(world)
    before = limit_of(case)
    correct(world, schedule=OFFICE | HOLIDAY)
    done = promises.recompute_clocks(brand=world.brand, by=BY, at=NOON + timedelta(hours=2))
    assert (done.earlier, done.later) == (0, 1)
    assert limit_of(case) == before


def test_a_trial_counts_and_moves_nothing(world):
    office_hours(world, **HOLIDAY)
    case = make_case(world)
    before = limit_of(case)
    correct(world, schedule=OFFICE)
    done = promises.recompute_clocks(brand=world.brand, is_trial=True, by=BY, at=NOON)
    assert (done.earlier, limit_of(case)) == (1, before)


def test_another_number_is_a_new_promise_and_holds_for_new_cases_only(world):
    office_hours(world, **HOLIDAY)
    case = make_case(world)
    before = limit_of(case)
    correct(world, schedule=OFFICE, limit="8bh")
    assert promises.recompute_clocks(brand=world.brand, by=BY, at=NOON).clocks == 0
    assert limit_of(case) == before


def test_a_shorter_limit_of_law_holds_for_running_clocks_too(world):
    Promise.objects.filter(brand=world.brand, code="resolve").update(
        limit="30d", target="", pauses=[], law="todeb", last_day="stay"
    )
    case = make_case(world)
    correct(world, schedule=OFFICE, limit="20d", law="todeb", last_day="stay")
    assert promises.recompute_clocks(brand=world.brand, by=BY, at=NOON).earlier == 1
    assert limit_of(case).isoformat() == "2026-12-08T21:00:00+00:00"


def test_the_command_says_what_it_did(world, capsys):
    office_hours(world, **HOLIDAY)
    case = make_case(world)
    new = cases.NewMessage(author=Author.STAFF, channel="portal", text="Merhaba")
    cases.post_message(
        case=load(case.id), new=new, by=Actor.staff(world.staff["deniz"].pk), at=NOON + timedelta(minutes=5)
    )
    correct(world, schedule=OFFICE)
    assert console.main(["promises", "recompute", "--brand", "nehir", "--dry-run"]) == 0
    assert "1 would end earlier" in capsys.readouterr().out
    assert console.main(["promises", "recompute", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"clocks": 1, "earlier": 1, "later": 0, "same": 0}
    assert console.main(["promises", "recompute", "--brand", "nowhere"]) == 2
    assert "there are: liman, nehir" in capsys.readouterr().err
