"""Single remedies on the customer's page: what she reads, her yes or no to each, silence that is neither."""

import pytest
from django.core.cache import cache

from muhatap.audit.models import Event
from muhatap.cases.keys import secret_of
from muhatap.complaints import operations as complaints
from muhatap.complaints.models import CustomerWord
from muhatap.complaints.redress_words import words_on_remedies
from muhatap.complaints.stages import Stage
from muhatap.money.models import RemedyState
from muhatap.money.redress import RemedyKind, amount_words
from tests.complaints import telling as tell
from tests.complaints.telling import by, fresh, hours
from tests.complaints.test_redress import decide, execute, offer, set_terms, state


@pytest.fixture
def told(world):
    """A complaint with a payment and an apology that was answered, and one remedy that nobody approved."""
    cache.clear()
    set_terms(world)
    complaint = tell.investigated(world)
    remedies = [
        offer(world, complaint),
        offer(world, complaint, kind=RemedyKind.APOLOGY, amount=0, currency=""),
    ]
    decide(world, complaint, remedies[0])
    refused = offer(world, complaint, amount=20_000)
    decide(world, complaint, refused, agrees=False)
    complaints.propose_decision(
        complaint=fresh(complaint), draft=tell.draft(), by=by(world, "deniz"), at=hours(6)
    )
    tell.answer(complaint, world, at=hours(7))
    return fresh(complaint), remedies, refused


def enter(client, case) -> str:
    client.post(f"/nehir/track/?number={case.number}", {"number": case.number, "secret": secret_of(case)})
    return f"/nehir/cases/{case.number}/"


def answer(complaint, remedy, said, **more):
    known = {"by": tell.customer(complaint), "at": hours(8)}
    complaints.answer_remedy(complaint=fresh(complaint), remedy=remedy, said=said, **known | more)


def test_she_reads_each_and_says_yes_to_one_and_no_to_another(client, told):
    complaint, (payment, apology), refused = told
    place = enter(client, complaint.case)
    shown = client.get(place).content.decode()
    assert amount_words(10_000, "TRY") in shown
    assert amount_words(20_000, "TRY") not in shown
    for remedy, said in ((payment, "accepted"), (apology, "refused")):
        assert client.post(f"{place}remedies/{remedy.id}/", {"said": said}).status_code == 303
    assert words_on_remedies(complaint.case) == {payment.id: "accepted", apology.id: "refused"}
    assert Event.objects.filter(stream_id=complaint.case_id, kind="complaint.remedy_answered").count() == 2
    assert fresh(complaint).stage == Stage.RESPONDED
    assert client.post(f"{place}remedies/{refused.id}/", {"said": "accepted"}).status_code == 303
    assert refused.id not in words_on_remedies(complaint.case)


@pytest.mark.parametrize("said", ["", "maybe", "confirmed"])
def test_what_is_no_answer_changes_nothing(client, told, said):
    complaint, (payment, _apology), _refused = told
    client.post(f"{enter(client, complaint.case)}remedies/{payment.id}/", {"said": said})
    assert not CustomerWord.objects.exists()


def test_nobody_answers_without_her_number_and_secret(client, told):
    complaint, (payment, _apology), _refused = told
    place = f"/nehir/cases/{complaint.case.number}/remedies/{payment.id}/"
    assert client.post(place, {"said": "accepted"})["Location"].startswith("/nehir/track/")
    assert not CustomerWord.objects.exists()


def test_what_she_does_not_want_is_not_carried_out_until_she_says_otherwise(world, told):
    complaint, (payment, _apology), _refused = told
    answer(complaint, payment, "refused")
    tell.say(complaint, "accepted", at=hours(8))
    with pytest.raises(complaints.NothingToDo):
        execute(world, complaint, payment)
    assert state(payment) == RemedyState.APPROVED
    answer(complaint, payment, "accepted")
    execute(world, complaint, payment)
    assert state(payment) == RemedyState.EXECUTED
    assert fresh(complaint).stage == Stage.CONFIRMING
    with pytest.raises(complaints.NotAsked):
        answer(complaint, payment, "refused", at=hours(10))


def test_silence_is_no_yes_and_holds_nothing_up(world, told):
    complaint, (payment, _apology), _refused = told
    assert words_on_remedies(complaint.case) == {}
    tell.say(complaint, "accepted", at=hours(8))
    execute(world, complaint, payment)
    assert not CustomerWord.objects.filter(remedy__isnull=False).exists()
    assert fresh(complaint).stage == Stage.CONFIRMING


def test_staff_note_it_only_with_her_own_message(world, told):
    complaint, (payment, _apology), _refused = told
    with pytest.raises(complaints.NotProven):
        answer(complaint, payment, "accepted", by=by(world, "deniz"))
    message = tell.write(complaint, "Ödemeyi istiyorum", hours(8))
    answer(complaint, payment, "accepted", by=by(world, "deniz"), message=message)
    assert CustomerWord.objects.get().noted_by == world.staff["deniz"]


def test_the_same_word_is_written_once(told):
    complaint, (payment, _apology), _refused = told
    for _ in range(2):
        answer(complaint, payment, "accepted")
    assert CustomerWord.objects.count() == 1


def test_before_she_was_told_nothing_is_shown_or_asked(client, world):
    set_terms(world)
    complaint = tell.investigated(world)
    remedy = offer(world, complaint)
    decide(world, complaint, remedy)
    place = enter(client, complaint.case)
    assert amount_words(10_000, "TRY") not in client.get(place).content.decode()
    with pytest.raises(complaints.NotAsked):
        answer(complaint, remedy, "accepted")
