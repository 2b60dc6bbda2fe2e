"""Sending the answer to a complaint with its page as PDF, or why it is late and until when."""

from datetime import date, datetime, timedelta

from muhatap.audit.recording import unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.statuses import Author
from muhatap.complaints.answer_letter import letter_facts, used_mark, written_letter
from muhatap.complaints.holding import hold
from muhatap.complaints.knowing import latest_decision
from muhatap.complaints.models import Complaint
from muhatap.complaints.operations.deciding import respond
from muhatap.complaints.stage_letters import may_send
from muhatap.complaints.stages import Stage
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.letters import operations as letters
from muhatap.letters.linting import DATED, DECIDING, Lint, Sort, lint
from muhatap.letters.models import PreparedLetter
from muhatap.letters.papers import set_paper
from muhatap.letters.queries import letters_waiting

# What a prepared letter proposes as the day of our next word; who sends it may write another.
_NEXT_WORD = timedelta(days=14)


class LetterRefused(Exception):
    """A letter is not sent; `found` says what the linter found."""

    def __init__(self, found: Lint) -> None:
        super().__init__(", ".join(flaw.rule for flaw in found.flaws))
        self.found = found


def send_answer(
    *, complaint: Complaint, text: str, signer: str, sort: Sort, template: str = "", by: Actor, at: datetime
) -> str:
    """Send the letter that tells the decision, with its PDF; `LetterRefused` before anything is sent.

    The answer is empty, or why there is no PDF: `off`, `too_long`, `not_here` or `failed`.
    """
    found = lint(text, letter_facts(complaint, signer=signer, at=at, sort=sort))
    if not found.passes:
        raise LetterRefused(found)
    pdf, why_not = set_paper(case=complaint.case, text=text, at=at)
    with unit_of_work() as unit:
        hold(complaint)
        attached = letters.keep_paper(case=complaint.case, pdf=pdf, by=by, at=at)
        unit.flush()
        respond(
            complaint=complaint,
            letter=text,
            files=attached,
            template=used_mark(complaint, sort, template),
            by=by,
            at=at,
        )
        if why_not:
            _note(complaint, f"PDF: {why_not}", by=by, at=at)
        unit.flush()
        message = latest_decision(complaint).letter
        letters.note_sent(case=complaint.case, sort=sort, message=message, by=by, at=at)
    return why_not


def tell_beside(
    *,
    complaint: Complaint,
    text: str,
    signer: str,
    sort: Sort = Sort.HOLDING,
    new_date: date | None = None,
    template: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Send a letter that decides nothing, for instance why the answer is late; stage and clocks stay."""
    found = lint(text, letter_facts(complaint, signer=signer, at=at, sort=sort, new_date=new_date))
    if not found.passes or not may_send(Stage(complaint.stage), sort) or sort in DECIDING:
        raise LetterRefused(found)
    pdf, _why_not = set_paper(case=complaint.case, text=mask(text.strip()).text, at=at)
    with unit_of_work() as unit:
        hold(complaint)
        paper = letters.keep_paper(case=complaint.case, pdf=pdf, by=by, at=at)
        unit.flush()
        new = cases.NewMessage(
            author=Author.STAFF,
            channel=complaint.case.channel,
            text=mask(text.strip()).text,
            files=paper,
            template=used_mark(complaint, sort, template),
            # By this it is known as a letter of the law, which goes by mail whatever she wished.
            external_id=_key(complaint, sort, new_date or at.date()),
        )
        message = cases.post_message(case=complaint.case, new=new, by=by, at=at)
        unit.flush()
        letters.note_sent(case=complaint.case, sort=sort, message=message, by=by, at=at)


def prepare_beside(
    *, complaint: Complaint, sort: Sort, because: str, key: str, by: Actor, at: datetime
) -> PreparedLetter | None:
    """Write a letter by itself because its moment came; somebody looks at it and sends it from its page."""
    case, decision = complaint.case, latest_decision(complaint)
    signer = case.owner
    if sort in DECIDING and decision is not None:
        signer = decision.proposed_by
        for earlier in letters_waiting(case, sort):
            letters.put_aside(letter=earlier, reason="redrafted", by=by, at=at)
    day = (at + _NEXT_WORD).date() if sort in DATED else None
    name = signer.name if signer else ""
    text = written_letter(complaint, signer=name, at=at, sort=sort, new_date=day)
    told = {"new_date": day.isoformat()} if day else {}
    new = letters.NewLetter(sort=sort, text=text, because=because, key=key, told=told)
    return letters.prepare_letter(case=case, new=new, by=by, at=at)


def _key(complaint: Complaint, sort: Sort, day: date) -> str:
    known = "" if sort is Sort.HOLDING else f"{sort}:"
    return f"complaint-later:{complaint.id}:{known}{day:%Y%m%d}"


def _note(complaint: Complaint, text: str, *, by: Actor, at: datetime) -> None:
    new = cases.NewMessage(author=Author.NOTE, channel=complaint.case.channel, text=text)
    cases.post_message(case=complaint.case, new=new, by=by, at=at)
