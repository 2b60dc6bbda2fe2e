"""Payment methods: bounds, fees, waiting times; refunds: which rule holds and how much comes back."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.calendars.written import schedule_written
from muhatap.money.lateness import lateness_of
from muhatap.money.methods import fee_of, is_within, methods_of, minor_units
from muhatap.money.refunds import amount_back, refund_rules_of, rule_for

SECTION = {
    "card": {
        "name": {"tr": "Kart", "en": "Card"},
        "deposit": {
            "within": "1m",
            "bounds": [{"currency": "TRY", "minimum": "50.00", "maximum": "20000.00"}],
        },
        "withdrawal": {"within": "3bd", "usual": "1bd", "calendar": "office", "fee": {"percent": "1.50"}},
    },
    "bank": {
        "name": {"tr": "Havale"},
        "deposit": {"within": "3bd", "fee": {"fixed": "5.00", "currency": "TRY", "percent": "0.10"}},
    },
}
WEEK = ("mon", "tue", "wed", "thu", "fri")
OFFICE = {"hours": {day: [["09:00", "18:00"]] for day in WEEK}, "holidays": {"country": "TR"}}
SCHEDULE = schedule_written(OFFICE, "Europe/Istanbul", range(2025, 2029))
CARD, BANK = methods_of(SECTION)
PAID = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)  # a Wednesday

RULES = refund_rules_of(
    [
        {"id": "all", "name": {"tr": "İade"}, "rate": "100", "limit": "14bd"},
        {"id": "fee", "name": {"tr": "Komisyon"}, "nature": ["fee"], "rate": "100", "limit": "10bd"},
        {"id": "fee_card", "name": {}, "nature": ["fee"], "method": ["card"], "rate": "50", "limit": "14bd"},
        {
            "id": "cool_off",
            "name": {},
            "nature": ["subscription"],
            "within_days": 14,
            "rate": "100",
            "limit": "14d",
        },
    ]
)


def test_a_card_deposit_of_two_hours_ago_is_late():
    found = lateness_of(CARD.flows["deposit"], SCHEDULE, PAID, PAID + timedelta(hours=2))
    assert found.is_late
    assert found.due_at == PAID + timedelta(minutes=1)


def test_a_bank_transfer_of_one_business_day_ago_is_not_late_and_says_when_it_will_be():
    found = lateness_of(BANK.flows["deposit"], SCHEDULE, PAID, PAID + timedelta(days=1))
    assert not found.is_late
    assert found.due_at == datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # Monday 18:00 in Istanbul
    assert lateness_of(BANK.flows["deposit"], SCHEDULE, PAID, found.due_at + timedelta(seconds=1)).is_late


def test_at_the_very_end_of_the_waiting_time_it_is_not_late_yet():
    due = lateness_of(BANK.flows["deposit"], SCHEDULE, PAID, PAID).due_at
    assert not lateness_of(BANK.flows["deposit"], SCHEDULE, PAID, due).is_late


def test_a_feast_does_not_count():
    before = datetime(2026, 5, 25, 9, 0, tzinfo=UTC)  # Monday; the feast is from 26 May 13:00 to 30 May
    due = lateness_of(CARD.flows["withdrawal"], SCHEDULE, before, before).due_at
    assert due.date() > datetime(2026, 5, 30, tzinfo=UTC).date()


def test_amounts_are_minor_units_of_their_currency():
    assert [minor_units("250.00", each) for each in ("TRY", "JPY", "KWD")] == [25000, 250, 250000]
    deposit = CARD.flows["deposit"]
    assert [is_within(deposit, amount, "TRY") for amount in (4999, 5000, 2000000, 2000001)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert is_within(deposit, 1, "EUR")


def test_fees_have_a_share_and_a_fixed_part():
    assert fee_of(CARD.flows["withdrawal"], 10000, "TRY") == 150
    assert fee_of(BANK.flows["deposit"], 10000, "TRY") == 510
    assert fee_of(BANK.flows["deposit"], 10000, "EUR") == 10
    assert fee_of(CARD.flows["deposit"], 10000, "TRY") == 0


@pytest.mark.parametrize(
    ("facts", "days", "rule", "back"),
    [
        ({"nature": "payment", "method": "card"}, 3, "all", 10000),
        ({"nature": "fee", "method": "bank"}, 3, "fee", 10000),
        ({"nature": "fee", "method": "card"}, 3, "fee_card", 5000),
        ({"nature": "subscription"}, 14, "cool_off", 10000),
        ({"nature": "subscription"}, 15, "all", 10000),
    ],
)
def test_the_rule_with_most_conditions_holds(facts, days, rule, back):
    choice = rule_for(RULES, facts, days)
    assert choice.rule.id == rule
    assert amount_back(choice.rule, 10000) == back
    assert [each.rule for each in choice.trace] == [each.id for each in RULES]


def test_the_trace_says_why_a_rule_does_not_hold():
    trace = {each.rule: each.reason for each in rule_for(RULES, {"nature": "subscription"}, 20).trace}
    assert trace == {
        "all": "applies",
        "fee": "nature_differs",
        "fee_card": "nature_differs",
        "cool_off": "too_late",
    }


def test_without_a_rule_nothing_is_decided():
    assert rule_for(RULES[1:], {"nature": "order"}, 0).rule is None


@given(st.integers(0, 10**12), st.decimals(0, 100, places=2))
def test_a_share_never_exceeds_the_whole(paid, rate):
    (rule,) = refund_rules_of([{"id": "r", "name": {}, "rate": str(rate), "limit": "1d"}])
    assert 0 <= amount_back(rule, paid) <= paid
    assert abs(Decimal(amount_back(rule, paid)) - Decimal(paid) * rate / 100) <= Decimal("0.5")


@given(st.integers(0, 700), st.integers(0, 10 * 86_400))
def test_what_is_late_stays_late(days, later):
    paid = datetime(2026, 1, 1, 7, 30, tzinfo=UTC) + timedelta(days=days)
    flow = CARD.flows["withdrawal"]
    first = lateness_of(flow, SCHEDULE, paid, paid + timedelta(seconds=later))
    second = lateness_of(flow, SCHEDULE, paid, paid + timedelta(seconds=later + 3600))
    assert second.is_late >= first.is_late
    assert first.usual_at <= first.due_at
