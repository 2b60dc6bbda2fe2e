"""The register of audits: nothing closes without evidence, and what is late is told."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from muhatap.kernel.actors import Actor
from muhatap.notifications.models import Notice
from muhatap.privacy.models import Audit, AuditKind, FindingSeverity
from muhatap.privacy.operations import audits
from muhatap.privacy.queries.audits import audits_published, months_later, overdue_count, overdue_on
from tests.world import NOON

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)


@pytest.fixture
def by(world):
    return Actor.staff(world.staff["pelin"].pk)


@pytest.fixture
def planned(world, by):
    plan = audits.PlannedAudit(
        kind=AuditKind.SECURITY,
        title="Yıllık güvenlik denetimi",
        scope="Portal, masa ve yedekler",
        auditor="Kale Denetim A.Ş.",
        owner=world.staff["arda"],
        planned_on=TODAY - timedelta(days=1),
        every_months=12,
    )
    return audits.plan_audit(brand=world.brand, plan=plan, by=by, at=NOON)


def found(world, audit, by, due_on=TODAY):
    return audits.note_finding(
        audit=audit,
        title="Yedek anahtarı tek kişide",
        severity=FindingSeverity.HIGH,
        owner=world.staff["mert"],
        due_on=due_on,
        by=by,
        at=NOON,
    )


def test_it_is_held_found_mended_and_closed_and_the_next_one_is_planned(world, planned, by):
    with pytest.raises(audits.AuditLacks):
        audits.close_audit(audit=planned, evidence="Rapor", is_public=True, by=by, at=NOON)
    with pytest.raises(audits.AuditLacks):
        audits.hold_audit(audit=planned, held_on=TODAY + timedelta(days=1), by=by, at=NOON)
    audits.hold_audit(audit=planned, held_on=TODAY, by=by, at=NOON)
    finding = found(world, planned, by)
    with pytest.raises(audits.OpenFindings):
        audits.close_audit(audit=planned, evidence="Rapor", is_public=True, by=by, at=NOON)
    with pytest.raises(audits.AuditLacks):
        audits.mend_finding(finding=finding, evidence="  ", by=by, at=NOON)
    audits.mend_finding(finding=finding, evidence="Anahtar bölündü, tutanak 14", by=by, at=NOON)
    with pytest.raises(audits.ClosedAlready):
        audits.mend_finding(finding=finding, evidence="Yine", by=by, at=NOON)
    with pytest.raises(audits.AuditLacks):
        audits.close_audit(audit=planned, evidence="", is_public=True, by=by, at=NOON)
    following = audits.close_audit(audit=planned, evidence="Rapor 2026/7", is_public=True, by=by, at=NOON)
    assert (following.planned_on, following.follows_id) == (date(2027, 11, 17), planned.id)
    assert audits_published(world.brand) == [("Yıllık güvenlik denetimi", TODAY)]
    assert audits_published(world.other_brand) == []
    with pytest.raises(audits.ClosedAlready):
        found(world, planned, by)


def test_the_database_closes_nothing_without_evidence(planned, by):
    with pytest.raises(IntegrityError), transaction.atomic():
        Audit.objects.filter(id=planned.id).update(closed_at=NOON, closed_by=by.id, held_on=TODAY)


def test_what_is_late_is_told_once_a_week_and_counted(world, planned, by):
    found(world, planned, by, due_on=TODAY - timedelta(days=2))
    assert [each.sort for each in overdue_on(world.brand, TODAY)] == ["audit", "finding"]
    assert overdue_count(TODAY) == 2
    system = Actor.system("registers")

    def tell(days):
        return audits.tell_overdue_audits(brand=world.brand, by=system, at=NOON + timedelta(days=days))

    # The audit's owner is the administrator, the finding's is the supervisor.
    assert tell(0) == 2 + 3
    assert tell(1) == 0
    assert tell(7) == 5
    told = Notice.objects.filter(staff=world.staff["mert"], kind="audit_overdue")
    assert {each.params["sort"] for each in told} == {"finding"}


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_months_later(day, months, later):
    assert months_later(day, months) == later
