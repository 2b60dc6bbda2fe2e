"""Sessions as people know them: from which device, from where, and when they were last used."""

import time
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.http import HttpRequest

from muhatap.accounts import operations as accounts
from muhatap.accounts.models import Staff
from muhatap.accounts.queries import is_new_place
from muhatap.kernel.actors import Actor

_VISIT = "visit"
_BEGUN, _SEEN = "begun_at", "seen_at"
_NOTED_EVERY = 300.0
# The first that is named counts: every browser names those that it resembles after itself.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
# What an open page asks for by itself is no use of the desk.
_BY_ITSELF = ("/desk/changes/", "/desk/unread/", "/desk/grant/", "/desk/line.js")
# What this process noted last: when, and under which key.
_noted: dict[int, tuple[float, str]] = {}


def begin(request: HttpRequest, staff: Staff, at: datetime) -> None:
    """Remember the session that has just begun."""
    if not request.session.session_key:
        request.session.save()
    device = device_of(request.META.get("HTTP_USER_AGENT", ""))
    network = network_of(request.META.get("REMOTE_ADDR", ""))
    by = Actor.staff(staff.pk)
    if is_new_place(staff, device, network, at):
        accounts.note_device(staff_id=staff.pk, device=device, network=network, by=by, at=at)
    visit = accounts.begin_visit(
        staff=staff,
        session_key=request.session.session_key or "",
        device=device,
        network=network,
        by=by,
        at=at,
    )
    request.session[_VISIT] = visit.id
    request.session[_BEGUN] = request.session[_SEEN] = int(at.timestamp())


def note_use(request: HttpRequest, at: datetime) -> None:
    """Note now and then that the session is in use, and at once when its key has changed."""
    visit_id, key = request.session.get(_VISIT), request.session.session_key
    if visit_id is None or not key or request.path.startswith(_BY_ITSELF):
        return
    noted_at, noted_key = _noted.get(visit_id, (-_NOTED_EVERY, key))
    now = time.monotonic()
    if now - noted_at < _NOTED_EVERY and noted_key == key:
        return
    _noted[visit_id] = (now, key)
    request.session[_SEEN] = int(at.timestamp())
    accounts.note_visit(visit_id=visit_id, session_key=key, by=Actor.staff(request.user.pk), at=at)


def is_over(request: HttpRequest, idle: timedelta, longest: timedelta, at: datetime) -> bool:
    """Whether the session was idle for too long, or lasted too long; one from before counts from now on."""
    begun, seen = request.session.get(_BEGUN), request.session.get(_SEEN)
    if begun is None or seen is None:
        return False
    now = at.timestamp()
    # Its use is noted every five minutes only.
    return now - begun > longest.total_seconds() or now - seen > idle.total_seconds() + _NOTED_EVERY


def end(request: HttpRequest, staff: Staff, at: datetime) -> None:
    """Note that the session ends as it should."""
    visit_id = request.session.get(_VISIT)
    if visit_id is not None:
        _noted.pop(visit_id, None)
        accounts.leave_visit(visit_id=visit_id, by=Actor.staff(staff.pk), at=at)


def visit_of(request: HttpRequest) -> int | None:
    """The id of the session that asks."""
    return request.session.get(_VISIT)


def device_of(user_agent: str) -> str:
    """Browser and system in two words, such as “Firefox · Linux”; empty for what is not known."""
    named = (
        next((name for mark, name in table if mark in user_agent), "") for table in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(name for name in named if name)


def network_of(address: str) -> str:
    """The network of an address, not the address: `10.1.2.0/24`, `2001:db8:1::/48`; empty for nonsense."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None) or found
    return str(ip_network(f"{mapped}/{24 if mapped.version == 4 else 48}", strict=False))
