"""Reads of audits: what is open, what is late, what the public may read, and the register as rows."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.brands.models import Brand
from muhatap.privacy.models import Audit, AuditFinding

_MOST = 500
_OF_FINDINGS = ("finding", "severity", "finding_owner", "finding_due", "mended_at", "finding_evidence")


@dataclass(frozen=True, slots=True)
class Overdue:
    """An audit or a finding whose day has passed."""

    sort: str
    row_id: int
    audit_id: int
    title: str
    due_on: date
    owner_id: int


def audits_visible_to(staff: Staff) -> QuerySet[Audit]:
    """The audits of the brands whose register she may read: open ones first, then the newest."""
    ids = scope_of(staff).brand_ids_with(Permission.READ_AUDITS)
    return (
        Audit.objects.filter(brand_id__in=ids)
        .select_related("brand", "owner", "closed_by")
        .annotate(open_findings=Count("findings", filter=Q(findings__mended_at__isnull=True)))
        .order_by(F("closed_at").desc(nulls_first=True), "planned_on", "id")[:_MOST]
    )


def audit_visible_to(staff: Staff, audit_id: int) -> Audit | None:
    """One audit, if she may read the register of its brand."""
    ids = scope_of(staff).brand_ids_with(Permission.READ_AUDITS)
    found = Audit.objects.select_related("brand", "owner", "closed_by", "planned_by")
    return found.filter(brand_id__in=ids, id=audit_id).first()


def findings_of(audit: Audit) -> list[AuditFinding]:
    """What an audit found, the open ones first, by their day."""
    rows = AuditFinding.objects.filter(audit=audit).select_related("owner", "mended_by", "noted_by")
    return list(rows.order_by(F("mended_at").asc(nulls_first=True), "due_on", "id"))


def finding_of(audit: Audit, finding_id: int) -> AuditFinding | None:
    """One finding of an audit."""
    return AuditFinding.objects.filter(audit=audit, id=finding_id).first()


def overdue_on(brand: Brand, day: date) -> list[Overdue]:
    """Audits that were not held and findings that were not mended before this day."""
    audits = Audit.objects.filter(
        brand=brand, held_on__isnull=True, closed_at__isnull=True, planned_on__lt=day
    )
    findings = AuditFinding.objects.filter(audit__brand=brand, mended_at__isnull=True, due_on__lt=day)
    return [
        *(Overdue("audit", each.id, each.id, each.title, each.planned_on, each.owner_id) for each in audits),
        *(
            Overdue("finding", each.id, each.audit_id, each.title, each.due_on, each.owner_id)
            for each in findings
        ),
    ]


def overdue_count(day: date) -> int:
    """How many audits and findings of the installation are late, for a collector of measures."""
    return (
        Audit.objects.filter(held_on__isnull=True, closed_at__isnull=True, planned_on__lt=day).count()
        + AuditFinding.objects.filter(mended_at__isnull=True, due_on__lt=day).count()
    )


def audits_published(brand: Brand) -> list[tuple[str, date]]:
    """Title and day of closed audits that the public may read of, the newest of each sort."""
    rows = Audit.objects.filter(brand=brand, is_public=True, closed_at__isnull=False).order_by(
        "-held_on", "-id"
    )
    newest: dict[str, tuple[str, date]] = {}
    for each in rows[:_MOST]:
        if each.held_on is not None:
            newest.setdefault(each.kind, (each.title, each.held_on))
    return list(newest.values())


def register_rows(staff: Staff) -> Iterator[dict[str, object]]:
    """The register for a file: one row for each finding, and one for an audit without any."""
    for audit in audits_visible_to(staff):
        own = {
            "brand": audit.brand.code,
            "audit": audit.title,
            "sort": audit.kind,
            "auditor": audit.auditor,
            "scope": audit.scope,
            "owner": audit.owner.name,
            "planned_on": audit.planned_on,
            "every_months": audit.every_months,
            "held_on": audit.held_on or "",
            "closed_at": audit.closed_at.isoformat() if audit.closed_at else "",
            "evidence": audit.evidence,
        }
        findings = findings_of(audit)
        for each in findings:
            yield own | {
                "finding": each.title,
                "severity": each.severity,
                "finding_owner": each.owner.name,
                "finding_due": each.due_on,
                "mended_at": each.mended_at.isoformat() if each.mended_at else "",
                "finding_evidence": each.evidence,
            }
        if not findings:
            yield own | dict.fromkeys(_OF_FINDINGS, "")


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
