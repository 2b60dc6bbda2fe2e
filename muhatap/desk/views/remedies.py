"""The page of remedies: sums, what is left of the month, the latest lines, and terms set by two people."""

import json
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission, Role
from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.approvals.queries import proposals_waiting
from muhatap.brands.models import Brand
from muhatap.desk import queries
from muhatap.desk.views.door import actor, go, missing, on_desk, page, refused
from muhatap.money import operations as money
from muhatap.money.ledger import entries_between, sums_of
from muhatap.money.methods import minor_units
from muhatap.money.operations.limiting import TERMS
from muhatap.money.redress import Terms
from muhatap.money.remedies import all_terms, budget_of, month_of, terms_proposal
from muhatap.money.wording import kind_words, line_words, role_words
from muhatap.ui.errors import error_page
from muhatap.ui.furniture import money_words

_PLACE = "/desk/remedies/"
_ROLES = (Role.AGENT, Role.SUPERVISOR, Role.COMPLIANCE)
_LATEST = 50


@require_safe
@on_desk()
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show each brand of which she reads the register or agrees to terms."""
    return _shown(request, staff)


@require_POST
@on_desk(Permission.CONFIGURE)
def propose(request: HttpRequest, staff: Staff, brand: str) -> HttpResponse:
    """Put terms for a currency before a second person."""
    found = _brand(staff, brand, Permission.CONFIGURE)
    if found is None:
        return missing(request)
    try:
        terms = _terms(request.POST)
        money.propose_terms(
            brand=found,
            terms=terms,
            reason=request.POST.get("reason", "").strip()[:500],
            by=actor(staff),
            at=timezone.now(),
        )
    except money.NotTerms:
        words = _("Write a currency of three letters and amounts such as 500.00.")
        return _shown(request, staff, status=422, trouble=words)
    except approvals.WaitsAlready:
        return _undone(request, _("A second person is asked already."))
    messages.success(request, _("A second person must agree. Until then the earlier terms hold."))
    return go(_PLACE)


@require_POST
@on_desk(Permission.APPROVE_CHARTER)
def decide(request: HttpRequest, staff: Staff, brand: str, proposal: int) -> HttpResponse:
    """Agree to terms as the second person, or refuse them."""
    found = _brand(staff, brand, Permission.APPROVE_CHARTER)
    waiting = terms_proposal(found, proposal) if found else None
    if waiting is None:
        return missing(request)
    agrees, known = request.POST.get("answer") == "agree", {"by": actor(staff), "at": timezone.now()}
    try:
        if agrees:
            money.agree_terms(proposal=waiting, **known)
        else:
            approvals.refuse(proposal=waiting, reason=request.POST.get("reason", "")[:500], **known)
    except approvals.SamePerson:
        return _undone(request, _("You proposed this yourself, so another person has to decide."))
    except (approvals.DecidedAlready, approvals.ProposalExpired):
        return _undone(request, _("This is decided already, or its time is over."))
    messages.success(request, _("The terms hold from now on.") if agrees else _("It is not done."))
    return go(_PLACE)


def _shown(request: HttpRequest, staff: Staff, status: int = 200, **trouble: object) -> HttpResponse:
    at, scope = timezone.now(), scope_of(staff)
    read = {brand.id: brand for brand in queries.brands_with(staff, Permission.READ_REGISTER)}
    agree = {brand.id: brand for brand in queries.brands_with(staff, Permission.APPROVE_CHARTER)}
    if not read and not agree:
        return refused(request)
    shown = [_brand_shown(brand, staff, at, reads=brand.id in read) for brand in (read | agree).values()]
    may = {brand["brand"].id for brand in shown if scope.may(Permission.CONFIGURE, brand["brand"].id)}
    return page(
        request,
        "complaint/remedies",
        staff,
        status=status,
        section="complaints",
        shown=shown,
        configures=may,
        roles=[(role, role_words(role)) for role in _ROLES],
        given=request.POST,
        **trouble,
    )


def _brand_shown(brand: Brand, staff: Staff, at: datetime, *, reads: bool) -> dict[str, Any]:
    first = month_of(brand, at)
    lines = entries_between(brand, first, at.date() + timedelta(days=2)) if reads else []
    return {
        "brand": brand,
        "terms": [_terms_shown(brand, row.terms, at) for row in all_terms(brand)],
        "waiting": [_waiting(each, staff) for each in proposals_waiting(brand, TERMS, at)],
        "sums": [_sums_shown(each) for each in sums_of(brand)] if reads else [],
        "lines": [
            (line, line_words(line.what), kind_words(line.remedy.kind), _words(line.amount, line.currency))
            for line in lines[-_LATEST:][::-1]
        ],
    }


def _terms_shown(brand: Brand, terms: Terms, at: datetime) -> dict[str, Any]:
    budget = budget_of(brand, terms.currency, at)
    return {
        "currency": terms.currency,
        "roles": [
            (role_words(role), _most(terms.propose, role, terms), _most(terms.approve, role, terms))
            for role in _ROLES
        ],
        "monthly": "" if terms.monthly is None else money_words(terms.monthly, terms.currency),
        "left": "" if budget.left is None else money_words(budget.left, terms.currency),
        "is_tight": budget.is_tight,
    }


def _waiting(proposal: Proposal, staff: Staff) -> dict[str, Any]:
    terms = Terms(**json.loads(proposal.content))
    return {
        "proposal": proposal,
        "is_own": proposal.proposed_by_id == staff.pk,
        "currency": terms.currency,
        "roles": [
            (role_words(role), _most(terms.propose, role, terms), _most(terms.approve, role, terms))
            for role in _ROLES
        ],
        "monthly": "" if terms.monthly is None else money_words(terms.monthly, terms.currency),
    }


def _sums_shown(sums: Any) -> tuple[str, list[str], bool]:
    amounts = (sums.proposed, sums.approved, sums.refused, sums.open, sums.executed, sums.reversed)
    return sums.currency, [money_words(each, sums.currency) for each in amounts], sums.balances


def _most(limits: Any, role: str, terms: Terms) -> str:
    return money_words(limits[role], terms.currency) if role in limits else "–"


def _words(amount: int, currency: str) -> str:
    return money_words(amount, currency) if currency else ""


def _terms(given: Any) -> Terms:
    currency = given.get("currency", "").strip().upper()
    limits: dict[str, dict[str, int]] = {"propose": {}, "approve": {}}
    for what, by_role in limits.items():
        for role in _ROLES:
            written = given.get(f"{what}-{role}", "").strip()
            if written:
                by_role[str(role)] = _limit(written, currency)
    monthly = given.get("monthly", "").strip()
    return Terms(currency=currency, monthly=_limit(monthly, currency) if monthly else None, **limits)


def _limit(written: str, currency: str) -> int:
    try:
        amount = Decimal(written.replace(",", "."))
    except InvalidOperation:
        raise money.NotTerms(written) from None
    if not amount.is_finite() or not 0 <= amount < 10**12:
        raise money.NotTerms(written)
    return minor_units(str(amount), currency)


def _brand(staff: Staff, code: str, permission: Permission) -> Brand | None:
    return next((each for each in queries.brands_with(staff, permission) if each.code == code), None)


def _undone(request: HttpRequest, detail: str) -> HttpResponse:
    return error_page(request, 409, detail=detail, next_url=_PLACE, next_label=_("Back to remedies"))
