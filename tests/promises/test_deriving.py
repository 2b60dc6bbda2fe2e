"""The derivation of a clock: it adds up exactly and says why in both languages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from muhatap.calendars.feasts import with_public_holidays
from muhatap.calendars.hours import Schedule, Span
from muhatap.promises.deriving import Run, Waited, counted_amount, derive
from muhatap.promises.explaining import Audience, line_words
from muhatap.promises.rules import Rule
from tests.calendars.worlds import OFFICE, TURKIYE, istanbul, moments, schedules

UNITS = {"s": 1, "m": 60, "h": 3600, "bm": 60, "bh": 3600}


def rule(schedule: Schedule = TURKIYE, limit: str = "8bh", target: str = "", **more) -> Rule:
    return Rule(
        promise_id=1,
        code="reply",
        clock="first_reply",
        names={"tr": "Yanıt", "en": "Reply"},
        target=Span.parse(target) if target else None,
        limit=Span.parse(limit),
        schedule=schedule,
        when=more.pop("when", {}),
        pauses=frozenset({"waiting_customer"}),
        ladder=(),
        is_public=True,
        **more,
    )


def run(each: Rule, start: datetime, *waits: Waited, **more) -> Run:
    paused = [(wait.begun_at, wait.ended_at) for wait in waits if wait.ended_at]
    target_at, limit_at = each.due(start, paused)
    return Run(start, target_at, more.pop("limit_at", limit_at), "opened", waits, **more)


def codes(lines):
    return [line.code for line in lines]


def words(lines, audience=Audience.CUSTOMER, language="en"):
    with override(language):
        return [said for line in lines if (said := line_words(line, audience))]


def test_every_line_of_a_reply_over_the_republic_day():
    each = rule(target="4bh", when={"kind": frozenset({"complaint"})})
    lines = derive(each, run(each, istanbul(2026, 10, 28, 12, 30)))
    assert codes(lines) == [
        "rule", "calendar", "start", "half_day", "skips_holiday", "counts", "target", "limit",
    ]  # fmt: skip
    assert words(lines) == [
        "This promise is made for cases like yours (kind of case).",
        "Only open hours and working days of our calendar count (Europe/Istanbul).",
        "It began on 28 October 2026 Wednesday 12:30, when we received your case.",
        "28 October Wednesday, half day (Republic Day (from 1pm)), 12:30–13:00: 30 min count.",
        "29 October Thursday does not count: Republic Day.",
        "30 October Friday, 09:00–16:30: 7 hours 30 min count.",
        "Usually done within 4 working hours: by 30 October 2026 Friday 12:30.",
        "At the latest within 8 working hours: by 30 October 2026 Friday 16:30.",
    ]


def test_staff_read_which_rule_and_what_it_went_before():
    each = rule(limit="72h", when={"topic": frozenset({"PAY-WD"}), "channel": frozenset({"email", "api"})})
    beside = ({"promise": "general", "names": {}, "reason": "less_specific"},)
    lines = derive(each, run(each, istanbul(2026, 11, 20, 22, 15), beside=beside))
    assert words(lines, Audience.STAFF)[:3] == [
        "Promise “reply” of charter version 1, for topic: PAY-WD; channel: api, email.",
        "It goes before “general”, which names fewer conditions.",
        "Time counts day and night, on every day (Europe/Istanbul).",
    ]


def test_a_pause_is_told_with_its_reason_and_where_the_end_goes():
    each = rule(limit="14d")
    wait = Waited(istanbul(2026, 11, 5, 12), istanbul(2026, 11, 8, 12), "waiting_customer")
    lines = derive(each, run(each, istanbul(2026, 11, 2, 9), wait))
    assert codes(lines)[-3:] == ["due", "pause", "limit"]
    assert lines[-1].params["at"] == istanbul(2026, 11, 19, 9)
    assert "we waited for your answer" in words(lines)[-2]


def test_a_clock_that_waits_says_when_it_runs_on_at_the_latest():
    each = rule(limit="14d")
    earlier = Waited(istanbul(2026, 11, 3, 9), istanbul(2026, 11, 7, 9), "waiting_customer")
    lines = derive(
        each,
        run(
            each,
            istanbul(2026, 11, 2, 9),
            earlier,
            Waited(istanbul(2026, 11, 9, 9), None, "waiting_customer"),
        ),
    )
    (paused,) = [line for line in lines if line.code == "paused"]
    assert paused.params["at_most_until"] == istanbul(2026, 11, 19, 9)


def test_a_limit_of_law_counts_no_day_of_receipt_and_no_pause():
    each = rule(limit="30d", law="kvkk_13", last_day="stay")
    wait = Waited(istanbul(2026, 10, 5, 9), istanbul(2026, 10, 12, 9), "waiting_customer")
    lines = derive(each, run(each, istanbul(2026, 10, 1, 9), wait))
    assert codes(lines) == [
        "rule", "law", "calendar", "start", "day_of_receipt", "last_day", "limit", "safe_due",
    ]  # fmt: skip
    assert lines[-2].params["at"] == istanbul(2026, 11, 1, 0)
    assert lines[-1].params["at"] == istanbul(2026, 10, 30, 18)


def test_a_last_day_on_a_weekend_moves_as_the_law_says():
    moved = {}
    for last_day in ("stay", "forward", "backward"):
        each = rule(limit="1mo", law="gdpr_12", last_day=last_day)
        lines = derive(each, run(each, istanbul(2026, 1, 31, 9)))
        moved[last_day] = [line.params["at"] for line in lines if line.code == "limit"]
        assert ("last_day_moved" in codes(lines)) is (last_day != "stay")
    assert moved == {
        "stay": [istanbul(2026, 3, 1)],
        "forward": [istanbul(2026, 3, 3)],
        "backward": [istanbul(2026, 2, 28)],
    }


def test_an_earlier_time_that_stays_is_said():
    each = rule(limit="72h")
    start = istanbul(2026, 11, 2, 9)
    lines = derive(each, run(each, start, limit_at=start + timedelta(hours=48), stays=True))
    assert {"stays", "kept_earlier"} <= set(codes(lines))


def waits(start: datetime):
    def built(gaps):
        at, made = start, []
        for before, length in gaps:
            begun = at + timedelta(minutes=before)
            at = begun + timedelta(minutes=length)
            made.append(Waited(begun, at, "waiting_customer"))
        return made

    return st.lists(st.tuples(st.integers(1, 4000), st.integers(1, 4000)), max_size=3).map(built)


@given(st.data(), schedules(), moments(), st.sampled_from(sorted(UNITS)), st.integers(0, 400))
def test_what_is_counted_is_what_was_promised(data, schedule, start, unit, amount):
    each = rule(schedule, f"{amount}{unit}")
    lines = derive(each, run(each, start, *data.draw(waits(start))))
    assert counted_amount(lines)["seconds"] == amount * UNITS[unit]
    assert not {"kept_earlier"} & set(codes(lines))


@given(schedules(), moments(), st.integers(1, 60))
def test_the_business_days_counted_are_those_promised(schedule, start, amount):
    each = rule(schedule, f"{amount}bd")
    assert counted_amount(derive(each, run(each, start)))["days"] == amount


@given(schedules(), moments(), st.sampled_from(["30d", "1mo", "15bd", "8w", "72h"]), st.booleans())
def test_every_line_has_words_in_both_languages(schedule, start, limit, is_law):
    each = rule(schedule, limit, **({"law": "x", "last_day": "forward"} if is_law else {}))
    lines = derive(each, run(each, start))
    for language in ("tr", "en"):
        for audience in Audience:
            assert len(words(lines, audience, language)) == len(lines)


@pytest.mark.parametrize("limit", ["8bh", "14d", "15bd"])
def test_the_last_pause_and_the_limit_agree(limit):
    each = rule(with_public_holidays(Schedule("Europe/Istanbul", OFFICE), "TR", [2026, 2027]), limit)
    start = datetime(2026, 10, 20, 6, tzinfo=UTC)
    pair = (
        Waited(start + timedelta(hours=3), start + timedelta(hours=60), "waiting_customer"),
        Waited(start + timedelta(hours=70), start + timedelta(hours=90), "waiting_third_party", True),
    )
    lines = derive(each, run(each, start, *pair))
    told = [line for line in lines if line.code == "pause"]
    assert len(told) == 2
    assert told[-1].params["due"] == lines[-1].params["at"]
    assert "Longer waiting does not count." in " ".join(words(lines))
