"""The register of audits: planned, held, what they found, closed with evidence."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of, staff_in
from muhatap.accounts.roles import Permission
from muhatap.desk import queries as desk_queries
from muhatap.desk.registers.forms import AuditForm, FindingForm
from muhatap.desk.registers.wording import AUDIT_KINDS, AUDIT_LACKS, SEVERITIES
from muhatap.desk.views.door import actor, go, missing, on_desk, page, refused
from muhatap.desk.views.registers import entry_door, open_first, table_door
from muhatap.privacy.models import Audit, AuditKind, FindingSeverity
from muhatap.privacy.operations import audits
from muhatap.privacy.queries.audits import (
    audit_visible_to,
    audits_visible_to,
    finding_of,
    findings_of,
    register_rows,
)

_PLACE = "/desk/audits/"


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk(Permission.READ_AUDITS)
def show(request: HttpRequest, staff: Staff) -> HttpResponse:
    """List the audits with what is late, and plan another one."""
    brands = desk_queries.brands_with(staff, Permission.KEEP_AUDITS)
    if request.method == "POST" and not brands:
        return refused(request)
    form = AuditForm(
        request.POST if request.method == "POST" else None,
        brands=brands,
        staff=staff_in(each.id for each in brands),
        initial={"owner": str(staff.pk)},
    )
    if form.is_bound and form.is_valid():
        brand = next(each for each in brands if each.code == form.cleaned_data["brand"])
        told = ("title", "scope", "auditor", "planned_on", "every_months")
        plan = audits.PlannedAudit(
            kind=AuditKind(form.cleaned_data["kind"]),
            owner=form.chosen(),
            **{name: form.cleaned_data[name] for name in told},
        )
        planned = audits.plan_audit(brand=brand, plan=plan, by=actor(staff), at=timezone.now())
        return go(f"{_PLACE}{planned.id}/")
    today = timezone.localdate()
    rows = [(each, AUDIT_KINDS[each.kind], each.is_overdue_on(today)) for each in audits_visible_to(staff)]
    return page(
        request,
        "registers/audits",
        staff,
        422 if form.is_bound else 200,
        section="audits",
        form=form if brands else None,
        **open_first(rows, lambda row: row[0].closed_at is None),
    )


@require_POST
@on_desk(Permission.READ_AUDITS)
def act(request: HttpRequest, staff: Staff, audit: int, name: str) -> HttpResponse:
    """Note that it was held, what it found, that this was mended, or close it."""
    found = audit_visible_to(staff, audit)
    if found is None or name not in _ACTS:
        return missing(request)
    if not scope_of(staff).may(Permission.KEEP_AUDITS, found.brand_id):
        return refused(request)
    try:
        form = _ACTS[name](request, staff, found)
    except audits.AuditLacks as lacking:
        return _shown(request, staff, found, trouble=str(AUDIT_LACKS[lacking.field]), status=422)
    except audits.OpenFindings:
        words = _("Something that it found is not mended yet.")
        return _shown(request, staff, found, trouble=words, status=422)
    except audits.ClosedAlready:
        return _shown(request, staff, found, trouble=_("This was closed already."), status=409)
    if form is not None:
        return _shown(request, staff, found, form=form, status=422)
    return go(f"{_PLACE}{found.id}/")


def _hold(request: HttpRequest, staff: Staff, found: Audit) -> None:
    day = _day(request.POST.get("held_on", ""))
    if day is None:
        raise audits.AuditLacks("held_on")
    audits.hold_audit(audit=found, held_on=day, by=actor(staff), at=timezone.now())


def _find(request: HttpRequest, staff: Staff, found: Audit) -> FindingForm | None:
    form = FindingForm(request.POST, staff=staff_in([found.brand_id]))
    if not form.is_valid():
        return form
    audits.note_finding(
        audit=found,
        title=form.cleaned_data["title"],
        severity=FindingSeverity(form.cleaned_data["severity"]),
        owner=form.chosen(),
        due_on=form.cleaned_data["due_on"],
        by=actor(staff),
        at=timezone.now(),
    )
    return None


def _mend(request: HttpRequest, staff: Staff, found: Audit) -> None:
    named = request.POST.get("finding", "")
    finding = finding_of(found, int(named)) if named.isdecimal() and len(named) < 20 else None
    if finding is None:
        raise audits.AuditLacks("title")
    audits.mend_finding(
        finding=finding, evidence=request.POST.get("evidence", ""), by=actor(staff), at=timezone.now()
    )


def _close(request: HttpRequest, staff: Staff, found: Audit) -> None:
    following = audits.close_audit(
        audit=found,
        evidence=request.POST.get("evidence", ""),
        is_public=request.POST.get("is_public") == "1",
        by=actor(staff),
        at=timezone.now(),
    )
    if following is not None:
        messages.success(request, _("Closed. The next one is planned."))


_ACTS = {"hold": _hold, "find": _find, "mend": _mend, "close": _close}


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _shown(
    request: HttpRequest,
    staff: Staff,
    found: Audit,
    *,
    trouble: str = "",
    form: FindingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    findings = [(each, SEVERITIES[each.severity], each.is_overdue_on(today)) for each in findings_of(found)]
    return page(
        request,
        "registers/audit",
        staff,
        status,
        section="audits",
        audit=found,
        kind=AUDIT_KINDS[found.kind],
        is_late=found.is_overdue_on(today),
        findings=findings,
        may_keep=scope_of(staff).may(Permission.KEEP_AUDITS, found.brand_id) and found.closed_at is None,
        form=form or FindingForm(staff=staff_in([found.brand_id]), initial={"owner": str(found.owner_id)}),
        trouble=trouble,
        today=today,
    )


export = table_door("audits", Permission.READ_AUDITS, register_rows)
audit = entry_door(Permission.READ_AUDITS, audit_visible_to, _shown)
