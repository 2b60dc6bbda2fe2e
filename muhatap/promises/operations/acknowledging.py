"""The written acknowledgement: number, promises and how to follow; sent at once, never counted as a reply."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.keys import secret_of
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from muhatap.letters.rendering import render_letter
from muhatap.promises.operations.stopping import stop_clocks
from muhatap.promises.queries import promises_made


def acknowledge(*, case: Case, by: Actor, at: datetime) -> Message | None:
    """Write the acknowledgement of a case, once; delivery follows as for every message to a customer."""
    with unit_of_work():
        if Message.objects.filter(case=case, author=Author.AUTOMATIC, external_id=f"ack:{case.id}").exists():
            return None
        letter = render_letter(
            "acknowledgement",
            case=case,
            slots={"promises": promises_made(case), "secret": secret_of(case)},
            language=case.language,
        )
        message = cases.post_message(
            case=case,
            new=cases.NewMessage(
                author=Author.AUTOMATIC, channel=case.channel, text=letter, external_id=f"ack:{case.id}"
            ),
            by=by,
            at=at,
        )
        stop_clocks(case=case, names=("ack",), was_done=True, by=by, at=at)
    return message
