"""What the pages of rules show: each rule with its standing, versions with their differences, what it did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposals_waiting
from muhatap.automation import operations as automation
from muhatap.automation.actions import Do, flat, writes_to_customer
from muhatap.automation.models import Rule, RuleVersion
from muhatap.automation.queries import firing_counts, firings_of, rules_visible_to, versions_of
from muhatap.brands.models import Brand
from muhatap.cases.queries import known_cases_visible_to
from muhatap.desk.rules.words import (
    Named,
    action_words,
    differences,
    do_words,
    named_in,
    off_words,
    outcome_words,
    refusal_words,
    step_words,
    trigger_words,
)

_COUNTED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in the list: what it does, whether it acts, and how often it did in the last 30 days."""

    rule: Rule
    when: str
    condition: str
    actions: Sequence[str]
    stops: bool
    times: int
    letters: int
    has_draft: bool
    is_waiting: bool
    off_because: str


@dataclass(frozen=True, slots=True)
class VersionFace:
    """A version with what it changed against the one before."""

    version: RuleVersion
    differences: Sequence[tuple[str, str, str]]
    is_on: bool


@dataclass(frozen=True, slots=True)
class FiringFace:
    """One time that a rule acted, or was kept from it; cases that the reader may not see have no subject."""

    number: str
    subject: str
    at: datetime
    version: int
    said: Sequence[str]
    is_linked: bool


@dataclass(frozen=True, slots=True)
class PreviewFace:
    """The result of a preview in words."""

    told: Mapping[str, Any]
    since: datetime
    until: datetime
    at: datetime
    by: str
    done: Sequence[tuple[str, int]]
    refused: Sequence[tuple[str, int]]
    rows: Sequence[FiringFace]


@dataclass(frozen=True, slots=True)
class RulePage:
    """Everything about one rule."""

    rule: Rule
    newest: RuleVersion
    when: str
    actions: Sequence[str]
    preview: PreviewFace | None
    versions: Sequence[VersionFace]
    firings: Sequence[FiringFace]
    may_manage: bool
    needs_second: bool
    waiting: Proposal | None
    is_mine: bool
    off_because: str
    times: int
    letters: int
    named: Named = field(default_factory=Named)

    @property
    def may_switch_on(self) -> bool:
        """Whether the newest version was previewed and does not act yet."""
        return self.newest.previewed_at is not None and self.rule.on_version != self.newest.number


def rule_lines(staff: Staff, at: datetime) -> list[tuple[Brand, list[RuleLine]]]:
    """The rules that she may read, by brand, in the order in which they act."""
    rules = list(rules_visible_to(staff))
    shown = {
        version.rule_id: version
        for version in RuleVersion.objects.filter(rule__in=rules).order_by("number")
        if version.number in {_shown(rule) for rule in rules if rule.id == version.rule_id}
    }
    counts = firing_counts((rule.id for rule in rules), at - _COUNTED)
    brands: dict[int, tuple[Brand, list[RuleLine]]] = {}
    named = named_in({rule.brand_id for rule in rules}, _people(shown.values()))
    for rule in rules:
        version = shown[rule.id]
        times, letters = counts.get(rule.id, (0, 0))
        group = brands.setdefault(rule.brand_id, (rule.brand, []))
        waiting = {each.subject for each in proposals_waiting(rule.brand, automation.SORT, at)}
        group[1].append(
            RuleLine(
                rule=rule,
                when=trigger_words(version.when, version.hours),
                condition=version.condition,
                actions=[action_words(each, named) for each in version.does],
                stops=version.stops,
                times=times,
                letters=letters,
                has_draft=rule.is_on and rule.on_version != rule.newest,
                is_waiting=str(rule.id) in waiting,
                off_because=off_words(rule.off_reason),
            )
        )
    return list(brands.values())


def rule_page(rule: Rule, staff: Staff, at: datetime) -> RulePage:
    """One rule with its history."""
    versions = versions_of(rule)
    newest = versions[0]
    firings = firings_of(rule)
    named = named_in([rule.brand_id], _people(versions) | _people_in(each.steps for each in firings))
    waiting = next(
        (each for each in proposals_waiting(rule.brand, automation.SORT, at) if each.subject == str(rule.id)),
        None,
    )
    times, letters = firing_counts([rule.id], at - _COUNTED).get(rule.id, (0, 0))
    return RulePage(
        rule=rule,
        newest=newest,
        when=trigger_words(newest.when, newest.hours),
        actions=[action_words(each, named) for each in newest.does],
        preview=_preview(newest, staff, named),
        versions=[
            VersionFace(
                version,
                differences(versions[place + 1], version, named) if place + 1 < len(versions) else (),
                rule.on_version == version.number,
            )
            for place, version in enumerate(versions)
        ],
        firings=_firings(firings, staff, named),
        may_manage=scope_of(staff).may(Permission.MANAGE_RULES, rule.brand_id),
        needs_second=writes_to_customer(newest.does),
        waiting=waiting,
        is_mine=waiting is not None and waiting.proposed_by_id == staff.pk,
        off_because=off_words(rule.off_reason),
        times=times,
        letters=letters,
        named=named,
    )


def _shown(rule: Rule) -> int:
    return rule.on_version or rule.newest


def _preview(version: RuleVersion, staff: Staff, named: Named) -> PreviewFace | None:
    if version.previewed_at is None:
        return None
    told = version.preview
    seen = _subjects(staff, (row["case"] for row in told["shown"]))
    return PreviewFace(
        told=told,
        since=datetime.fromisoformat(told["since"]),
        until=datetime.fromisoformat(told["until"]),
        at=version.previewed_at,
        by=version.previewed_by.name if version.previewed_by else _("the command line"),
        done=[(do_words(do), count) for do, count in told["done"].items()],
        refused=[(refusal_words(code), count) for code, count in told["refused"].items()],
        rows=[
            FiringFace(
                number=row["number"],
                subject=seen.get(row["case"], ""),
                at=datetime.fromisoformat(row["at"]),
                version=version.number,
                said=[step_words(step, named) for step in row["steps"]],
                is_linked=row["case"] in seen,
            )
            for row in told["shown"]
        ],
    )


def _firings(firings: Sequence[Any], staff: Staff, named: Named) -> list[FiringFace]:
    seen = _subjects(staff, (each.case_id for each in firings))
    return [
        FiringFace(
            number=each.case.number,
            subject=seen.get(each.case_id, ""),
            at=each.at,
            version=each.version.number,
            said=[step_words(step, named) for step in each.steps] or [outcome_words(each.outcome)],
            is_linked=each.case_id in seen,
        )
        for each in firings
    ]


def _subjects(staff: Staff, case_ids: Any) -> dict[int, str]:
    rows = known_cases_visible_to(staff, set(case_ids))
    return dict(rows.values_list("id", "subject"))


def _people(versions: Any) -> set[int]:
    actions = (action for version in versions for action in flat(version.does))
    return {int(each.value) for each in actions if each.do is Do.OWNER and each.value.isdecimal()}


def _people_in(steps: Any) -> set[int]:
    values = (
        step[key] for each in steps for step in each if step["field"] == "owner" for key in ("old", "new")
    )
    return {int(value) for value in values if value}
