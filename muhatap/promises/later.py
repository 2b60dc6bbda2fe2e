"""Later due times that the charter knows for a case, and those that somebody has asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from muhatap.cases.models import Case
from muhatap.promises.models import Clock, LaterLimit
from muhatap.promises.rules import Rule, rules_for_case


@dataclass(frozen=True, slots=True)
class LaterChoice:
    """A promise under which a running clock would end later; `pending` is the question that waits."""

    clock: Clock
    rule: Rule
    limit_at: datetime
    is_complex: bool
    pending: LaterLimit | None = None


def later_choices(case: Case, clocks: Iterable[Clock] | None = None) -> list[LaterChoice]:
    """For each running clock the later promise for what the case is about, and the one for complex cases.

    `clocks` are the case's clocks where they are read already.
    """
    known = Clock.objects.filter(case=case, stopped_at__isnull=True) if clocks is None else clocks
    running = sorted((clock for clock in known if clock.stopped_at is None), key=lambda each: each.limit_at)
    offers = _offers(case, running)
    if not offers:
        return []
    questions = LaterLimit.objects.filter(case=case, is_approved__isnull=True)
    waiting = {each.clock_id: each for each in questions.select_related("asked_by", "promise")}
    return [replace(offer, pending=waiting.get(offer.clock.id)) for offer in offers]


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


def question_of(case: Case, question_id: int) -> LaterLimit | None:
    """The question about a later time with this id on this case."""
    return LaterLimit.objects.filter(case=case, id=question_id).first()


def running_clock_of(case: Case, clock_id: int) -> Clock | None:
    """The running clock with this id on this case."""
    return Clock.objects.filter(case=case, id=clock_id, stopped_at__isnull=True).first()
