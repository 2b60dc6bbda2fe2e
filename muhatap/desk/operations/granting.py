"""Rights of people and of programs: one asks, another agrees (process C6, point 13)."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import ApiToken, Staff
from muhatap.accounts.queries import staff_with_role
from muhatap.accounts.roles import Role
from muhatap.accounts.tokens import WRITING, TokenLimits
from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import unit_of_work
from muhatap.brands.models import Brand
from muhatap.desk.access.asked import KEY, NO_ROLE, ROLE, NewKey
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.privacy import operations as privacy


class OwnRight(Exception):
    """Nobody asks for or decides over an own right."""


def ask_role(*, brand: Brand, person: Staff, role: str, reason: str, by: Actor, at: datetime) -> Proposal:
    """Put another role of a person, or none, before a second person; nothing changes yet."""
    if person.pk == by.id:
        raise OwnRight(role)
    proposal = approvals.propose(
        brand=brand,
        sort=ROLE,
        subject=str(person.pk),
        content=role,
        reason=reason.strip()[:500],
        by=by,
        at=at,
    )
    _tell_deciding(brand, "role_asked", person.name, f"role:{proposal.id}", by, at)
    return proposal


def agree_role(*, brand: Brand, proposal: Proposal, person: Staff, by: Actor, at: datetime) -> None:
    """Agree as the second person, neither the one who asked nor the one who gets it."""
    if person.pk == by.id:
        raise OwnRight(proposal.content)
    with unit_of_work():
        agreed = approvals.approve(proposal=proposal, by=by, at=at)
        if agreed.content == NO_ROLE:
            accounts.take_role(staff=person, brand=brand, by=by, at=at)
        else:
            accounts.give_role(staff=person, brand=brand, role=Role(agreed.content), by=by, at=at)


def make_key(*, brand: Brand, key: NewKey, by: Actor, at: datetime) -> tuple[ApiToken, str]:
    """Make a key and return its clear text; one that may write opens nothing until a second person agrees.

    `PurposeNotStated` for what nobody was told of, which is on record; `OffPurpose` where it may do more.
    """
    waits = bool(WRITING.intersection(key.scopes))
    privacy.state_purpose(brand=brand, what="key", purpose=key.purpose, by=by, at=at)
    token, clear = accounts.create_token(
        brand=brand,
        name=key.name,
        scopes=key.scopes,
        by=by,
        at=at,
        limits=TokenLimits(
            expires_at=at + timedelta(days=key.days) if key.days else None,
            networks=key.networks,
            purpose=key.purpose,
        ),
        waits_for_second=waits,
    )
    if waits:
        told = {"scopes": token.scopes, "networks": token.networks, "days": key.days}
        proposal = approvals.propose(
            brand=brand,
            sort=KEY,
            subject=str(token.id),
            content=json.dumps(told, sort_keys=True),
            reason=key.name,
            by=by,
            at=at,
        )
        _tell_deciding(brand, "key_asked", key.name, f"key:{proposal.id}", by, at)
    return token, clear


def agree_key(*, proposal: Proposal, token: ApiToken, by: Actor, at: datetime) -> None:
    """Agree as the second person that a key may write."""
    with unit_of_work():
        approvals.approve(proposal=proposal, by=by, at=at)
        accounts.allow_token(token=token, by=by, at=at)


def refuse_key(*, proposal: Proposal, token: ApiToken, by: Actor, at: datetime) -> None:
    """Do not agree, or take the wish back: the key is revoked and never opened anything."""
    with unit_of_work():
        approvals.refuse(proposal=proposal, reason="", by=by, at=at)
        accounts.revoke_token(token=token, by=by, at=at)


def _tell_deciding(brand: Brand, kind: str, name: str, key: str, by: Actor, at: datetime) -> None:
    deciding: Sequence[Staff] = staff_with_role(brand.id, Role.COMPLIANCE, Role.ADMIN)
    notifications.tell(
        staff_ids=[each.pk for each in deciding if each.pk != by.id],
        kind=kind,
        brand_id=brand.id,
        case_id=None,
        params={"name": name[:120]},
        once_key=key,
        by=by,
        at=at,
    )
