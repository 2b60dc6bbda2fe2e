"""The tables of the record: streams, events, what of them can be erased, and the outbox."""

from django.db import models

from muhatap.audit.archived_models import ArchivedStream as ArchivedStream
from muhatap.audit.archived_models import ArchiveSet as ArchiveSet
from muhatap.kernel.models import Row


class Stream(models.Model):
    """One chain: its id is the id of the case, brand or customer it is about, 0 for the installation."""

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=16)
    brand_id = models.BigIntegerField(null=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="")
    signed_length = models.PositiveIntegerField(default=0, db_default=0)
    changed_at = models.DateTimeField()
    # How many of its events the archive has; empty where none of them lies there.
    archived_length = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["changed_at"], name="audit_stream_changed"),
            models.Index(
                fields=["id"],
                name="audit_stream_unsigned",
                condition=models.Q(length__gt=models.F("signed_length")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


class Event(Row):
    """A fact that was recorded. Database triggers refuse to change or delete it."""

    stream_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=64)
    schema = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    brand_id = models.BigIntegerField(null=True)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=64, default="")
    content = models.TextField()
    digests = models.TextField(default="")
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream_id", "seq"], name="audit_event_place")]
        indexes = [models.Index(fields=["brand_id", "kind", "at"], name="audit_event_kind")]

    def __str__(self) -> str:
        return f"{self.stream_id}#{self.seq} {self.kind}"


class ErasableContent(models.Model):
    """The personal fields of an event with their salts; erasing a field removes both from here."""

    event_id = models.BigIntegerField(primary_key=True)
    fields = models.TextField()

    def __str__(self) -> str:
        return str(self.event_id)


class HeadLog(models.Model):
    """A signed list, in a file, of the heads of every stream that changed since the list before."""

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    root = models.CharField(max_length=64, default="")
    streams = models.PositiveIntegerField()
    key_id = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"


class Publication(models.Model):
    """The outbox: one row for each event, numbered by the relay after its commit."""

    event_id = models.BigIntegerField(primary_key=True)
    published_seq = models.BigIntegerField(null=True, unique=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["event_id"],
                name="audit_unpublished",
                condition=models.Q(published_seq__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event_id} → {self.published_seq}"


class ListenerRun(Row):
    """One afterwards-listener of one event: waiting, done or given up."""

    event_id = models.BigIntegerField()
    listener = models.CharField(max_length=120)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id", "listener"], name="audit_listener_once"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                name="audit_listener_due",
                condition=models.Q(done_at__isnull=True, given_up_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.listener} for {self.event_id}"


class JobTurn(models.Model):
    """When a scheduled job last ended well, and how often it has failed since."""

    name = models.CharField(max_length=60, primary_key=True)
    every_seconds = models.FloatField()
    ended_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.name} at {self.ended_at}"


class Viewing(Row):
    """That somebody looked at an object in an hour, by which door; it changes nothing, so it is no event."""

    brand_id = models.BigIntegerField(null=True)
    stream_id = models.BigIntegerField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.BigIntegerField()
    role = models.CharField(max_length=16, default="")
    # The door is the purpose: a page, a search that was followed, an export, a call of a program.
    door = models.CharField(max_length=24, default="", db_default="")
    hour_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stream_id", "actor_kind", "actor_id", "hour_at", "door"], name="audit_viewing_once"
            )
        ]
        indexes = [models.Index(fields=["brand_id", "at"], name="audit_viewing_brand")]

    def __str__(self) -> str:
        return f"{self.actor_kind} {self.actor_id} at {self.stream_id}"


class Lease(models.Model):
    """Who may do what only one may do at a time, until when."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.CharField(max_length=80)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"
