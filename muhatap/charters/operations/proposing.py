"""A charter goes before a second person together with its plan, and is applied when that person agrees."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposals_waiting
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand, ScheduledCharter
from muhatap.charters import reading
from muhatap.charters.events import CharterProposed
from muhatap.charters.operations.applying import Applied, Origin, PlanIsStale, apply_charter
from muhatap.charters.operations.scheduling import BeginsInThePast, schedule_charter
from muhatap.charters.planning import plan_charter
from muhatap.charters.queries import law_for
from muhatap.charters.schedules import beginning_of
from muhatap.kernel.actors import Actor

SORT = "charter"
_STALE = "another version was applied in between"


class OtherBrand(Exception):
    """The charter is that of another brand; its code is the argument."""


class NothingChanges(Exception):
    """The charter is the one that runs."""


@dataclass(frozen=True, slots=True)
class ProposedCharter:
    """What a proposal of this sort holds: the text, the version against which its plan was made, its day.

    `begins_on` is the ISO day from whose first moment in the brand's zone it runs, empty for at once.
    """

    text: str
    against: int
    brings_back: int | None = None
    begins_on: str = ""

    @classmethod
    def of(cls, proposal: Proposal) -> "ProposedCharter":
        """Read it out of a proposal."""
        return cls(**json.loads(proposal.content))

    def written(self) -> str:
        """As the proposal keeps it and its digest covers it."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def begins_at(self, zone: str) -> datetime | None:
        """The moment from which it runs; None for at once."""
        return beginning_of(date.fromisoformat(self.begins_on), zone) if self.begins_on else None


def propose_charter(
    *, brand: Brand, proposed: ProposedCharter, reason: str, by: Actor, at: datetime
) -> Proposal:
    """Put a charter before a second person; a waiting one whose plan is stale makes room for it.

    `CharterErrors` when it has faults, `OtherBrand`, `NothingChanges`, `PlanIsStale`, `WaitsAlready`, and
    `BeginsInThePast`.
    """
    source = f"{brand.code}.yaml"
    document = reading.read(proposed.text, source, law=lambda code: law_for(code, at.date()))
    if document.brand.code != brand.code:
        raise OtherBrand(document.brand.code)
    begins_at = proposed.begins_at(brand.zone)
    if begins_at is not None and begins_at <= at:
        raise BeginsInThePast(proposed.begins_on)
    with unit_of_work():
        locked = Brand.objects.select_for_update().get(id=brand.id)
        plan = plan_charter(brand=locked, document=document, at=at)
        if plan.against != proposed.against:
            raise PlanIsStale(plan.against)
        if not plan.changes:
            raise NothingChanges(brand.code)
        _make_room(locked, plan.against, by=by, at=at)
        if proposals_waiting(locked, SORT, at):
            raise approvals.WaitsAlready(brand.code)
        proposal = approvals.propose(
            brand=brand,
            sort=SORT,
            subject=brand.code,
            content=proposed.written(),
            reason=reason,
            by=by,
            at=at,
        )
        record(
            CharterProposed(
                brand=brand.id,
                proposal=proposal.id,
                against=plan.against,
                digest=plan.digest,
                changes=len(plan.changes),
                brings_back=proposed.brings_back,
            ),
            by=by,
            at=at,
        )
    return proposal


def apply_proposed(*, proposal: Proposal, by: Actor, at: datetime) -> Applied | ScheduledCharter:
    """Say yes as the second person: the charter runs from now on, or from its day, for new cases.

    It is read again under the law of this day, or of its day: `CharterErrors` when it no longer obeys,
    `PlanIsStale` when another version was applied in between, `ScheduledAlready`; then nothing is decided.
    """
    with unit_of_work():
        approved = approvals.approve(proposal=proposal, by=by, at=at)
        proposed = ProposedCharter.of(approved)
        origin = Origin(proposed.against, approved.proposed_by_id, proposed.brings_back)
        begins_at = proposed.begins_at(approved.brand.zone)
        if begins_at is not None and begins_at > at:
            return schedule_charter(
                brand=approved.brand, text=proposed.text, begins_at=begins_at, origin=origin, by=by, at=at
            )
        source = f"{approved.subject}.yaml"
        return apply_charter(text=proposed.text, source=source, by=by, at=at, origin=origin)


def _make_room(brand: Brand, running: int, *, by: Actor, at: datetime) -> None:
    for waiting in proposals_waiting(brand, SORT, at):
        if ProposedCharter.of(waiting).against != running:
            approvals.refuse(proposal=waiting, reason=_STALE, by=by, at=at)
