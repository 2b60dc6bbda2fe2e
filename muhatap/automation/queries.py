"""Reads of rules, what they did, and macros."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.audit.models import Event, Publication
from muhatap.automation.loops import Change
from muhatap.automation.models import Firing, Macro, Rule, RuleVersion
from muhatap.brands.models import Brand
from muhatap.cases.models import Case

_SHOWN = 50
DONE = "done"


def brands_with_rules_of(staff: Staff) -> list[Brand]:
    """The brands whose rules she manages, by name."""
    ids = scope_of(staff).brand_ids_with(Permission.MANAGE_RULES)
    return list(Brand.objects.filter(id__in=ids).order_by("name", "id"))


def rules_visible_to(staff: Staff) -> QuerySet[Rule]:
    """The rules of the brands whose cases she reads or whose rules she manages, in the order of acting."""
    scope = scope_of(staff)
    ids = {*scope.brand_ids_with(Permission.MANAGE_RULES), *scope.brand_ids_with(Permission.READ_CASES)}
    rules = Rule.objects.filter(brand_id__in=ids, removed_at__isnull=True)
    return rules.select_related("brand", "on_by").order_by("brand__name", "position", "id")


def rule_visible_to(staff: Staff, rule_id: int) -> Rule | None:
    """One rule, if she may read it."""
    return rules_visible_to(staff).filter(id=rule_id).first()


def all_rules(brand_code: str | None) -> list[Rule]:
    """Every rule of every brand, or of one, in the order in which they act."""
    rules = Rule.objects.filter(removed_at__isnull=True).select_related("brand")
    if brand_code:
        rules = rules.filter(brand__code=brand_code)
    return list(rules.order_by("brand__code", "position", "id"))


def rule_with_id(rule_id: int) -> Rule | None:
    """A rule for the command line."""
    return Rule.objects.select_related("brand").filter(id=rule_id, removed_at__isnull=True).first()


def versions_of(rule: Rule) -> list[RuleVersion]:
    """All versions of a rule, the newest first."""
    versions = rule.versions.select_related("written_by", "previewed_by")
    return list(versions.order_by("-number"))


def version_of(rule: Rule, number: int) -> RuleVersion | None:
    """One version of a rule."""
    return rule.versions.select_related("written_by", "previewed_by").filter(number=number).first()


def rules_on() -> list[tuple[Rule, RuleVersion]]:
    """Every rule that acts now, with the version that does, in order."""
    rules = list(
        Rule.objects.filter(on_version__isnull=False)
        .select_related("brand")
        .order_by("brand_id", "position", "id")
    )
    if not rules:
        return []
    wanted = Q(pk__in=())
    for rule in rules:
        wanted |= Q(rule=rule, number=rule.on_version)
    versions = {version.rule_id: version for version in RuleVersion.objects.filter(wanted)}
    return [(rule, versions[rule.id]) for rule in rules]


def firings_of(rule: Rule, limit: int = _SHOWN) -> list[Firing]:
    """What a rule did last, the newest first."""
    firings = rule.firings.select_related("case", "version").order_by("-at", "-id")
    return list(firings[:limit])


def firing_counts(rule_ids: Iterable[int], since: datetime) -> dict[int, tuple[int, int]]:
    """For each rule how often it acted since then, and how many letters it sent."""
    rows = Firing.objects.filter(rule_id__in=list(rule_ids), at__gt=since, outcome=DONE)
    found = rows.values("rule_id").annotate(times=Count("id"), sent=Sum("letters"))
    return {row["rule_id"]: (row["times"], row["sent"] or 0) for row in found}


def has_fired(rule: Rule, case_id: int, root: str) -> bool:
    """Whether the rule acted on the case for this cause, or was kept from it."""
    return Firing.objects.filter(rule=rule, case_id=case_id, root=root).exists()


def fired_in_hour(case_id: int, at: datetime) -> int:
    """How often rules acted on a case within the hour."""
    return Firing.objects.filter(case_id=case_id, at__gt=at - timedelta(hours=1), outcome=DONE).count()


def changes_in_hour(case_id: int, at: datetime) -> list[Change]:
    """What rules changed on a case within the hour, oldest first."""
    rows = Firing.objects.filter(case_id=case_id, at__gt=at - timedelta(hours=1), outcome=DONE)
    return [
        Change(rule_id, step["field"], step["old"], step["new"])
        for rule_id, steps in rows.order_by("at", "id").values_list("rule_id", "steps")
        for step in steps
        if step["field"] and not step["refusal"] and step["old"] != step["new"]
    ]


def letters_in_day(case_id: int, at: datetime) -> dict[int, int]:
    """How many letters each rule sent about a case within a day."""
    rows = Firing.objects.filter(case_id=case_id, at__gt=at - timedelta(days=1), letters__gt=0)
    return {row["rule_id"]: row["sent"] for row in rows.values("rule_id").annotate(sent=Sum("letters"))}


def firing_with(firing_id: int) -> Firing | None:
    """One firing, for what its actions caused."""
    return Firing.objects.filter(id=firing_id).first()


def case_for_rules(case_id: int) -> Case | None:
    """A case with what rules read of it."""
    return (
        Case.objects.select_related("brand", "customer", "topic", "queue__team", "queue__escalates_to")
        .filter(id=case_id)
        .first()
    )


def published_after(seq: int, kinds: Iterable[str], limit: int) -> tuple[list[tuple[int, Event]], int]:
    """The events of these kinds among the next published ones, and up to which number they were looked at."""
    rows = Publication.objects.filter(published_seq__gt=seq).order_by("published_seq")
    numbers = dict(rows.values_list("event_id", "published_seq")[:limit])
    if not numbers:
        return [], seq
    events = Event.objects.filter(id__in=list(numbers), kind__in=list(kinds))
    found = sorted(((numbers[event.id], event) for event in events), key=lambda each: each[0])
    return found, max(numbers.values())


def values_of(event: Event) -> dict[str, Any]:
    """What an event says, without what was or can be erased of it."""
    return json.loads(event.content)


def macros_for(staff: Staff, brand_id: int) -> list[Macro]:
    """The macros of a brand that she may run: shared ones and her own."""
    return list(_offered(staff).filter(brand_id=brand_id).order_by("position", "name", "id"))


def macros_visible_to(staff: Staff) -> list[Macro]:
    """All macros that she may run in any brand where she answers, or change because she manages rules."""
    scope = scope_of(staff)
    ids = {*scope.brand_ids_with(Permission.ANSWER_CASES), *scope.brand_ids_with(Permission.MANAGE_RULES)}
    macros = _offered(staff).filter(brand_id__in=ids)
    return list(macros.select_related("brand", "owner").order_by("brand__name", "position", "name", "id"))


def macro_for(staff: Staff, macro_id: int) -> Macro | None:
    """One macro that she may run or change."""
    return next((each for each in macros_visible_to(staff) if each.id == macro_id), None)


def shared_macros(brand_id: int) -> list[Macro]:
    """The macros that all of the brand's staff may run, which rules may run too."""
    rows = Macro.objects.filter(brand_id=brand_id, owner__isnull=True, retired_at__isnull=True)
    return list(rows.order_by("position", "name", "id"))


def _offered(staff: Staff) -> QuerySet[Macro]:
    hers = Q(owner__isnull=True) | Q(owner_id=staff.pk)
    return Macro.objects.filter(hers, retired_at__isnull=True)
