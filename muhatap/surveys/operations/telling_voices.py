"""Writing to those whose feedback led to something: once each, and never to whoever wants no such mail."""

from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.channels.queries import speaks_to_a_machine
from muhatap.kernel.actors import Actor
from muhatap.surveys import wording
from muhatap.surveys.events import SaidAndDoneTold
from muhatap.surveys.models import DeedVoice, SaidAndDone
from muhatap.surveys.sorts import Why

_DECLINED = "survey"


def tell_voices(*, entry: SaidAndDone, by: Actor, at: datetime) -> int:
    """Tell everybody behind a public entry; how many letters left. One person is told once of an entry."""
    if entry.published_at is None or entry.withdrawn_at is not None:
        return 0
    told = set(entry.voices.filter(message__isnull=False).values_list("answer__case__customer_id", flat=True))
    waiting = entry.voices.filter(told_at__isnull=True).select_related(
        "answer__case__brand", "answer__case__customer", "answer__case__first_customer"
    )
    written = 0
    with unit_of_work() as unit:
        for voice in waiting.order_by("id"):
            case = voice.answer.case
            why = _why_not(case, told)
            if not why:
                told.add(case.customer_id)
                voice.message = _write(voice, entry, case, by=by, at=at)
                unit.flush()
                written += 1
            voice.why, voice.told_at = why, at
            voice.save(update_fields=["message", "why", "told_at"])
            fact = SaidAndDoneTold(
                brand=case.brand_id,
                case=case.id,
                entry=entry.id,
                answer=voice.answer_id,
                message=voice.message_id,
                why=why,
            )
            record(fact, by=by, at=at)
    return written


def _why_not(case: Case, told: set[int]) -> str:
    reasons = (
        (Why.ERASED, case.customer.erased_at is not None),
        (Why.DECLINED, case.customer.preferences.get(_DECLINED) is False),
        (Why.RESTED, case.customer_id in told),
        (Why.MACHINE, speaks_to_a_machine(case)),
    )
    return next((why for why, holds in reasons if holds), "")


def _write(voice: DeedVoice, entry: SaidAndDone, case: Case, *, by: Actor, at: datetime) -> Message:
    new = cases.NewMessage(
        author=Author.AUTOMATIC,
        channel=case.channel,
        text=wording.deed_text(case, entry.said, entry.done),
        # By how it begins it is optional mail: one click stops it, and quiet hours hold it.
        external_id=f"survey:deed:{voice.id}",
    )
    return cases.post_message(case=case, new=new, by=by, at=at)
