"""Writing a rule: a form whose rows are added and moved by the server, so that it needs no script."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from muhatap.accounts.models import Staff
from muhatap.automation import operations as automation
from muhatap.automation.actions import FOR_RULES
from muhatap.automation.checking import Fault, Faulty
from muhatap.automation.conditions import checked
from muhatap.automation.models import Rule
from muhatap.automation.queries import brands_with_rules_of, version_of
from muhatap.automation.triggers import FACTS, MOMENTS, Trigger, UnknownTrigger, trigger_of
from muhatap.brands.models import Brand
from muhatap.cases.conditions import BadCondition
from muhatap.desk.faulty_conditions import fault_of
from muhatap.desk.rules import conditions
from muhatap.desk.rules.form import Choices, Row, rearranged, rows_given, rows_of
from muhatap.desk.rules.words import fault_words, moment_words, named_in, trigger_words
from muhatap.desk.texts import variable_words
from muhatap.desk.views.door import actor, go, missing, on_desk, page
from muhatap.desk.views.rules import of_rule
from muhatap.letters.queries import modules_for

_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form."""

    name: str = ""
    when: str = "opened"
    hours: str = "4"
    condition: str = ""
    stops: bool = False
    rows: tuple[Row, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk()
def new(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Write a rule."""
    home = next((each for each in brands_with_rules_of(staff) if each.code == brand), None)
    if home is None:
        return missing(request)
    return _edit(request, staff, home, None)


@require_http_methods(["GET", "HEAD", "POST"])
@of_rule
def edit(request: HttpRequest, staff: Staff, rule: Rule) -> HttpResponse:
    """Change a rule: its next version."""
    return _edit(request, staff, rule.brand, rule)


def _edit(request: HttpRequest, staff: Staff, brand: Brand, rule: Rule | None) -> HttpResponse:
    if request.method != "POST":
        return _form(request, staff, brand, rule, _kept(rule))
    typed, changed = _typed(request.POST, staff, brand)
    if changed:
        return _form(request, staff, brand, rule, typed)
    try:
        saved = _save(typed, staff, brand, rule)
    except (Faulty, BadCondition, UnknownTrigger) as wrong:
        return _form(request, staff, brand, rule, typed, wrong)
    except automation.TooManyRules:
        messages.error(request, _("There are 200 rules already. Remove one that nobody needs."))
        return _form(request, staff, brand, rule, typed)
    messages.success(request, _("Kept. Preview it before it can act."))
    return go(f"/desk/rules/{saved.id}/")


def _save(typed: Typed, staff: Staff, brand: Brand, rule: Rule | None) -> Rule:
    content = automation.RuleContent(
        name=typed.name,
        trigger=_trigger(typed),
        condition=checked(typed.condition, brand),
        actions=tuple(row.action(brand) for row in typed.rows),
        stops=typed.stops,
    )
    by, at = actor(staff), timezone.now()
    if rule is None:
        return automation.write_rule(brand=brand, content=content, staff=staff, by=by, at=at)
    automation.change_rule(rule=rule, content=content, staff=staff, by=by, at=at)
    return rule


def _trigger(typed: Typed) -> Trigger:
    return trigger_of(typed.when, int(typed.hours) if typed.hours.isdecimal() and len(typed.hours) < 5 else 0)


def _kept(rule: Rule | None) -> Typed:
    if rule is None:
        return Typed()
    version = version_of(rule, rule.newest)
    return Typed(
        name=version.name,
        when=version.when,
        hours=str(version.hours or 4),
        condition=version.condition,
        stops=version.stops,
        rows=tuple(rows_of(version.does)),
    )


def _typed(given: QueryDict, staff: Staff, brand: Brand) -> tuple[Typed, bool]:
    """What was typed, and whether a button only rearranged it."""
    modules = {str(each.id): each for each in modules_for(staff, brand.id)}
    rows = rows_given(given)
    moved, narrowed = rearranged(rows, given, modules), None
    condition = given.get("condition", "").strip()[:_LONGEST]
    if moved is None:
        narrowed = conditions.rearranged(condition, given)
    typed = Typed(
        name=given.get("name", "").strip()[:120],
        when=given.get("when", ""),
        hours=given.get("hours", "").strip(),
        condition=condition if narrowed is None else narrowed,
        stops="stops" in given,
        rows=tuple(rows if moved is None else moved),
    )
    return typed, moved is not None or narrowed is not None


def _form(
    request: HttpRequest,
    staff: Staff,
    brand: Brand,
    rule: Rule | None,
    typed: Typed,
    wrong: Exception | None = None,
) -> HttpResponse:
    named = named_in([brand.id])
    choices = Choices(brand, named, modules_for(staff, brand.id), FOR_RULES, is_rule=True)
    faults: Sequence[Fault] = wrong.faults if isinstance(wrong, Faulty) else ()
    parts = conditions.parts_of(typed.condition)
    condition_fault = fault_of(typed.condition, wrong) if isinstance(wrong, BadCondition) else parts.fault
    return page(
        request,
        "rule_edit",
        staff,
        422 if wrong else 200,
        brand=brand,
        rule=rule,
        typed=typed,
        rows=choices.faces(typed.rows, faults),
        addable=choices.addable,
        facts=[(code, trigger_words(code)) for code in FACTS],
        moments=[(code, moment_words(code)) for code in MOMENTS],
        errors={each.place: fault_words(each) for each in faults},
        wrong_hours=isinstance(wrong, UnknownTrigger),
        condition_fault=condition_fault,
        parts=parts.parts if typed.condition else (),
        groups=conditions.groups_for(staff, brand, named),
        free_fields=conditions.free_fields(),
        variables=variable_words(),
    )
