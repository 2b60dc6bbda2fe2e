"""Who hears of a charter: those who may decide about it, when one waits or could not begin."""

from datetime import datetime

from muhatap.accounts.queries import names_of, staff_with_role
from muhatap.accounts.roles import GRANTS, Permission
from muhatap.brands.models import Brand
from muhatap.charters.events import CharterProposed, CharterScheduleRefused
from muhatap.charters.queries import proposal_said
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications

_DECIDING = [role for role, granted in GRANTS.items() if Permission.APPROVE_CHARTER in granted]


def tell_of_proposal(fact: CharterProposed, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell everybody who may decide, but for the person who proposed it."""
    proposer, reason = proposal_said(fact.proposal)
    said = {"by": names_of([proposer]).get(proposer, ""), "reason": reason, "changes": fact.changes}
    _tell(fact.brand, "charter_waits", said, f"charter:{fact.proposal}", but=proposer, by=by, at=at)


def tell_of_refusal(fact: CharterScheduleRefused, *, by: Actor, at: datetime, event_id: int) -> None:
    """Tell everybody who may decide that a charter did not begin on its day, and why."""
    said = {"because": fact.because, "begins_at": fact.begins_at.isoformat()}
    _tell(fact.brand, "charter_refused", said, f"charter-refused:{fact.scheduled}", by=by, at=at)


def _tell(
    brand_id: int,
    kind: str,
    said: dict[str, object],
    key: str,
    *,
    by: Actor,
    at: datetime,
    but: int | None = None,
) -> None:
    brand = Brand.objects.get(id=brand_id)
    people = [each.pk for each in staff_with_role(brand_id, *_DECIDING) if each.pk != but]
    notifications.tell(
        staff_ids=people,
        kind=kind,
        brand_id=brand_id,
        case_id=None,
        params={"brand": brand.code, "brand_name": brand.name, **said},
        once_key=key,
        by=by,
        at=at,
    )
