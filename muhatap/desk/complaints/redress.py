"""What the page of a complaint shows of its remedies: what is given, what is left, what is usual."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import get_language

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.complaints.models import Complaint
from muhatap.complaints.operations.redressing import PROPOSING
from muhatap.complaints.precedents import precedents_of, usual_amounts
from muhatap.complaints.redress_words import words_on_remedies
from muhatap.complaints.stages import Stage
from muhatap.complaints.wording import finding_words, said_words
from muhatap.money.models import Remedy, RemedyState
from muhatap.money.queries import methods_in, refund_rules_in
from muhatap.money.redress import OF_THE_LETTER, Terms, amount_words
from muhatap.money.remedies import all_terms, budget_of, remedies_of
from muhatap.money.wording import (
    KINDS,
    NATURES,
    judged_words,
    kind_words,
    line_words,
    nature_words,
    role_words,
    state_words,
)
from muhatap.ui.dates import moment_words

_SHOWN_PRECEDENTS = 8


@dataclass(frozen=True, slots=True)
class JudgedFace:
    """By which refund rule a remedy was judged, and what became of each other rule."""

    rule: str
    most: str
    facts: str
    trace: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RemedyFace:
    """A remedy in words, what happened to it, and what this reader may do with it."""

    remedy: Remedy
    name: str
    amount: str
    interest: str
    state: str
    lines: Sequence[str]
    is_open: bool
    may_approve: bool = False
    may_take_back: bool = False
    may_execute: bool = False
    may_reverse: bool = False
    able: str = ""
    said: str = ""
    judged: JudgedFace | None = None


@dataclass(frozen=True, slots=True)
class BudgetFace:
    """A budget in words."""

    currency: str
    left: str
    monthly: str
    is_tight: bool
    may_propose: str


@dataclass(frozen=True, slots=True)
class RedressShown:
    """The section of remedies."""

    remedies: Sequence[RemedyFace]
    budgets: Sequence[BudgetFace]
    precedents: Sequence[tuple[str, str, str]]
    usual: Sequence[tuple[str, str, str, int]]
    may_propose: bool
    natures: Sequence[tuple[str, str]] = ()
    methods: Sequence[tuple[str, str]] = ()
    kinds: Sequence[tuple[str, str]] = field(default_factory=lambda: [(k, str(w)) for k, w in KINDS.items()])


def redress_of(staff: Staff, complaint: Complaint, at: datetime) -> RedressShown:
    """Read what the section shows to this member of staff."""
    scope = scope_of(staff)
    works = scope.may(Permission.ANSWER_CASES, complaint.brand_id)
    role = str(scope.roles.get(complaint.brand_id, ""))
    rows = all_terms(complaint.brand)
    terms = {row.currency: row.terms for row in rows}
    precedents, words = precedents_of(complaint, at), words_on_remedies(complaint.case)
    return RedressShown(
        remedies=[
            replace(
                _face(each, staff, complaint, role if works else "", terms.get(each.currency), at),
                said=said_words(words.get(each.id, "")),
            )
            for each in remedies_of(complaint.case)
        ],
        budgets=[_budget(complaint, each, role, at) for each in terms.values()],
        precedents=[
            (each.number, finding_words(each.outcome), ", ".join(_short(remedy) for remedy in each.remedies))
            for each in precedents[:_SHOWN_PRECEDENTS]
        ],
        usual=[
            (
                kind_words(kind),
                amount_words(usual.middle, currency),
                f"{amount_words(usual.least, currency)} – {amount_words(usual.most, currency)}",
                usual.count,
            )
            for (kind, currency), usual in sorted(usual_amounts(precedents).items())
        ],
        may_propose=works and complaint.stage in PROPOSING,
        natures=[(k, str(w)) for k, w in NATURES.items()] if refund_rules_in(complaint.brand) else (),
        methods=[(each.code, _in_brand(complaint, each.names)) for each in methods_in(complaint.brand)],
    )


def _face(
    remedy: Remedy, staff: Staff, complaint: Complaint, role: str, terms: Terms | None, at: datetime
) -> RemedyFace:
    is_own, is_open = remedy.proposed_by_id == staff.pk, remedy.state == RemedyState.OPEN
    within = not is_own and terms is not None and terms.may_approve(role, remedy.amount)
    stands = remedy.state in {RemedyState.APPROVED, RemedyState.EXECUTED}
    stages = {Stage.APPLYING}
    if remedy.kind in OF_THE_LETTER:
        stages |= {Stage.RESPONDED, Stage.CONFIRMING}
    return RemedyFace(
        remedy=remedy,
        name=kind_words(remedy.kind),
        amount=amount_words(remedy.amount, remedy.currency) if remedy.amount else "",
        interest=amount_words(remedy.interest, remedy.currency) if remedy.interest else "",
        state=state_words(remedy.state),
        lines=[
            " · ".join(
                filter(
                    None,
                    (
                        line_words(line.what),
                        _who(line),
                        moment_words(line.at, at),
                        line.reference,
                        line.reason,
                    ),
                )
            )
            for line in sorted(remedy.entries.all(), key=lambda line: (line.at, line.id))
        ],
        is_open=is_open,
        may_approve=is_open and within,
        may_take_back=is_open and is_own and bool(role),
        may_execute=remedy.state == RemedyState.APPROVED and complaint.stage in stages and bool(role),
        may_reverse=stands and bool(role) and (within or not remedy.amount),
        judged=_judged(complaint, remedy),
        able=", ".join(role_words(each) for each in terms.approvers(remedy.amount)) if terms else "",
    )


def _judged(complaint: Complaint, remedy: Remedy) -> JudgedFace | None:
    judgement = getattr(remedy, "judgement", None)
    if judgement is None:
        return None
    rules = {rule.id: rule.names for rule in refund_rules_in(complaint.brand, judgement.charter_number)}
    names = {code: _in_brand(complaint, words) or code for code, words in rules.items()}
    facts = (nature_words(judgement.nature), judgement.method, judgement.jurisdiction)
    return JudgedFace(
        rule=_in_brand(complaint, judgement.names) or judgement.rule,
        most=amount_words(judgement.most, remedy.currency),
        facts=" · ".join(filter(None, facts)),
        trace=[
            (names.get(each["rule"], each["rule"]), judged_words(each["reason"])) for each in judgement.trace
        ],
    )


def _in_brand(complaint: Complaint, words: Mapping[str, str]) -> str:
    return complaint.brand.in_language(words, get_language() or "")


def _who(line: object) -> str:
    staff = getattr(line, "staff", None)
    return staff.name if staff else ""


def _budget(complaint: Complaint, terms: Terms, role: str, at: datetime) -> BudgetFace:
    budget = budget_of(complaint.brand, terms.currency, at)
    return BudgetFace(
        currency=terms.currency,
        left="" if budget.left is None else amount_words(budget.left, terms.currency),
        monthly="" if budget.monthly is None else amount_words(budget.monthly, terms.currency),
        is_tight=budget.is_tight,
        may_propose=amount_words(terms.propose.get(role, 0), terms.currency),
    )


def _short(remedy: Remedy) -> str:
    amount = f" {amount_words(remedy.amount, remedy.currency)}" if remedy.amount else ""
    return f"{kind_words(remedy.kind)}{amount}"
