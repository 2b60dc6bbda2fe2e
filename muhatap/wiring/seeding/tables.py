"""The rows of a chunk by table, in the columns that the seeding fills."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

from muhatap.audit.models import ErasableContent, Event, Stream
from muhatap.cases.models import Case, HeadText, Message, SearchText
from muhatap.channels.models import Delivery
from muhatap.complaints.models import Complaint, StageMove
from muhatap.customers.models import Customer, Identity
from muhatap.privacy.models import PrivacyRequest
from muhatap.promises.models import Clock, ClockStep

COLUMNS: dict[type[models.Model], tuple[str, ...]] = {
    Customer: ("id", "brand_id", "name", "email", "language", "created_at"),
    Identity: ("id", "brand_id", "customer_id", "kind", "value"),
    Case: (
        *("id", "brand_id", "number", "customer_id", "subject", "status", "is_open", "kind", "priority"),
        *("queue_id", "owner_id", "topic_id", "chosen_topic_id", "channel", "language", "received_at"),
        *("updated_at", "next_step", "next_update_at", "next_due_at", "customer_wrote_at", "staff_wrote_at"),
        *("resolved_at", "closed_at", "closed_reason", "message_count", "charter_number"),
        "intake",
    ),
    Message: (
        *("id", "case_id", "author", "staff_id", "channel", "language", "text", "at", "external_id"),
        "template",
    ),
    SearchText: ("message_id", "case_id", "brand_id", "body"),
    HeadText: ("case_id", "brand_id", "body"),
    Clock: (
        *("id", "brand_id", "case_id", "promise_id", "name", "started_at", "target_at", "limit_at"),
        *("next_step_at", "paused_at", "stopped_at", "was_kept"),
    ),
    ClockStep: ("id", "clock_id", "threshold", "due_at", "reached_at", "is_late_detected"),
    Delivery: (
        *("id", "brand_id", "case_id", "message_id", "channel", "recipient", "attempts", "sent_at"),
        *("external_id", "rendered_sha256", "state"),
    ),
    Complaint: (
        *("id", "brand_id", "case_id", "stage", "stage_since", "is_open", "origin", "channel"),
        *("received_at", "registered_at", "severity", "impact", "urgency", "vulnerability", "complexity"),
        "over_at",
    ),
    StageMove: ("id", "complaint_id", "previous", "stage", "at", "staff_id"),
    PrivacyRequest: ("id", "brand_id", "case_id", "right", "asked_at", "identity_level"),
    Stream: ("id", "kind", "brand_id", "length", "head", "changed_at"),
    Event: (
        *("id", "stream_id", "seq", "kind", "schema", "at", "brand_id", "actor_kind", "actor_id"),
        *("actor_label", "content", "digests", "prev_hash", "hash"),
    ),
    ErasableContent: ("event_id", "fields"),
}  # fmt: skip


@dataclass(slots=True)
class Chunk:
    """The rows of some cases, ready for any of the databases."""

    cases: int = 0
    open_cases: int = 0
    rows: dict[str, list[tuple[Any, ...]]] = field(
        default_factory=lambda: {model._meta.db_table: [] for model in COLUMNS}
    )


@dataclass(frozen=True, slots=True)
class Table:
    """A table, the columns that chunks fill, and what the others hold in every row."""

    name: str
    columns: tuple[str, ...]
    constants: tuple[tuple[str, Any], ...]

    @property
    def all_columns(self) -> tuple[str, ...]:
        """The filled columns, then the constant ones."""
        return (*self.columns, *(name for name, _ in self.constants))

    @property
    def constant_values(self) -> tuple[Any, ...]:
        """What the constant columns hold."""
        return tuple(value for _, value in self.constants)


def tables() -> list[Table]:
    """The tables in the order in which their rows may be written."""
    return [_table(model, columns) for model, columns in COLUMNS.items()]


def moment(at: datetime | None) -> str | None:
    """A time as both databases read it: UTC, without a zone."""
    if at is None:
        return None
    return str(at if at.tzinfo is UTC else at.astimezone(UTC))[:-6]


def _table(model: type[models.Model], columns: tuple[str, ...]) -> Table:
    rest = [each for each in model._meta.concrete_fields if each.column not in columns]
    return Table(model._meta.db_table, columns, tuple((each.column, _constant(each)) for each in rest))


def _constant(column: models.Field) -> Any:
    value = column.get_default()
    if isinstance(column, models.JSONField):
        return json.dumps(value)
    if isinstance(column, models.BinaryField):
        return bytes(value)
    return column.get_db_prep_save(value, connection)
