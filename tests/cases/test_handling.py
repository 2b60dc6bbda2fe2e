"""What staff and customers do with a case moves it, is recorded, and refuses what cannot be."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muhatap.audit.models import ErasableContent, Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Attachment, Message, SearchText
from muhatap.cases.queries import messages_of, public_messages_of
from muhatap.cases.statuses import OPEN_STATUSES, Author, ClosedReason, Kind, Status, may_move
from muhatap.channels.contract import InboundFile
from muhatap.complaints import operations as complaints
from muhatap.complaints.queries import complaint_of
from muhatap.files.operations import read_file
from muhatap.kernel.actors import Actor
from tests.world import NOON, load, make_case

CUSTOMER = Actor.customer(None)
LATER = NOON + timedelta(hours=2)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def kinds_of(case) -> list[str]:
    return list(Event.objects.filter(stream_id=case.id).order_by("seq").values_list("kind", flat=True))


def reply(case, by, text="Merhaba, inceliyoruz.", at=LATER):
    return cases.post_message(
        case=case, new=cases.NewMessage(author=Author.STAFF, channel="email", text=text), by=by, at=at
    )


@given(st.sampled_from(Status), st.sampled_from(Status))
def test_no_status_moves_to_itself_and_everything_open_can_end(old, new):
    if old == new:
        assert not may_move(old, new)
    if old in OPEN_STATUSES and new in {Status.RESOLVED, Status.CLOSED}:
        assert may_move(old, new)
    if new is Status.NEW:
        assert not may_move(old, new)


@pytest.mark.django_db
class TestStatus:
    def test_a_reply_ends_being_new(self, world):
        case = make_case(world)
        reply(case, Actor.staff(world.staff["deniz"].pk))
        case = load(case.id)
        assert case.status == Status.OPEN
        assert case.staff_wrote_at == LATER
        assert kinds_of(case)[-1] == "case.status_changed"

    def test_a_note_changes_nothing_for_the_customer(self, world):
        case = make_case(world)
        new = cases.NewMessage(author=Author.NOTE, channel="desk", text="Bankaya soruldu")
        cases.post_message(case=case, new=new, by=Actor.staff(world.staff["deniz"].pk), at=LATER)
        assert load(case.id).status == Status.NEW
        assert [m.text for m in public_messages_of(case)] == [
            "Altı gündür bekliyorum, net bir tarih istiyorum."
        ]
        assert len(messages_of(case)) == 2

    def test_a_customers_word_reopens_what_was_resolved(self, world):
        case = make_case(world)
        by = Actor.staff(world.staff["deniz"].pk)
        cases.change_status(case=case, status=Status.RESOLVED, by=by, at=LATER)
        new = cases.NewMessage(author=Author.CUSTOMER, channel="portal", text="Hâlâ gelmedi")
        cases.post_message(
            case=case, new=new, by=Actor.customer(case.customer_id), at=LATER + timedelta(days=1)
        )
        case = load(case.id)
        assert case.status == Status.OPEN
        assert case.resolved_at is None
        assert case.next_update_at == LATER + timedelta(days=8)

    def test_closing_needs_a_reason(self, world):
        case = make_case(world)
        with pytest.raises(ValueError, match="reason"):
            cases.change_status(case=case, status=Status.CLOSED, by=Actor.system("x"), at=LATER)
        cases.change_status(
            case=case, status=Status.CLOSED, closed=ClosedReason.SPAM, by=Actor.system("x"), at=LATER
        )
        case = load(case.id)
        assert (case.is_open, case.closed_reason, case.closed_at) == (False, "spam", LATER)

    def test_an_impossible_move_is_refused_and_changes_nothing(self, world):
        case = make_case(world)
        cases.change_status(
            case=case, status=Status.CLOSED, closed=ClosedReason.SOLVED, by=Actor.system("x"), at=LATER
        )
        before = kinds_of(case)
        with pytest.raises(cases.CannotMove):
            cases.change_status(case=case, status=Status.WAITING_CUSTOMER, by=Actor.system("x"), at=LATER)
        assert kinds_of(case) == before
        assert load(case.id).status == Status.CLOSED


@pytest.mark.django_db
class TestWork:
    def test_taking_and_giving_back(self, world):
        case, deniz = make_case(world), world.staff["deniz"]
        by = Actor.staff(deniz.pk)
        cases.assign(case=case, owner=deniz, by=by, at=LATER)
        assert load(case.id).owner == deniz
        cases.assign(case=case, owner=None, by=by, at=LATER)
        assert load(case.id).owner is None
        assert kinds_of(case).count("case.assigned") == 2

    def test_the_same_again_is_not_recorded(self, world):
        case, deniz = make_case(world), world.staff["deniz"]
        by = Actor.staff(deniz.pk)
        for _ in range(2):
            cases.assign(case=case, owner=deniz, by=by, at=LATER)
            cases.change_priority(case=case, priority=2, reason="", by=by, at=LATER)
            cases.move_to_queue(case=case, queue=world.queues["leads"], reason="", by=by, at=LATER)
            cases.correct_topic(case=case, topic=world.topics["ACC-LOGIN"], by=by, at=LATER)
        for kind in ("case.assigned", "case.priority_changed", "case.moved", "case.topic_corrected"):
            assert kinds_of(case).count(kind) == 1, kind

    def test_a_corrected_topic_keeps_the_customers_choice(self, world):
        case = make_case(world)
        topic = world.topics["ACC-LOGIN"]
        cases.correct_topic(case=case, topic=topic, by=Actor.staff(world.staff["mert"].pk), at=LATER)
        case = load(case.id)
        assert (case.topic.code, case.chosen_topic.code) == ("ACC-LOGIN", "PAY-WD")

    def test_the_next_step_is_planned(self, world):
        case = make_case(world)
        day = LATER + timedelta(days=2)
        cases.plan_next_step(
            case=case, next_step="Bankadan yanıt", next_update_at=day, by=Actor.system("x"), at=LATER
        )
        case = load(case.id)
        assert (case.next_step, case.next_update_at) == ("Bankadan yanıt", day)
        event = Event.objects.get(stream_id=case.id, kind="case.next_step_planned")
        assert "Bankadan" not in event.content


@pytest.mark.django_db
class TestObjecting:
    def test_a_request_becomes_a_complaint_and_moves_up(self, world):
        case = make_case(world)
        cases.express_dissatisfaction(
            case=case, words="Yanıt yeterli değil", channel="portal", by=CUSTOMER, at=LATER
        )
        case = load(case.id)
        assert (case.kind, case.priority, case.dissatisfied_at) == (Kind.COMPLAINT, 2, LATER)
        assert messages_of(case)[-1].text == "Yanıt yeterli değil"

    def test_it_goes_to_the_queue_above_once_until_it_had_ended(self, world):
        case, staff = make_case(world), Actor.system("x")
        cases.assign(case=case, owner=world.staff["deniz"], by=staff, at=LATER)

        def object_and_see():
            cases.express_dissatisfaction(
                case=load(case.id), words="", channel="portal", by=CUSTOMER, at=LATER
            )
            now = load(case.id)
            return now.queue.code, now.owner

        assert object_and_see() == ("leads", None)
        cases.move_to_queue(
            case=load(case.id), queue=world.queues["accounts"], reason="mistaken", by=staff, at=LATER
        )
        assert object_and_see() == ("accounts", None)
        complaint = complaint_of(load(case.id))
        complaints.withdraw(complaint=complaint, words="", message=None, by=CUSTOMER, at=LATER)
        assert object_and_see() == ("leads", None)

    def test_the_first_word_of_dissatisfaction_is_the_one_that_counts(self, world):
        case = make_case(world)
        for hours in (1, 5):
            cases.express_dissatisfaction(
                case=case,
                words="",
                channel="portal",
                by=CUSTOMER,
                at=NOON + timedelta(hours=hours),
            )
        assert load(case.id).dissatisfied_at == NOON + timedelta(hours=1)

    def test_without_words_a_resolved_case_opens_again(self, world):
        case = make_case(world)
        cases.change_status(case=case, status=Status.RESOLVED, by=Actor.system("x"), at=LATER)
        cases.express_dissatisfaction(case=case, words="", channel="portal", by=CUSTOMER, at=LATER)
        case = load(case.id)
        assert case.is_open
        assert case.kind == Kind.COMPLAINT

    def test_an_emergency_stays_one(self, world):
        case = make_case(world, topic="EMG-UNAUTH")
        cases.express_dissatisfaction(case=case, words="", channel="portal", by=CUSTOMER, at=LATER)
        case = load(case.id)
        assert (case.kind, case.priority) == (Kind.EMERGENCY, 1)


@pytest.mark.django_db
class TestErasing:
    def test_words_and_files_go_and_the_place_in_the_chain_stays(self, world):
        case = make_case(world, files=(InboundFile("dekont.png", PNG),))
        message = Message.objects.get(case=case)
        stored = Attachment.objects.get(message=message).file
        assert read_file(stored=stored) == PNG
        before = kinds_of(case)
        cases.erase_message(message=message, reason="KVKK m.7", by=Actor.staff(1), at=LATER)
        message.refresh_from_db()
        stored.refresh_from_db()
        assert (message.text, message.erased_at) == ("", LATER)
        with pytest.raises(LookupError):
            read_file(stored=stored)
        assert not SearchText.objects.filter(message_id=message.id).exists()
        assert kinds_of(case) == [*before, "message.content_erased"]
        event = Event.objects.get(stream_id=case.id, kind="message.posted")
        assert ErasableContent.objects.get(event_id=event.id).fields == "{}"

    def test_erasing_twice_is_erasing_once(self, world):
        case = make_case(world)
        message = Message.objects.get(case=case)
        for _ in range(2):
            cases.erase_message(message=message, reason="KVKK m.7", by=Actor.staff(1), at=LATER)
        assert kinds_of(case).count("message.content_erased") == 1
