"""What becomes of a comment: answered by staff, published with the customer's leave, or kept inside."""

import hashlib
from datetime import datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.surveys.events import CommentAnswered, CommentKeptInside, CommentPublished
from muhatap.surveys.models import SurveyAnswer
from muhatap.surveys.publishing import cuts_of


class NoLeave(Exception):
    """The customer did not allow it, or wrote nothing."""


class OwnWork(Exception):
    """Nobody decides what the public reads about her own work."""


class RepliedAlready(Exception):
    """A comment is answered once; the talk goes on in its case."""


class NothingSaid(ValueError):
    """A reply or a reason without words."""


def reply_to_comment(*, answer: SurveyAnswer, text: str, by: Actor, at: datetime) -> SurveyAnswer:
    """Write to the customer about what she said, once; it goes as any reply, by her way and hours."""
    words = mask(text.strip()).text
    if not words:
        raise NothingSaid("reply")
    with unit_of_work() as unit:
        held = _held(answer)
        if held.replied_at is not None:
            raise RepliedAlready(held.id)
        case = Case.objects.select_related("brand", "customer", "first_customer").get(id=held.case_id)
        new = cases.NewMessage(
            author=Author.STAFF, channel=case.channel, text=words, external_id=f"comment-reply:{held.id}"
        )
        message = cases.post_message(case=case, new=new, by=by, at=at)
        unit.flush()
        held.reply, held.replied_at, held.replied_by_id = words, at, by.id
        held.save(update_fields=["reply", "replied_at", "replied_by"])
        record(
            CommentAnswered(brand=case.brand_id, case=case.id, answer=held.id, message=message.id),
            by=by,
            at=at,
        )
    return held


def publish_comment(*, answer: SurveyAnswer, text: str, reply: str, by: Actor, at: datetime) -> SurveyAnswer:
    """Let the public read a comment and what was answered to it, both only with pieces cut out.

    NoLeave, OwnWork, AddsWords.
    """
    public, told = text.strip(), mask(reply.strip()).text
    with unit_of_work():
        held = _held(answer)
        _refuse(held, by)
        if not held.may_publish or not held.comment or not public:
            raise NoLeave(held.id)
        cuts = cuts_of(held.comment, public)
        if told:
            cuts_of(held.reply, told)
        held.published_text, held.published_reply, held.published_at = public, told, at
        held.moderated_at, held.moderated_by_id, held.kept_inside = at, by.id, ""
        held.save(update_fields=_MODERATED)
        digest = hashlib.sha256(f"{public}\n{told}".encode()).hexdigest()
        record(
            CommentPublished(
                brand=held.brand_id,
                case=held.case_id,
                answer=held.id,
                cuts=cuts,
                has_reply=bool(told),
                text_digest=digest,
            ),
            by=by,
            at=at,
        )
    return held


def keep_inside(*, answer: SurveyAnswer, reason: str, by: Actor, at: datetime) -> SurveyAnswer:
    """Do not publish a comment, or no longer, with the reason; OwnWork, NothingSaid."""
    words = reason.strip()
    if not words:
        raise NothingSaid("reason")
    with unit_of_work():
        held = _held(answer)
        _refuse(held, by)
        was_public = held.published_at is not None
        held.published_text = held.published_reply = ""
        held.published_at = None
        held.moderated_at, held.moderated_by_id, held.kept_inside = at, by.id, words[:300]
        held.save(update_fields=_MODERATED)
        record(
            CommentKeptInside(
                brand=held.brand_id,
                case=held.case_id,
                answer=held.id,
                was_public=was_public,
                reason=words[:300],
            ),
            by=by,
            at=at,
        )
    return held


_MODERATED = [
    *("published_text", "published_reply", "published_at"),
    *("moderated_at", "moderated_by", "kept_inside"),
]


def _held(answer: SurveyAnswer) -> SurveyAnswer:
    rows = SurveyAnswer.objects.select_for_update(of=("self",)).select_related("case")
    return rows.get(id=answer.id)


def _refuse(answer: SurveyAnswer, by: Actor) -> None:
    if by.id is not None and by.id == answer.case.owner_id:
        raise OwnWork(answer.id)
