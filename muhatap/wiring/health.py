"""How the installation is: findings in words, for `muhatap doctor`, for probes and for the desk."""

import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from muhatap.audit.models import HeadLog
from muhatap.audit.turns_of_jobs import missed, turns_written
from muhatap.kernel.keyring import FILE_NAME
from muhatap.wiring import health_of_nodes, resealing
from muhatap.wiring.measuring import (
    given_up,
    in_no_case,
    intake_lag,
    is_alive,
    oldest_job,
    overdue,
    unpublished,
)

GOOD, WARNING, BAD = "good", "warning", "bad"
_LATE = timedelta(minutes=5)
_HEADS_LATE = timedelta(hours=26)
_LEAST_FREE_MB, _LOW_FREE_MB = 200, 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; the words say what is wrong and how to mend it."""

    name: str
    state: str
    words: str


def examine(at: datetime) -> list[Finding]:
    """All findings; when the database cannot be asked, what needs it is left out."""
    found = [_keyring(), _disk(), _address(), _database()]
    if found[-1].state == BAD:
        return found
    found += [look(at) for look in _LOOKS]
    return [*found, *(Finding(*each) for each in health_of_nodes.findings())]


def reasons_not_ready() -> list[str]:
    """Why this process can serve nobody now, in codes; empty when it can."""
    try:
        return ["migrations"] if _steps_to_come() else []
    except DatabaseError:
        return ["database"]


def _keyring() -> Finding:
    path = Path(settings.MUHATAP_DATA) / FILE_NAME
    if not path.exists():
        return Finding("keys", GOOD, _("The keys come from the environment."))
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return Finding("keys", BAD, _("Others may read %(path)s: chmod 600 %(path)s") % {"path": path})
    return Finding("keys", GOOD, _("Only the desk’s own account may read the keys."))


def _disk() -> Finding:
    free = shutil.disk_usage(settings.MUHATAP_DATA).free // 1_000_000
    state = BAD if free < _LEAST_FREE_MB else WARNING if free < _LOW_FREE_MB else GOOD
    return Finding(
        "disk",
        state,
        _("%(free)d MB are free below %(place)s.") % {"free": free, "place": settings.MUHATAP_DATA},
    )


def _address() -> Finding:
    origin = settings.MUHATAP_ORIGIN
    if origin.startswith("https://") or urlsplit(origin).hostname in {"127.0.0.1", "localhost", "::1"}:
        return Finding("address", GOOD, _("The desk is at %(origin)s.") % {"origin": origin})
    return Finding(
        "address",
        WARNING,
        _("%(origin)s is not TLS: set MUHATAP_ORIGIN=https://… behind a proxy.") % {"origin": origin},
    )


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        steps = _steps_to_come()
    except DatabaseError as error:
        return Finding(
            "database", BAD, _("The database does not answer: %(why)s") % {"why": str(error).strip()[:200]}
        )
    if steps:
        return Finding(
            "database", BAD, _("%(count)d migrations are missing: muhatap setup") % {"count": steps}
        )
    return Finding(
        "database",
        GOOD,
        _("%(database)s answers, its tables are of this version.") % {"database": connection.vendor},
    )


def _steps_to_come() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _background(at: datetime) -> Finding:
    if is_alive(at):
        return Finding("background", GOOD, _("Background work runs."))
    return Finding("background", BAD, _("No background work: promises are not swept. muhatap work or serve"))


def _events(at: datetime) -> Finding:
    age = unpublished(at)
    state = BAD if age > _LATE.total_seconds() else GOOD
    return Finding(
        "events", state, _("The oldest event that nobody was told is %(seconds)d s old.") % {"seconds": age}
    )


def _jobs(at: datetime) -> Finding:
    count = given_up()
    if count:
        return Finding(
            "jobs",
            WARNING,
            _("%(count)d jobs were given up: muhatap audit listeners --retry") % {"count": count},
        )
    age = oldest_job(at)
    return Finding(
        "jobs",
        BAD if age > _LATE.total_seconds() else GOOD,
        _("The oldest job waits %(seconds)d s.") % {"seconds": age},
    )


def _schedule(at: datetime) -> Finding:
    late = missed(turns_written(), at)
    if late:
        names = ", ".join(f"{each.name} ({each.error or _('did not run')})" for each in late[:5])
        since = late[0].ended_at.isoformat(timespec="minutes")
        return Finding(
            "schedule",
            BAD,
            _("%(count)d jobs have not run since %(since)s: %(names)s")
            % {"count": len(late), "since": since, "names": names},
        )
    return Finding("schedule", GOOD, _("Every scheduled job has run in its time."))


def _deliveries(at: datetime) -> Finding:
    if not settings.MUHATAP_SMTP_URL:
        return Finding("mail out", WARNING, _("No mail server: letters wait. Set MUHATAP_SMTP_URL."))
    age = overdue(at)
    state = BAD if age > _LATE.total_seconds() else GOOD
    return Finding("mail out", state, _("The next letter is %(seconds)d s overdue.") % {"seconds": age})


def _aside(at: datetime) -> Finding:
    age, count = intake_lag(at), in_no_case().count()
    if age > _LATE.total_seconds():
        waits = _("The oldest received item waits %(seconds)d s to be filed.") % {"seconds": age}
        return Finding("intake", BAD, waits)
    words = _("%(count)d received items are in no case: see /desk/intake/") % {"count": count}
    return Finding("intake", WARNING if count else GOOD, words)


def _heads(at: datetime) -> Finding:
    last = HeadLog.objects.order_by("-number").values_list("at", flat=True).first()
    if last is None:
        return Finding("proof", WARNING, _("No head of the chains was signed yet: muhatap audit sign"))
    state = WARNING if at - last > _HEADS_LATE else GOOD
    return Finding(
        "proof",
        state,
        _("The heads of the chains were signed at %(at)s.") % {"at": last.isoformat(timespec="minutes")},
    )


def _seals(at: datetime) -> Finding:
    if len(settings.MUHATAP_KEYRING.key_ids) == 1:
        return Finding("seals", GOOD, _("Everything is sealed by the one key that there is."))
    rows = resealing.waiting(at_most=1000)
    lost = sorted({f"{each.table} ({key})" for each in rows for key in each.lost})
    if lost:
        words = _("Sealed by keys that are gone, so nobody can open it: %(what)s. Put the keys back.")
        return Finding("seals", BAD, words % {"what": ", ".join(lost)[:300]})
    if rows:
        tables = ", ".join(each.table for each in rows)
        words = _("Still sealed by an older key: %(what)s. muhatap keyring reseal")
        return Finding("seals", WARNING, words % {"what": tables})
    return Finding("seals", GOOD, _("Everything is sealed by the active key."))


_LOOKS: tuple[Callable[[datetime], Finding], ...] = (
    _background, _events, _jobs, _schedule, _deliveries, _aside, _heads, _seals,
)  # fmt: skip
