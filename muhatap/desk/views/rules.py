"""Rules: the list, one rule with its preview and history, and switching it on and off."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.approvals import operations as approvals
from muhatap.approvals.queries import proposal_waiting
from muhatap.automation import operations as automation
from muhatap.automation.models import Rule
from muhatap.automation.queries import brands_with_rules_of, rule_visible_to, version_of
from muhatap.desk.rules.faces import rule_lines, rule_page
from muhatap.desk.views.door import actor, go, missing, on_desk, page, refused

_LIST = "/desk/rules/"
Door = Callable[..., HttpResponse]


def of_rule(view: Door) -> Door:
    """Hand a form the rule of its address: 404 when she may not see it, 403 when she may only read it."""

    @wraps(view)
    def door(request: HttpRequest, staff: Staff, rule: int, **place: object) -> HttpResponse:
        found = rule_visible_to(staff, rule)
        if found is None:
            return missing(request)
        if not scope_of(staff).may(Permission.MANAGE_RULES, found.brand_id):
            return refused(request)
        return view(request, staff, found, **place)

    return on_desk()(door)


@require_safe
@on_desk()
def show_all(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every rule of her brands in the order in which they act."""
    scope = scope_of(staff)
    if not (scope.may_anywhere(Permission.READ_CASES) or scope.may_anywhere(Permission.MANAGE_RULES)):
        return refused(request)
    groups = rule_lines(staff, timezone.now())
    known = {brand.id for brand, _lines in groups}
    groups += [(brand, []) for brand in brands_with_rules_of(staff) if brand.id not in known]
    managed = set(scope.brand_ids_with(Permission.MANAGE_RULES))
    return page(request, "rules", staff, section="rules", groups=groups, managed=managed)


@require_safe
@on_desk()
def show(request: HttpRequest, staff: Staff, rule: int) -> HttpResponse:
    """One rule: what it does, its preview, its versions, and what it did."""
    found = rule_visible_to(staff, rule)
    if found is None:
        return missing(request)
    return page(request, "rule", staff, shown=rule_page(found, staff, timezone.now()), rule=found)


@require_POST
@of_rule
def preview(request: HttpRequest, staff: Staff, rule: Rule) -> HttpResponse:
    """Try the newest version on the last 30 days."""
    tried = automation.preview_rule(
        rule=rule, version=version_of(rule, rule.newest), staff=staff, by=actor(staff), at=timezone.now()
    )
    count = len(tried.cases)
    said = ngettext(
        "%(count)d case would have been touched.", "%(count)d cases would have been touched.", count
    )
    messages.success(request, said % {"count": count})
    return go(f"{_LIST}{rule.id}/#preview")


@require_POST
@of_rule
def switch(request: HttpRequest, staff: Staff, rule: Rule) -> HttpResponse:
    """Switch a rule on, put it before a second person, or switch it off."""
    at, by = timezone.now(), actor(staff)
    reason = request.POST.get("reason", "").strip()[:300]
    try:
        match request.POST.get("to"):
            case "on":
                automation.switch_on(rule=rule, staff=staff, by=by, at=at)
                messages.success(request, _("The rule acts from now on."))
            case "propose" if reason:
                automation.propose_rule(rule=rule, reason=reason, by=by, at=at)
                messages.success(request, _("Proposed. Another person decides within 14 days."))
            case "propose":
                messages.error(request, _("Write why: the second person reads it, and the record keeps it."))
            case "off":
                automation.switch_off(rule=rule, reason=reason or staff.name, by=by, at=at)
                messages.success(request, _("The rule acts no longer."))
    except automation.NotPreviewed:
        messages.error(request, _("Preview the newest version first."))
    except automation.NeedsSecondPerson:
        messages.error(request, _("This rule writes to customers, so a second person has to agree."))
    except approvals.WaitsAlready:
        messages.error(request, _("This rule already waits for a decision."))
    return go(f"{_LIST}{rule.id}/")


@require_POST
@of_rule
def decide(request: HttpRequest, staff: Staff, rule: Rule) -> HttpResponse:
    """Agree to a proposed rule as the second person, or refuse it."""
    at, by = timezone.now(), actor(staff)
    proposal = proposal_waiting(rule.brand, automation.SORT, str(rule.id), at)
    if proposal is None:
        return missing(request)
    try:
        if request.POST.get("decision") == "agree":
            automation.approve_rule(rule=rule, proposal=proposal, staff=staff, by=by, at=at)
            messages.success(request, _("The rule acts from now on."))
        else:
            reason = request.POST.get("reason", "").strip()[:500] or _("No reason was given.")
            approvals.refuse(proposal=proposal, reason=reason, by=by, at=at)
            messages.success(request, _("Refused. The reason stands in the record."))
    except approvals.SamePerson:
        messages.error(request, _("You proposed this yourself, so another person has to decide."))
    except (approvals.DecidedAlready, approvals.ProposalExpired):
        messages.error(request, _("This was decided or expired while you were looking at it."))
    except (automation.ChangedSince, automation.NotPreviewed):
        messages.error(
            request, _("The rule was changed since it was proposed. Refuse it, and propose it again.")
        )
    return go(f"{_LIST}{rule.id}/")


@require_POST
@of_rule
def move(request: HttpRequest, staff: Staff, rule: Rule) -> HttpResponse:
    """Let a rule act before the one above it, or after the one below."""
    automation.move_rule(rule=rule, up="up" in request.POST, by=actor(staff), at=timezone.now())
    return go(f"{_LIST}#rule-{rule.id}")


@require_POST
@of_rule
def remove(request: HttpRequest, staff: Staff, rule: Rule) -> HttpResponse:
    """Take a rule away; its history stays in the record."""
    automation.remove_rule(rule=rule, by=actor(staff), at=timezone.now())
    messages.success(request, _("The rule is gone. What it did stays in the record of each case."))
    return go(_LIST)
