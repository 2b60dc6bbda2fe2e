"""How the installation is: findings for `muhatap doctor`, for probes and for a collector of measures."""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F, Min, Q, QuerySet

from muhatap.audit.models import HeadLog, Lease, ListenerRun, Publication
from muhatap.audit.turns_of_jobs import missed, turns_written
from muhatap.cases.models import Case
from muhatap.channels.models import Delivery, DeliveryState, VaultItem, VaultState
from muhatap.kernel.ids import time_of
from muhatap.kernel.keyring import FILE_NAME
from muhatap.privacy.queries.audits import overdue_count
from muhatap.privacy.queries.breaches import late_count
from muhatap.promises.models import Clock
from muhatap.wiring import health_of_nodes

GOOD, WARNING, BAD = "good", "warning", "bad"
_WAITING = Q(state__in=(DeliveryState.QUEUED, DeliveryState.DEFERRED), sent_at=None)
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


def measures(at: datetime) -> Iterator[tuple[str, str, str, float]]:
    """Name, kind, help and value of each measure, for a collector; counts and ages, nothing personal."""
    yield "muhatap_open_cases", "gauge", "Cases that are open.", Case.objects.filter(is_open=True).count()
    late = Clock.objects.filter(stopped_at=None, limit_at__lt=at)
    yield "muhatap_broken_clocks", "gauge", "Running clocks past their limit.", late.count()
    waiting = Delivery.objects.filter(_WAITING)
    yield "muhatap_deliveries_waiting", "gauge", "Messages that wait to be sent.", waiting.count()
    yield "muhatap_oldest_delivery_seconds", "gauge", "How overdue the next delivery is.", _overdue(at)
    yield (
        "muhatap_oldest_event_seconds",
        "gauge",
        "Age of the oldest event nobody was told.",
        _unpublished(at),
    )
    runs = ListenerRun.objects.filter(done_at=None)
    yield "muhatap_listeners_given_up", "gauge", "Jobs that were given up.", _given_up(runs)
    yield "muhatap_oldest_job_seconds", "gauge", "How overdue the oldest job is.", _oldest_job(at)
    late = missed(turns_written(), at)
    overdue = overdue_count(at.date())
    yield "muhatap_audits_overdue", "gauge", "Audits and findings past their day.", overdue
    yield "muhatap_breaches_late", "gauge", "Breaches told nobody within their limit.", late_count(at)
    yield "muhatap_jobs_missed", "gauge", "Scheduled jobs that should have run and did not.", len(late)
    aside = _in_no_case()
    yield "muhatap_vault_set_aside", "gauge", "Received items in no case.", aside.count()
    yield "muhatap_background_alive", "gauge", "1 while background work runs.", float(_is_alive(at))
    heads = HeadLog.objects.order_by("-number").values_list("at", flat=True).first()
    age = (at - heads).total_seconds() if heads else -1
    yield "muhatap_heads_age_seconds", "gauge", "Age of the last signed head log; -1 without one.", age
    yield from health_of_nodes.measures()
    free = shutil.disk_usage(settings.MUHATAP_DATA).free
    yield "muhatap_disk_free_bytes", "gauge", "Free space of the data folder.", free


def _keyring() -> Finding:
    path = Path(settings.MUHATAP_DATA) / FILE_NAME
    if not path.exists():
        return Finding("keys", GOOD, "The keys come from the environment.")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return Finding("keys", BAD, f"Others may read {path}: chmod 600 {path}")
    return Finding("keys", GOOD, "Only the desk's own account may read the keys.")


def _disk() -> Finding:
    free = shutil.disk_usage(settings.MUHATAP_DATA).free // 1_000_000
    state = BAD if free < _LEAST_FREE_MB else WARNING if free < _LOW_FREE_MB else GOOD
    return Finding("disk", state, f"{free} MB are free below {settings.MUHATAP_DATA}.")


def _address() -> Finding:
    origin = settings.MUHATAP_ORIGIN
    if origin.startswith("https://") or urlsplit(origin).hostname in {"127.0.0.1", "localhost", "::1"}:
        return Finding("address", GOOD, f"The desk is at {origin}.")
    return Finding("address", WARNING, f"{origin} is not TLS: set MUHATAP_ORIGIN=https://… behind a proxy.")


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        steps = _steps_to_come()
    except DatabaseError as error:
        return Finding("database", BAD, f"The database does not answer: {str(error).strip()[:200]}")
    if steps:
        return Finding("database", BAD, f"{steps} migrations are missing: muhatap setup")
    return Finding("database", GOOD, f"{connection.vendor} answers, its tables are of this version.")


def _steps_to_come() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _background(at: datetime) -> Finding:
    if _is_alive(at):
        return Finding("background", GOOD, "Background work runs.")
    return Finding("background", BAD, "No background work: promises are not swept. muhatap work or serve")


def _events(at: datetime) -> Finding:
    age = _unpublished(at)
    state = BAD if age > _LATE.total_seconds() else GOOD
    return Finding("events", state, f"The oldest event that nobody was told is {age:.0f} s old.")


def _jobs(at: datetime) -> Finding:
    given_up = _given_up(ListenerRun.objects.filter(done_at=None))
    if given_up:
        return Finding("jobs", WARNING, f"{given_up} jobs were given up: muhatap audit listeners --retry")
    age = _oldest_job(at)
    return Finding("jobs", BAD if age > _LATE.total_seconds() else GOOD, f"The oldest job waits {age:.0f} s.")


def _schedule(at: datetime) -> Finding:
    late = missed(turns_written(), at)
    if late:
        names = ", ".join(f"{each.name} ({each.error or 'did not run'})" for each in late[:5])
        since = late[0].ended_at.isoformat(timespec="minutes")
        return Finding("schedule", BAD, f"{len(late)} jobs have not run since {since}: {names}")
    return Finding("schedule", GOOD, "Every scheduled job has run in its time.")


def _deliveries(at: datetime) -> Finding:
    if not settings.MUHATAP_SMTP_URL:
        return Finding("mail out", WARNING, "No mail server: letters wait. Set MUHATAP_SMTP_URL.")
    age = _overdue(at)
    state = BAD if age > _LATE.total_seconds() else GOOD
    return Finding("mail out", state, f"The next letter is {age:.0f} s overdue.")


def _in_no_case() -> QuerySet[VaultItem]:
    # An envelope whose contents lie in the vault by themselves has nothing left to do.
    return VaultItem.objects.filter(state=VaultState.SET_ASIDE).exclude(reason__startswith="became:")


def _aside(_at: datetime) -> Finding:
    count = _in_no_case().count()
    words = f"{count} received items are in no case: see /desk/intake/"
    return Finding("intake", WARNING if count else GOOD, words)


def _heads(at: datetime) -> Finding:
    last = HeadLog.objects.order_by("-number").values_list("at", flat=True).first()
    if last is None:
        return Finding("proof", WARNING, "No head of the chains was signed yet: muhatap audit sign")
    state = WARNING if at - last > _HEADS_LATE else GOOD
    return Finding("proof", state, f"The heads of the chains were signed at {last.isoformat()}.")


_LOOKS: tuple[Callable[[datetime], Finding], ...] = (
    _background, _events, _jobs, _schedule, _deliveries, _aside, _heads,
)  # fmt: skip


def _is_alive(at: datetime) -> bool:
    return Lease.objects.filter(name="schedule", until__gt=at).exists()


def _unpublished(at: datetime) -> float:
    oldest = Publication.objects.filter(published_seq=None).aggregate(first=Min("event_id"))["first"]
    return max(0.0, (at - time_of(oldest)).total_seconds()) if oldest else 0.0


def _given_up(runs) -> int:
    return runs.exclude(given_up_at=None).count()


def _oldest_job(at: datetime) -> float:
    waiting = ListenerRun.objects.filter(done_at=None, given_up_at=None, next_try_at__lte=at)
    return _since(at, waiting.aggregate(first=Min(F("next_try_at")))["first"])


def _overdue(at: datetime) -> float:
    due = Delivery.objects.filter(_WAITING, next_try_at__lte=at)
    return _since(at, due.aggregate(first=Min(F("next_try_at")))["first"])


def _since(at: datetime, moment: datetime | None) -> float:
    return (at - moment).total_seconds() if moment else 0.0
