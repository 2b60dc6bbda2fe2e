"""An erasure: planned, agreed to by a second person, run case by case, over when the last ground falls."""

import json
from collections import Counter
from datetime import datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.models import Case
from muhatap.customers.models import Customer
from muhatap.kernel.actors import Actor
from muhatap.privacy.codes import KEEPS_THE_NAME, Right
from muhatap.privacy.events import ErasureBegun, ErasureEnded, ErasurePlanned, ErasureRested
from muhatap.privacy.models import Erasure, ErasureState, PrivacyRequest
from muhatap.privacy.operations.certifying import send_certificate
from muhatap.privacy.operations.copying import NotProven
from muhatap.privacy.operations.destroying import REQUEST, erase_case, erase_person
from muhatap.privacy.operations.restricting import restrict
from muhatap.privacy.queries.planning import StayingCase, cases_left, ground_of, plan_for
from muhatap.privacy.register import person_of

ERASURE = "erasure-run"


class NotAnErasure(Exception):
    """The request is about another right, or was decided otherwise."""


class RunsAlready(Exception):
    """The erasure was agreed to."""


def plan_erasure(*, request: PrivacyRequest, reason: str, by: Actor, at: datetime) -> Erasure:
    """Put the plan before a second person; nothing is destroyed by this. `NotProven` below level 1."""
    if request.right != Right.ERASURE:
        raise NotAnErasure(request.id)
    if request.identity_level < 1:
        raise NotProven(request.id)
    case = Case.objects.select_related("brand", "customer").get(id=request.case_id)
    plan = plan_for(case.customer, at)
    stored = plan.as_stored()
    with unit_of_work():
        held = Erasure.objects.select_for_update().filter(request=request).first()
        if held is not None and held.state != ErasureState.PLANNED:
            raise RunsAlready(held.id)
        if held is None:
            held = Erasure(
                brand_id=case.brand_id, request=request, customer=case.customer, planned_by_id=by.id
            )
        held.plan, held.planned_by_id, held.customer = stored, by.id, case.customer
        held.save()
        proposal = approvals.propose(
            brand=case.brand,
            sort=ERASURE,
            subject=str(held.id),
            content=json.dumps(stored, sort_keys=True),
            reason=reason.strip() or case.number,
            by=by,
            at=at,
        )
        held.proposal_id = proposal.id
        held.save(update_fields=["proposal_id"])
        record(
            ErasurePlanned(
                brand=case.brand_id,
                case=case.id,
                erasure=held.id,
                cases=len(plan.going),
                staying=len(plan.staying),
                proposal=proposal.id,
            ),
            by=by,
            at=at,
        )
    return held


def agree_erasure(*, erasure: Erasure, by: Actor, at: datetime) -> Erasure:
    """Agree as the second person; the erasure runs from now on until nothing is left of what may go."""
    with unit_of_work():
        held = _held(erasure)
        if held.state != ErasureState.PLANNED or held.proposal_id is None:
            raise RunsAlready(held.id)
        proposal = Proposal.objects.get(id=held.proposal_id)
        approvals.approve(proposal=proposal, by=by, at=at)
        held.state, held.agreed_by_id, held.agreed_at = ErasureState.RUNNING, by.id, at
        held.save(update_fields=["state", "agreed_by", "agreed_at"])
        record(
            ErasureBegun(
                brand=held.brand_id,
                case=held.request.case_id,
                erasure=held.id,
                planned_by=held.planned_by_id,
            ),
            by=by,
            at=at,
        )
    return held


def refuse_erasure(*, erasure: Erasure, reason: str, by: Actor, at: datetime) -> None:
    """Do not agree, or take the plan back; a new plan can be made."""
    with unit_of_work():
        held = _held(erasure)
        if held.state != ErasureState.PLANNED or held.proposal_id is None:
            raise RunsAlready(held.id)
        proposal = Proposal.objects.get(id=held.proposal_id)
        approvals.refuse(proposal=proposal, reason=reason, by=by, at=at)
        held.proposal_id = None
        held.save(update_fields=["proposal_id"])


def run_erasure(*, erasure: Erasure, by: Actor, at: datetime) -> int:
    """Erase what may go now, each case in its own transaction; returns how many cases went.

    It may be killed at any moment and run again: what is done is known by its tombstone.
    """
    held = Erasure.objects.select_related("request__case", "customer").get(id=erasure.id)
    if held.state not in {ErasureState.RUNNING, ErasureState.RESTING}:
        return 0
    done = 0
    staying: list[StayingCase] = []
    for case in cases_left(person_of(held.customer)):
        with unit_of_work():
            # Asked again inside: a hold may have been placed since the plan.
            Case.objects.select_for_update(of=("self",)).get(id=case.id)
            ground = ground_of(case, at)
            if ground is not None:
                staying.append(StayingCase(case, *ground))
                continue
            done += _erase(held, case, by=by, at=at)
    is_named = any(each.ground in KEEPS_THE_NAME for each in staying)
    if not is_named:
        customer = Customer.objects.get(id=held.customer_id)
        erase_person(customer=customer, because=REQUEST, by=by, at=at)
    _settle(held, staying, by=by, at=at)
    send_certificate(erasure=held, by=by, at=at)
    return done


def go_on_erasing(*, resting: bool = True, by: Actor, at: datetime) -> int:
    """Run what was agreed to or interrupted, and with `resting` those for which a ground may have fallen."""
    states = [ErasureState.RUNNING, *([ErasureState.RESTING] if resting else [])]
    going = Erasure.objects.filter(state__in=states).order_by("id")
    return sum(run_erasure(erasure=each, by=by, at=at) for each in list(going))


def _erase(held: Erasure, case: Case, *, by: Actor, at: datetime) -> int:
    if not erase_case(case=case, because=REQUEST, by=by, at=at):
        return 0
    Erasure.objects.filter(id=held.id).update(cases_done=[*held.cases_done, str(case.id)], ran_at=at)
    held.cases_done = [*held.cases_done, str(case.id)]
    return 1


def _settle(erasure: Erasure, staying: list[StayingCase], *, by: Actor, at: datetime) -> None:
    grounds = Counter(str(each.ground) for each in staying)
    # The request's own case goes when it is closed; that is no file which the law keeps.
    others = [each for each in staying if each.case.id != erasure.request.case_id]
    with unit_of_work():
        held = _held(erasure)
        before = held.state, held.done.get("staying")
        held.done = {
            "cases": len(held.cases_done),
            "staying": dict(grounds),
            "until": {
                each.case.number: each.until_on.isoformat() if each.until_on else "" for each in others
            },
            "grounds": {each.case.number: str(each.ground) for each in others},
        }
        held.ran_at = at
        held.state = ErasureState.RESTING if staying else ErasureState.DONE
        held.ended_at = None if staying else at
        held.save(update_fields=["done", "ran_at", "state", "ended_at"])
        known = {"brand": held.brand_id, "case": held.request.case_id, "erasure": held.id}
        if not staying:
            record(ErasureEnded(**known, erased=len(held.cases_done)), by=by, at=at)
        elif before != (ErasureState.RESTING, dict(grounds)):
            record(ErasureRested(**known, erased=len(held.cases_done), staying=dict(grounds)), by=by, at=at)
        if others:
            # What the law makes us keep is kept and not worked with.
            restrict(request=held.request, is_restricted=True, by=by, at=at)


def _held(erasure: Erasure) -> Erasure:
    rows = Erasure.objects.select_for_update(of=("self",)).select_related("request__case__brand", "customer")
    return rows.get(id=erasure.id)
