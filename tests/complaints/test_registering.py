"""Registering a complaint, joining two, and asking about any case."""

from datetime import timedelta

import pytest

from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.cases.statuses import Kind
from muhatap.complaints import operations as complaints
from muhatap.complaints.models import Complaint
from muhatap.complaints.queries import complaint_of
from muhatap.complaints.stages import Stage
from muhatap.promises.models import Clock
from tests.complaints import telling as tell
from tests.complaints.telling import by, customer, fresh, hours
from tests.world import NOON, load, make_case


class TestRegistering:
    def test_a_case_opened_as_a_complaint_is_one_from_receipt(self, world):
        complaint = tell.acknowledged(world)
        assert complaint.stage == Stage.ACKNOWLEDGED
        assert complaint.received_at == complaint.case.received_at
        assert [move.stage for move in complaint.moves.order_by("at", "id")] == ["received", "acknowledged"]

    def test_a_request_is_no_complaint(self, world):
        assert complaint_of(make_case(world)) is None

    def test_not_satisfied_makes_one_under_the_same_number(self, world):
        case = make_case(world)
        cases.express_dissatisfaction(
            case=case, words="Olmadı", channel="portal", by=tell.customer_of(case), at=hours(5)
        )
        tell.relayed(hours(5))
        complaint = complaint_of(load(case.id))
        assert (complaint.origin, complaint.stage, complaint.received_at) == (
            "objected",
            Stage.ACKNOWLEDGED,
            hours(5),
        )
        assert complaint.case.number == case.number
        assert Message.objects.filter(external_id=f"complaint-ack:{complaint.id}").count() == 1

    def test_staff_register_in_one_call_and_promises_count_from_the_first_word(self, world):
        case = make_case(world)
        complaint = tell.register(world, case, expressed_at=hours(2), at=hours(30))
        assert complaint.received_at == hours(2)
        assert load(case.id).kind == Kind.COMPLAINT
        clock = Clock.objects.get(case=case, name="investigation_start")
        assert clock.started_at == hours(2)

    def test_registered_twice_is_refused(self, world):
        case = make_case(world)
        tell.register(world, case, expressed_at=hours(2), at=hours(3))
        with pytest.raises(complaints.RegisteredAlready):
            tell.register(world, load(case.id), expressed_at=hours(2), at=hours(4))
        assert Complaint.objects.count() == 1

    @pytest.mark.parametrize("moment", [NOON - timedelta(seconds=1), hours(4)])
    def test_dissatisfaction_is_expressed_within_the_case_and_before_now(self, world, moment):
        with pytest.raises(complaints.OutsideCase):
            tell.register(world, make_case(world), expressed_at=moment, at=hours(3))

    def test_points_are_confirmed_again_when_they_change(self, world):
        complaint = tell.triaged(world)
        complaints.confirm_points(complaint=complaint, by=customer(complaint), at=hours(3))
        assert fresh(complaint).points_confirmed_at == hours(3)
        complaints.split_points(
            complaint=complaint, points=["Başka"], remedy_sought="x", by=by(world, "deniz"), at=hours(4)
        )
        assert fresh(complaint).points_confirmed_at is None

    def test_a_point_that_was_found_upon_stays(self, world):
        complaint = tell.investigated(world)
        with pytest.raises(complaints.PointsSettled):
            complaints.split_points(
                complaint=complaint, points=["Başka"], remedy_sought="", by=by(world, "deniz"), at=hours(5)
            )

    def test_numbers_of_cards_are_masked_in_points(self, world):
        complaint = tell.acknowledged(world)
        complaints.split_points(
            complaint=complaint,
            points=["Kartım 4111 1111 1111 1111"],
            remedy_sought="",
            by=by(world, "deniz"),
            at=hours(1),
        )
        assert "1111 1111 1111" not in complaint.points.get().text


class TestAsking:
    def test_any_case_can_be_asked_about_with_a_time(self, world):
        case = make_case(world)
        request = complaints.ask_information(
            case=case, about="state", words="", by=tell.customer_of(case), at=hours(1)
        )
        assert request.due_at == hours(1) + timedelta(days=7)
        with pytest.raises(complaints.AskedAlready):
            complaints.ask_information(
                case=case, about="state", words="", by=tell.customer_of(case), at=hours(2)
            )
        with pytest.raises(complaints.NotAQuestion):
            complaints.ask_information(
                case=case, about="love", words="", by=tell.customer_of(case), at=hours(2)
            )
        complaints.ask_information(
            case=case, about="records", words="", by=tell.customer_of(case), at=hours(2)
        )
        complaints.give_information(request=request, text="İnceleniyor", by=by(world, "deniz"), at=hours(3))
        with pytest.raises(complaints.AnsweredAlready):
            complaints.give_information(request=request, text="x", by=by(world, "deniz"), at=hours(3))

    def test_the_charters_own_clock_runs(self, world):
        tell.information_promise(world)
        case = make_case(world)
        request = complaints.ask_information(
            case=case, about="reasons", words="", by=tell.customer_of(case), at=hours(1)
        )
        clock = Clock.objects.get(case=case, name="information")
        assert request.due_at == clock.limit_at
        complaints.give_information(request=request, text="Çünkü", by=by(world, "deniz"), at=hours(3))
        clock.refresh_from_db()
        assert clock.was_kept is True


class TestJoining:
    def test_a_joined_complaint_goes_on_where_the_case_goes_on(self, world):
        into = make_case(world, topic="COMPLAINT")
        case = make_case(world, topic="COMPLAINT", at=hours(1))
        cases.join_cases(
            case=load(case.id), into=load(into.id), reason="same", by=by(world, "mert"), at=hours(2)
        )
        assert complaint_of(load(case.id)).stage == Stage.SET_ASIDE
        assert complaint_of(load(into.id)).is_open
