"""One message to everybody affected: whom it reaches, once each, with proof; and whom it does not."""

import pytest

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.models import Event
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author, Status
from muhatap.channels.models import AddressMark, Delivery, MarkReason
from muhatap.kernel.actors import Actor
from muhatap.problems import operations as problems
from muhatap.problems.hooks import Affected, AffectedAnswer
from muhatap.problems.models import NoticeState, ProblemNotice
from muhatap.problems.queries import ties_of
from muhatap.problems.states import How
from tests.problems import telling as tell
from tests.world import NOON, make_case

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("problems")
SUBJECTS = {"tr": "Giriş kodları", "en": "Sign-in codes"}
TEXTS = {"tr": "Sayın {name}, sorun giderildi. {number}", "en": "Dear {name}, it is solved. {number}"}


@pytest.fixture
def mert(world):
    return Actor.staff(world.staff["mert"].pk)


@pytest.fixture
def affected(world, mert):
    """A problem with two customers, one of whom has two cases."""
    problem = tell.confirmed(world)
    found = [make_case(world, customer=number) for number in (0, 1, 1)]
    problems.tie_all(problem=problem, cases=found, how=How.AGENT, by=mert, at=NOON)
    return problem


def write(problem, by, **more):
    said = {"subjects": SUBJECTS, "texts": TEXTS, **more}
    return problems.write_notice(problem=problem, by=by, at=NOON, **said)


def name_silent(problem, by, *people):
    answer = AffectedAnswer("call_1", "answered", [Affected(*each) for each in people])
    return problems.note_affected(problem=problem, answer=answer, by=by, at=NOON)


def test_every_customer_reads_it_once_on_her_case_and_in_her_language(affected, mert):
    notice = write(affected, mert)
    assert notice.count == 2
    for _again in range(3):
        problems.send_notices(by=SYSTEM, at=NOON)
    sent = Message.objects.filter(external_id__startswith="problem-notice:")
    assert sorted(message.text.split(",")[0] for message in sent) == [
        "Sayın Elif Karaca",
        "Sayın Hakan Yıldırım",
    ]
    assert {message.author for message in sent} == {Author.AUTOMATIC}
    assert Delivery.objects.filter(message__in=sent).count() == 2
    assert Event.objects.filter(kind="problem.notice_given").count() == 2
    assert ProblemNotice.objects.get().state == NoticeState.SENT


def test_who_did_not_write_gets_a_resting_case_that_is_tied(world, affected, mert):
    assert name_silent(affected, mert, ("bob@mail.example", "Bob", "en"), ("ELIF@posta.example",)) == 2
    assert write(affected, mert).count == 3
    problems.send_notices(by=SYSTEM, at=NOON)
    case = Case.objects.get(customer__email="bob@mail.example")
    assert (case.status, case.subject) == (Status.RESOLVED, "Sign-in codes")
    assert [message.text.split(",")[0] for message in case.messages.all()] == ["Dear Bob"]
    assert [(tie.problem, tie.how) for tie in ties_of(case)] == [(affected, How.NOTICE)]
    assert Delivery.objects.filter(case=case, recipient="bob@mail.example").count() == 1


def test_who_cannot_be_reached_is_left_out_with_the_reason(world, affected, mert):
    name_silent(affected, mert, ("bob@mail.example", "Bob", "en"))
    first = Message.objects.first()
    delivery = Delivery.objects.create(
        brand=world.brand, case=first.case, message=first, channel="email", recipient="bob@mail.example"
    )
    AddressMark.objects.create(
        brand=world.brand,
        address="bob@mail.example",
        reason=MarkReason.BOUNCED,
        delivery=delivery,
        since_at=NOON,
    )
    notice = write(affected, mert)
    problems.send_notices(by=SYSTEM, at=NOON)
    assert notice.recipients.get(email="bob@mail.example").left_out == "marked"
    assert not Case.objects.filter(customer__email="bob@mail.example").exists()


@pytest.mark.parametrize(
    ("more", "trouble"),
    [
        ({"texts": {"tr": "Merhaba", "en": " "}}, problems.LacksWords),
        ({"texts": {"tr": "Merhaba {parola}", "en": "Hello"}}, problems.UnknownField),
        ({"subjects": {"tr": "Konu"}}, problems.LacksWords),
    ],
)
def test_a_notice_that_cannot_be_read_goes_to_nobody(affected, mert, more, trouble):
    with pytest.raises(trouble):
        write(affected, mert, **more)
    assert not ProblemNotice.objects.exists()


def test_without_anybody_there_is_nothing_to_send(world, mert):
    with pytest.raises(problems.NobodyToTell):
        write(tell.confirmed(world), mert)


def test_above_the_limit_another_person_decides_and_nobody_agrees_to_her_own(world, affected, mert):
    problems.set_terms(brand=world.brand, terms=problems.Terms(second_above=1), by=mert, at=NOON)
    notice = write(affected, mert)
    problems.send_notices(by=SYSTEM, at=NOON)
    assert not notice.recipients.filter(done_at__isnull=False).exists()
    with pytest.raises(approvals.WaitsAlready):
        write(affected, mert)
    proposal = Proposal.objects.get()
    with pytest.raises(approvals.SamePerson):
        problems.agree_notice(proposal=proposal, by=mert, at=NOON)
    pelin = Actor.staff(world.staff["pelin"].pk)
    problems.refuse_notice(proposal=proposal, reason="Yanlış gün", by=pelin, at=NOON)
    problems.send_notices(by=SYSTEM, at=NOON)
    assert not Message.objects.filter(external_id__startswith="problem-notice:").exists()
    again = write(affected, mert)
    problems.agree_notice(proposal=Proposal.objects.get(decided_at__isnull=True), by=pelin, at=NOON)
    problems.send_notices(by=SYSTEM, at=NOON)
    assert again.recipients.filter(message__isnull=False).count() == 2


def test_an_answer_that_failed_keeps_whom_the_last_one_named(affected, mert):
    name_silent(affected, mert, ("bob@mail.example",))
    failed = AffectedAnswer("call_2", "too_slow")
    problems.note_affected(problem=affected, answer=failed, by=mert, at=NOON)
    assert affected.affected.count() == 1
    asked = Event.objects.filter(kind="problem.affected_asked")
    assert asked.count() == 2
