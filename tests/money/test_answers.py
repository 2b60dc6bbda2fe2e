"""A refund or withdrawal that is decided: its reason, its letter, and an appeal to somebody else."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from muhatap.approvals import operations as approvals
from muhatap.audit.models import Event
from muhatap.cases import operations as cases
from muhatap.cases.models import Message
from muhatap.complaints.queries import complaint_of
from muhatap.kernel.actors import Actor
from muhatap.letters import operations as letters
from muhatap.letters.linting import Sort
from muhatap.money import operations as money
from muhatap.money.answers import answers_of
from muhatap.money.enquiries import Ground, Outcome
from muhatap.money.models import RefundAnswer
from tests.complaints.telling import hours, relayed
from tests.world import load, make_case

REASON = "Para 12 Kasım günü banka hesabınıza ulaştı; banka bunu yazıyla doğruladı."
APPROVED = {
    "outcome": Outcome.APPROVED,
    "amount": 85000,
    "currency": "TRY",
    "pay_by": date(2026, 12, 2),
}
REFUSED = {"outcome": Outcome.REFUSED, "ground": Ground.PAID, "words": REASON}
PARTIAL = APPROVED | REFUSED | {"outcome": Outcome.PARTIAL}


def by(world, login: str = "deniz") -> Actor:
    return Actor.staff(world.staff[login].pk)


def answered(world, case, said, at=None) -> RefundAnswer:
    return money.answer_enquiry(
        case=case, new=money.NewAnswer(**said), signer="Deniz Aydın", by=by(world), at=at or hours(1)
    )


def send(world, answer, at=None):
    letter = answer.letter
    return letters.send_letter(
        letter=letter, text=letter.text, signer=world.staff["deniz"], by=by(world), at=at or hours(2)
    )


@pytest.mark.parametrize(
    ("said", "sort", "milestone"),
    [
        (APPROVED, Sort.REF_APPROVE, "refund_approved"),
        (PARTIAL, Sort.REF_APPROVE, "refund_approved"),
        (REFUSED, Sort.REF_REFUSE, "refund_refused"),
    ],
)
def test_an_outcome_is_told_by_its_letter(world, said, sort, milestone):
    case = make_case(world)
    answer = answered(world, case, said)
    assert (answer.letter.sort, answer.told_at) == (sort, None)
    assert not case.milestones.exists()
    message = send(world, answer)
    relayed(at=hours(2))
    (answer,) = answers_of(case)
    assert answer.told_at == hours(2)
    assert case.milestones.get().name == milestone
    assert ("850.00 TRY" in message.text) is (said["outcome"] != Outcome.REFUSED)
    is_whole = said["outcome"] == Outcome.APPROVED
    assert (REASON in message.text, "itiraz" in message.text) == (not is_whole, not is_whole)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (REFUSED | {"words": ""}, "words"),
        (REFUSED | {"words": "Olmaz işte"}, "words"),
        (REFUSED | {"ground": ""}, "ground"),
        (REFUSED | {"ground": "mood"}, "ground"),
        (REFUSED | {"amount": 5}, "amount"),
        (APPROVED | {"amount": 0}, "amount"),
        (APPROVED | {"amount": -5}, "amount"),
        (APPROVED | {"pay_by": None}, "pay_by"),
        (APPROVED | {"pay_by": date(2026, 11, 1)}, "pay_by"),
        (PARTIAL | {"words": ""}, "words"),
        ({"outcome": "maybe"}, "outcome"),
    ],
)
def test_what_is_missing_is_refused_and_nothing_is_written(world, said, what):
    case = make_case(world)
    with pytest.raises(money.NotAnAnswer) as refused:
        answered(world, case, said)
    assert refused.value.what == what
    assert answers_of(case) == []


def test_a_regulated_refusal_is_told_by_two(world):
    world.brand.legal = {**world.brand.legal, "regulated": True}
    world.brand.save()
    for said in (REFUSED, PARTIAL):
        case = make_case(world)
        answer = answered(world, case, said)
        with pytest.raises(letters.NeedsAnother):
            send(world, answer)
        letter = answer.letter
        proposal = letters.ask_to_send(
            letter=letter, text=letter.text, signer=world.staff["deniz"], by=by(world), at=hours(2)
        )
        agree = {"letter": letter, "proposal": proposal, "at": hours(3)}
        with pytest.raises(approvals.SamePerson):
            letters.agree_to_send(**agree, by=by(world))
        assert answers_of(case)[0].told_at is None
        letters.agree_to_send(**agree, by=by(world, "mert"))
        assert answers_of(case)[0].told_at == hours(3)
    case = make_case(world)
    send(world, answered(world, case, APPROVED))


def test_one_outcome_at_a_time_and_a_letter_that_is_put_aside_voids_it(world):
    case = make_case(world)
    first = answered(world, case, REFUSED)
    with pytest.raises(money.AnsweredAlready):
        answered(world, case, APPROVED)
    letters.put_aside(letter=first.letter, reason="Yeni bilgi geldi", by=by(world), at=hours(2))
    second = answered(world, case, APPROVED, at=hours(3))
    assert [each.dropped_at for each in answers_of(case)] == [None, hours(2)]
    send(world, second, at=hours(4))
    # What was told may be decided anew: another word, another letter.
    answered(world, case, REFUSED, at=hours(5))


def test_an_urgent_need_is_decided_by_a_person_with_a_reason_and_logged(world):
    urgent = world.topics["EMG-UNAUTH"]
    urgent.id, urgent.code = None, "EMG-HARD"
    urgent._state.adding = True
    urgent.save()
    world.topics["EMG-HARD"] = urgent
    case = make_case(world, topic="EMG-HARD")
    assert (case.kind, case.priority) == ("emergency", 1)
    with pytest.raises(money.NotAnAnswer):
        answered(world, case, REFUSED | {"words": ""})
    with pytest.raises(money.NotAnAnswer):
        money.answer_enquiry(
            case=case, new=money.NewAnswer(**REFUSED), signer="x", by=Actor.system("test"), at=hours(1)
        )
    answer = answered(world, case, REFUSED)
    send(world, answer)
    assert REASON in Message.objects.filter(case=case).latest("id").text
    kept = Event.objects.filter(stream_id=case.id, kind__in=("refund.answered", "refund.answer_told"))
    assert {(each.actor_kind, each.actor_id) for each in kept} == {("staff", world.staff["deniz"].pk)}


def test_an_appeal_is_a_complaint_that_who_refused_does_not_look_at(world):
    case = make_case(world)
    send(world, answered(world, case, REFUSED))
    cases.express_dissatisfaction(
        case=load(case.id), words="İtiraz ediyorum", channel="web_form", by=Actor.customer(case.customer_id),
        at=hours(3),
    )  # fmt: skip
    complaint = complaint_of(load(case.id))
    assert complaint.subject_staff == world.staff["deniz"]


def test_a_complaint_of_an_approved_payment_is_about_nobody(world):
    case = make_case(world)
    send(world, answered(world, case, APPROVED))
    cases.express_dissatisfaction(
        case=load(case.id), words="Geç geldi", channel="web_form", by=Actor.customer(case.customer_id),
        at=hours(3),
    )  # fmt: skip
    assert complaint_of(load(case.id)).subject_staff is None


def test_the_database_keeps_no_refusal_without_a_reason(world):
    answer = answered(world, make_case(world), REFUSED)
    with pytest.raises(IntegrityError), transaction.atomic():
        RefundAnswer.objects.filter(id=answer.id).update(words="")


def test_nothing_leaves_before_a_person_sends_it(world):
    case = make_case(world)
    answered(world, case, REFUSED)
    relayed(at=hours(1))
    assert not Message.objects.filter(case=case, author="staff").exists()
