"""What lies in the archive: files of a closed year, and where in them each stream's events are."""

from django.db import models

from muhatap.kernel.models import Row


class ArchiveSet(Row):
    """One sealed file with cases that a brand closed in a year, and the list that names what is in it."""

    brand_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    part = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    list_sha256 = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    cases = models.PositiveIntegerField()
    events = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()

    class Meta:
        app_label = "audit"
        constraints = [
            models.UniqueConstraint(fields=["brand_id", "year", "part"], name="audit_archive_part_once")
        ]

    def __str__(self) -> str:
        return self.path


class ArchivedStream(models.Model):
    """Where the events of one stream lie sealed, and their key: without it they are gone.

    While `is_back` the same rows stand in the live tables too.
    """

    stream_id = models.BigIntegerField(primary_key=True)
    set_id = models.BigIntegerField(db_index=True)
    place = models.BigIntegerField()
    size = models.PositiveIntegerField()
    wrapped_key = models.BinaryField()
    length = models.PositiveIntegerField()
    is_back = models.BooleanField(default=True)

    class Meta:
        app_label = "audit"
        indexes = [
            models.Index(
                fields=["stream_id"], name="audit_archived_is_back", condition=models.Q(is_back=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.stream_id} in {self.set_id}"
