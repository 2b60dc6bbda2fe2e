"""The chain of one seeded case, link by link as the recorder writes it."""

from datetime import datetime
from typing import Any

from muhatap.audit import chain
from muhatap.kernel.actors import Actor
from muhatap.kernel.facts import Fact
from muhatap.wiring.seeding.tables import Chunk, moment


class CaseChain:
    """Extends a case's stream and writes its events into the chunk."""

    def __init__(self, case_id: int, brand_id: int, chunk: Chunk) -> None:
        self._case_id = case_id
        self._brand_id = brand_id
        self._events = chunk.rows["audit_event"]
        self._erasable = chunk.rows["audit_erasablecontent"]
        self._streams = chunk.rows["audit_stream"]
        self._whose = {"brand": str(brand_id), "case": str(case_id)}
        self._length = 0
        self._head = chain.GENESIS
        self._changed_at: datetime | None = None

    def add(self, event_id: int, fact: type[Fact], by: Actor, at: datetime, values: dict[str, Any]) -> None:
        """Chain one event; `values` are the fact's fields as canonical JSON carries them."""
        content, digests, salted = chain.split(self._whose | values, fact.personal)
        prev_hash, self._length = self._head, self._length + 1
        link = chain.Link(
            event_id=event_id, stream_kind="case", stream_id=self._case_id, seq=self._length,
            kind=fact.kind, schema=fact.schema, at=at,
            actor_kind=by.kind.value, actor_id=by.id, actor_label=by.label,
            content=content, digests=digests,
        )  # fmt: skip
        self._head = chain.link_hash(link, prev_hash)
        self._changed_at = at
        self._events.append(
            (
                event_id, self._case_id, self._length, fact.kind, fact.schema, moment(at), self._brand_id,
                by.kind.value, by.id, by.label, content, digests, prev_hash, self._head,
            )
        )  # fmt: skip
        if salted:
            self._erasable.append((event_id, salted))

    def close(self) -> None:
        """Write the stream's row: its length and head."""
        self._streams.append(
            (self._case_id, "case", self._brand_id, self._length, self._head, moment(self._changed_at))
        )
