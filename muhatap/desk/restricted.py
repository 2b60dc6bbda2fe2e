"""Cases whose processing is stopped: each opens for an hour after somebody said why."""

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from muhatap.cases.models import Case
from muhatap.cases.restriction import is_stopped

FOR = timedelta(hours=1)
_NAME = "restricted_opened"


def is_locked(request: HttpRequest, case: Case) -> bool:
    """Whether a reason is asked for first; the person's own requests about data stay open."""
    if not is_stopped(case):
        return False
    until = request.session.get(_NAME, {}).get(str(case.id), "")
    return not until or datetime.fromisoformat(until) <= timezone.now()


def allow(request: HttpRequest, case: Case, at: datetime) -> None:
    """Let this session open the case for an hour."""
    opened = request.session.get(_NAME, {})
    fresh = {number: until for number, until in opened.items() if datetime.fromisoformat(until) > at}
    request.session[_NAME] = fresh | {str(case.id): (at + FOR).isoformat()}
