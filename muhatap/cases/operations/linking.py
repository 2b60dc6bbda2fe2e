"""Cases that belong together."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases.events import CaseLinked
from muhatap.cases.models import Case, CaseLink, Message
from muhatap.kernel.actors import Actor


def link_cases(
    *,
    older: Case,
    newer: Case,
    reason: str,
    by: Actor,
    at: datetime,
    messages: tuple[Message | None, Message | None] = (None, None),
) -> None:
    """Say on the record of both that the newer case came out of the older one; twice is once.

    `messages` are the one that both hold, as it stands in the older and in the newer case.
    """
    with unit_of_work() as unit:
        if CaseLink.objects.filter(older=older, newer=newer).exists():
            return
        unit.add(CaseLink(older=older, newer=newer, reason=reason, linked_at=at))
        for case, other, message in ((older, newer, messages[0]), (newer, older, messages[1])):
            record(
                CaseLinked(
                    brand=case.brand_id,
                    case=case.id,
                    other=other.id,
                    other_number=other.number,
                    reason=reason,
                    message=message.id if message else None,
                ),
                by=by,
                at=at,
            )
