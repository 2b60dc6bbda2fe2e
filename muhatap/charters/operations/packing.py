"""Rule packs come into force: one person proposes, another activates, and the charter must already obey."""

from datetime import datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand, RulePackInForce
from muhatap.charters import reading
from muhatap.charters.checks.law import Law
from muhatap.charters.errors import CharterErrors
from muhatap.charters.events import RulePackActivated
from muhatap.charters.queries import charter_text, law_for
from muhatap.charters.rule_packs import Pack, read_pack
from muhatap.kernel.actors import Actor

SORT = "rule-pack"
# What a charter may still lack when its pack comes into force; it can name the rule only afterwards.
_LATER = frozenset({"law_not_run"})


class CharterBreaksPack(Exception):
    """The charter in force promises longer times than the pack allows; `errors` says which."""

    def __init__(self, errors: CharterErrors) -> None:
        super().__init__(str(errors))
        self.errors = errors


def propose_pack(*, brand: Brand, text: str, reason: str, by: Actor, at: datetime) -> Proposal:
    """Put a rule pack before a second person; `CharterErrors` when its text has faults."""
    pack = read_pack(text)
    return approvals.propose(
        brand=brand, sort=SORT, subject=pack.code, content=text, reason=reason, by=by, at=at
    )


def activate_pack(*, proposal: Proposal, by: Actor, at: datetime) -> RulePackInForce:
    """Say yes as the second person: the pack binds the brand from now on, in place of its earlier form.

    `CharterBreaksPack` when the charter in force promises more time than the pack gives.
    """
    with unit_of_work() as unit:
        approved = approvals.approve(proposal=proposal, by=by, at=at)
        brand = approved.brand
        pack = read_pack(approved.content)
        _refuse_broken(brand, pack, at)
        earlier = RulePackInForce.objects.filter(brand=brand, code=pack.code, retired_at__isnull=True)
        earlier.update(retired_at=at)
        row = RulePackInForce(
            brand=brand,
            code=pack.code,
            digest=approved.content_digest,
            text=approved.content,
            proposed_by_id=approved.proposed_by_id,
            proposed_at=approved.proposed_at,
            activated_by_id=by.id,
            activated_at=at,
        )
        unit.add(row)
        record(
            RulePackActivated(
                brand=brand.id,
                pack=pack.code,
                as_of=pack.as_of,
                digest=row.digest,
                proposed_by=row.proposed_by_id,
            ),
            by=by,
            at=at,
        )
    return row


def _refuse_broken(brand: Brand, pack: Pack, at: datetime) -> None:
    """The charter in force is read again under the pack."""
    known = law_for(brand.code, at.date())
    packs = known.packs | {pack.code: pack}
    law = Law(packs, known.on, (*known.active, pack.code))
    try:
        reading.read(charter_text(brand), f"{brand.code}.yaml", law=lambda _: law)
    except LookupError:
        return
    except CharterErrors as errors:
        broken = [each for each in errors.problems if each.code not in _LATER]
        if broken:
            raise CharterBreaksPack(CharterErrors(broken, errors.source)) from errors
