"""The written acknowledgement: number, promises and how to follow; sent at once, never counted as a reply."""

import logging
from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from muhatap.promises.letters_of_opening import opening_letter
from muhatap.promises.operations.stopping import stop_clocks
from muhatap.promises.queries import promises_made
from muhatap.promises.telling import promises_just_made

_log = logging.getLogger("muhatap.letters")


def acknowledge(*, case: Case, by: Actor, at: datetime) -> Message | None:
    """Write the acknowledgement of a case, once; delivery follows as for every message to a customer."""
    with unit_of_work():
        if _needs_none(case, by=by, at=at):
            return None
        return _write(case, *_letter(case), by=by, at=at)


def acknowledge_along(*, case: Case, by: Actor, at: datetime) -> Message | None:
    """Write it in the transaction that opens the case; a letter that cannot be rendered refuses nobody.

    The clock `ack` runs on then, and its first step writes the letter.
    """
    with unit_of_work():
        if _needs_none(case, by=by, at=at):
            return None
        try:
            letter, template = _letter(case)
        except Exception:
            _log.exception("the acknowledgement could not be rendered", extra={"case": case.id})
            return None
        return _write(case, letter, template, by=by, at=at)


def _needs_none(case: Case, *, by: Actor, at: datetime) -> bool:
    if case.staff_wrote_at is not None and case.customer_wrote_at is None:
        # Where staff wrote first, their mail says the number and there is nothing to acknowledge.
        stop_clocks(case=case, names=("ack",), was_done=True, by=by, at=at)
        return True
    if case._state.adding:
        return False
    return Message.objects.filter(case=case, author=Author.AUTOMATIC, external_id=f"ack:{case.id}").exists()


def _letter(case: Case) -> tuple[str, str]:
    promises = promises_just_made(case) if case._state.adding else promises_made(case)
    return opening_letter(case, promises)


def _write(case: Case, letter: str, template: str, *, by: Actor, at: datetime) -> Message:
    message = cases.post_message(
        case=case,
        new=cases.NewMessage(
            author=Author.AUTOMATIC,
            channel=case.channel,
            text=letter,
            external_id=f"ack:{case.id}",
            template=template,
        ),
        by=by,
        at=at,
    )
    stop_clocks(case=case, names=("ack",), was_done=True, by=by, at=at)
    return message
