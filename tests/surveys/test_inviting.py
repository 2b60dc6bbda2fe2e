"""Who is asked, by what, and that nobody is asked twice."""

from datetime import timedelta

import pytest

from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import ClosedReason, Status
from muhatap.channels import operations as channels
from muhatap.channels.answer_links import HIDDEN_TOKEN, answer_token, letter_named_in
from muhatap.channels.models import Delivery, DeliveryState
from muhatap.channels.outbox import outbound_of
from muhatap.complaints.models import Complaint
from muhatap.kernel.actors import Actor
from muhatap.surveys import operations as surveys
from muhatap.surveys.models import SurveyInvitation
from tests.surveys.conftest import STAFF, closed_case
from tests.world import NOON, load, make_case

ASKER = Actor.system("surveys")
HOUR = timedelta(hours=1)


def ask(at):
    return surveys.ask_due(by=ASKER, at=at)


def asked_about(case):
    return SurveyInvitation.objects.get(case=case)


def test_a_closing_asks_by_mail_after_the_charters_hour_and_once(asking):
    case = closed_case(asking)
    assert ask(NOON + HOUR - timedelta(seconds=1)) == 0
    assert ask(NOON + HOUR) == 1
    # A restart, a second worker, or the next turn find nothing left.
    assert ask(NOON + HOUR) == 0
    message = Message.objects.get(case=case, external_id__startswith="survey:")
    assert "Ne kadar memnunsunuz?" in message.text
    row = asked_about(case)
    assert (row.state, row.via, row.message_id) == ("asked", "email", message.id)
    assert Delivery.objects.get(message=message).state == DeliveryState.QUEUED
    assert Event.objects.filter(stream_id=case.id, kind="survey.invited").count() == 1
    assert load(case.id).status == Status.CLOSED


def test_the_address_is_told_to_its_reader_and_to_nobody_else(asking):
    case = closed_case(asking)
    ask(NOON + HOUR)
    row = asked_about(case)
    stored = Message.objects.get(id=row.message_id).text
    assert HIDDEN_TOKEN in stored
    assert answer_token(case.brand_id, row.id) not in stored
    asking.brand.contact = {"email": "destek@nehir.example"}
    asking.brand.save(update_fields=["contact"])
    sent = outbound_of(Delivery.objects.get(message=row.message_id))
    token = answer_token(case.brand_id, row.id)
    assert f"/nehir/survey/{token}/" in sent.text
    assert sent.unsubscribe_url
    assert letter_named_in(case.brand_id, token) == row.id
    assert letter_named_in(asking.other_brand.id, token) is None
    assert letter_named_in(case.brand_id, f"{row.id}-{'0' * 32}") is None


def test_a_crash_in_the_middle_leaves_nothing_behind_and_the_next_run_asks_once(asking, monkeypatch):
    case = closed_case(asking)
    with monkeypatch.context() as broken:

        def fail(**_):
            raise RuntimeError("killed")

        broken.setattr("muhatap.surveys.operations.inviting._asked", fail)
        with pytest.raises((RuntimeError, TypeError)):
            ask(NOON + HOUR)
    assert asked_about(case).state == "planned"
    assert not Message.objects.filter(case=case, external_id__startswith="survey:").exists()
    assert ask(NOON + HOUR) == 1
    assert Message.objects.filter(case=case, external_id__startswith="survey:").count() == 1


@pytest.mark.parametrize("reason", [ClosedReason.SPAM, ClosedReason.WITHDRAWN, ClosedReason.MERGED])
def test_nobody_is_asked_about_what_was_withdrawn_or_spam(asking, reason):
    closed_case(asking, reason=reason)
    assert not SurveyInvitation.objects.exists()


def test_the_same_person_rests(asking):
    closed_case(asking)
    ask(NOON + HOUR)
    again = closed_case(asking, at=NOON + timedelta(days=29))
    ask(NOON + timedelta(days=29, hours=2))
    assert asked_about(again).why == "rested"
    later = closed_case(asking, at=NOON + timedelta(days=30, hours=1))
    ask(NOON + timedelta(days=30, hours=2))
    assert asked_about(later).state == "asked"


def test_of_two_cases_that_are_due_together_one_is_asked_about(asking):
    first, second = closed_case(asking), closed_case(asking)
    assert ask(NOON + HOUR) == 2
    assert sorted(asked_about(each).state for each in (first, second)) == ["asked", "left_out"]


def test_a_case_that_is_open_again_is_not_asked_about_and_its_next_end_is(asking):
    case = closed_case(asking)
    cases.change_status(case=case, status=Status.OPEN, by=STAFF, at=NOON + timedelta(minutes=5))
    ask(NOON + HOUR)
    assert asked_about(case).why == "open_again"
    end = NOON + timedelta(hours=5)
    cases.change_status(case=case, status=Status.CLOSED, closed=ClosedReason.SOLVED, by=STAFF, at=end)
    ask(end + HOUR)
    assert SurveyInvitation.objects.filter(case=case, state="asked").count() == 1


def test_nobody_is_asked_while_a_complaint_of_hers_is_open(asking):
    case = closed_case(asking)
    make_case(asking, topic="COMPLAINT", at=NOON)
    assert Complaint.objects.exists()
    ask(NOON + HOUR)
    assert asked_about(case).why == "open_complaint"


def test_unless_the_charter_says_so(asking):
    asking.brand.survey = asking.brand.survey | {"in_complaint": True}
    asking.brand.save(update_fields=["survey"])
    case = closed_case(asking)
    make_case(asking, topic="COMPLAINT", at=NOON)
    ask(NOON + HOUR)
    assert asked_about(case).state == "asked"


def test_who_declined_is_left_alone(asking):
    case = closed_case(asking)
    channels.decline_mail(case=case, kind="survey", by=Actor.customer(case.customer_id), at=NOON)
    ask(NOON + HOUR)
    assert asked_about(case).why == "declined"


def test_who_wishes_only_her_page_is_asked_there(asking):
    case = closed_case(asking)
    case.customer.preferences = {"telling": {"by": "page", "large": False, "quiet": None}}
    case.customer.save(update_fields=["preferences"])
    ask(NOON + HOUR)
    assert (asked_about(case).via, asked_about(case).message_id) == ("portal", None)
    assert not Delivery.objects.filter(case=case, message__external_id__startswith="survey:").exists()


def test_who_has_no_address_is_asked_on_her_page(asking):
    case = closed_case(asking, customer=3)
    ask(NOON + HOUR)
    assert asked_about(case).via == "portal"


def test_in_quiet_hours_the_letter_waits(asking):
    case = closed_case(asking)
    case.customer.preferences = {"telling": {"by": "email", "large": False, "quiet": ["12:30", "15:00"]}}
    case.customer.save(update_fields=["preferences"])
    ask(NOON + HOUR)
    delivery = Delivery.objects.get(case=case, message__external_id__startswith="survey:")
    assert delivery.manner == "quiet"
    assert delivery.next_try_at == NOON + timedelta(hours=3)


def test_a_desk_that_stood_still_asks_nobody_about_last_month(asking):
    case = closed_case(asking)
    ask(NOON + timedelta(days=15))
    assert asked_about(case).why == "too_late"


def test_at_a_stage_of_a_complaint_the_charters_question_is_asked_while_it_is_open(asking):
    asking.brand.survey = asking.brand.survey | {
        "stages": {"responded": asking.brand.survey["stages"]["responded"] | {"in_complaint": True}}
    }
    asking.brand.save(update_fields=["survey"])
    case = make_case(asking, topic="COMPLAINT")
    surveys.plan_stage(case=load(case.id), stage="responded", by=STAFF, at=NOON)
    assert surveys.plan_stage(case=load(case.id), stage="triaged", by=STAFF, at=NOON) is None
    ask(NOON + HOUR)
    assert "Anladınız mı?" in Message.objects.get(case=case, external_id__startswith="survey:").text


def test_at_the_end_of_a_chat_the_question_on_the_screen_is_the_invitation(asking):
    case = make_case(asking, channel="live_chat")
    row = surveys.ask_in_chat(case=case, by=STAFF, at=NOON)
    assert (row.state, row.via) == ("asked", "chat")
    # The same person is not asked by mail as well when the case is closed.
    cases.change_status(case=case, status=Status.CLOSED, closed=ClosedReason.SOLVED, by=STAFF, at=NOON)
    ask(NOON + HOUR)
    assert SurveyInvitation.objects.get(case=case, via="").why == "rested"
    assert surveys.ask_in_chat(case=case, by=STAFF, at=NOON + HOUR) is None
