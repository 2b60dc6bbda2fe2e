"""Later due times that the charter knows for a case, and those that somebody has asked for."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from muhatap.approvals.models import Proposal
from muhatap.cases.models import Case
from muhatap.promises.models import Clock
from muhatap.promises.rules import Rule, rule_with_id, rules_for_case

SORT = "later_limit"


@dataclass(frozen=True, slots=True)
class LaterChoice:
    """A promise under which a running clock would end later; `is_asked` while somebody's question waits."""

    clock: Clock
    rule: Rule
    limit_at: datetime
    is_complex: bool
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A later time that waits for a second person."""

    proposal: Proposal
    clock_id: int
    rule: Rule
    limit_at: datetime
    reason: str


def later_choices(
    case: Case,
    at: datetime,
    clocks: Iterable[Clock] | None = None,
    questions: Iterable[Question] | None = None,
) -> list[LaterChoice]:
    """For each running clock the later promise for what the case is about, and the one for complex cases.

    `clocks` and `questions` are those of the case where they are read already.
    """
    known = Clock.objects.filter(case=case, stopped_at__isnull=True) if clocks is None else clocks
    running = sorted((clock for clock in known if clock.stopped_at is None), key=lambda each: each.limit_at)
    offers = _offers(case, running)
    if not offers:
        return []
    waiting = questions_of(case, at, running) if questions is None else questions
    asked = {question.clock_id for question in waiting}
    return [replace(offer, is_asked=offer.clock.id in asked) for offer in offers]


def questions_of(case: Case, at: datetime, clocks: Iterable[Clock]) -> list[Question]:
    """What waits for a second person on these clocks of the case, the oldest first."""
    waiting = Proposal.objects.filter(
        brand_id=case.brand_id,
        sort=SORT,
        subject__in=[str(clock.id) for clock in clocks],
        decided_at__isnull=True,
        expires_at__gt=at,
    )
    return [question_in(proposal) for proposal in waiting.select_related("proposed_by").order_by("id")]


def question_of(case: Case, proposal_id: int) -> Question | None:
    """The question with this proposal's id on this case, decided or not."""
    proposal = Proposal.objects.filter(id=proposal_id, brand_id=case.brand_id, sort=SORT).first()
    if proposal is None or not Clock.objects.filter(id=int(proposal.subject), case=case).exists():
        return None
    return question_in(proposal)


def question_of_proposal(proposal_id: int) -> Question:
    """The question that this proposal asks."""
    return question_in(Proposal.objects.get(id=proposal_id))


def question_in(proposal: Proposal) -> Question:
    """What a proposal of a later time asks for."""
    content = json.loads(proposal.content)
    return Question(
        proposal=proposal,
        clock_id=int(proposal.subject),
        rule=rule_with_id(int(content["promise"])),
        limit_at=datetime.fromisoformat(content["limit_at"]),
        reason=content["reason"],
    )


def running_clock_of(case: Case, clock_id: int) -> Clock | None:
    """The running clock with this id on this case."""
    return Clock.objects.filter(case=case, id=clock_id, stopped_at__isnull=True).first()


def _offers(case: Case, running: list[Clock]) -> list[LaterChoice]:
    if not running:
        return []
    standard, complex_ones = rules_for_case(case), rules_for_case(case, "complex")
    offers = []
    for clock in running:
        offered: dict[int, LaterChoice] = {}
        for rules, is_complex in ((standard, False), (complex_ones, True)):
            rule = rules.get(clock.name)
            if rule is None or rule.promise_id in {clock.promise_id, *offered}:
                continue
            limit_at = rule.due(clock.started_at, clock.ended_pauses)[1]
            if limit_at > clock.limit_at:
                offered[rule.promise_id] = LaterChoice(clock, rule, limit_at, is_complex)
        offers += offered.values()
    return offers
