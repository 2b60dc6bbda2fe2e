"""Counts and ages for a collector: how many, how old, how late; of people nothing."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Min, Q, QuerySet

from muhatap.audit.models import HeadLog, Lease, ListenerRun, Publication
from muhatap.audit.turns_of_jobs import Turn, missed, turns_written
from muhatap.cases.models import Case
from muhatap.channels.models import Delivery, DeliveryState, VaultItem, VaultState
from muhatap.kernel.ids import time_of
from muhatap.privacy.queries.audits import overdue_count
from muhatap.privacy.queries.breaches import late_count
from muhatap.promises.models import Clock
from muhatap.wiring import health_of_nodes

WAITING = Q(state__in=(DeliveryState.QUEUED, DeliveryState.DEFERRED), sent_at=None)
_SWEEP, _HEADS = "sweep", "heads"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Measure:
    """A name, what it means, and its values, each with its labels."""

    name: str
    what: str
    values: Sequence[tuple[Mapping[str, str], float]]

    def written(self) -> str:
        """As Prometheus reads it (text format 0.0.4)."""
        lines = [f"# HELP {self.name} {self.what}", f"# TYPE {self.name} gauge"]
        for labels, value in self.values:
            told = ",".join(f'{name}="{_escaped(each)}"' for name, each in labels.items())
            lines.append(f"{self.name}{{{told}}} {value:.10g}" if told else f"{self.name} {value:.10g}")
        return "\n".join(lines) + "\n"


def measures(at: datetime) -> Iterator[Measure]:
    """Every measure of the installation at a moment."""
    turns = turns_written()
    for name, what, value in (*_of_work(at, turns), *_of_mail(at), *_of_proof(at, turns), *_of_house(at)):
        yield Measure(name, what, [({}, value)])
    yield Measure(
        "muhatap_open_cases_by_channel", "Cases that are open, by channel.", _by("channel", _open_cases())
    )
    day = Case.objects.filter(is_open=True, received_at__gte=at - _DAY)
    yield Measure(
        "muhatap_day_cases_by_channel", "Open cases of the last 24 hours, by channel.", _by("channel", day)
    )
    waiting = Delivery.objects.filter(WAITING)
    yield Measure(
        "muhatap_deliveries_waiting_by_channel", "Messages that wait, by channel.", _by("channel", waiting)
    )
    yield Measure(
        "muhatap_job_age_seconds",
        "Time since a scheduled job last ended well.",
        [({"job": each.name}, max(0.0, (at - each.ended_at).total_seconds())) for each in turns],
    )
    yield Measure(
        "muhatap_job_failures",
        "How often in a row a scheduled job failed.",
        [({"job": each.name}, each.failures) for each in turns],
    )
    yield Measure("muhatap_info", "Which database this is.", [({"database": connection.vendor}, 1)])


def _of_work(at: datetime, turns: Sequence[Turn]) -> Iterator[tuple[str, str, float]]:
    yield "muhatap_open_cases", "Cases that are open.", _open_cases().count()
    late = Clock.objects.filter(stopped_at=None, limit_at__lt=at)
    yield "muhatap_broken_clocks", "Running clocks past their limit.", late.count()
    yield "muhatap_sweep_lag_seconds", "Time since promises were last swept.", _age(turns, _SWEEP, at)
    yield "muhatap_oldest_event_seconds", "Age of the oldest event nobody was told.", unpublished(at)
    yield "muhatap_listeners_given_up", "Jobs that were given up.", given_up()
    yield "muhatap_oldest_job_seconds", "How overdue the oldest job is.", oldest_job(at)
    yield "muhatap_jobs_missed", "Scheduled jobs that should have run and did not.", len(missed(turns, at))
    yield "muhatap_background_alive", "1 while background work runs.", float(is_alive(at))


def _of_mail(at: datetime) -> Iterator[tuple[str, str, float]]:
    waiting = Delivery.objects.filter(WAITING)
    yield "muhatap_deliveries_waiting", "Messages that wait to be sent.", waiting.count()
    yield "muhatap_oldest_delivery_seconds", "How overdue the next delivery is.", overdue(at)
    yield "muhatap_vault_set_aside", "Received items in no case.", in_no_case().count()
    yield "muhatap_intake_lag_seconds", "Age of the oldest received item not yet filed.", intake_lag(at)


def _of_proof(at: datetime, turns: Sequence[Turn]) -> Iterator[tuple[str, str, float]]:
    heads = HeadLog.objects.order_by("-number").values_list("at", flat=True).first()
    age = (at - heads).total_seconds() if heads else -1
    yield "muhatap_heads_age_seconds", "Age of the last signed head log; -1 without one.", age
    yield (
        "muhatap_heads_lag_seconds",
        "Time since signing last looked for new heads.",
        _age(turns, _HEADS, at),
    )


def _of_house(at: datetime) -> Iterator[tuple[str, str, float]]:
    yield "muhatap_audits_overdue", "Audits and findings past their day.", overdue_count(at.date())
    yield "muhatap_breaches_late", "Breaches told nobody within their limit.", late_count(at)
    for name, _kind, what, value in health_of_nodes.measures():
        yield name, what, value
    free = shutil.disk_usage(settings.MUHATAP_DATA).free
    yield "muhatap_disk_free_bytes", "Free space of the data folder.", free


def is_alive(at: datetime) -> bool:
    """Whether a background process holds the schedule."""
    return Lease.objects.filter(name="schedule", until__gt=at).exists()


def unpublished(at: datetime) -> float:
    """Age in seconds of the oldest event that nobody was told."""
    oldest = Publication.objects.filter(published_seq=None).aggregate(first=Min("event_id"))["first"]
    return max(0.0, (at - time_of(oldest)).total_seconds()) if oldest else 0.0


def given_up() -> int:
    """How many jobs failed every time."""
    return ListenerRun.objects.filter(done_at=None).exclude(given_up_at=None).count()


def oldest_job(at: datetime) -> float:
    """How many seconds the oldest job is overdue."""
    waiting = ListenerRun.objects.filter(done_at=None, given_up_at=None, next_try_at__lte=at)
    return _since(at, waiting.aggregate(first=Min(F("next_try_at")))["first"])


def overdue(at: datetime) -> float:
    """How many seconds the next message to be sent is overdue."""
    due = Delivery.objects.filter(WAITING, next_try_at__lte=at)
    return _since(at, due.aggregate(first=Min(F("next_try_at")))["first"])


def intake_lag(at: datetime) -> float:
    """Age in seconds of the oldest received item that is neither in a case nor set aside."""
    waiting = VaultItem.objects.exclude(state=VaultState.IN_CASE).filter(state=VaultState.STORED)
    return max(0.0, _since(at, waiting.aggregate(first=Min(F("stored_at")))["first"]))


def in_no_case() -> QuerySet[VaultItem]:
    """Received items that somebody has to look at."""
    # An envelope whose contents lie in the vault by themselves has nothing left to do.
    return VaultItem.objects.filter(state=VaultState.SET_ASIDE).exclude(reason__startswith="became:")


def _open_cases() -> QuerySet[Case]:
    return Case.objects.filter(is_open=True)


def _by(name: str, rows: QuerySet) -> list[tuple[dict[str, str], float]]:
    found = rows.order_by(name).values_list(name).annotate(count=Count("id"))
    return [({name: each}, count) for each, count in found]


def _age(turns: Sequence[Turn], name: str, at: datetime) -> float:
    found = next((each for each in turns if each.name == name), None)
    return max(0.0, (at - found.ended_at).total_seconds()) if found else -1


def _since(at: datetime, moment: datetime | None) -> float:
    return (at - moment).total_seconds() if moment else 0.0


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
