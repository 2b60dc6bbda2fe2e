"""The word of each week: what the problems of a brand brought."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.notifications import operations as notifications
from muhatap.notifications.queries import untold
from muhatap.problems.queries import managers_of
from muhatap.problems.toplist import brought_any, top_problems


def tell_of_week(*, brand: Brand, by: Actor, at: datetime) -> int:
    """Tell those who manage problems, once for each week that has ended, how many cases problems brought."""
    local = at.astimezone(ZoneInfo(brand.zone))
    monday = (local - timedelta(days=local.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    week = (monday - timedelta(days=1)).isocalendar()
    key, people = f"problem-week:{brand.id}:{week.year}-{week.week}", managers_of(brand.id)
    span = monday - timedelta(days=7), monday
    # Both are cheap, and this is asked every minute.
    if not untold(people, key) or not brought_any(brand, *span):
        return 0
    report = top_problems(brand, *span)
    if not report.lines:
        return 0
    return notifications.tell(
        staff_ids=people,
        kind="problem_week",
        brand_id=brand.id,
        case_id=None,
        params={
            "week": week.week,
            "cases": report.cases,
            "problems": len(report.lines),
            "received": report.received,
        },
        once_key=key,
        by=by,
        at=at,
    )
