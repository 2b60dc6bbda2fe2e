"""A refund is judged by the charter's rules, and the rule stays with the remedy, the letter and the chain."""

import json
from datetime import date

import pytest

from muhatap.approvals import operations as approvals
from muhatap.audit.models import Event
from muhatap.complaints import operations as complaints
from muhatap.complaints.answer_letter import linted, written_letter
from muhatap.money import operations as money
from muhatap.money.models import RefundJudgement, Remedy
from muhatap.money.operations import judging
from muhatap.money.redress import RemedyKind
from muhatap.money.refunds import refund_rules_of
from tests.complaints import telling as tell
from tests.complaints.telling import by, fresh, hours
from tests.complaints.test_redress import new, set_terms

RULES = refund_rules_of(
    [
        {"id": "all", "name": {"tr": "Genel iade", "en": "Refunds"}, "rate": "100", "limit": "14bd"},
        {"id": "fee", "name": {"tr": "Komisyon iadesi"}, "nature": ["fee"], "rate": "50", "limit": "10bd"},
        {"id": "late", "name": {}, "nature": ["fee"], "within_days": 3, "rate": "100", "limit": "3bd"},
    ]
)
FACTS = {"nature": "fee", "method": "card", "paid_on": date(2026, 11, 8), "paid": 20_000}


@pytest.fixture(autouse=True)
def ruled(monkeypatch):
    """A charter with three refund rules."""
    monkeypatch.setattr(judging, "refund_rules_in", lambda brand, number=None: RULES)


@pytest.fixture
def complaint(world):
    set_terms(world)
    return tell.investigated(world)


def offer(world, complaint, amount=10_000, kind=RemedyKind.FEE_REFUND, deviation_reason="", **facts):
    refund = money.RefundFacts(**FACTS | facts)
    asked = new(amount=amount, kind=kind, refund=refund, deviation_reason=deviation_reason)
    return complaints.propose_redress(
        complaint=fresh(complaint), new=asked, by=by(world, "deniz"), at=hours(5)
    )


def test_the_rule_and_every_reason_against_another_are_kept(world, complaint):
    remedy = offer(world, complaint)
    kept = RefundJudgement.objects.get(remedy=remedy)
    assert (kept.rule, kept.most, kept.days_since) == ("fee", 10_000, 10)
    assert {each["rule"]: each["reason"] for each in kept.trace} == {
        "all": "less_specific",
        "fee": "applies",
        "late": "too_late",
    }
    said = json.loads(Event.objects.get(kind="refund.judged").content)
    assert (said["rule"], said["most"], len(said["trace"])) == ("fee", 10_000, 3)


def test_more_than_the_rule_gives_needs_a_reason(world, complaint):
    with pytest.raises(money.OutsideRules) as outside:
        offer(world, complaint, amount=10_001)
    assert outside.value.most == 10_000
    assert not Remedy.objects.exists()
    assert not Event.objects.filter(kind="refund.judged").exists()
    assert offer(world, complaint, amount=10_001, deviation_reason="Bizim hatamız").judgement.most == 10_000


def test_what_no_rule_gives_back_needs_a_reason(world, complaint, monkeypatch):
    monkeypatch.setattr(judging, "refund_rules_in", lambda brand, number=None: RULES[1:])
    with pytest.raises(money.OutsideRules) as outside:
        offer(world, complaint, nature="order")
    assert outside.value.choice.rule is None
    assert offer(world, complaint, nature="order", deviation_reason="Söz verdik").judgement.rule == ""


@pytest.mark.parametrize("more", [{"kind": RemedyKind.GOODWILL}, {"paid": 0}])
def test_only_payments_are_judged(world, complaint, more):
    with pytest.raises(money.NotARemedy):
        offer(world, complaint, **more)


def test_the_letter_names_the_rule_of_what_was_approved_only(world, complaint):
    remedy = offer(world, complaint)
    with pytest.raises(approvals.SamePerson):
        complaints.decide_redress(
            complaint=fresh(complaint),
            remedy=remedy,
            agrees=True,
            reason="",
            by=by(world, "deniz"),
            at=hours(6),
        )
    complaints.propose_decision(
        complaint=fresh(complaint), draft=tell.draft(), by=by(world, "deniz"), at=hours(6)
    )
    said = {"signer": "Deniz Aydın", "at": hours(7)}
    assert "Komisyon iadesi" not in written_letter(fresh(complaint), **said)
    complaints.decide_redress(
        complaint=fresh(complaint), remedy=remedy, agrees=True, reason="", by=by(world, "mert"), at=hours(6)
    )
    letter = written_letter(fresh(complaint), **said)
    assert "geçerli iade kuralımız: Komisyon iadesi." in letter
    assert linted(fresh(complaint), letter, **said).passes
