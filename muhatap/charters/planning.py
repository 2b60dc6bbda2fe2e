"""The plan of a charter: how it differs from what runs, and what it would have changed for past cases."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from muhatap.brands.models import Brand, CharterVersion
from muhatap.charters.differences import Change, differences
from muhatap.charters.effects import Replay
from muhatap.charters.past_cases import past_cases, window_of
from muhatap.charters.promised import rules_of_charter
from muhatap.charters.reading import read
from muhatap.charters.replaying import Replaying
from muhatap.charters.routing import Routes
from muhatap.charters.shape import CharterDocument, document_from

DAYS = 30


@dataclass(frozen=True, slots=True)
class Plan:
    """What applying a charter would change; `against` is the number of the version that runs, 0 for none."""

    brand_code: str
    digest: str
    against: int
    changes: tuple[Change, ...]
    replay: Replay | None

    def to_plain(self) -> dict[str, Any]:
        """The plan for programs."""
        return {
            "brand": self.brand_code,
            "digest": self.digest,
            "against": self.against,
            "changes": [change.to_plain() for change in self.changes],
            "replay": self.replay.to_plain() if self.replay else None,
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """How far back a replay looks, at most how many of the newest cases, and who hears of its progress."""

    days: int = DAYS
    most: int | None = None
    progress: Callable[[int, int], object] | None = None


def running_charter(brand: Brand) -> tuple[int, CharterDocument | None]:
    """The number and the document of the charter that the brand runs; 0 and None when it has none."""
    row = CharterVersion.objects.filter(brand=brand).order_by("-number").first()
    if row is None:
        return 0, None
    return row.number, document_from(json.loads(row.said)) if row.said else read(row.text)


def plan_charter(
    *, brand: Brand | None, document: CharterDocument, at: datetime, asked: Asked | None = None
) -> Plan:
    """The plan of a charter that was read and has no faults; `brand` is None while it has never run.

    Without `asked` no case is replayed. Nothing is written.
    """
    number, running = running_charter(brand) if brand else (0, None)
    changes = differences(running, document)
    replay = None
    if brand is not None and running is not None and asked is not None:
        replay = replay_charter(brand, running, document, at, asked)
    return Plan(document.brand.code, document.digest, number, changes, replay)


def replay_charter(
    brand: Brand, running: CharterDocument, document: CharterDocument, at: datetime, asked: Asked
) -> Replay:
    """Reckon the cases of the last days under the charter that runs and under another one."""
    window = window_of(brand, at - timedelta(days=asked.days), asked.most)
    years = range(window.since.year - 1, at.year + 3)
    replaying = Replaying(
        (Routes.of(running), rules_of_charter(running, years)),
        (Routes.of(document), rules_of_charter(document, years)),
        at,
    )
    for batch in past_cases(brand, window.since):
        replaying.take(batch)
        if asked.progress is not None:
            asked.progress(len(batch), window.cases)
    return replaying.sum_up(window.since)
