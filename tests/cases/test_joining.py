"""Two cases of one matter: joined, they go on as one; parted, each has again what it had."""

from datetime import timedelta

import pytest

from muhatap.audit.models import Event
from muhatap.audit.verifying import verify_stream
from muhatap.cases import operations as cases
from muhatap.cases.joined import followers_of, has_followers, lead_of
from muhatap.cases.models import Joining
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.channels import operations as channels
from muhatap.channels.contract import InboundMessage, Sender
from muhatap.kernel.actors import Actor
from muhatap.promises.models import Clock
from muhatap.wiring.proving import CHECKS
from tests.world import NOON, load, make_case

HOUR = timedelta(hours=1)
LATER = NOON + 3 * HOUR


@pytest.fixture
def by(world):
    return Actor.staff(world.staff["deniz"].pk)


@pytest.fixture
def pair(world):
    """An older case and a newer one of the same customer."""
    return make_case(world), make_case(world, at=NOON + HOUR, subject="Aynı konu")


def join(newer, older, by, at=LATER):
    return cases.join_cases(case=load(newer.id), into=load(older.id), reason="desk", by=by, at=at)


def running(case):
    return {clock.name: clock for clock in Clock.objects.filter(case_id=case.id, stopped_at__isnull=True)}


def proven(*pair):
    for case in pair:
        report = verify_stream(case.id, CHECKS)
        assert not report.findings, report.findings


def test_the_joined_case_closes_with_a_pointer_and_the_other_goes_on(pair, by):
    older, newer = pair
    assert join(newer, older, by).id == older.id
    newer = load(newer.id)
    assert (newer.status, newer.closed_reason) == (Status.CLOSED, ClosedReason.MERGED)
    assert lead_of(newer).id == older.id
    assert [each.id for each in followers_of(older)] == [newer.id]
    assert load(older.id).is_open
    proven(older, newer)


def test_both_chains_tell_of_it(pair, by):
    older, newer = pair
    join(newer, older, by)
    for case in pair:
        assert Event.objects.filter(stream_id=case.id, kind="case.joined").count() == 1


def test_the_earlier_start_survives_in_either_direction(pair, by):
    older, newer = pair
    limits = {name: clock.limit_at for name, clock in running(older).items()}
    join(older, newer, by)
    clocks = running(newer)
    assert clocks["resolve"].started_at == NOON
    assert {name: clocks[name].limit_at for name in ("first_reply", "resolve", "triage")} == {
        name: limits[name] for name in ("first_reply", "resolve", "triage")
    }
    assert not running(older)
    proven(older, newer)


def test_a_promise_in_time_is_not_broken_by_joining_and_a_late_one_stays_missed(world, pair, by):
    older, newer = pair
    join(newer, older, by, at=NOON + timedelta(days=2, hours=3))
    verdicts = {clock.name: clock.was_kept for clock in Clock.objects.filter(case_id=newer.id)}
    assert verdicts["resolve"] is True
    assert verdicts["first_reply"] is False


def test_an_answered_case_owes_a_reply_to_the_words_that_join_it(pair, by):
    older, newer = pair
    answer = cases.NewMessage(author=Author.STAFF, channel="email", text="Yarın hesabınızda.")
    cases.post_message(case=load(older.id), new=answer, by=by, at=NOON + HOUR / 2)
    join(newer, older, by)
    assert running(older)["next_reply"].started_at == NOON + HOUR


def test_a_closed_case_opens_again_for_the_words_that_join_it(pair, by):
    older, newer = pair
    closed = ClosedReason.SOLVED
    cases.change_status(case=load(older.id), status=Status.CLOSED, closed=closed, by=by, at=NOON + HOUR)
    join(newer, older, by)
    assert load(older.id).status == Status.OPEN
    assert "resolve" in running(older)
    proven(older, newer)


def test_what_comes_in_for_either_number_goes_where_the_matter_goes_on(world, pair, by):
    older, newer = pair
    join(newer, older, by)
    receipt = channels.receive(
        inbound=InboundMessage(
            brand_id=world.brand.id,
            channel="email",
            sender=Sender("Elif", "elif@posta.example"),
            text="Bir şey daha",
            received_at=LATER + HOUR,
            case_id=newer.id,
        ),
        by=Actor.channel("email"),
        at=LATER + HOUR,
    )
    assert receipt.case_id == older.id
    assert load(newer.id).status == Status.CLOSED


def test_a_joined_case_is_not_opened_beside_its_other_half(pair, by):
    older, newer = pair
    join(newer, older, by)
    with pytest.raises(cases.CannotMove):
        cases.change_status(case=load(newer.id), status=Status.OPEN, by=by, at=LATER)


def test_parted_each_goes_its_own_way_with_its_own_promises(pair, by):
    older, newer = pair
    before = {name: clock.limit_at for name, clock in running(newer).items() if name != "ack"}
    join(newer, older, by)
    cases.part_cases(case=load(newer.id), by=by, at=LATER + HOUR)
    newer = load(newer.id)
    assert newer.status == Status.OPEN
    assert lead_of(newer).id == newer.id
    assert not has_followers(older)
    after = {name: clock.limit_at for name, clock in running(newer).items() if name != "ack"}
    assert after == before
    proven(older, newer)
    with pytest.raises(cases.NotJoined):
        cases.part_cases(case=newer, by=by, at=LATER + 2 * HOUR)


def test_whoever_had_joined_a_case_goes_along(world, pair, by):
    older, newer = pair
    third = make_case(world, at=NOON + 2 * HOUR)
    join(third, newer, by)
    join(newer, older, by)
    assert lead_of(load(third.id)).id == lead_of(load(newer.id)).id == older.id
    assert [each.id for each in followers_of(older)] == [newer.id, third.id]
    proven(older, newer, third)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "same"),
        ({"closed": True}, "closed"),
        ({"topic": "COMPLAINT"}, "kind"),
        ({"other": True}, "brand"),
    ],
)
def test_what_cannot_be_one(world, by, change, code):
    older = make_case(world)
    if code == "same":
        newer = older
    elif code == "brand":
        newer = make_case(world, brand=world.other_brand, topic="")
    else:
        newer = make_case(world, at=NOON + HOUR, topic=change.get("topic", "PAY-WD"))
    if change.get("closed"):
        done = ClosedReason.SPAM
        cases.change_status(case=newer, status=Status.CLOSED, closed=done, by=by, at=NOON + HOUR)
    with pytest.raises(cases.CannotJoin) as refusal:
        join(newer, older, by)
    assert refusal.value.code == code


def test_a_case_cannot_join_what_has_joined_it(pair, by):
    older, newer = pair
    join(newer, older, by)
    with pytest.raises(cases.CannotJoin):
        join(older, newer, by)


def test_the_greater_urgency_survives(world, by):
    older = make_case(world)
    newer = make_case(world, at=NOON + HOUR)
    cases.change_priority(case=newer, priority=1, reason="desk", by=by, at=NOON + HOUR)
    join(newer, older, by)
    assert load(older.id).priority == 1


def test_a_pointer_that_no_event_tells_of_is_found(pair, by):
    older, newer = pair
    Joining.objects.create(case=newer, into=older, joined_at=LATER)
    (finding,) = verify_stream(newer.id, CHECKS).findings
    assert "goes on elsewhere" in finding.detail
    Joining.objects.all().delete()
    join(newer, older, by)
    Joining.objects.all().delete()
    assert verify_stream(newer.id, CHECKS).findings
