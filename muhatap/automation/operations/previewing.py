"""Previewing a rule on the cases of the last month, which it needs before it may act."""

from datetime import datetime

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.automation.events import RulePreviewed
from muhatap.automation.models import Rule, RuleVersion
from muhatap.automation.replaying import Tried, replay
from muhatap.kernel.actors import Actor


def preview_rule(*, rule: Rule, version: RuleVersion, staff: Staff | None, by: Actor, at: datetime) -> Tried:
    """Try a version on what happened in the last 30 days and keep the result with it; changes no case."""
    # It reads for long, so it reads before anything is locked.
    tried = replay(version, rule.brand, at)
    with unit_of_work():
        version.preview, version.previewed_at, version.previewed_by = tried.plain(), at, staff
        version.save(update_fields=["preview", "previewed_at", "previewed_by"])
        record(
            RulePreviewed(
                brand=rule.brand_id,
                rule=rule.id,
                version=version.number,
                looked_at=tried.looked_at,
                cases=len(tried.cases),
                firings=tried.firings,
            ),
            by=by,
            at=at,
        )
    return tried
