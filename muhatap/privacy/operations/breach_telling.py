"""Telling of a breach: the authority in phases, the people through a problem's notice to all."""

import json
from collections.abc import Sequence
from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import staff_with_role
from muhatap.accounts.roles import Role
from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposal_waiting
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.letters.linting import lint
from muhatap.notifications import operations as notifications
from muhatap.privacy.breach_events import AuthorityDecided, AuthorityTold, PeopleDecided
from muhatap.privacy.breach_keeping import digest_of, keep_step, open_breach
from muhatap.privacy.breach_letters import authority_facts
from muhatap.privacy.breach_rules import (
    Step,
    due_at,
    may_stay_silent,
    must_tell_people,
    risk_of,
    rules_for,
    step_at,
)
from muhatap.privacy.models import AuthorityDecision, Breach, BreachReport, BreachState, PeopleDecision
from muhatap.privacy.operations.breaches import BreachLacks
from muhatap.privacy.queries.breaches import open_breaches
from muhatap.problems import operations as problems
from muhatap.problems.states import How

SILENT = "breach_silent"


class LawWantsIt(Exception):
    """A law of one of the countries does not let the authority, or the people, not be told."""


class LetterHasFlaws(ValueError):
    """The letter leaves something out that the law asks for; `flaws` name the rules."""

    def __init__(self, flaws: Sequence[str]) -> None:
        super().__init__(", ".join(flaws))
        self.flaws = tuple(flaws)


def decide_to_notify(*, breach: Breach, by: Actor, at: datetime) -> None:
    """Decide that the authority is told; one person may, and it takes back a wish to stay silent."""
    with unit_of_work():
        row = open_breach(breach)
        _aware(row)
        _decide(row, AuthorityDecision.NOTIFY, "", None, by=by, at=at)


def propose_silence(*, breach: Breach, reason: str, by: Actor, at: datetime) -> Proposal:
    """Ask a second person that the authority is not told (process C6, point 8).

    `BreachLacks` without a reason or an assessed risk, `LawWantsIt` where no law leaves the choice.
    """
    if not reason.strip():
        raise BreachLacks("authority_reason")
    with unit_of_work():
        row = open_breach(breach)
        _aware(row)
        if not may_stay_silent(rules_for(row.countries), _risk(row)):
            raise LawWantsIt(row.number)
        if proposal_waiting(row.brand, SILENT, str(row.id), at) is not None:
            raise approvals.WaitsAlready(str(row.id))
        proposal = approvals.propose(
            brand=row.brand,
            sort=SILENT,
            subject=str(row.id),
            content=json.dumps({"breach": row.number, "reason": reason.strip()}, ensure_ascii=False),
            reason=reason.strip()[:500],
            by=by,
            at=at,
        )
        keep_step(row, "silence_asked", reason.strip(), by=by, at=at)
    return proposal


def agree_silence(*, proposal: Proposal, by: Actor, at: datetime) -> None:
    """Agree as the second person that the authority is not told; the law is asked once more."""
    with unit_of_work():
        decided = approvals.approve(proposal=proposal, by=by, at=at)
        row = open_breach(Breach(id=int(decided.subject)))
        if not may_stay_silent(rules_for(row.countries), _risk(row)):
            raise LawWantsIt(row.number)
        reason = json.loads(decided.content)["reason"]
        row.authority_second_id = by.id
        proposer = Actor.staff(decided.proposed_by_id)
        _decide(row, AuthorityDecision.SILENT, reason, decided.id, by=proposer, at=at, told_by=by)


def refuse_silence(*, proposal: Proposal, reason: str, by: Actor, at: datetime) -> None:
    """Refuse as the second person, or take it back as the first; the authority is still to be told."""
    with unit_of_work():
        decided = approvals.refuse(proposal=proposal, reason=reason, by=by, at=at)
        keep_step(open_breach(Breach(id=int(decided.subject))), "silence_refused", reason, by=by, at=at)


def tell_authority(
    *,
    breach: Breach,
    text: str,
    language: str,
    reference: str,
    late_because: str,
    signer: Staff,
    by: Actor,
    at: datetime,
) -> BreachReport:
    """Keep what the authority was sent, phase by phase; after the limit it says why it comes late.

    `LetterHasFlaws`, `BreachLacks` for a late one without its reason, `BreachIsOver`.
    """
    with unit_of_work():
        row = open_breach(breach)
        _aware(row)
        flaws = lint(text, authority_facts(row, language, signer.name)).flaws
        if flaws:
            raise LetterHasFlaws([f"{each.rule} {each.about}".strip() for each in flaws])
        limit = min(due_at(row.aware_at, rule) for rule in rules_for(row.countries))
        phase = BreachReport.objects.filter(breach=row).count() + 1
        is_late = at > limit and phase == 1
        if is_late and not late_because.strip():
            raise BreachLacks("late_because")
        report = BreachReport.objects.create(
            breach=row,
            phase=phase,
            language=language,
            text=text,
            reference=reference.strip(),
            late_because=late_because.strip() if is_late else "",
            sent_at=at,
            sent_by_id=by.id,
        )
        if row.authority != AuthorityDecision.NOTIFY:
            _decide(row, AuthorityDecision.NOTIFY, "", None, by=by, at=at)
        keep_step(row, "authority_told", f"{phase} {report.reference}".strip(), by=by, at=at)
        record(
            AuthorityTold(
                brand=row.brand_id,
                breach=row.id,
                number=row.number,
                phase=phase,
                is_late=is_late,
                reference=report.reference,
                text_digest=digest_of({"text": text}),
            ),
            by=by,
            at=at,
        )
    return report


def tell_people(*, breach: Breach, cases: Sequence[Case], owner: Staff, by: Actor, at: datetime) -> Breach:
    """Put those concerned behind a problem, whose notice to all tells them and keeps the proof.

    Called again it adds cases. `BreachLacks` without any case.
    """
    with unit_of_work():
        row = open_breach(breach)
        _aware(row)
        if not cases and row.problem_id is None:
            raise BreachLacks("cases")
        if row.problem_id is None:
            known = problems.Description(title=f"V-{row.number}: {row.title}"[:160], owner=owner, severity=1)
            row.problem = problems.open_problem(brand=row.brand, known=known, by=by, at=at)
        problems.tie_all(problem=row.problem, cases=cases, how=How.BULK, by=by, at=at)
        row.people, row.people_reason = PeopleDecision.TELL, ""
        row.save(update_fields=["problem", "people", "people_reason"])
        keep_step(row, "people_chosen", str(len(cases)), by=by, at=at)
        _people(row, by=by, at=at)
    return row


def spare_people(*, breach: Breach, reason: str, by: Actor, at: datetime) -> None:
    """Decide with a reason that the people are not told; `LawWantsIt` where a law asks for it."""
    if not reason.strip():
        raise BreachLacks("people_reason")
    with unit_of_work():
        row = open_breach(breach)
        _aware(row)
        if must_tell_people(rules_for(row.countries), _risk(row)):
            raise LawWantsIt(row.number)
        row.people, row.people_reason = PeopleDecision.NOT_NEEDED, reason.strip()
        row.save(update_fields=["people", "people_reason"])
        keep_step(row, "people_spared", row.people_reason, by=by, at=at)
        _people(row, by=by, at=at)


def press_breaches(*, brand: Brand, by: Actor, at: datetime) -> int:
    """Tell compliance after 24 hours, administrators too after 48 and at the limit, each once."""
    told = 0
    for breach in open_breaches(brand):
        if breach.aware_at is None or breach.is_settled:
            continue
        step = step_at(breach.aware_at, at)
        if step is not Step.RUNNING:
            told += _press(brand, breach, step, by=by, at=at)
    return told


def _press(brand: Brand, breach: Breach, step: Step, *, by: Actor, at: datetime) -> int:
    roles = (Role.COMPLIANCE,) if step is Step.WARNED else (Role.COMPLIANCE, Role.ADMIN)
    staff = [each.pk for role in roles for each in staff_with_role(brand.id, role)]
    limit = min(due_at(breach.aware_at, rule) for rule in rules_for(breach.countries))
    return notifications.tell(
        staff_ids=dict.fromkeys(staff),
        kind="breach_due",
        brand_id=brand.id,
        case_id=None,
        params={
            "breach": str(breach.id),
            "breach_number": breach.number,
            "due": limit.isoformat(),
            "step": step.value,
        },
        once_key=f"breach-due:{breach.id}:{step}",
        by=by,
        at=at,
    )


def _aware(row: Breach) -> None:
    if row.state != BreachState.AWARE:
        raise BreachLacks("aware_at")


def _risk(row: Breach) -> str:
    if not row.likelihood or not row.severity:
        raise BreachLacks("likelihood")
    return risk_of(row.likelihood, row.severity)


def _decide(
    row: Breach,
    decision: AuthorityDecision,
    reason: str,
    proposal: int | None,
    *,
    by: Actor,
    at: datetime,
    told_by: Actor | None = None,
) -> None:
    row.authority, row.authority_reason, row.authority_by_id = decision, reason, by.id
    if decision == AuthorityDecision.NOTIFY:
        row.authority_second_id = None
    row.save(update_fields=["authority", "authority_reason", "authority_by", "authority_second"])
    keep_step(row, f"authority_{decision}", reason, by=told_by or by, at=at)
    record(
        AuthorityDecided(
            brand=row.brand_id,
            breach=row.id,
            number=row.number,
            decision=decision,
            proposal=proposal,
            reason_digest=digest_of({"reason": reason}),
        ),
        by=told_by or by,
        at=at,
    )


def _people(row: Breach, *, by: Actor, at: datetime) -> None:
    record(
        PeopleDecided(
            brand=row.brand_id,
            breach=row.id,
            number=row.number,
            decision=row.people,
            problem=row.problem_id,
            reason_digest=digest_of({"reason": row.people_reason}),
        ),
        by=by,
        at=at,
    )
