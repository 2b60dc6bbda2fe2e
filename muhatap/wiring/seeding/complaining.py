"""The complaint of one seeded case: registered, acknowledged, and moved as the table of stages allows."""

import itertools
from datetime import datetime

from muhatap.complaints.events import ComplaintMoved, ComplaintRegistered
from muhatap.complaints.models import Complaint
from muhatap.complaints.stages import OVER, Stage
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.wiring.seeding.chaining import CaseChain
from muhatap.wiring.seeding.tables import Chunk, moment

# How far each step of a case's story brings its complaint, stage by stage.
TAKEN = (Stage.TRIAGED, Stage.INVESTIGATING)
ANSWERED = (*TAKEN, Stage.PROPOSED, Stage.RESPONDED)


class SeededComplaint:
    """A complaint, as it stands at this point of the story."""

    def __init__(self, ids: itertools.count, chain: CaseChain, chunk: Chunk, channel: str) -> None:
        self._ids, self._chain, self._chunk, self._channel = ids, chain, chunk, channel
        self.id = next(ids)
        self.stage = Stage.RECEIVED
        self._received_at: datetime | None = None
        self._since: datetime | None = None

    def register(self, by: Actor, at: datetime) -> None:
        """It is registered with its case."""
        self._received_at = self._since = at
        self._row("", at, None)
        self._chain.add(
            next(self._ids), ComplaintRegistered, by, at,
            {
                "complaint": str(self.id),
                "origin": "opened",
                "channel": self._channel,
                "received_at": at.isoformat(),
            },
        )  # fmt: skip

    def go(self, stages: tuple[Stage, ...], by: Actor, at: datetime) -> None:
        """Move on through those of the stages that it has not come to yet."""
        passed = stages.index(self.stage) + 1 if self.stage in stages else 0
        for stage in stages[passed:]:
            self.move(stage, by, at)

    def move(self, stage: Stage, by: Actor, at: datetime) -> None:
        """One move."""
        previous, self.stage, self._since = self.stage, stage, at
        self._row(previous.value, at, by.id if by.kind is ActorKind.STAFF else None)
        self._chain.add(
            next(self._ids), ComplaintMoved, by, at,
            {
                "complaint": str(self.id),
                "stage": stage.value,
                "previous": previous.value,
                "cycle": 1,
                "reason": "",
                "bypass": None,
                "missing": [],
            },
        )  # fmt: skip

    def write(self, brand_id: int, case_id: int) -> None:
        """Write the complaint as it stands now."""
        is_open = self.stage not in OVER
        is_judged = self.stage not in {Stage.RECEIVED, Stage.ACKNOWLEDGED}
        grave = (3, 3, 3, "none", "simple") if is_judged else (None, None, None, "", "")
        self._chunk.rows[Complaint._meta.db_table].append(
            (
                self.id, brand_id, case_id, self.stage.value, moment(self._since), int(is_open), "opened",
                self._channel, moment(self._received_at), moment(self._received_at), *grave,
                None if is_open else moment(self._since),
            )
        )  # fmt: skip

    def _row(self, previous: str, at: datetime, staff_id: int | None) -> None:
        self._chunk.rows["complaints_stagemove"].append(
            (next(self._ids), self.id, previous, self.stage.value, moment(at), staff_id)
        )
