"""Setting who may propose and approve how much: proposed by one person, agreed to by another."""

import json
import re
from dataclasses import asdict
from datetime import datetime

from muhatap.accounts.roles import Role
from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.money.events import RemedyTermsSet
from muhatap.money.models import RemedyTerms
from muhatap.money.redress import Terms

TERMS = "remedy_terms"
_CURRENCY = re.compile(r"[A-Z]{3}")


class NotTerms(ValueError):
    """Terms name a currency, known roles and amounts that are not below zero."""


def propose_terms(*, brand: Brand, terms: Terms, reason: str, by: Actor, at: datetime) -> Proposal:
    """Put terms for a currency before a second person; until she agrees the earlier ones hold."""
    _refuse_wrong(terms)
    return approvals.propose(
        brand=brand,
        sort=TERMS,
        subject=terms.currency,
        content=json.dumps(asdict(terms), sort_keys=True),
        reason=reason,
        by=by,
        at=at,
    )


def agree_terms(*, proposal: Proposal, by: Actor, at: datetime) -> RemedyTerms:
    """Agree to terms as the second person; from now on they hold."""
    with unit_of_work():
        agreed = approvals.approve(proposal=proposal, by=by, at=at)
        terms = Terms(**json.loads(agreed.content))
        row = RemedyTerms.objects.create(
            brand_id=agreed.brand_id,
            currency=terms.currency,
            propose=dict(terms.propose),
            approve=dict(terms.approve),
            monthly=terms.monthly,
            warn_percent=terms.warn_percent,
            proposal_id=agreed.id,
            proposed_by_id=agreed.proposed_by_id,
            agreed_by_id=by.id,
            set_at=at,
        )
        record(
            RemedyTermsSet(
                brand=agreed.brand_id,
                currency=terms.currency,
                propose=terms.propose,
                approve=terms.approve,
                monthly=terms.monthly,
                warn_percent=terms.warn_percent,
                proposal=agreed.id,
                proposed_by=agreed.proposed_by_id,
            ),
            by=by,
            at=at,
        )
    return row


def _refuse_wrong(terms: Terms) -> None:
    amounts = [*terms.propose.values(), *terms.approve.values(), terms.monthly or 0]
    is_known = set(terms.propose) | set(terms.approve) <= set(Role)
    if not _CURRENCY.fullmatch(terms.currency) or not is_known or min(amounts) < 0:
        raise NotTerms(terms.currency)
    if not 1 <= terms.warn_percent <= 100:
        raise NotTerms("warn_percent")
