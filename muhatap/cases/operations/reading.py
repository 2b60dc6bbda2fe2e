"""Looking behind a mail: who saw more than its words is on the record."""

from datetime import datetime

from muhatap.audit.recording import record
from muhatap.cases.events import SourceOpened
from muhatap.cases.models import Message
from muhatap.kernel.actors import Actor


def note_source_opened(*, message: Message, what: str, by: Actor, at: datetime) -> None:
    """Record that the `source`, the `download` or the outside `pictures` of a mail were opened."""
    record(
        SourceOpened(brand=message.case.brand_id, case=message.case_id, message=message.id, what=what),
        by=by,
        at=at,
    )
