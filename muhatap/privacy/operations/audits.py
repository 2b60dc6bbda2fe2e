"""Planning audits, noting what they find, and closing both with evidence only."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import staff_with_role
from muhatap.accounts.roles import Role
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.privacy.audit_events import AuditClosed, AuditHeld, AuditPlanned, FindingMended, FindingNoted
from muhatap.privacy.models import Audit, AuditFinding, AuditKind, FindingSeverity
from muhatap.privacy.queries.audits import Overdue, months_later, overdue_on


class AuditLacks(ValueError):
    """Something that the register needs is missing; `field` says what."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class ClosedAlready(Exception):
    """A closed audit, or a mended finding, is not changed any more."""


class OpenFindings(Exception):
    """An audit is not closed while something that it found is not mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAudit:
    """What is planned: of what sort, by whom, of what, when, and how often."""

    kind: AuditKind
    title: str
    scope: str
    auditor: str
    owner: Staff
    planned_on: date
    every_months: int = 0


def plan_audit(
    *, brand: Brand, plan: PlannedAudit, by: Actor, at: datetime, follows: Audit | None = None
) -> Audit:
    """Plan an audit; `AuditLacks` without title, scope or auditor."""
    for name in ("title", "scope", "auditor"):
        if not getattr(plan, name).strip():
            raise AuditLacks(name)
    with unit_of_work():
        row = Audit.objects.create(
            brand=brand,
            kind=plan.kind,
            title=plan.title.strip(),
            scope=plan.scope.strip(),
            auditor=plan.auditor.strip(),
            owner=plan.owner,
            planned_on=plan.planned_on,
            every_months=plan.every_months,
            follows=follows,
            planned_by_id=by.id,
            planned_at=at,
        )
        record(
            AuditPlanned(
                brand=brand.id,
                audit=row.id,
                sort=row.kind,
                planned_on=row.planned_on,
                every_months=row.every_months,
            ),
            by=by,
            at=at,
        )
    return row


def hold_audit(*, audit: Audit, held_on: date, by: Actor, at: datetime) -> None:
    """Note that it was held; `ClosedAlready`, `AuditLacks` for a day to come."""
    with unit_of_work():
        row = _open(audit)
        if held_on > at.astimezone(ZoneInfo(row.brand.zone)).date():
            raise AuditLacks("held_on")
        row.held_on = held_on
        row.save(update_fields=["held_on"])
        record(AuditHeld(brand=row.brand_id, audit=row.id, held_on=held_on), by=by, at=at)


def note_finding(
    *,
    audit: Audit,
    title: str,
    severity: FindingSeverity,
    owner: Staff,
    due_on: date,
    by: Actor,
    at: datetime,
) -> AuditFinding:
    """Note what an audit found; `ClosedAlready`, `AuditLacks` without words."""
    if not title.strip():
        raise AuditLacks("title")
    with unit_of_work():
        row = _open(audit)
        finding = AuditFinding.objects.create(
            audit=row,
            title=title.strip(),
            severity=severity,
            owner=owner,
            due_on=due_on,
            noted_at=at,
            noted_by_id=by.id,
        )
        record(
            FindingNoted(
                brand=row.brand_id,
                audit=row.id,
                finding=finding.id,
                severity=finding.severity,
                owner=owner.pk,
                due_on=due_on,
            ),
            by=by,
            at=at,
        )
    return finding


def mend_finding(*, finding: AuditFinding, evidence: str, by: Actor, at: datetime) -> None:
    """Say that it is mended and what proves it; `AuditLacks` without evidence, `ClosedAlready`."""
    if not evidence.strip():
        raise AuditLacks("evidence")
    with unit_of_work():
        row = AuditFinding.objects.select_for_update(of=("self",)).select_related("audit").get(id=finding.id)
        if row.mended_at is not None:
            raise ClosedAlready(row.title)
        row.evidence, row.mended_at, row.mended_by_id = evidence.strip(), at, by.id
        row.save(update_fields=["evidence", "mended_at", "mended_by"])
        record(
            FindingMended(
                brand=row.audit.brand_id,
                audit=row.audit_id,
                finding=row.id,
                evidence_digest=_digest(row.evidence),
            ),
            by=by,
            at=at,
        )


def close_audit(*, audit: Audit, evidence: str, is_public: bool, by: Actor, at: datetime) -> Audit | None:
    """Close it with evidence; the next one is planned where it has an interval, and returned.

    `AuditLacks` without evidence or before it was held, `OpenFindings`, `ClosedAlready`.
    """
    if not evidence.strip():
        raise AuditLacks("evidence")
    with unit_of_work():
        row = _open(audit)
        if row.held_on is None:
            raise AuditLacks("held_on")
        if AuditFinding.objects.filter(audit=row, mended_at__isnull=True).exists():
            raise OpenFindings(row.title)
        row.evidence, row.is_public = evidence.strip(), is_public
        row.closed_at, row.closed_by_id = at, by.id
        row.save(update_fields=["evidence", "is_public", "closed_at", "closed_by"])
        record(
            AuditClosed(
                brand=row.brand_id,
                audit=row.id,
                is_public=is_public,
                evidence_digest=_digest(row.evidence),
            ),
            by=by,
            at=at,
        )
        if not row.every_months:
            return None
        plan = PlannedAudit(
            kind=AuditKind(row.kind),
            title=row.title,
            scope=row.scope,
            auditor=row.auditor,
            owner=row.owner,
            planned_on=months_later(row.planned_on, row.every_months),
            every_months=row.every_months,
        )
        return plan_audit(brand=row.brand, plan=plan, follows=row, by=by, at=at)


def tell_overdue_audits(*, brand: Brand, by: Actor, at: datetime) -> int:
    """Tell owners, compliance and administrators once a week of audits and findings past their day."""
    today = at.astimezone(ZoneInfo(brand.zone)).date()
    week = today.isocalendar()
    watching = [each.pk for role in (Role.COMPLIANCE, Role.ADMIN) for each in staff_with_role(brand.id, role)]
    return sum(
        _tell(brand, each, watching, f"{week.year}-{week.week}", by=by, at=at)
        for each in overdue_on(brand, today)
    )


def _tell(brand: Brand, late: Overdue, watching: list[int], week: str, *, by: Actor, at: datetime) -> int:
    return notifications.tell(
        staff_ids=dict.fromkeys([late.owner_id, *watching]),
        kind="audit_overdue",
        brand_id=brand.id,
        case_id=None,
        params={
            "audit": str(late.audit_id),
            "title": late.title,
            "due": late.due_on.isoformat(),
            "sort": late.sort,
        },
        once_key=f"audit-overdue:{late.sort}:{late.row_id}:{week}",
        by=by,
        at=at,
    )


def _open(audit: Audit) -> Audit:
    row = Audit.objects.select_for_update(of=("self",)).select_related("brand", "owner").get(id=audit.id)
    if row.closed_at is not None:
        raise ClosedAlready(row.title)
    return row


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()
