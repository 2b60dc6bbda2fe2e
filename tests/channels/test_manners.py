"""How letters leave: each sort by each way and at each hour, allowed and refused."""

from datetime import UTC, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.channels.manners import Leave, Letter, Manner, Sort, Withheld, leave_of, sort_of
from muhatap.customers.telling import By, Telling
from muhatap.kernel.quiet_hours import quiet_until

ISTANBUL = ZoneInfo("Europe/Istanbul")
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=ISTANBUL)
NIGHT = NOON.replace(hour=23)
MORNING = datetime(2026, 11, 19, 8, 0, tzinfo=ISTANBUL)
QUIET = (time(22, 0), time(8, 0))
LATER = NIGHT + timedelta(days=2)


def leave(sort, by=By.EMAIL, at=NOON, *, quiet=QUIET, urgent=False, due=LATER, **known):
    return leave_of(Letter(sort, urgent, due), Telling(by, quiet=quiet), at, **known)


BY_DAY = {
    (Sort.RECEIPT, By.EMAIL): Leave("email", NOON),
    (Sort.RECEIPT, By.PAGE): Leave("email", NOON, Manner.RECEIPT),
    (Sort.RECEIPT, By.PHONE): Leave("email", NOON, Manner.RECEIPT),
    (Sort.LEGAL, By.EMAIL): Leave("email", NOON),
    (Sort.LEGAL, By.PAGE): Leave("email", NOON, Manner.LAW),
    (Sort.LEGAL, By.PHONE): Leave("email", NOON, Manner.LAW),
    (Sort.REPLY, By.EMAIL): Leave("email", NOON),
    (Sort.REPLY, By.PAGE): Leave("email", None, withheld=Withheld.PAGE),
    (Sort.REPLY, By.PHONE): Leave("phone", None, Manner.CALL),
    (Sort.NOTICE, By.EMAIL): Leave("email", NOON),
    (Sort.NOTICE, By.PAGE): Leave("email", None, withheld=Withheld.PAGE),
    (Sort.NOTICE, By.PHONE): Leave("email", None, withheld=Withheld.PHONE),
    (Sort.OPTIONAL, By.EMAIL): Leave("email", NOON),
    (Sort.OPTIONAL, By.PAGE): Leave("email", None, withheld=Withheld.PAGE),
    (Sort.OPTIONAL, By.PHONE): Leave("email", None, withheld=Withheld.PHONE),
    (Sort.MARKETING, By.EMAIL): Leave("email", NOON),
    (Sort.MARKETING, By.PAGE): Leave("email", None, withheld=Withheld.PAGE),
    (Sort.MARKETING, By.PHONE): Leave("email", None, withheld=Withheld.PHONE),
}


@pytest.mark.parametrize(("sort", "by"), list(product(Sort, By)))
def test_each_sort_takes_the_way_that_she_wishes_or_that_the_law_asks_for(sort, by):
    assert leave(sort, by, has_phone=True, has_consent=True) == BY_DAY[sort, by]


AT_NIGHT = {
    Sort.RECEIPT: (NIGHT, Manner.RECEIPT),
    Sort.LEGAL: (MORNING, Manner.QUIET),
    Sort.REPLY: (MORNING, Manner.QUIET),
    Sort.NOTICE: (MORNING, Manner.QUIET),
    Sort.OPTIONAL: (MORNING, Manner.QUIET),
    Sort.MARKETING: (MORNING, Manner.QUIET),
}
URGENT_LEAVES = {Sort.LEGAL, Sort.REPLY, Sort.NOTICE}
DUE_LEAVES = {Sort.LEGAL, Sort.REPLY}


@pytest.mark.parametrize("sort", list(Sort))
def test_at_night_only_what_the_charter_sends_at_once_leaves(sort):
    found = leave(sort, at=NIGHT, has_consent=True)
    assert (found.at, found.manner) == AT_NIGHT[sort]


@pytest.mark.parametrize("sort", [Sort.LEGAL, Sort.REPLY, Sort.NOTICE, Sort.OPTIONAL, Sort.MARKETING])
def test_urgency_breaks_the_quiet_for_service_and_never_for_surveys_or_offers(sort):
    found = leave(sort, at=NIGHT, urgent=True, has_consent=True)
    assert (found.manner == Manner.URGENT) == (sort in URGENT_LEAVES)
    assert found.at == (NIGHT if sort in URGENT_LEAVES else MORNING)


@pytest.mark.parametrize("sort", [Sort.LEGAL, Sort.REPLY, Sort.NOTICE, Sort.OPTIONAL, Sort.MARKETING])
@pytest.mark.parametrize(("due", "is_before"), [(MORNING, True), (MORNING + timedelta(seconds=1), False)])
def test_what_is_due_before_the_quiet_ends_does_not_wait_for_it(sort, due, is_before):
    found = leave(sort, at=NIGHT, due=due, has_consent=True)
    leaves = is_before and sort in DUE_LEAVES
    assert (found.at, found.manner) == ((NIGHT, Manner.DUE) if leaves else (MORNING, Manner.QUIET))


@pytest.mark.parametrize(("by", "at", "urgent"), list(product(By, (NOON, NIGHT), (False, True))))
def test_advertising_never_leaves_without_consent(by, at, urgent):
    found = leave(Sort.MARKETING, by, at, urgent=urgent, due=NIGHT, has_phone=True)
    assert (found.at, found.withheld) == (None, Withheld.CONSENT)


def test_who_wants_calls_and_left_no_number_is_written_to():
    assert leave(Sort.REPLY, By.PHONE) == Leave("email", NOON, Manner.NO_PHONE)


@pytest.mark.parametrize(
    ("letter_id", "is_automatic", "sort"),
    [
        ("ack:1", True, Sort.RECEIPT),
        ("complaint-ack:1", True, Sort.RECEIPT),
        ("complaint-answer:1", False, Sort.LEGAL),
        ("later:4", True, Sort.LEGAL),
        ("step:4:100", True, Sort.NOTICE),
        ("survey:4", True, Sort.OPTIONAL),
        ("offer:4", True, Sort.MARKETING),
        ("", True, Sort.NOTICE),
        ("", False, Sort.REPLY),
        ("<later@mail.example>", False, Sort.REPLY),
    ],
)
def test_a_letter_is_known_by_how_its_id_begins(letter_id, is_automatic, sort):
    assert sort_of(letter_id, is_automatic=is_automatic) is sort


@given(st.times(), st.times(), st.datetimes(timezones=st.just(UTC)))
def test_quiet_ends_within_a_day_and_not_in_the_past(begins, ends, now):
    begins, ends = (each.replace(second=0, microsecond=0) for each in (begins, ends))
    if now.year > 9998:
        return
    until = quiet_until(now, (begins, ends))
    if until is not None:
        assert now < until <= now + timedelta(days=1)
        assert quiet_until(until, (begins, ends)) is None or begins == ends


@given(st.sampled_from(By), st.booleans(), st.one_of(st.none(), st.tuples(st.times(), st.times())))
def test_wishes_are_kept_as_they_were_said(by, is_large, quiet):
    minutes = tuple(each.replace(second=0, microsecond=0) for each in quiet) if quiet else None
    telling = Telling(by, is_large, minutes)
    assert Telling.of(telling.as_said()) == telling
