"""Switching rules on and off; one that writes to customers needs a second person."""

from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.models import Publication
from muhatap.audit.recording import record, unit_of_work
from muhatap.automation.actions import writes_to_customer
from muhatap.automation.events import RuleSwitchedOff, RuleSwitchedOn
from muhatap.automation.models import Reached, Rule, RuleVersion
from muhatap.automation.queries import rules_on
from muhatap.kernel.actors import Actor

SORT = "rule"
FOLLOWER = "rules"


class NotPreviewed(Exception):
    """The newest version was never tried on the cases of the last month."""


class NeedsSecondPerson(Exception):
    """The rule writes to customers, so another person has to agree."""


class ChangedSince(Exception):
    """The rule was changed after it was proposed."""


def switch_on(*, rule: Rule, staff: Staff, by: Actor, at: datetime) -> None:
    """Let the newest version act from now on; refused before its preview, or when it writes to customers."""
    with unit_of_work():
        version = _ready(rule)
        if writes_to_customer(version.does):
            raise NeedsSecondPerson(rule.name)
        _switch_on(rule, version, staff, None, by=by, at=at)


def propose_rule(*, rule: Rule, reason: str, by: Actor, at: datetime) -> Proposal:
    """Put the newest version before a second person; refused before its preview."""
    with unit_of_work():
        version = _ready(rule)
        return approvals.propose(
            brand=rule.brand,
            sort=SORT,
            subject=str(rule.id),
            content=version.digest,
            reason=reason,
            by=by,
            at=at,
        )


def approve_rule(*, rule: Rule, proposal: Proposal, staff: Staff, by: Actor, at: datetime) -> None:
    """Agree as the second person, and let the version act; `ChangedSince` when it is no longer the newest."""
    with unit_of_work():
        version = _ready(rule)
        if version.digest != proposal.content:
            raise ChangedSince(rule.name)
        approvals.approve(proposal=proposal, by=by, at=at)
        _switch_on(rule, version, staff, proposal.id, by=by, at=at)


def switch_off(*, rule: Rule, reason: str, by: Actor, at: datetime) -> None:
    """Let a rule act no longer; nothing when it does not."""
    with unit_of_work():
        _lock(rule)
        if rule.on_version is None:
            return
        version, rule.on_version, rule.on_at, rule.on_by = rule.on_version, None, None, None
        rule.off_at, rule.off_reason = at, reason[:300]
        rule.save(update_fields=["on_version", "on_at", "on_by", "off_at", "off_reason"])
        record(
            RuleSwitchedOff(
                brand=rule.brand_id, rule=rule.id, version=version, name=rule.name, reason=reason[:300]
            ),
            by=by,
            at=at,
        )


def _ready(rule: Rule) -> RuleVersion:
    _lock(rule)
    version = rule.versions.get(number=rule.newest)
    if version.previewed_at is None or rule.removed_at is not None:
        raise NotPreviewed(rule.name)
    return version


def _switch_on(
    rule: Rule, version: RuleVersion, staff: Staff, proposal: int | None, *, by: Actor, at: datetime
) -> None:
    if all(other.trigger.is_moment for _rule, other in rules_on()):
        _begin_here()
    if rule.on_version is None:
        # Else there would be a gap between the version before and this one.
        rule.on_at = rule.swept_until = at
    rule.on_version, rule.on_by_id = version.number, staff.pk
    rule.off_at, rule.off_reason = None, ""
    rule.save(update_fields=["on_version", "on_at", "on_by", "swept_until", "off_at", "off_reason"])
    record(
        RuleSwitchedOn(
            brand=rule.brand_id, rule=rule.id, version=version.number, name=rule.name, proposal=proposal
        ),
        by=by,
        at=at,
    )


def _begin_here() -> None:
    """While no rule heard of events nobody followed: what was published meanwhile concerns none."""
    newest = Publication.objects.filter(published_seq__isnull=False).order_by("-published_seq").first()
    seq = newest.published_seq if newest else 0
    Reached.objects.update_or_create(name=FOLLOWER, defaults={"seq": seq})


def _lock(rule: Rule) -> None:
    rule.refresh_from_db(
        fields=["newest", "name", "on_version", "on_at", "on_by", "swept_until", "removed_at"],
        from_queryset=Rule.objects.select_for_update(of=("self",)),
    )
