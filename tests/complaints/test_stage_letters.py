"""The letters that stages, decisions and broken promises ask for: prepared once, sent by a person."""

from datetime import date, timedelta

import pytest

from muhatap.cases.models import Message
from muhatap.complaints import operations as complaints
from muhatap.complaints.answer_letter import written_letter
from muhatap.complaints.stage_letters import (
    OF_STAGE,
    SETTLED_WITHIN,
    letter_of_broken,
    letter_of_stage,
    may_send,
)
from muhatap.complaints.stages import OVER, Stage
from muhatap.kernel.actors import Actor
from muhatap.letters.linting import OF_COMPLAINTS, Sort
from muhatap.letters.models import PreparedLetter
from muhatap.letters.queries import letters_waiting, prepared_of
from muhatap.promises import operations as promises
from tests.complaints import telling as tell
from tests.complaints.telling import by, days, fresh, hours, relayed

REFUSED = {"outcome": "not_upheld", "remedy": "", "is_owed": False, "do_by": None}


def waiting(complaint, sort: Sort) -> list[PreparedLetter]:
    return letters_waiting(complaint.case, sort)


def beside(complaint, sort: Sort, at, **more):
    """Send a letter that decides nothing, as its page does."""
    dated = {"new_date": date(2026, 12, 20)}
    text = written_letter(
        complaint, signer="Deniz Aydın", at=at, sort=sort, why_late="Nedeni: yanıt bekliyoruz.", **dated
    )
    complaints.tell_beside(
        complaint=complaint,
        text=text,
        signer="Deniz Aydın",
        sort=sort,
        at=at,
        by=Actor.staff(complaint.case.owner_id),
        **dated | more,
    )


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("where", ["TR", "UK"])
def test_each_stage_asks_for_its_letter_or_for_none(stage, where):
    soon, late = (letter_of_stage(stage, took=took, where=where) for took in (SETTLED_WITHIN, timedelta(4)))
    assert late == OF_STAGE.get(stage)
    is_settled = stage is Stage.CLOSED and where == "UK"
    assert soon == (Sort.SETTLED if is_settled else late)


@pytest.mark.parametrize(
    ("clock", "where", "sort"),
    [
        ("resolve", "TR", Sort.HOLDING),
        ("resolve", "UK", Sort.HOLDING),
        ("legal_response", "TR", Sort.HOLDING),
        ("legal_response", "UK", Sort.EIGHT_WEEKS),
        ("ack", "UK", None),
        ("update", "TR", None),
    ],
)
def test_a_broken_promise_asks_for_the_letter_that_says_why(clock, where, sort):
    assert letter_of_broken(clock, where) == sort


def test_every_letter_of_complaints_has_its_moment():
    moments = {*OF_STAGE.values(), Sort.SETTLED, Sort.HOLDING, Sort.EIGHT_WEEKS, Sort.FINAL, Sort.DEADLOCK}
    assert moments == OF_COMPLAINTS


class TestMoments:
    def test_a_drafted_decision_has_its_letter_and_a_new_draft_a_new_one(self, world):
        complaint = tell.proposed(world)
        relayed(at=hours(5))
        (first,) = waiting(complaint, Sort.FINAL)
        assert "kısmen" not in first.text
        complaints.propose_decision(
            complaint=fresh(complaint), draft=tell.draft("partly"), by=by(world, "deniz"), at=hours(6)
        )
        relayed(at=hours(6))
        (second,) = waiting(complaint, Sort.FINAL)
        assert second.id != first.id
        assert "kısmen" in second.text
        assert not Message.objects.filter(case=complaint.case, author="staff").exists()

    def test_the_answer_that_is_sent_waits_no_longer(self, world):
        complaint = tell.proposed(world)
        relayed(at=hours(5))
        text = written_letter(complaint, signer="Deniz Aydın", at=hours(6))
        complaints.send_answer(
            complaint=fresh(complaint),
            text=text,
            signer="Deniz Aydın",
            sort=Sort.FINAL,
            by=by(world, "deniz"),
            at=hours(6),
        )
        assert prepared_of(complaint.case) == []
        sent = PreparedLetter.objects.get(case=complaint.case)
        assert sent.message == fresh(complaint).decisions.get().letter

    def test_an_appeal_has_its_letter_and_then_our_last_word(self, world):
        complaint = tell.responded(world, **REFUSED)
        tell.say(complaint, "refused", at=hours(7), words="Hayır")
        relayed(at=hours(7))
        (begun,) = waiting(complaint, Sort.APPEAL_BEGUN)
        assert begun.told["new_date"] == (hours(7) + timedelta(days=14)).date().isoformat()
        beside(fresh(complaint), Sort.APPEAL_BEGUN, hours(8))
        assert waiting(complaint, Sort.APPEAL_BEGUN) == []
        complaints.name_reviewer(
            complaint=fresh(complaint), reviewer=world.staff["pelin"], by=by(world, "mert"), at=hours(9)
        )
        complaints.propose_decision(
            complaint=fresh(complaint), draft=tell.draft(**REFUSED), by=by(world, "pelin"), at=hours(10)
        )
        relayed(at=hours(10))
        assert "son kararımız" in waiting(complaint, Sort.DEADLOCK)[0].text

    def test_an_outside_body_has_the_letter_that_names_the_way(self, world):
        complaint = tell.responded(world, **REFUSED)
        complaints.turn_to_body(
            complaint=fresh(complaint),
            body="Hakem heyeti",
            last_on=date(2027, 1, 20),
            reference="H-1",
            by=by(world, "mert"),
            at=hours(8),
        )
        relayed(at=hours(8))
        assert len(waiting(complaint, Sort.ROUTE)) == 1

    def test_a_late_answer_has_the_letter_that_says_why_once(self, world):
        complaint = tell.triaged(world)
        for at in (days(15), days(16)):
            while promises.sweep(by=Actor.system("sweep"), at=at).clocks:
                pass
            relayed(at=at)
        assert len(waiting(complaint, Sort.HOLDING)) == 1


class TestTheEnd:
    def test_a_letter_of_the_end_goes_at_the_end_and_no_other(self, world):
        complaint = tell.responded(world, **REFUSED)
        complaint.stage, complaint.is_open, complaint.over_at = Stage.CLOSED_UNCONFIRMED, False, hours(9)
        complaint.save()
        assert may_send(Stage(complaint.stage), Sort.UNCONFIRMED)
        for sort in OF_COMPLAINTS - {Sort.UNCONFIRMED}:
            assert not may_send(Stage(complaint.stage), sort)
        beside(complaint, Sort.UNCONFIRMED, hours(10))
        with pytest.raises(complaints.LetterRefused):
            beside(complaint, Sort.HOLDING, hours(10))

    @pytest.mark.parametrize("stage", sorted(OVER))
    def test_nothing_else_leaves_when_it_is_over(self, world, stage):
        complaint = tell.acknowledged(world)
        complaint.stage = stage
        may = {sort for sort in OF_COMPLAINTS if may_send(Stage(complaint.stage), sort)}
        assert may == {"closed": {Sort.SETTLED}, "closed_unconfirmed": {Sort.UNCONFIRMED}}.get(stage, set())
