"""The stages of a complaint, which move leads where, and what each asks for: one pure table.

A guard looks at what is known and says what is missing. Guards of `FIRM` hold for everybody; the others may
be passed with a reason once a second person agrees.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Stage(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    TRIAGED = "triaged"
    INVESTIGATING = "investigating"
    WAITING_CUSTOMER = "waiting_customer"
    WAITING_THIRD_PARTY = "waiting_third_party"
    PROPOSED = "proposed"
    RESPONDED = "responded"
    APPLYING = "applying"
    CONFIRMING = "confirming"
    APPEAL = "appeal"
    EXTERNAL = "external"
    CLOSED = "closed"
    CLOSED_UNCONFIRMED = "closed_unconfirmed"
    WITHDRAWN = "withdrawn"
    SET_ASIDE = "set_aside"
    REOPENED = "reopened"


class Guard(StrEnum):
    """What a move asks for."""

    POSSIBLE = "possible"
    ACKNOWLEDGED = "acknowledged"
    TRIAGE = "triage"
    OWNER = "owner"
    PLAN = "plan"
    ASKED_CUSTOMER = "asked_customer"
    ASKED_OTHERS = "asked_others"
    ANSWERED = "answered"
    FINDINGS = "findings"
    TASKS = "tasks"
    DECISION = "decision"
    SECOND_PERSON = "second_person"
    ASIDE_AGREED = "aside_agreed"
    LETTER = "letter"
    REASON = "reason"
    ACCEPTED_OR_OWED = "accepted_or_owed"
    RESOLUTION = "resolution"
    STEPS = "steps"
    EXECUTED = "executed"
    NOTHING_OWED = "nothing_owed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    SILENCE = "silence"
    CLOSING = "closing"
    REVIEWER = "reviewer"
    RE_LOOK = "re_look"
    BODY = "body"
    BODY_DECIDED = "body_decided"
    CUSTOMERS_ACT = "customers_act"
    WINDOW = "window"


S, G = Stage, Guard
OVER = frozenset({S.CLOSED, S.CLOSED_UNCONFIRMED, S.WITHDRAWN, S.SET_ASIDE})
LIVE = frozenset(Stage) - OVER
# The customer has the word: what she writes meanwhile is no chaser, and her answer is awaited.
HER_TURN = frozenset({S.WAITING_CUSTOMER, S.RESPONDED, S.CONFIRMING})
SILENCE_AFTER = timedelta(days=14)
REOPENED_WITHIN = timedelta(days=30)

# Nobody's agreement replaces a customer's own word, an independent reviewer, or the second person.
FIRM = frozenset(
    {
        G.POSSIBLE,
        G.CONFIRMED,
        G.REFUSED,
        G.CUSTOMERS_ACT,
        G.SECOND_PERSON,
        G.ASIDE_AGREED,
        G.REVIEWER,
        G.NOTHING_OWED,
        G.EXECUTED,
        G.SILENCE,
    }
)

MOVES: Mapping[tuple[Stage, Stage], tuple[Guard, ...]] = {
    (S.RECEIVED, S.ACKNOWLEDGED): (G.ACKNOWLEDGED,),
    (S.ACKNOWLEDGED, S.TRIAGED): (G.TRIAGE, G.OWNER),
    (S.ACKNOWLEDGED, S.SET_ASIDE): (G.REASON, G.ASIDE_AGREED),
    (S.TRIAGED, S.INVESTIGATING): (G.OWNER, G.PLAN),
    (S.INVESTIGATING, S.WAITING_CUSTOMER): (G.ASKED_CUSTOMER,),
    (S.INVESTIGATING, S.WAITING_THIRD_PARTY): (G.ASKED_OTHERS,),
    (S.WAITING_CUSTOMER, S.INVESTIGATING): (G.ANSWERED,),
    (S.WAITING_THIRD_PARTY, S.INVESTIGATING): (G.ANSWERED,),
    (S.INVESTIGATING, S.PROPOSED): (G.FINDINGS, G.TASKS, G.DECISION),
    (S.PROPOSED, S.INVESTIGATING): (G.REASON,),
    (S.PROPOSED, S.RESPONDED): (G.DECISION, G.SECOND_PERSON, G.LETTER),
    (S.RESPONDED, S.APPLYING): (G.ACCEPTED_OR_OWED, G.RESOLUTION),
    (S.RESPONDED, S.APPEAL): (G.REFUSED,),
    (S.RESPONDED, S.EXTERNAL): (G.BODY,),
    (S.RESPONDED, S.CLOSED): (G.NOTHING_OWED, G.CONFIRMED, G.CLOSING),
    (S.RESPONDED, S.CLOSED_UNCONFIRMED): (G.NOTHING_OWED, G.SILENCE, G.CLOSING),
    (S.APPLYING, S.CONFIRMING): (G.EXECUTED, G.STEPS),
    (S.CONFIRMING, S.CLOSED): (G.CONFIRMED, G.CLOSING),
    (S.CONFIRMING, S.APPEAL): (G.REFUSED,),
    (S.CONFIRMING, S.CLOSED_UNCONFIRMED): (G.SILENCE, G.CLOSING),
    (S.APPEAL, S.RESPONDED): (G.REVIEWER, G.RE_LOOK, G.DECISION, G.SECOND_PERSON, G.LETTER),
    (S.APPEAL, S.EXTERNAL): (G.BODY,),
    (S.EXTERNAL, S.APPLYING): (G.BODY_DECIDED, G.RESOLUTION),
    (S.EXTERNAL, S.CLOSED): (G.BODY_DECIDED, G.NOTHING_OWED, G.CLOSING),
    (S.CLOSED, S.REOPENED): (G.REASON, G.WINDOW),
    (S.CLOSED_UNCONFIRMED, S.REOPENED): (G.REASON, G.WINDOW),
    (S.WITHDRAWN, S.REOPENED): (G.REASON, G.WINDOW),
    (S.SET_ASIDE, S.REOPENED): (G.REASON, G.WINDOW),
    (S.REOPENED, S.INVESTIGATING): (G.OWNER,),
} | {(stage, S.WITHDRAWN): (G.CUSTOMERS_ACT,) for stage in LIVE}


@dataclass(frozen=True, slots=True)
class PointKnown:
    """One point raised: what was found, on which evidence, and whether the decision answers it."""

    number: int
    finding: str = ""
    has_facts: bool = False
    has_evidence: bool = False
    is_decided: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that guards look at, at one moment."""

    at: datetime
    stage_since: datetime
    reason: str = ""
    is_customer: bool = False
    is_acknowledged: bool = False
    severity: int | None = None
    impact: int | None = None
    urgency: int | None = None
    vulnerability: str = ""
    complexity: str = ""
    triage_reason: str = ""
    remedy_sought: str = ""
    points: tuple[PointKnown, ...] = ()
    has_owner: bool = False
    owner_is_subject: bool = False
    has_plan: bool = False
    asked_of: str = ""
    is_answered: bool = False
    is_past_due: bool = False
    was_told_twice: bool = False
    open_tasks: int = 0
    has_decision: bool = False
    has_reasons: bool = False
    second_reasons: tuple[str, ...] = ()
    is_approved: bool = False
    has_letter: bool = False
    is_owed: bool = False
    is_accepted: bool = False
    is_confirmed: bool = False
    is_refused: bool = False
    has_steps: bool = False
    open_steps: tuple[int, ...] = ()
    is_executed: bool = False
    root_cause: bool = False
    improvement: bool = False
    has_reviewer: bool = False
    reviewer_touched: bool = False
    reviewer_decided: bool = False
    body: bool = False
    body_last_day: bool = False
    body_decided: bool = False
    over_since: datetime | None = None
    is_aside_agreed: bool = False
    further: Mapping[Guard, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a move is refused: each guard that fails, with what is missing for it."""

    missing: Mapping[Guard, tuple[str, ...]]

    @property
    def guard(self) -> Guard:
        """The first guard that fails."""
        return next(iter(self.missing))

    @property
    def items(self) -> tuple[str, ...]:
        """Everything that is missing, guard by guard."""
        return tuple(item for items in self.missing.values() for item in items)

    @property
    def is_firm(self) -> bool:
        """Whether no second person can let it pass."""
        return bool(FIRM & self.missing.keys())


def moves_from(stage: Stage) -> tuple[Stage, ...]:
    """The stages to which the table leads from this one, in its order."""
    return tuple(new for old, new in MOVES if old is stage)


def refusal_of(old: Stage, new: Stage, known: Known) -> Refusal | None:
    """Why the move cannot be made now; None when it can."""
    guards = MOVES.get((old, new))
    if guards is None:
        return Refusal({G.POSSIBLE: (f"{old}-{new}",)})
    missing: dict[Guard, tuple[str, ...]] = {}
    for guard in guards:
        lacking = (*_CHECKS[guard](known), *known.further.get(guard, ()))
        if lacking:
            missing[guard] = lacking
    return Refusal(missing) if missing else None


def _lacking(**needed: object) -> tuple[str, ...]:
    return tuple(name for name, there in needed.items() if not there)


def _triage(known: Known) -> tuple[str, ...]:
    return _lacking(
        severity=known.severity,
        impact=known.impact,
        urgency=known.urgency,
        vulnerability=known.vulnerability,
        complexity=known.complexity,
        triage_reason=known.triage_reason,
        points=known.points,
        remedy_sought=known.remedy_sought,
    )


def _owner(known: Known) -> tuple[str, ...]:
    if not known.has_owner:
        return ("owner",)
    return ("owner_is_subject",) if known.owner_is_subject else ()


def _answered(known: Known) -> tuple[str, ...]:
    # Silence never ends a complaint: when the day has passed, it is decided on what is known.
    return () if known.is_answered or known.is_past_due else ("answer",)


def _findings(known: Known) -> tuple[str, ...]:
    lacking = [] if known.points else ["points"]
    for point in known.points:
        lacking += [f"finding:{point.number}"] if not point.finding else []
        lacking += [f"facts:{point.number}"] if not point.has_facts else []
        lacking += [f"evidence:{point.number}"] if not point.has_evidence else []
    return tuple(lacking)


def _decision(known: Known) -> tuple[str, ...]:
    if not known.has_decision:
        return ("decision",)
    undecided = tuple(f"point:{point.number}" for point in known.points if not point.is_decided)
    return (*_lacking(reasons=known.has_reasons), *undecided)


def _second_person(known: Known) -> tuple[str, ...]:
    if known.is_approved or not known.second_reasons:
        return ()
    return tuple(f"second:{reason}" for reason in known.second_reasons)


def _confirmed(known: Known) -> tuple[str, ...]:
    # Silence is never satisfaction.
    return _lacking(confirmation=known.is_confirmed)


def _silence(known: Known) -> tuple[str, ...]:
    lacking = [] if known.at - known.stage_since >= SILENCE_AFTER else ["silence"]
    return tuple(lacking + ([] if known.was_told_twice else ["reminder"]))


def _reviewer(known: Known) -> tuple[str, ...]:
    if not known.has_reviewer:
        return ("reviewer",)
    return ("reviewer_touched",) if known.reviewer_touched else ()


def _window(known: Known) -> tuple[str, ...]:
    if known.is_customer or known.over_since is None:
        return ()
    return () if known.at - known.over_since <= REOPENED_WITHIN else ("window",)


_CHECKS: Mapping[Guard, Callable[[Known], tuple[str, ...]]] = {
    G.POSSIBLE: lambda known: (),
    G.ACKNOWLEDGED: lambda known: _lacking(acknowledgement=known.is_acknowledged),
    G.TRIAGE: _triage,
    G.OWNER: _owner,
    G.PLAN: lambda known: _lacking(plan=known.has_plan),
    G.ASKED_CUSTOMER: lambda known: _lacking(question=known.asked_of == "customer"),
    G.ASKED_OTHERS: lambda known: _lacking(question=known.asked_of == "third_party"),
    G.ANSWERED: _answered,
    G.FINDINGS: _findings,
    G.TASKS: lambda known: _lacking(tasks=not known.open_tasks),
    G.DECISION: _decision,
    G.SECOND_PERSON: _second_person,
    G.ASIDE_AGREED: lambda known: () if known.is_aside_agreed else ("second:set_aside",),
    G.LETTER: lambda known: _lacking(letter=known.has_letter),
    G.REASON: lambda known: _lacking(reason=known.reason),
    G.ACCEPTED_OR_OWED: lambda known: _lacking(acceptance=known.is_accepted or known.is_owed),
    G.RESOLUTION: lambda known: _lacking(resolution=known.has_steps),
    G.STEPS: lambda known: tuple(f"step:{number}" for number in known.open_steps),
    G.EXECUTED: lambda known: _lacking(proof=known.is_executed),
    G.NOTHING_OWED: lambda known: _lacking(execution=known.is_executed or not known.is_owed),
    G.CONFIRMED: _confirmed,
    G.REFUSED: lambda known: _lacking(objection=known.is_refused),
    G.SILENCE: _silence,
    G.CLOSING: lambda known: _lacking(root_cause=known.root_cause, improvement=known.improvement),
    G.REVIEWER: _reviewer,
    G.RE_LOOK: lambda known: _lacking(re_look=known.reviewer_decided),
    G.BODY: lambda known: _lacking(body=known.body, last_day=known.body_last_day),
    G.BODY_DECIDED: lambda known: _lacking(body_decision=known.body_decided),
    G.CUSTOMERS_ACT: lambda known: _lacking(customers_act=known.is_customer),
    G.WINDOW: _window,
}
