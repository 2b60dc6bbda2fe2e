"""You said, we did: written by one person, published by a second one, withdrawn with a reason."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.brands.models import Brand
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.surveys.events import SaidAndDonePublished, SaidAndDoneWithdrawn
from muhatap.surveys.models import DeedVoice, SaidAndDone, SurveyAnswer
from muhatap.surveys.operations.moderating import NothingSaid
from muhatap.surveys.operations.telling_voices import tell_voices

DEED = "said-and-done"
_LONGEST = 600
_VOICES = 50


def write_deed(
    *,
    brand: Brand,
    said: Mapping[str, str],
    done: Mapping[str, str],
    done_on: date,
    source: str = "",
    voices: Sequence[int] = (),
    by: Actor,
    at: datetime,
) -> SaidAndDone:
    """Write what customers said and what was done, in the brand's languages, before a second person.

    `voices` are the answers behind it; whoever gave them is written to when it is public.
    """
    known = SurveyAnswer.objects.filter(brand=brand, id__in=list(voices)[:_VOICES])
    behind = sorted(known.values_list("id", flat=True))
    entry = SaidAndDone(
        brand=brand,
        said=_in_all(brand, said),
        done=_in_all(brand, done),
        done_on=done_on,
        source=source[:40],
        written_by_id=by.id,
        written_at=at,
    )
    with unit_of_work():
        entry.save(force_insert=True)
        DeedVoice.objects.bulk_create([DeedVoice(entry=entry, answer_id=each) for each in behind])
        proposal = approvals.propose(
            brand=brand,
            sort=DEED,
            subject=str(entry.id),
            content=_content(entry),
            reason=entry.done[brand.default_language][:500],
            by=by,
            at=at,
        )
        entry.proposal_id = proposal.id
        SaidAndDone.objects.filter(id=entry.id).update(proposal_id=proposal.id)
    return entry


def agree_deed(*, entry: SaidAndDone, by: Actor, at: datetime) -> SaidAndDone:
    """Publish as the second person; refusals are those of proposals."""
    with unit_of_work():
        proposal = approvals.approve(proposal=_proposal(entry), by=by, at=at)
        entry.agreed_by_id, entry.published_at = by.id, at
        entry.save(update_fields=["agreed_by", "published_at"])
        record(
            SaidAndDonePublished(
                brand=entry.brand_id,
                entry=entry.id,
                written_by=entry.written_by_id,
                agreed_by=entry.agreed_by_id,
                text_digest=proposal.content_digest,
            ),
            by=by,
            at=at,
        )
        tell_voices(entry=entry, by=by, at=at)
    return entry


def refuse_deed(*, entry: SaidAndDone, reason: str, by: Actor, at: datetime) -> None:
    """Refuse as the second person, or take it back as the first."""
    with unit_of_work():
        approvals.refuse(proposal=_proposal(entry), reason=reason, by=by, at=at)
        entry.refused_at = at
        entry.save(update_fields=["refused_at"])


def withdraw_deed(*, entry: SaidAndDone, reason: str, by: Actor, at: datetime) -> None:
    """Take an entry from the public list; that it stood there stays on record."""
    words = reason.strip()
    if not words:
        raise NothingSaid("reason")
    with unit_of_work():
        public = SaidAndDone.objects.filter(
            id=entry.id, published_at__isnull=False, withdrawn_at__isnull=True
        )
        if public.update(withdrawn_at=at):
            record(
                SaidAndDoneWithdrawn(brand=entry.brand_id, entry=entry.id, reason=words[:300]), by=by, at=at
            )


def _in_all(brand: Brand, given: Mapping[str, str]) -> dict[str, str]:
    told = {code: mask(given.get(code, "").strip()).text[:_LONGEST] for code in brand.languages}
    for code, text in told.items():
        if not text:
            raise NothingSaid(code)
    return told


def _content(entry: SaidAndDone) -> str:
    told = {"said": entry.said, "done": entry.done, "done_on": entry.done_on.isoformat()}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _proposal(entry: SaidAndDone) -> Proposal:
    held = SaidAndDone.objects.select_for_update().get(id=entry.id)
    proposal = Proposal.objects.get(id=held.proposal_id)
    if hashlib.sha256(_content(held).encode()).hexdigest() != proposal.content_digest:
        # What the second person saw is not what stands there now.
        raise approvals.DecidedAlready(entry.id)
    return proposal
