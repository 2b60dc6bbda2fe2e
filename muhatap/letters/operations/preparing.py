"""Letters that are prepared when their moment comes: looked at, sent by a person, refusals by two."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from muhatap.accounts.models import Staff
from muhatap.approvals import operations as approvals
from muhatap.approvals.models import Proposal
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.locking import lock
from muhatap.cases.models import Case, Message
from muhatap.cases.statuses import Author
from muhatap.cases.trust import Sensitive, refuse_low
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.letters.case_letters import case_letter_facts
from muhatap.letters.events import LetterAsked, LetterPrepared, LetterPutAside, LetterSent
from muhatap.letters.linting import OF_CASES, Lint, Sort, lint
from muhatap.letters.models import PreparedLetter
from muhatap.letters.operations.papering import keep_paper
from muhatap.letters.papers import set_paper
from muhatap.letters.queries import letter_template, needs_agreement
from muhatap.notifications import operations as notifications

CASE_LETTER = "case_letter"


class LetterFlawed(Exception):
    """A letter is not sent; `found` says what the linter found."""

    def __init__(self, found: Lint) -> None:
        super().__init__(", ".join(flaw.rule for flaw in found.flaws))
        self.found = found


class NeedsAnother(Exception):
    """This letter refuses something: another person agrees to its words before it leaves."""


class LetterOver(Exception):
    """The letter was sent or put aside before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLetter:
    """A letter as it was written by itself; `told` are the values behind it, by `key` it is prepared once.

    `refuses` is one that refuses something though its sort does not say so.
    """

    sort: Sort
    text: str
    because: str
    key: str
    told: Mapping[str, str] = field(default_factory=dict)
    refuses: bool = False


def prepare_letter(*, case: Case, new: NewLetter, by: Actor, at: datetime) -> PreparedLetter | None:
    """Keep a letter that somebody has to look at and send, once for its key; the owner is told of it."""
    with unit_of_work() as unit:
        lock(case)
        if PreparedLetter.objects.filter(case=case, key=new.key).exists():
            return None
        letter = PreparedLetter(
            case=case,
            sort=new.sort,
            because=new.because,
            key=new.key,
            text=mask(new.text).text,
            told=dict(new.told),
            template=letter_template(case.brand_id, new.sort, case.language).mark,
            needs_second=needs_agreement(case, new.sort, refuses=new.refuses),
            prepared_at=at,
        )
        letter.save(force_insert=True)
        record(
            LetterPrepared(
                brand=case.brand_id,
                case=case.id,
                letter=letter.id,
                sort=new.sort,
                because=new.because,
                needs_second=letter.needs_second,
            ),
            by=by,
            at=at,
        )
        unit.flush()
        notifications.tell(
            staff_ids=[case.owner_id] if case.owner_id else [],
            kind="letter_prepared",
            brand_id=case.brand_id,
            case_id=case.id,
            params={"number": case.number, "subject": case.subject, "sort": str(new.sort)},
            once_key=f"letter:{letter.id}",
            by=by,
            at=at,
        )
    return letter


def retell(
    *, letter: PreparedLetter, told: Mapping[str, str], text: str, by: Actor, at: datetime
) -> PreparedLetter:
    """Keep what stands behind a letter anew, and how it reads with that; not while another is asked."""
    with unit_of_work():
        held = _held(letter)
        if held.proposal_id is not None:
            raise NeedsAnother(held.sort)
        held.told, held.text = {name: mask(said).text for name, said in told.items()}, mask(text).text
        held.save(update_fields=["told", "text"])
    return held


def send_letter(*, letter: PreparedLetter, text: str, signer: Staff, by: Actor, at: datetime) -> Message:
    """Send a prepared letter as it now reads, with its PDF; `NeedsAnother` for one that two people send."""
    if letter.needs_second:
        raise NeedsAnother(letter.sort)
    pdf = _paper(letter, text, signer, at)
    with unit_of_work():
        held = _held(letter)
        if held.needs_second:
            raise NeedsAnother(held.sort)
        return _send(held, text, signer, pdf, by=by, at=at)


def ask_to_send(*, letter: PreparedLetter, text: str, signer: Staff, by: Actor, at: datetime) -> Proposal:
    """Ask another person to agree to the very words of a letter; it leaves with her yes."""
    with unit_of_work():
        held = _held(letter)
        _refuse_flaws(held, text, signer, at)
        proposal = approvals.propose(
            brand=held.case.brand,
            sort=CASE_LETTER,
            subject=str(held.id),
            content=text,
            reason=held.case.number,
            by=by,
            at=at,
        )
        held.asked_by, held.proposal_id, held.text = signer, proposal.id, mask(text).text
        held.save(update_fields=["asked_by", "proposal_id", "text"])
        record(
            LetterAsked(
                brand=held.case.brand_id,
                case=held.case_id,
                letter=held.id,
                sort=held.sort,
                proposal=proposal.id,
            ),
            by=by,
            at=at,
        )
    return proposal


def agree_to_send(*, letter: PreparedLetter, proposal: Proposal, by: Actor, at: datetime) -> Message:
    """Agree as the second person: the letter leaves as it was proposed, signed by who wrote it."""
    pdf = _paper(letter, proposal.content, None, at)
    with unit_of_work():
        held = _held(letter)
        if held.proposal_id != proposal.id or held.asked_by is None:
            raise LetterOver(held.id)
        agreed = approvals.approve(proposal=proposal, by=by, at=at)
        held.agreed_by_id = by.id
        return _send(held, agreed.content, held.asked_by, pdf, by=by, at=at)


def keep_back(
    *, letter: PreparedLetter, proposal: Proposal, reason: str, by: Actor, at: datetime
) -> PreparedLetter:
    """Do not agree, or take the question back: the letter can be written anew."""
    with unit_of_work():
        held = _held(letter)
        approvals.refuse(proposal=proposal, reason=reason, by=by, at=at)
        held.asked_by, held.proposal_id = None, None
        held.save(update_fields=["asked_by", "proposal_id"])
    return held


def put_aside(*, letter: PreparedLetter, reason: str, by: Actor, at: datetime) -> None:
    """Do not send a letter, with the reason; a question about it is taken back first."""
    with unit_of_work():
        held = _held(letter)
        if held.proposal_id is not None or not reason.strip():
            raise NeedsAnother(held.sort)
        held.ended_at = at
        held.save(update_fields=["ended_at"])
        record(
            LetterPutAside(
                brand=held.case.brand_id,
                case=held.case_id,
                letter=held.id,
                sort=held.sort,
                reason=mask(reason.strip()).text,
            ),
            by=by,
            at=at,
        )


def note_sent(*, case: Case, sort: Sort, message: Message, by: Actor, at: datetime) -> None:
    """A letter of this sort went by its own page: what was prepared of it waits no longer."""
    with unit_of_work():
        for letter in PreparedLetter.objects.filter(case=case, sort=sort, ended_at__isnull=True):
            _end(letter, message, by=by, at=at)


def _paper(letter: PreparedLetter, text: str, signer: Staff | None, at: datetime) -> bytes:
    """The PDF, set before anything is locked; whoever asked to send it signs where nobody is named."""
    found = _rows().get(id=letter.id)
    signer = signer or found.asked_by
    if found.ended_at is not None or signer is None:
        raise LetterOver(letter.id)
    _refuse_flaws(found, text, signer, at)
    pdf, _why_not = set_paper(case=found.case, text=mask(text.strip()).text, at=at)
    return pdf


def _send(held: PreparedLetter, text: str, signer: Staff, pdf: bytes, *, by: Actor, at: datetime) -> Message:
    _refuse_flaws(held, text, signer, at)
    with unit_of_work() as unit:
        case = held.case
        paper = keep_paper(case=case, pdf=pdf, by=by, at=at)
        unit.flush()
        message = cases.post_message(
            case=case,
            new=cases.NewMessage(
                author=Author.STAFF,
                channel=case.channel,
                text=mask(text.strip()).text,
                files=paper,
                # By this it is known as a letter of the law, which goes by mail whatever she wished.
                external_id=f"case-letter:{held.id}",
                template=held.template,
            ),
            by=Actor.staff(signer.pk),
            at=at,
        )
        unit.flush()
        held.text = text
        _end(held, message, by=by, at=at)
    return message


def _end(held: PreparedLetter, message: Message, *, by: Actor, at: datetime) -> None:
    held.ended_at, held.message = at, message
    held.save(update_fields=["ended_at", "message", "text", "agreed_by"])
    record(
        LetterSent(
            brand=held.case.brand_id,
            case=held.case_id,
            letter=held.id,
            sort=held.sort,
            message=message.id,
            asked_by=held.asked_by_id,
        ),
        by=by,
        at=at,
    )


def _refuse_flaws(held: PreparedLetter, text: str, signer: Staff, at: datetime) -> None:
    sort = Sort(held.sort)
    if sort not in OF_CASES:
        # Letters of complaints go by the complaint's own page, which knows its decision.
        raise LetterOver(held.id)
    if sort is Sort.DSR_OUT:
        refuse_low(held.case, Sensitive.DELIVERY)
    facts = case_letter_facts(held.case, sort, held.told, signer=signer.name, at=at)
    found = lint(text, facts)
    if not found.passes:
        raise LetterFlawed(found)


def _held(letter: PreparedLetter) -> PreparedLetter:
    held = _rows().select_for_update(of=("self",)).get(id=letter.id)
    if held.ended_at is not None:
        raise LetterOver(held.id)
    lock(held.case)
    return held


def _rows() -> QuerySet[PreparedLetter]:
    return PreparedLetter.objects.select_related("case__brand", "case__customer", "case__queue", "asked_by")
