"""Writing rules: every change is a new version, and the old ones stay as they were."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.automation.actions import Action
from muhatap.automation.checking import Faulty, faults_of_rule
from muhatap.automation.events import RuleSwitchedOff, RuleWritten
from muhatap.automation.grounds import ground_of
from muhatap.automation.models import Rule, RuleVersion
from muhatap.automation.triggers import Trigger
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.kernel.canonical import canonical

_MOST_RULES = 200


class TooManyRules(Exception):
    """A brand has as many rules as anybody can keep in mind, and more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleContent:
    """What a version of a rule says; `condition` was read already, in its one spelling."""

    name: str
    trigger: Trigger
    condition: str = ""
    actions: tuple[Action, ...] = ()
    stops: bool = False

    def plain(self) -> dict[str, Any]:
        """As a version keeps it."""
        return {
            "name": self.name.strip(),
            "when": self.trigger.code,
            "hours": self.trigger.hours,
            "condition": self.condition,
            "actions": [each.plain() for each in self.actions],
            "stops": self.stops,
        }

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical form of it all."""
        return hashlib.sha256(canonical(self.plain())).hexdigest()


def write_rule(*, brand: Brand, content: RuleContent, staff: Staff, by: Actor, at: datetime) -> Rule:
    """A new rule, off and not previewed, after all others; `Faulty` names what is wrong with it."""
    _check(brand, content)
    with unit_of_work():
        rules = Rule.objects.filter(brand=brand, removed_at__isnull=True)
        if rules.count() >= _MOST_RULES:
            raise TooManyRules(brand.code)
        last = rules.aggregate(last=Max("position"))["last"] or 0
        rule = Rule(brand=brand, name=content.name.strip(), position=last + 1)
        rule.save(force_insert=True)
        _add_version(rule, content, staff, by=by, at=at)
    return rule


def change_rule(*, rule: Rule, content: RuleContent, staff: Staff, by: Actor, at: datetime) -> bool:
    """A next version; the one that acts goes on until the new one is switched on. False without a change."""
    _check(rule.brand, content)
    with unit_of_work():
        _lock(rule)
        newest = rule.versions.get(number=rule.newest)
        if newest.digest == content.digest:
            return False
        _add_version(rule, content, staff, by=by, at=at)
    return True


def move_rule(*, rule: Rule, up: bool, by: Actor, at: datetime) -> None:
    """Let a rule come before the one above it, or after the one below; rules act in this order."""
    with unit_of_work():
        others = list(
            Rule.objects.select_for_update()
            .filter(brand_id=rule.brand_id, removed_at__isnull=True)
            .order_by("position", "id")
        )
        here = next(place for place, each in enumerate(others) if each.id == rule.id)
        there = here - 1 if up else here + 1
        if 0 <= there < len(others):
            others[here], others[there] = others[there], others[here]
        for place, each in enumerate(others, 1):
            if each.position != place:
                each.position = place
                each.save(update_fields=["position"])


def remove_rule(*, rule: Rule, by: Actor, at: datetime) -> None:
    """Take a rule away; its versions and what it did stay."""
    with unit_of_work():
        _lock(rule)
        was_on = rule.on_version
        rule.removed_at, rule.on_version, rule.on_at = at, None, None
        rule.save(update_fields=["removed_at", "on_version", "on_at"])
        record(
            RuleSwitchedOff(
                brand=rule.brand_id,
                rule=rule.id,
                version=was_on or rule.newest,
                name=rule.name,
                reason="removed",
            ),
            by=by,
            at=at,
        )


def _check(brand: Brand, content: RuleContent) -> None:
    faults = faults_of_rule(content.name, content.actions, ground_of(brand.id), brand.languages)
    if faults:
        raise Faulty(faults)


def _add_version(rule: Rule, content: RuleContent, staff: Staff, *, by: Actor, at: datetime) -> None:
    rule.newest += 1
    rule.name = content.name.strip()
    rule.save(update_fields=["newest", "name"])
    plain = content.plain()
    RuleVersion.objects.create(
        rule=rule, number=rule.newest, digest=content.digest, written_by=staff, written_at=at, **plain
    )
    record(
        RuleWritten(
            brand=rule.brand_id, rule=rule.id, version=rule.newest, name=rule.name, digest=content.digest
        ),
        by=by,
        at=at,
    )


def _lock(rule: Rule) -> None:
    rule.refresh_from_db(
        fields=["newest", "name", "on_version", "on_at", "on_by", "removed_at"],
        from_queryset=Rule.objects.select_for_update(of=("self",)),
    )
