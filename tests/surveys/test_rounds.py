"""The periodic survey: a sample, once in a round, spread over four weeks, with the same rest."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from muhatap.surveys import operations as surveys
from muhatap.surveys.lots import is_sampled, moment_in, round_of
from muhatap.surveys.models import PeriodicRound, SurveyInvitation
from tests.surveys.conftest import STAFF, closed_case
from tests.world import NOON, make_case

MONTH = timedelta(days=31)
ISTANBUL = ZoneInfo("Europe/Istanbul")


def walk(at):
    while surveys.go_on_with_rounds(by=STAFF, at=at):
        pass


def test_everybody_in_touch_is_planned_once_a_round_however_often_it_runs(asking):
    for customer in (0, 0, 1, 2):
        make_case(asking, customer=customer)
    walk(NOON)
    walk(NOON + timedelta(days=3))
    planned = SurveyInvitation.objects.filter(sort="periodic")
    assert planned.count() == 3
    assert PeriodicRound.objects.get().ended_at is not None
    assert all(NOON < each.due_at <= NOON + timedelta(days=29) for each in planned.all())
    # A process that was killed before it noted how far it was plans nobody a second time.
    PeriodicRound.objects.update(last_customer_id=0, ended_at=None)
    walk(NOON + timedelta(days=4))
    assert planned.count() == 3
    walk(datetime(2027, 1, 5, 9, tzinfo=UTC))
    assert planned.count() == 6


def test_who_was_asked_after_a_closing_rests_from_the_periodic_one_too(asking):
    case = closed_case(asking)
    walk(NOON)
    surveys.ask_due(by=STAFF, at=NOON + timedelta(hours=1))
    surveys.ask_due(by=STAFF, at=NOON + timedelta(days=29))
    told = dict(SurveyInvitation.objects.filter(case=case).values_list("sort", "why"))
    assert told == {"closing": "", "periodic": "rested"}


def test_the_charter_without_a_periodic_survey_asks_nobody(asking):
    asking.brand.survey = asking.brand.survey | {"periodic": None}
    asking.brand.save(update_fields=["survey"])
    make_case(asking)
    walk(NOON)
    assert not PeriodicRound.objects.exists()


@given(st.integers(0, 7_000), st.integers(1, 36))
def test_a_round_has_its_months_and_no_day_lies_in_two(days, months):
    local = datetime(2020, 1, 1, 12, tzinfo=ISTANBUL) + timedelta(days=days)
    names = {round_of(months, local + timedelta(days=each)) for each in range(0, 28 * months, 27)}
    assert len(names) <= 2
    assert round_of(months, local) == round_of(months, local.replace(hour=23, minute=59))


@given(st.integers(1, 10**15), st.integers(1, 100))
def test_the_lot_falls_the_same_way_and_at_ten_in_the_morning(customer, share):
    assert is_sampled(customer, "2026-07/6", 100)
    assert is_sampled(customer, "2026-07/6", share) == is_sampled(customer, "2026-07/6", share)
    moment = moment_in(customer, "2026-07/6", NOON.astimezone(ISTANBUL))
    assert (moment.hour, moment.tzinfo) == (10, ISTANBUL)
    assert timedelta() < moment - NOON < timedelta(days=29)


def test_about_as_many_are_sampled_as_the_charter_says():
    found = sum(is_sampled(each, "2026-07/6", 10) for each in range(20_000))
    assert 1_850 < found < 2_150
