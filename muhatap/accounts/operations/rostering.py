"""Who is on call when, and who is away."""

from datetime import datetime, time

from django.db import IntegrityError

from muhatap.accounts.events import AbsenceNoted, ShiftAdded, ShiftRemoved
from muhatap.accounts.models import OnCallShift, Staff, Team
from muhatap.audit.recording import record, unit_of_work
from muhatap.kernel.actors import Actor


class ShiftTaken(ValueError):
    """The person is on call for the team from this very hour already."""


def add_shift(
    *, team: Team, staff: Staff, weekday: int, hours: tuple[time, time], by: Actor, at: datetime
) -> OnCallShift:
    """Put a person on call for a team every week, after those who are there already (0 is Monday)."""
    begins, ends = hours
    place = OnCallShift.objects.filter(team=team, weekday=weekday).count()
    try:
        with unit_of_work():
            shift = OnCallShift.objects.create(
                team=team, staff=staff, weekday=weekday, begins=begins, ends=ends, position=place
            )
            record(
                ShiftAdded(
                    brand=team.brand_id,
                    team=team.id,
                    staff=staff.pk,
                    weekday=weekday,
                    begins=f"{begins:%H:%M}",
                    ends=f"{ends:%H:%M}",
                ),
                by=by,
                at=at,
            )
    except IntegrityError as error:
        raise ShiftTaken(f"{team.code} {weekday}") from error
    return shift


def remove_shift(*, shift: OnCallShift, by: Actor, at: datetime) -> None:
    """Take a person off a shift; a page that runs goes on to whoever is on call then."""
    with unit_of_work():
        record(
            ShiftRemoved(
                brand=shift.team.brand_id,
                team=shift.team_id,
                staff=shift.staff_id,
                weekday=shift.weekday,
                begins=f"{shift.begins:%H:%M}",
                ends=f"{shift.ends:%H:%M}",
            ),
            by=by,
            at=at,
        )
        shift.delete()


def note_absence(*, staff: Staff, until: datetime | None, by: Actor, at: datetime) -> None:
    """Note until when a person is away, or with None that she is there."""
    if staff.away_until == until and staff.away_from is None:
        return
    with unit_of_work():
        staff.away_from, staff.away_until = None, until
        staff.save(update_fields=["away_from", "away_until"])
        record(AbsenceNoted(staff=staff.pk, until=until), by=by, at=at)
