"""Requests about data: begun with their case, proved, extended by law, decided, and refused by two."""

import json
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.models import Event
from muhatap.audit.verifying import verify_stream
from muhatap.brands.models import RulePackInForce
from muhatap.cases import operations as cases
from muhatap.customers import operations as customers
from muhatap.customers.models import Consent
from muhatap.customers.restriction import is_restricted
from muhatap.desk.ladder import ladders_of
from muhatap.desk.privacy_face import face_of
from muhatap.letters import operations as letters
from muhatap.letters.linting import Sort
from muhatap.letters.models import PreparedLetter
from muhatap.privacy import operations as privacy
from muhatap.privacy.codes import Ground, Outcome, Right
from muhatap.privacy.law import longest_extension
from muhatap.privacy.queries.requests import request_of
from muhatap.promises import operations as promises
from muhatap.promises.derivations import told_lines
from muhatap.promises.explaining import Audience
from muhatap.promises.models import Clock, Promise
from muhatap.promises.proof import ClocksAgree
from tests.privacy.conftest import KEEPER, by
from tests.world import LADDER, NOON, load, make_case

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=2)


def known(world, name="pelin", at=LATER):
    return {"signer": world.staff[name], "by": by(world, name), "at": at}


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("access", Right.ACCESS),
        ("erase", Right.ERASURE),
        ("rectify", Right.RECTIFICATION),
        ("?", Right.OTHER),
    ],
)
def test_a_form_begins_a_request_of_its_right(asking, answer, right):
    request = asking(answer)
    assert request.right == right
    assert request.asked_at == NOON
    assert Clock.objects.get(case=request.case, name="dsr").limit_at == NOON.replace(hour=21) + timedelta(
        days=30
    )


def test_other_cases_are_no_requests(world):
    assert request_of(make_case(world)) is None


def test_doubt_is_noted_and_the_case_waits_for_her(world, asking):
    request = asking("access")
    with pytest.raises(privacy.ReasonMissing):
        privacy.ask_identity(request=request, reason=" ", **known(world))
    letter = privacy.ask_identity(request=request, reason="Adres başka bir müşteride.", **known(world))
    assert letter.sort == Sort.DSR_ID
    assert "Adres başka bir müşteride." in letter.text
    assert load(request.case_id).status == "waiting_customer"
    # The law of Türkiye knows no pause: the clock of the law runs on.
    assert Clock.objects.get(case=request.case, name="dsr").pauses == []
    cases.confirm_identity(case=load(request.case_id), how=cases.ProofBy.QUESTIONS, by=by(world), at=LATER)
    request.refresh_from_db()
    assert request.identity_level == 2
    assert request.identity_proved_at == LATER
    assert load(request.case_id).status == "open"
    assert request.case.milestones.filter(name="data_request_valid").exists()


def test_a_longer_time_is_what_the_law_says(world, asking, monkeypatch):
    request = asking("access")
    assert longest_extension(request, LATER) is None
    with pytest.raises(privacy.NotExtendable):
        privacy.extend(request=request, until_on=LATER.date(), reason="Çok kayıt", **known(world))
    text = "rules: [{id: gdpr_12, number: 1mo, exceptionally: 3mo, clocks: [dsr]}]"
    RulePackInForce.objects.create(
        brand=world.brand, code="EU-DATA", digest="d", text=text,
        proposed_by_id=1, proposed_at=NOON, activated_by_id=2, activated_at=NOON,
    )  # fmt: skip
    monkeypatch.setattr("muhatap.privacy.law.section_of", lambda *_: {"EU": {"packs": ["EU-DATA"]}})
    monkeypatch.setattr("muhatap.privacy.law.jurisdiction_of", lambda *_: "EU")
    last = longest_extension(request_of(request.case), LATER)
    assert last is not None
    assert (last.year, last.month, last.day) == (2027, 2, 18)
    # After the first month it is too late to take it.
    assert longest_extension(request_of(request.case), NOON + timedelta(days=32)) is None
    with pytest.raises(privacy.NotExtendable):
        privacy.extend(request=request, until_on=last + timedelta(days=1), reason="Çok", **known(world))
    letter = privacy.extend(request=request, until_on=last, reason="Çok kayıt var.", **known(world))
    assert letter.sort == Sort.DSR_EXT
    assert "18 Şubat 2027" in letter.text
    with pytest.raises(privacy.NotExtendable):
        privacy.extend(request=request, until_on=last, reason="Yine", **known(world))
    assert Clock.objects.get(case=request.case, name="dsr").extended_until is None


@pytest.fixture
def extended(world, asking, monkeypatch):
    """A request of the EU that is extended to its last day, and the letter about it."""
    Promise.objects.filter(code="legal_data_request").update(ladder=list(LADDER))
    request = asking("access")
    last = NOON.date() + timedelta(days=80)
    monkeypatch.setattr("muhatap.privacy.operations.requesting.longest_extension", lambda *_: last)
    letter = privacy.extend(request=request, until_on=last, reason="Çok kayıt var.", **known(world))
    return request, letter, Clock.objects.get(case=request.case, name="dsr"), last


def test_the_clock_runs_to_the_longer_day_when_the_customer_was_told(world, extended):
    request, letter, clock, last = extended
    usual = clock.limit_at
    face = face_of(world.staff["pelin"], request_of(request.case), LATER)
    assert (face.limit_on, face.usual_on) == (NOON.date() + timedelta(days=30), None)
    letters.send_letter(letter=letter, text=letter.text, **known(world))
    clock.refresh_from_db()
    assert clock.limit_at == datetime.combine(last + timedelta(days=1), time(), ZoneInfo("Europe/Istanbul"))
    fact = json.loads(Event.objects.get(stream_id=request.case_id, kind="clock.extended").content)
    assert datetime.fromisoformat(fact["previous_limit_at"]) == usual
    assert fact["law"] == "kvkk_13"
    face = face_of(world.staff["pelin"], request_of(request.case), LATER)
    assert (face.limit_on, face.usual_on) == (last, NOON.date() + timedelta(days=30))
    told = {line.code: line for line in told_lines(clock, load(request.case_id), Audience.CUSTOMER, "tr")}
    assert {"limit", "extended"} <= told.keys()
    assert verify_stream(request.case_id, (ClocksAgree(),)).findings == []


def test_the_ladder_is_climbed_once_more_towards_the_longer_day(world, extended):
    request, letter, clock, _last = extended
    begun = clock.started_at
    promises.sweep(by=KEEPER, at=begun + timedelta(days=25))
    taken = set(clock.steps.values_list("threshold", flat=True))
    assert "80" in taken
    told_at = begun + timedelta(days=26)
    letters.send_letter(letter=letter, text=letter.text, **known(world, at=told_at))
    promises.sweep(by=KEEPER, at=told_at + timedelta(days=1))
    assert clock.steps.filter(turn=1).count() == 0
    promises.sweep(by=KEEPER, at=clock.limit_at + timedelta(days=2))
    assert not clock.steps.filter(threshold="100").exists()
    promises.sweep(by=KEEPER, at=begun + timedelta(days=79))
    again = set(clock.steps.filter(turn=1).values_list("threshold", flat=True))
    assert {"50", "80"} <= again
    assert "100" not in again
    promises.sweep(by=KEEPER, at=begun + timedelta(days=90))
    assert clock.steps.filter(turn=1, threshold="100").count() == 1
    assert ladders_of(load(request.case_id), begun + timedelta(days=91))


def test_what_was_told_too_late_or_not_at_all_moves_nothing(world, extended):
    request, letter, clock, _last = extended
    late = clock.limit_at + timedelta(hours=1)
    privacy.follow_extension(case_id=request.case_id, by=KEEPER, at=late)
    clock.refresh_from_db()
    assert clock.extended_at is None
    letters.put_aside(letter=letter, reason="Gerek kalmadı", by=by(world), at=LATER)
    request.refresh_from_db()
    assert (request.extended_until, request.extension_reason) == (None, "")


def test_a_refusal_has_a_ground_of_law_and_words(world, asking):
    request = asking("access")
    more = {"request": request, **known(world)}
    with pytest.raises(privacy.NotADecision, match="ground"):
        privacy.decide(outcome=Outcome.REFUSED, ground=None, words="Olmaz", **more)
    with pytest.raises(privacy.NotADecision, match="words"):
        privacy.decide(outcome=Outcome.PARTLY, ground=Ground.LEGAL_DUTY, words="", **more)
    assert PreparedLetter.objects.count() == 0


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.PARTLY])
def test_what_refuses_leaves_by_two(world, asking, outcome):
    request = asking("access")
    letter = privacy.decide(
        request=request,
        outcome=outcome,
        ground=Ground.RIGHTS_OF_OTHERS,
        words="Kayıtta başkalarının verisi var.",
        **known(world),
    )
    assert letter.needs_second
    text = letter.text
    with pytest.raises(letters.NeedsAnother):
        letters.send_letter(letter=letter, text=text, **known(world))
    proposal = letters.ask_to_send(letter=letter, text=text, **known(world))
    letter.refresh_from_db()
    with pytest.raises(approvals.SamePerson):
        letters.agree_to_send(letter=letter, proposal=proposal, by=by(world), at=LATER)
    request.refresh_from_db()
    assert request.answered_at is None
    letters.agree_to_send(letter=letter, proposal=proposal, by=by(world, "mert"), at=LATER)
    request.refresh_from_db()
    assert request.answered_at == LATER
    assert request.agreed_by == world.staff["mert"]
    clock = Clock.objects.get(case=request.case, name="dsr")
    assert clock.stopped_at == LATER


def test_a_refusal_that_nobody_agrees_to_leaves_nothing(world, asking):
    request = asking("access")
    letter = privacy.decide(
        request=request, outcome=Outcome.REFUSED, ground=Ground.NOT_HELD, words="Verin yok.", **known(world)
    )
    proposal = letters.ask_to_send(letter=letter, text=letter.text, **known(world))
    letter.refresh_from_db()
    letters.keep_back(letter=letter, proposal=proposal, reason="Hayır", by=by(world, "mert"), at=LATER)
    letters.put_aside(letter=letter, reason="Yeniden bakılacak", by=by(world), at=LATER)
    request.refresh_from_db()
    assert (request.outcome, request.answered_at) == ("", None)
    assert Proposal.objects.get().decision == "refused"


def test_what_is_granted_one_person_tells(world, asking):
    request = asking("rectify")
    letter = privacy.decide(request=request, outcome=Outcome.GRANTED, ground=None, words="", **known(world))
    assert not letter.needs_second
    letters.send_letter(letter=letter, text=letter.text, **known(world))
    request.refresh_from_db()
    assert request.answered_at == LATER
    with pytest.raises(privacy.DecidedAlready):
        privacy.decide(request=request, outcome=Outcome.GRANTED, ground=None, words="", **known(world))


def test_processing_is_stopped_and_goes_on(world, asking):
    case = make_case(world)
    request = asking("restrict")
    assert privacy.restrict(request=request, is_restricted=True, by=by(world), at=LATER)
    assert not privacy.restrict(request=request, is_restricted=True, by=by(world), at=LATER)
    assert is_restricted(load(case.id).customer)
    with pytest.raises(privacy.WhyMissing):
        privacy.note_opening(case=case, why=" x ", by=by(world, "deniz"), at=LATER)
    privacy.note_opening(case=case, why="Mahkeme sordu", by=by(world, "deniz"), at=LATER)
    assert Event.objects.filter(stream_id=case.id, kind="privacy.restricted_opened").count() == 1
    privacy.restrict(request=request, is_restricted=False, by=by(world), at=LATER)
    assert not is_restricted(load(case.id).customer)


def test_an_objection_takes_every_consent_back(world, asking):
    request = asking("object")
    customer = request.case.customer
    customers.change_consent(
        customer=customer, sort="marketing", is_given=True, version="1", words="Evet", by=by(world), at=NOON
    )
    assert privacy.stop_advertising(request=request, by=by(world), at=LATER) == 1
    assert privacy.stop_advertising(request=request, by=by(world), at=LATER) == 0
    assert Consent.objects.filter(customer=customer).latest("decided_at").is_given is False


@pytest.mark.parametrize("purpose", ["marketing", "profiling", "", "x" * 40])
def test_data_leave_for_no_purpose_that_nobody_was_told(world, purpose):
    with pytest.raises(privacy.PurposeNotStated):
        privacy.state_purpose(brand=world.brand, what="register", purpose=purpose, by=by(world), at=LATER)
    fact = json.loads(Event.objects.get(kind="privacy.purpose_stated").content)
    assert fact["is_refused"]
    privacy.state_purpose(brand=world.brand, what="register", purpose="legal_duty", by=by(world), at=LATER)
