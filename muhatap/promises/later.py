"""Later due times that the charter knows for a case, and those that somebody has asked for."""

from dataclasses import dataclass
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
    pending: LaterLimit | None


def later_choices(case: Case) -> list[LaterChoice]:
    """For each running clock the later promise for what the case is about, and the one for complex cases."""
    clocks = list(Clock.objects.filter(case=case, stopped_at__isnull=True).order_by("limit_at", "id"))
    if not clocks:
        return []
    waiting = {
        question.clock_id: question
        for question in LaterLimit.objects.filter(case=case, is_approved__isnull=True).select_related(
            "asked_by", "promise"
        )
    }
    standard, complex_ones = rules_for_case(case), rules_for_case(case, "complex")
    choices = []
    for clock in clocks:
        offered = {}
        for rules, is_complex in ((standard, False), (complex_ones, True)):
            rule = rules.get(clock.name)
            if rule is None or rule.promise_id in {clock.promise_id, *offered}:
                continue
            limit_at = rule.due(clock.started_at, clock.ended_pauses)[1]
            if limit_at > clock.limit_at:
                offered[rule.promise_id] = LaterChoice(
                    clock, rule, limit_at, is_complex, waiting.get(clock.id)
                )
        choices += offered.values()
    return choices


def question_of(case: Case, question_id: int) -> LaterLimit | None:
    """The question about a later time with this id on this case."""
    return LaterLimit.objects.filter(case=case, id=question_id).first()


def running_clock_of(case: Case, clock_id: int) -> Clock | None:
    """The running clock with this id on this case."""
    return Clock.objects.filter(case=case, id=clock_id, stopped_at__isnull=True).first()
