"""Being here: the switch at the top of the page, working hours, a stand-in, and sessions."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore

from muhatap.accounts.duty import Presence
from muhatap.accounts.events import PresenceChanged, SessionsEnded, WorkPlanned
from muhatap.accounts.models import Staff, Visit
from muhatap.audit.recording import record, unit_of_work
from muhatap.kernel.actors import Actor


def change_presence(*, staff: Staff, presence: Presence, by: Actor, at: datetime) -> None:
    """Note that a person is available, busy or away; only who is available is given cases."""
    if staff.presence == presence:
        return
    with unit_of_work():
        previous, staff.presence = staff.presence, presence
        staff.save(update_fields=["presence"])
        record(PresenceChanged(staff=staff.pk, presence=presence, previous=previous), by=by, at=at)


def plan_work(
    *,
    staff: Staff,
    hours: dict[str, list[str]],
    absence: tuple[datetime | None, datetime | None],
    delegate: Staff | None,
    by: Actor,
    at: datetime,
) -> None:
    """Note a person's working hours, her next absence (from, until) and who stands in for her."""
    away_from, away_until = absence
    values = {"hours": hours, "away_from": away_from, "away_until": away_until, "delegate": delegate}
    changed = [name for name, value in values.items() if getattr(staff, name) != value]
    if not changed:
        return
    with unit_of_work():
        for name in changed:
            setattr(staff, name, values[name])
        staff.save(update_fields=changed)
        record(
            WorkPlanned(
                staff=staff.pk,
                away_from=away_from,
                away_until=away_until,
                delegate=delegate.pk if delegate else None,
                days=tuple(hours),
            ),
            by=by,
            at=at,
        )


def begin_visit(
    *, staff: Staff, session_key: str, device: str, network: str, by: Actor, at: datetime
) -> Visit:
    """Note a session that has just begun."""
    about = {"device": device[:200], "network": network[:60], "begun_at": at, "seen_at": at, "ended_at": None}
    with unit_of_work():
        return Visit.objects.update_or_create(session_key=session_key, defaults={"staff": staff, **about})[0]


def note_visit(*, visit_id: int, session_key: str, by: Actor, at: datetime) -> None:
    """Note that a session is in use; its key changes with the password."""
    with unit_of_work():
        Visit.objects.filter(id=visit_id, ended_at__isnull=True).update(session_key=session_key, seen_at=at)


def leave_visit(*, visit_id: int, by: Actor, at: datetime) -> None:
    """Note that somebody signed out."""
    with unit_of_work():
        Visit.objects.filter(id=visit_id, ended_at__isnull=True).update(ended_at=at, seen_at=at)


def end_visits(*, staff: Staff, visits: list[Visit], by: Actor, at: datetime) -> int:
    """End these sessions of a person: whoever holds one must sign in again. Returns how many ended."""
    mine: list[Any] = [each for each in visits if each.staff_id == staff.pk and each.ended_at is None]
    if not mine:
        return 0
    with unit_of_work():
        for visit in mine:
            SessionStore(visit.session_key).delete()
        Visit.objects.filter(id__in=[each.id for each in mine]).update(ended_at=at)
        record(SessionsEnded(staff=staff.pk, count=len(mine)), by=by, at=at)
    return len(mine)
