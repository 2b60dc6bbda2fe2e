"""What doors put on record by themselves: that a case was looked at, and that somebody was refused."""

import logging
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime
from threading import Lock
from urllib.parse import urlsplit

from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.audit.viewing import Door, note_viewing, note_viewings
from muhatap.cases.models import Case
from muhatap.customers.models import Customer
from muhatap.kernel.actors import Actor

_FILES = frozenset(
    {"original", "mail_frame", "mail_source", "mail_download", "evidence_open", "evidence_page"}
)
_MOST_KNOWN = 10_000
_log = logging.getLogger("muhatap.desk")
_refused: OrderedDict[tuple[int, str, datetime], None] = OrderedDict()
_lock = Lock()


def note_look(request: HttpRequest, staff: Staff, case: Case, door: str = "") -> None:
    """Write into the ledger of reads that she looks at a case, by which door and in which role."""
    role = str(scope_of(staff).roles.get(case.brand_id, ""))
    note_viewing(
        stream_id=case.id,
        brand_id=case.brand_id,
        door=Door(door or _door_of(request), role),
        by=Actor.staff(staff.pk),
        at=timezone.now(),
    )


def note_customer_look(staff: Staff, customer: Customer) -> None:
    """Write into the ledger of reads that she looks at the page of a customer."""
    role = str(scope_of(staff).roles.get(customer.brand_id, ""))
    note_viewing(
        stream_id=customer.id,
        brand_id=customer.brand_id,
        door=Door("customer", role),
        by=Actor.staff(staff.pk),
        at=timezone.now(),
    )


def note_taken_along(staff: Staff, brand_id: int, case_ids: Iterable[int]) -> None:
    """Write into the ledger of reads that these cases left the desk in a file."""
    role = str(scope_of(staff).roles.get(brand_id, ""))
    door, by = Door("export", role), Actor.staff(staff.pk)
    note_viewings(stream_ids=case_ids, brand_id=brand_id, door=door, by=by, at=timezone.now())


def note_refusal(request: HttpRequest) -> None:
    """Record that a door refused her: once an hour for each door, however often she knocks."""
    staff, at = request.user, timezone.now()
    door = request.resolver_match.view_name if request.resolver_match else ""
    key = (staff.pk or 0, door, at.replace(minute=0, second=0, microsecond=0))
    with _lock:
        if key in _refused or not staff.is_authenticated:
            return
        _refused[key] = None
        while len(_refused) > _MOST_KNOWN:
            _refused.popitem(last=False)
    try:
        accounts.note_refusal(staff_id=staff.pk, door=door, by=Actor.staff(staff.pk), at=at)
    except DatabaseError:
        _log.warning("a refusal could not be noted", exc_info=True)


def _door_of(request: HttpRequest) -> str:
    name = request.resolver_match.url_name if request.resolver_match else ""
    if name in _FILES:
        return "file"
    if name == "dossier":
        return "dossier"
    came_from = urlsplit(request.headers.get("Referer", "")).path
    return "search" if name == "case" and came_from == "/desk/search/" else "page"
