"""Sensitive acts by level: what a channel or proof allows, and that every door refuses below it."""

import contextlib
import json
from datetime import date, timedelta

import pytest

from muhatap.approvals import operations as approvals
from muhatap.audit.models import Event
from muhatap.brands.models import CharterVersion
from muhatap.cases import operations as cases
from muhatap.cases.models import IdentityProof
from muhatap.cases.trust import LevelTooLow, Sensitive, level_of, refuse_low, standing_of
from muhatap.evidence import operations as evidence
from muhatap.evidence.kinds import EvidenceKind, Ground, Purpose
from muhatap.kernel.actors import Actor
from muhatap.letters import operations as letters
from muhatap.letters.linting import Sort
from muhatap.money import operations as money
from muhatap.money.enquiries import Outcome
from tests.portal.conftest import PNG
from tests.world import NOON, load, make_case

LATER = NOON + timedelta(hours=1)
PROOF_OF_LEVEL = {0: None, 1: None, 2: cases.ProofBy.CALLBACK, 3: cases.ProofBy.ACCOUNT}
CHANNEL_OF_LEVEL = {0: "social", 1: "web_form", 2: "web_form", 3: "web_form"}
SAID = {
    "channels": {"social": {"identity_level": 0}, "web_form": {"identity_level": 1}},
    "identity_levels": {
        "0": {"name": {"tr": "Herkese açık"}, "allows": ["inform", "complain"]},
        "1": {"name": {"tr": "Denetlenmedi"}, "allows": ["inform", "complain"]},
        "2": {"name": {"tr": "Doğrulandı"}, "allows": ["inform", "complain", "status", "account_data"]},
        "3": {"name": {"tr": "İki faktör"}, "allows": ["inform", "complain", *Sensitive]},
    },
}


def chartered(world, said=SAID) -> None:
    row = CharterVersion(
        brand=world.brand,
        number=7,
        digest="",
        text="",
        said=json.dumps(said),
        applied_at=NOON,
        applied_by_label="test",
    )
    row.save(force_insert=True)
    world.brand.charter_number = 7
    world.brand.save(update_fields=["charter_number"])


def case_of_level(world, level: int):
    case = make_case(world, channel=CHANNEL_OF_LEVEL[level])
    proof = PROOF_OF_LEVEL[level]
    if proof is not None:
        cases.confirm_identity(case=case, how=proof, by=by(world), at=NOON)
    return load(case.id)


def by(world, login: str = "deniz") -> Actor:
    return Actor.staff(world.staff[login].pk)


def note(world, case, action) -> int:
    return cases.note_sensitive_act(case=case, action=action, reference="OPR-7", by=by(world), at=LATER)


@pytest.mark.parametrize("level", range(4))
@pytest.mark.parametrize("action", Sensitive)
def test_an_act_is_noted_at_its_level_alone(world, action, level):
    chartered(world)
    case = case_of_level(world, level)
    assert level_of(case) == level
    if level == 3:
        assert note(world, case, action) == 3
        fact = Event.objects.get(stream_id=case.id, kind="case.sensitive_act_done")
        assert fact.actor_id == world.staff["deniz"].pk
    else:
        with pytest.raises(LevelTooLow) as low:
            note(world, case, action)
        assert (low.value.action, low.value.level, low.value.needed) == (action, level, 3)
        assert not Event.objects.filter(kind="case.sensitive_act_done").exists()


@pytest.mark.parametrize("level", range(4))
def test_everything_that_acts_asks_for_the_level(world, level):
    chartered(world)
    topic = world.topics["PAY-WD"]
    topic.guidance = {"payment": {"direction": "withdrawal"}}
    topic.save(update_fields=["guidance"])
    case = case_of_level(world, level)
    identity = evidence.offer_items(
        case=case,
        new=[evidence.NewItem(kind=EvidenceKind.IDENTITY, name="kimlik.png", data=PNG, has_file=True)],
        by=Actor.customer(case.customer_id),
        at=NOON,
    )[0]
    for act in (
        lambda: _ask_for_identity(world, case),
        lambda: _decide_withdrawal(world, case),
        lambda: evidence.accept_item(item=identity, by=by(world), at=LATER),
        lambda: _deliver(world, case),
    ):
        if level == 3:
            act()
        else:
            with pytest.raises(LevelTooLow):
                act()


def _ask_for_identity(world, case):
    new = evidence.NewRequest(
        purpose=Purpose.IDENTITY,
        ground=Ground.LEGAL_DUTY,
        words="Hesabın size ait olduğunu görmek için.",
        items=((EvidenceKind.IDENTITY, "Kimliğin iki yüzü"),),
        due_at=LATER + timedelta(days=5),
    )
    evidence.request_documents(case=case, new=new, by=by(world), at=LATER)


def _decide_withdrawal(world, case):
    new = money.NewAnswer(outcome=Outcome.APPROVED, amount=85000, currency="TRY", pay_by=date(2026, 12, 2))
    money.answer_enquiry(case=case, new=new, signer="Deniz Aydın", by=by(world), at=LATER)


def _deliver(world, case):
    new = letters.NewLetter(sort=Sort.DSR_OUT, text="x", because="by_hand", key="k")
    letter = letters.prepare_letter(case=case, new=new, by=by(world), at=LATER)
    with contextlib.suppress(letters.LetterFlawed):
        letters.send_letter(letter=letter, text="x", signer=world.staff["deniz"], by=by(world), at=LATER)


def test_a_complaint_and_other_documents_are_taken_at_every_level(world):
    chartered(world)
    case = case_of_level(world, 0)
    assert case.number
    new = evidence.NewRequest(
        purpose=Purpose.PAYMENT,
        ground=Ground.CONTRACT,
        words="Ödemeyi bankada izlemek için.",
        items=((EvidenceKind.RECEIPT, "Dekont"),),
        due_at=LATER + timedelta(days=5),
    )
    assert evidence.request_documents(case=case, new=new, by=by(world), at=LATER)


def test_a_charter_without_levels_refuses_nothing_and_one_that_never_allows_refuses_always(world):
    case = make_case(world, channel="social")
    assert (refuse_low(case, Sensitive.UNLOCK), standing_of(case)) == (0, [])
    levels = {level: {**said, "allows": ["inform"]} for level, said in SAID["identity_levels"].items()}
    chartered(world, SAID | {"identity_levels": levels})
    case = case_of_level(world, 3)
    with pytest.raises(LevelTooLow):
        note(world, case, Sensitive.UNLOCK)


def test_a_stronger_proof_replaces_a_weaker_one_and_never_the_other_way(world):
    case = make_case(world)
    for how, kept in (("link", "link"), ("callback", "link"), ("account", "account"), ("link", "account")):
        cases.confirm_identity(case=case, how=cases.ProofBy(how), by=by(world), at=LATER)
        assert IdentityProof.objects.get(case=case).how == kept


def test_two_people_are_sure_for_somebody_who_cannot_sign_in(world):
    chartered(world)
    case = case_of_level(world, 1)
    with pytest.raises(cases.NotAnAct):
        cases.ask_assisted(case=case, reason=" ", by=by(world), at=LATER)
    ask = cases.ask_assisted(case=case, reason="Görme engelli; şubede görüldü", by=by(world), at=LATER)
    with pytest.raises(approvals.SamePerson):
        cases.decide_assisted(case=case, proposal=ask, agrees=True, by=by(world), at=LATER)
    assert level_of(case) == 1
    cases.decide_assisted(case=case, proposal=ask, agrees=True, by=by(world, "mert"), at=LATER)
    assert note(world, case, Sensitive.CHANGE) == 3


@pytest.mark.parametrize(("action", "reference"), [("magic", "OPR-7"), ("unlock", " ")])
def test_what_is_no_act_is_refused(world, action, reference):
    case = make_case(world)
    with pytest.raises(cases.NotAnAct):
        cases.note_sensitive_act(case=case, action=action, reference=reference, by=by(world), at=LATER)
