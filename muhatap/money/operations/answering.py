"""Answering an enquiry about a refund or withdrawal: its outcome with the reason, told by letter."""

from dataclasses import dataclass
from datetime import date, datetime

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.locking import lock
from muhatap.cases.milestones import MilestoneName
from muhatap.cases.models import Case
from muhatap.cases.statuses import Kind
from muhatap.cases.trust import Sensitive, refuse_low
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.kernel.masking import mask
from muhatap.letters import operations as letters
from muhatap.letters.case_letters import written_case_letter
from muhatap.letters.linting import Sort
from muhatap.letters.merging import sentences
from muhatap.letters.models import PreparedLetter
from muhatap.money.enquiries import FEWEST_WORDS, Ground, Outcome
from muhatap.money.events import RefundAnswered, RefundAnswerTold
from muhatap.money.models import RefundAnswer
from muhatap.money.queries import is_about_withdrawal
from muhatap.money.redress import amount_words

_NOT_HERE = frozenset({Kind.COMPLAINT, Kind.PRIVACY})


class NotAnAnswer(ValueError):
    """An outcome names its sum and day, or its ground and reason; `what` is missing."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class AnsweredAlready(Exception):
    """An outcome of this case waits to be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnswer:
    """An outcome as decided; the sum is in minor units, `words` say why what is refused is refused."""

    outcome: str
    ground: str = ""
    words: str = ""
    amount: int = 0
    currency: str = ""
    pay_by: date | None = None


def answer_enquiry(*, case: Case, new: NewAnswer, signer: str, by: Actor, at: datetime) -> RefundAnswer:
    """Decide an enquiry; its letter is prepared, and nothing is told before somebody sends that.

    A regulated brand, or a customer who may be vulnerable, is refused by two: the letter waits for another.
    """
    _refuse_gaps(case, new, by, at)
    if is_about_withdrawal(case):
        refuse_low(case, Sensitive.WITHDRAWAL)
    with unit_of_work():
        lock(case)
        waiting = RefundAnswer.objects.filter(case=case, told_at__isnull=True, dropped_at__isnull=True)
        if waiting.exists():
            raise AnsweredAlready(case.id)
        answer = RefundAnswer.objects.create(
            case=case,
            outcome=new.outcome,
            ground=new.ground if new.outcome != Outcome.APPROVED else "",
            words=mask(new.words.strip()).text,
            amount=new.amount,
            currency=new.currency,
            pay_by=new.pay_by,
            charter_number=case.brand.charter_number,
            answered_by_id=by.id,
            answered_at=at,
        )
        record(
            RefundAnswered(
                brand=case.brand_id,
                case=case.id,
                answer=answer.id,
                outcome=answer.outcome,
                ground=answer.ground,
                amount=answer.amount,
                currency=answer.currency,
                charter=answer.charter_number,
                words=answer.words,
            ),
            by=by,
            at=at,
        )
        answer.letter = _prepare(answer, signer, by=by, at=at)
        answer.save(update_fields=["letter"])
    return answer


def follow_letter(*, letter: int, is_sent: bool, by: Actor, at: datetime) -> None:
    """The letter of an outcome was sent, so the customer was told; put aside, the outcome is void."""
    with unit_of_work():
        answer = (
            RefundAnswer.objects.select_related("case__brand")
            .filter(letter_id=letter, told_at__isnull=True, dropped_at__isnull=True)
            .first()
        )
        if answer is None:
            return
        if not is_sent:
            answer.dropped_at = at
            answer.save(update_fields=["dropped_at"])
            return
        answer.told_at = at
        answer.save(update_fields=["told_at"])
        is_refused = answer.outcome == Outcome.REFUSED
        name = MilestoneName.REFUND_REFUSED if is_refused else MilestoneName.REFUND_APPROVED
        cases.reach_milestone(case=answer.case, name=name, reached_at=at, by=by, at=at)
        record(
            RefundAnswerTold(
                brand=answer.case.brand_id, case=answer.case_id, answer=answer.id, outcome=answer.outcome
            ),
            by=by,
            at=at,
        )


def _prepare(answer: RefundAnswer, signer: str, *, by: Actor, at: datetime) -> PreparedLetter | None:
    case, is_refused = answer.case, answer.outcome == Outcome.REFUSED
    sort = Sort.REF_REFUSE if is_refused else Sort.REF_APPROVE
    told = {"reason": answer.words}
    if not is_refused:
        told |= {"amount": amount_words(answer.amount, answer.currency), "pay_by": answer.pay_by.isoformat()}
    if answer.outcome == Outcome.PARTIAL:
        told["reason"] = f"{answer.words}\n{sentences(case.language)['appeal']}"
    new = letters.NewLetter(
        sort=sort,
        text=written_case_letter(case, sort, told, signer=signer, at=at),
        because="refund_answered",
        key=f"refund-answer:{answer.id}",
        told=told,
        refuses=answer.outcome != Outcome.APPROVED,
    )
    return letters.prepare_letter(case=case, new=new, by=by, at=at)


def _refuse_gaps(case: Case, new: NewAnswer, by: Actor, at: datetime) -> None:
    if not case.is_open or case.kind in _NOT_HERE or by.kind is not ActorKind.STAFF:
        raise NotAnAnswer("case")
    if new.outcome not in set(Outcome):
        raise NotAnAnswer("outcome")
    if new.outcome != Outcome.APPROVED:
        if new.ground not in set(Ground):
            raise NotAnAnswer("ground")
        if len(new.words.split()) < FEWEST_WORDS:
            raise NotAnAnswer("words")
    if new.outcome == Outcome.REFUSED:
        if new.amount:
            raise NotAnAnswer("amount")
    elif new.amount <= 0 or not new.currency:
        raise NotAnAnswer("amount")
    elif new.pay_by is None or new.pay_by < at.date():
        raise NotAnAnswer("pay_by")
