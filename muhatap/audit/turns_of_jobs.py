"""When each scheduled job last ended well, so that one that did not run is seen.

A process remembers its jobs' turns and writes them down together: most jobs run every second.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from muhatap.audit.models import JobTurn

# A job is missed when it has not ended well for so many of its intervals, and for so long at least.
INTERVALS = 10
LEAST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Turn:
    """How a job stands: when it last ended well, and what went wrong since."""

    name: str
    every_seconds: float
    ended_at: datetime
    failed_at: datetime | None = None
    failures: int = 0
    error: str = ""

    def is_missed(self, at: datetime) -> bool:
        """Whether it should have ended well again before this moment."""
        return at - self.ended_at > max(LEAST, timedelta(seconds=self.every_seconds * INTERVALS))


class Turns:
    """The turns of one process's jobs, safe for threads; `write` keeps what has changed."""

    def __init__(self) -> None:
        self._turns: dict[str, Turn] = {}
        self._changed: set[str] = set()
        self._lock = Lock()

    def ended(self, name: str, every_seconds: float, at: datetime) -> None:
        """A job ended well."""
        with self._lock:
            self._turns[name] = Turn(name, every_seconds, at)
            self._changed.add(name)

    def failed(self, name: str, every_seconds: float, at: datetime, error: str) -> None:
        """A job failed; when it last ended well stays."""
        with self._lock:
            # A job that never ended well here counts from its first failure.
            known = self._turns.get(name) or Turn(name, every_seconds, at)
            count = known.failures + 1
            self._turns[name] = Turn(name, every_seconds, known.ended_at, at, count, error[:200])
            self._changed.add(name)

    def failures_of(self, name: str) -> int:
        """How often a job failed since it last ended well."""
        known = self._turns.get(name)
        return known.failures if known else 0

    def write(self) -> int:
        """Write down what has changed since the last time, in one statement; how many turns."""
        with self._lock:
            rows = [self._turns[name] for name in sorted(self._changed)]
            self._changed.clear()
        if rows:
            JobTurn.objects.bulk_create(
                [JobTurn(**{name: getattr(row, name) for name in _FIELDS}) for row in rows],
                update_conflicts=True,
                unique_fields=["name"],
                update_fields=[name for name in _FIELDS if name != "name"],
            )
        return len(rows)


_FIELDS = tuple(Turn.__dataclass_fields__)


def turns_written(names: Iterable[str] = ()) -> list[Turn]:
    """The turns that were written down, of these jobs or of all, by name."""
    rows = JobTurn.objects.order_by("name")
    wanted = set(names)
    rows = rows.filter(name__in=wanted) if wanted else rows
    return [Turn(*(getattr(row, name) for name in _FIELDS)) for row in rows]


def forget_other_jobs(names: Iterable[str]) -> None:
    """Forget the turns of jobs that this version does not have."""
    JobTurn.objects.exclude(name__in=list(names)).delete()


def missed(turns: Iterable[Turn], at: datetime) -> list[Turn]:
    """Those that should have run and did not, the longest first."""
    return sorted((each for each in turns if each.is_missed(at)), key=lambda each: each.ended_at)
