"""Proof: the chain of a case, and the signed heads of the desk."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.cases.models import Case
from muhatap.desk import proof
from muhatap.desk.views.door import of_case, on_desk, page


@require_safe
@of_case(Permission.READ_AUDIT)
def show_case(request: HttpRequest, staff: Staff, case: Case) -> HttpResponse:
    """Verify a case and show its chain."""
    return page(request, "proof", staff, case=case, proof=proof.proof_of(case))


@require_safe
@on_desk(Permission.READ_AUDIT)
def show_desk(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the signed heads and what waits for a person."""
    brand_ids = scope_of(staff).brand_ids_with(Permission.READ_AUDIT)
    logs = proof.newest_logs()
    waiting = proof.listeners_waiting_for(brand_ids)
    return page(request, "audit", staff, logs=logs, last=logs[0] if logs else None, waiting=waiting)
