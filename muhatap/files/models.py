"""Stored files."""

from django.db import models
from django.db.models import Q

from muhatap.brands.models import Brand
from muhatap.kernel.fields import CleanCharField, CleanTextField
from muhatap.kernel.models import Row


class ScanState(models.TextChoices):
    """What a virus scanner said of a file; `unscanned` while none was there to ask."""

    UNSCANNED = "unscanned"
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNABLE = "unscannable"


class StoredFile(Row):
    """One file: its bytes lie sealed in the data folder under `path`, its wrapped key here.

    A guarded one leaves only by the door of the evidence that it is, never by a link.
    """

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    name = CleanCharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    wrapped_key = models.BinaryField(max_length=200)
    stored_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)
    scan_state = models.CharField(max_length=12, default=ScanState.UNSCANNED, choices=ScanState)
    scan_finding = CleanCharField(max_length=200, default="", blank=True)
    scanned_at = models.DateTimeField(null=True)
    is_guarded = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                name="files_await_the_scanner",
                condition=Q(scan_state="unscanned", destroyed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.id}"

    @property
    def is_infected(self) -> bool:
        """Whether a scanner found something in it, so that it lies in quarantine."""
        return self.scan_state == ScanState.INFECTED


class Legibility(models.TextChoices):
    """How far the words of a file were read."""

    WAITING = "waiting"
    READ = "read"
    WORDLESS = "wordless"
    UNREADABLE = "unreadable"


class FileText(models.Model):
    """The words of a file, masked, as search finds it by them; gone with the file's bytes."""

    file = models.OneToOneField(StoredFile, primary_key=True, on_delete=models.CASCADE, related_name="words")
    state = models.CharField(max_length=12, default=Legibility.WAITING, choices=Legibility)
    text = CleanTextField(default="", blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    waits_since = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["waits_since"], name="files_words_wait", condition=Q(state=Legibility.WAITING)
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.file_id}"
