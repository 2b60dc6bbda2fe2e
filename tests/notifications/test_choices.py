"""What is told obeys what each person chose, and her quiet hours."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.accounts import operations as accounts
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.notifications.choices import BEFORE_MAIL, Choices
from muhatap.notifications.models import Notice
from muhatap.notifications.queries import bells_to_ring, notices_to_mail
from tests.world import NOON

BY = Actor.system("test")
ISTANBUL = ZoneInfo("Europe/Istanbul")


def choose(member, **more) -> None:
    accounts.choose_notices(staff=member, choices=Choices(**more).as_stored(), by=BY, at=NOON)


def tell(member, kind="clock_broken", at=NOON) -> Notice | None:
    notifications.tell(
        staff_ids=[member.pk],
        kind=kind,
        brand_id=member.memberships.get().brand_id,
        case_id=None,
        params={},
        once_key=f"{kind}:{at.isoformat()}",
        by=BY,
        at=at,
    )
    return Notice.objects.filter(staff=member, kind=kind, at=at).first()


@pytest.mark.django_db
class TestTelling:
    def test_without_choices_everything_is_in_the_desk_and_nothing_by_mail(self, world):
        notice = tell(world.staff["deniz"])
        assert (notice.read_at, notice.mail_at) == (None, None)

    def test_what_is_switched_off_is_not_told(self, world):
        choose(world.staff["deniz"], desk_off=frozenset({"promises"}))
        assert tell(world.staff["deniz"]) is None
        assert tell(world.staff["deniz"], "objection") is not None

    def test_a_page_is_told_whatever_she_chose(self, world):
        choose(world.staff["deniz"], desk_off=frozenset({"promises", "cases", "decisions", "letters"}))
        assert tell(world.staff["deniz"], "page").read_at is None

    def test_only_by_mail_does_not_ring(self, world):
        deniz = world.staff["deniz"]
        choose(deniz, desk_off=frozenset({"promises"}), mail_on=frozenset({"promises"}))
        notice = tell(deniz)
        assert notice.read_at == NOON
        assert notice.mail_at == NOON + BEFORE_MAIL
        assert bells_to_ring(0, NOON)[1] == []
        assert notices_to_mail(NOON + BEFORE_MAIL, 10) == [notice]

    def test_a_mail_waits_until_the_quiet_hours_end(self, world):
        deniz = world.staff["deniz"]
        choose(deniz, mail_on=frozenset({"promises"}), quiet=(time(20), time(8)))
        night = datetime(2026, 11, 18, 22, 30, tzinfo=ISTANBUL)
        notice = tell(deniz, at=night)
        assert notice.mail_at == datetime(2026, 11, 19, 8, 0, tzinfo=ISTANBUL)
        assert bells_to_ring(0, night)[1] == []
        assert bells_to_ring(0, night + timedelta(hours=10))[1] == [deniz.pk]


@given(
    st.times().map(lambda each: each.replace(second=0, microsecond=0)),
    st.times().map(lambda each: each.replace(second=0, microsecond=0)),
    st.integers(0, 365 * 24 * 60).map(
        lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    ),
)
def test_quiet_hours_end_when_she_said_and_within_a_day(begins, ends, local):
    choices = Choices(quiet=(begins, ends))
    until = choices.quiet_until(local)
    if until is None:
        return
    assert until.time() == ends
    assert local < until <= local + timedelta(days=1) or begins == ends
