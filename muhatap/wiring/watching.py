"""Seeing that what is scheduled runs: turns noted by the worker, and an alarm when a job did not run."""

from datetime import datetime

from muhatap.accounts.queries import staff_with_role
from muhatap.accounts.roles import Role
from muhatap.audit.turns_of_jobs import Turn, Turns, missed, turns_written
from muhatap.brands.queries import all_brands
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications

TURNS = Turns()
WATCHER = Actor.system("watch")
_NAMED = 5


def note_turns(at: datetime) -> int:
    """Tell of jobs that did not run, also those that lay still with this process, then write the turns."""
    late = missed(turns_written(), at)
    if late:
        tell_of_missed(late, at)
    TURNS.write()
    return 0


def tell_of_missed(late: list[Turn], at: datetime) -> int:
    """Tell every brand's administrators once that jobs did not run since the earliest of these moments."""
    told = 0
    since = late[0].ended_at
    for brand in all_brands():
        people = staff_with_role(brand.id, Role.ADMIN)
        told += notifications.tell(
            staff_ids=[each.pk for each in people],
            kind="jobs_missed",
            brand_id=brand.id,
            case_id=None,
            params={
                "jobs": [each.name for each in late[:_NAMED]],
                "count": len(late),
                "since": since.isoformat(),
            },
            once_key=f"jobs-missed:{late[0].name}:{since.isoformat()}",
            by=WATCHER,
            at=at,
        )
    return told
