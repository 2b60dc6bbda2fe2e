"""What leaves obeys the customer's wishes: real letters of real cases, on their way and in the log."""

import json
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author
from muhatap.cases.telling import telling_of
from muhatap.channels import operations as channels
from muhatap.channels.manners import Manner
from muhatap.channels.models import DeliveryState
from muhatap.channels.operations.delivering import deliver_due
from muhatap.channels.outbox import rendered
from muhatap.customers import operations as customers
from muhatap.customers.telling import By, Telling
from muhatap.kernel.actors import Actor
from tests.channels.email.post import mailbox
from tests.servers.dovecot import imap_server
from tests.servers.smtp import mail_system
from tests.world import NOON, make_case

__all__ = ["imap_server", "mail_system"]
BY = Actor.system("test")
QUIET = (time(22, 0), time(8, 0))
NIGHT = datetime(2026, 11, 18, 20, 30, tzinfo=UTC)  # 23:30 in Istanbul
MORNING = datetime(2026, 11, 19, 5, 0, tzinfo=UTC)  # 08:00 in Istanbul


@pytest.fixture
def case(world):
    mailbox(world.brand)
    return make_case(world)


def wish(case, by=By.EMAIL, at=NOON, everywhere=True, language="tr", **more):
    case.refresh_from_db()
    return cases.prefer(
        case=case, telling=Telling(by, **more), language=language, is_everywhere=everywhere, by=BY, at=at
    )


def write(case, at=NOON, author=Author.STAFF, letter_id="", text="Yarın hesabınızda."):
    case = Case.objects.select_related("brand", "customer").get(id=case.id)
    new = cases.NewMessage(author=author, channel="email", text=text, external_id=letter_id)
    return cases.post_message(case=case, new=new, by=BY, at=at).deliveries.get()


def far(case):
    Case.objects.filter(id=case.id).update(next_due_at=NIGHT + timedelta(days=9))
    case.clocks.update(limit_at=NIGHT + timedelta(days=9))


def test_a_reply_at_night_waits_and_leaves_in_the_morning(case, mail_system, settings):
    settings.MUHATAP_SMTP_URL = f"smtp://{mail_system.host}:{mail_system.port}"
    deliver_due(by=BY, at=NOON)
    before = len(mail_system.accepted)
    wish(case, quiet=QUIET)
    far(case)
    letter = write(case, NIGHT)
    assert (letter.state, letter.manner, letter.next_try_at) == (DeliveryState.QUEUED, Manner.QUIET, MORNING)
    assert deliver_due(by=BY, at=MORNING - timedelta(minutes=1)) == 0
    assert deliver_due(by=BY, at=MORNING) == 1
    assert len(mail_system.accepted) == before + 1


def test_a_server_that_was_down_does_not_let_the_evenings_mail_go_at_night(case, mail_system, settings):
    wish(case, quiet=QUIET)
    far(case)
    letter = write(case, NIGHT - timedelta(hours=3))
    assert letter.manner == Manner.PLAIN
    settings.MUHATAP_SMTP_URL = f"smtp://{mail_system.host}:{mail_system.port}"
    deliver_due(by=BY, at=NIGHT)
    letter.refresh_from_db()
    assert (letter.next_try_at, letter.manner, letter.attempts) == (MORNING, Manner.QUIET, 0)
    assert letter.sent_at is None


def test_quiet_that_she_ends_ends_the_waiting(case):
    wish(case, quiet=QUIET)
    far(case)
    letter = write(case, NIGHT)
    wish(case, at=NIGHT + timedelta(minutes=5))
    letter.refresh_from_db()
    assert letter.next_try_at == NIGHT + timedelta(minutes=5)


def test_what_is_promised_before_the_morning_goes_at_night_and_says_why(case):
    wish(case, quiet=QUIET)
    Case.objects.filter(id=case.id).update(next_due_at=NIGHT + timedelta(hours=1))
    letter = write(case, NIGHT)
    assert (letter.next_try_at, letter.manner) == (NIGHT, Manner.DUE)


def test_urgent_cases_are_answered_at_night(world):
    mailbox(world.brand)
    case = make_case(world, topic="EMG-UNAUTH")
    wish(case, quiet=QUIET)
    far(case)
    assert write(case, NIGHT).manner == Manner.URGENT


@pytest.mark.parametrize(
    ("by", "letter_id", "author", "channel", "state"),
    [
        (By.PAGE, "", Author.STAFF, "email", DeliveryState.WITHHELD),
        (By.PAGE, "step:1:100", Author.AUTOMATIC, "email", DeliveryState.WITHHELD),
        (By.PAGE, "later:1", Author.AUTOMATIC, "email", DeliveryState.QUEUED),
        (By.PAGE, "complaint-answer:1", Author.STAFF, "email", DeliveryState.QUEUED),
        (By.PHONE, "", Author.STAFF, "phone", DeliveryState.QUEUED),
        (By.PHONE, "survey:1", Author.AUTOMATIC, "email", DeliveryState.WITHHELD),
        (By.EMAIL, "survey:1", Author.AUTOMATIC, "email", DeliveryState.QUEUED),
        (By.EMAIL, "offer:1", Author.AUTOMATIC, "email", DeliveryState.WITHHELD),
    ],
)
def test_letters_go_by_the_way_that_she_wishes(case, by, letter_id, author, channel, state):
    wish(case, by)
    letter = write(case, author=author, letter_id=letter_id)
    assert (letter.channel, letter.state) == (channel, state)
    if channel == "phone":
        assert (letter.recipient, letter.next_try_at) == (case.customer.phone, None)


def test_advertising_leaves_while_she_agrees_and_says_how_to_stop_it(case, settings):
    settings.MUHATAP_ORIGIN = "https://destek.nehir.example"

    def decide(is_given, at):
        return customers.change_consent(
            customer=case.customer,
            sort="marketing",
            is_given=is_given,
            version="2026-11/1",
            words="Haber gönderin.",
            by=BY,
            at=at,
        )

    assert decide(is_given=False, at=NOON) is None
    consent = decide(is_given=True, at=NOON)
    assert (consent.version, consent.decided_at) == ("2026-11/1", NOON)
    assert decide(is_given=True, at=NOON) is None
    letter = write(case, author=Author.AUTOMATIC, letter_id="offer:1")
    assert letter.state == DeliveryState.QUEUED
    assert message_from_bytes(rendered(letter), policy=default)["List-Unsubscribe"]
    decide(is_given=False, at=NOON + timedelta(hours=1))
    assert write(case, author=Author.AUTOMATIC, letter_id="offer:2").error == "no_consent"
    kinds = Event.objects.filter(stream_id=case.customer_id, kind="customer.consent_changed").order_by("seq")
    assert [json.loads(each.content)["is_given"] for each in kinds] == [True, False]


def test_large_print_changes_the_mail_and_stays_in_every_later_copy(case):
    small = rendered(write(case))
    wish(case, is_large=True)
    letter = write(case)
    large = rendered(letter)
    html = message_from_bytes(large, policy=default).get_body(("html",)).get_content()
    plain = message_from_bytes(small, policy=default).get_body(("html",)).get_content()
    assert "font-size:22px" in html
    assert "font-size:16px;line-height:25px" not in html
    assert "font-size:16px;line-height:25px" in plain


def test_who_only_knows_one_secret_decides_for_that_case_alone(world, case):
    other = make_case(world)
    assert other.customer_id == case.customer_id
    assert wish(case, By.PAGE, everywhere=False, language="en")
    assert not wish(case, By.PAGE, everywhere=False, language="en")
    other = Case.objects.select_related("customer").get(id=other.id)
    assert (telling_of(other), other.language) == (Telling(), "tr")
    case.refresh_from_db()
    assert (telling_of(case).by, case.language) == (By.PAGE, "en")


def test_wishes_for_all_cases_hold_for_open_and_new_ones(world, case):
    other = make_case(world)
    wish(other, By.PHONE, everywhere=False)
    wish(case, By.PAGE, language="en")
    other = Case.objects.select_related("customer").get(id=other.id)
    assert (telling_of(other).by, other.language) == (By.PAGE, "en")
    assert make_case(world).customer.preferences["telling"]["by"] == "page"
    (fact,) = Event.objects.filter(stream_id=case.id, kind="case.telling_changed")
    assert json.loads(fact.content)["is_everywhere"] is True


def test_surveys_that_were_declined_can_be_wanted_again(case):
    channels.decline_mail(case=case, kind="survey", by=BY, at=NOON)
    assert channels.want_mail(case=case, kind="survey", by=BY, at=NOON)
    assert not channels.want_mail(case=case, kind="survey", by=BY, at=NOON)
    assert write(case, author=Author.AUTOMATIC, letter_id="survey:1").state == DeliveryState.QUEUED
