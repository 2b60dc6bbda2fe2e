"""Letting cases be found by the words of their files."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases import search
from muhatap.cases.models import Attachment
from muhatap.files import words as file_words


def index_files(*, at: datetime, limit: int = 1) -> int:
    """Read the files that wait longest and index their words with their messages; how many were tried."""
    tried = 0
    for found in file_words.read_words(limit=limit):
        tried += 1
        with unit_of_work():
            if not file_words.keep_words(found):
                continue
            messages = Attachment.objects.filter(file_id=found.file_id).order_by("message_id")
            for message_id in messages.values_list("message_id", flat=True):
                search.refresh_message(message_id)
    return tried
