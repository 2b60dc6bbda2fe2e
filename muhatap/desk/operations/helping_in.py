"""A customer who cannot come into her account: one asks with proof of who she is, another agrees."""

from datetime import datetime

from muhatap.accounts.queries import staff_with_role
from muhatap.accounts.roles import Role
from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.events import AccountHelpAgreed
from muhatap.cases.models import Case
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications

HELPING = "account_help"
BY_TWO = ("unlock", "factors", "payee")


class NotHelp(ValueError):
    """What was asked is none of the three, or without proof or reason."""


def ask_help(*, case: Case, what: str, proof: str, reason: str, by: Actor, at: datetime) -> Proposal:
    """Put it before a second person, and tell those who may agree; nothing changes yet."""
    if what not in BY_TWO or not proof or not reason.strip():
        raise NotHelp(what)
    proposal = approvals.propose(
        brand=case.brand,
        sort=HELPING,
        subject=f"{case.number} {what}",
        content=f"{what} {proof}",
        reason=reason.strip()[:500],
        by=by,
        at=at,
    )
    deciding = staff_with_role(case.brand_id, Role.SUPERVISOR, Role.COMPLIANCE)
    notifications.tell(
        staff_ids=[each.pk for each in deciding if each.pk != by.id],
        kind="account_help_asked",
        brand_id=case.brand_id,
        case_id=case.id,
        params={"number": case.number},
        once_key=f"account-help:{proposal.id}",
        by=by,
        at=at,
    )
    return proposal


def agree_help(*, case: Case, proposal: Proposal, by: Actor, at: datetime) -> None:
    """Agree as the second person; it is done in the same step, and her addresses are told."""
    with unit_of_work():
        agreed = approvals.approve(proposal=proposal, by=by, at=at)
        what, _, proof = agreed.content.partition(" ")
        record(
            AccountHelpAgreed(brand=case.brand_id, case=case.id, what=what, proof=proof, proposal=agreed.id),
            by=by,
            at=at,
        )


def lock_account(*, case: Case, by: Actor, at: datetime) -> None:
    """Lock the customer's account at once; that protects her, so one person is enough."""
    with unit_of_work():
        record(
            AccountHelpAgreed(brand=case.brand_id, case=case.id, what="lock", proof="", proposal=None),
            by=by,
            at=at,
        )
