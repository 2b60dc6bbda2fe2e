"""What a customer has begun to write and not yet sent."""

from django.db import models

from muhatap.brands.models import Brand
from muhatap.files.models import StoredFile
from muhatap.kernel.models import Row


class FormDraft(Row):
    """A form on its way: its answers are sealed, its key is known only to the customer's link."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    key_digest = models.CharField(max_length=64, unique=True)
    topic = models.CharField(max_length=40, default="", blank=True)
    step = models.CharField(max_length=20, default="topic")
    language = models.CharField(max_length=8, default="tr")
    sealed_answers = models.BinaryField(default=b"")
    began_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    sent_case_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.topic} {self.step}"


class DraftFile(Row):
    """A file that was uploaded into a form before it was sent."""

    draft = models.ForeignKey(FormDraft, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=40, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.file_id} in {self.draft_id}"
