"""Judging a refund by the rules of the charter; the rule and how each was judged are kept with the remedy."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from muhatap.audit.recording import record
from muhatap.cases.models import Case
from muhatap.customers.countries import jurisdiction_of
from muhatap.kernel.actors import Actor
from muhatap.money.events import RefundJudged
from muhatap.money.models import RefundJudgement, Remedy
from muhatap.money.queries import refund_rules_in
from muhatap.money.refunds import RefundChoice, amount_back, rule_for


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFacts:
    """What a refund is judged by: what was paid for, how, on which day, and how much in minor units."""

    nature: str
    method: str
    paid_on: date
    paid: int


class OutsideRules(Exception):
    """No rule gives this back, or none as much, and no reason says why it should be; `most` may be given."""

    def __init__(self, choice: RefundChoice, most: int) -> None:
        super().__init__(choice.rule.id if choice.rule else "")
        self.choice = choice
        self.most = most


def keep_judgement(*, remedy: Remedy, facts: RefundFacts, by: Actor, at: datetime) -> RefundJudgement:
    """Keep with a remedy how it was judged; `OutsideRules` for more than a rule gives and no reason."""
    case = remedy.case
    choice, most, where = _judged(case, facts, at)
    if remedy.amount > most and not remedy.deviation_reason:
        raise OutsideRules(choice, most)
    rule, trace = choice.rule, [asdict(each) for each in choice.trace]
    days, charter = _days_since(case, facts, at), case.brand.charter_number
    judgement = RefundJudgement.objects.create(
        remedy=remedy,
        nature=facts.nature,
        method=facts.method,
        jurisdiction=where,
        paid=facts.paid,
        days_since=days,
        charter_number=charter,
        rule=rule.id if rule else "",
        names=dict(rule.names) if rule else {},
        rate=rule.rate if rule else None,
        most=most,
        trace=trace,
    )
    record(
        RefundJudged(
            brand=remedy.brand_id,
            case=remedy.case_id,
            remedy=remedy.id,
            nature=facts.nature,
            method=facts.method,
            jurisdiction=where,
            paid=facts.paid,
            days_since=days,
            charter=charter,
            rule=judgement.rule,
            most=most,
            trace=tuple(trace),
        ),
        by=by,
        at=at,
    )
    return judgement


def _judged(case: Case, facts: RefundFacts, at: datetime) -> tuple[RefundChoice, int, str]:
    """The rule that holds today, how much it gives back in minor units, and the jurisdiction asked by."""
    where = jurisdiction_of(case.brand, case.customer)
    known = {"nature": facts.nature, "method": facts.method, "jurisdiction": where}
    choice = rule_for(refund_rules_in(case.brand), known, _days_since(case, facts, at))
    return choice, amount_back(choice.rule, facts.paid) if choice.rule else 0, where


def _days_since(case: Case, facts: RefundFacts, at: datetime) -> int:
    return (at.astimezone(ZoneInfo(case.brand.zone)).date() - facts.paid_on).days
