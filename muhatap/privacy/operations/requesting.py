"""Requests about personal data: begun with their case, proved, extended, decided, answered by a letter."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from muhatap.accounts.models import Staff
from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.locking import lock
from muhatap.cases.milestones import MilestoneName, may_follow
from muhatap.cases.models import Case, IdentityProof
from muhatap.cases.statuses import Status
from muhatap.cases.trust import level_of, level_of_channel
from muhatap.kernel.actors import Actor
from muhatap.kernel.masking import mask
from muhatap.letters import operations as letters
from muhatap.letters.case_letters import written_case_letter
from muhatap.letters.linting import Sort
from muhatap.letters.models import PreparedLetter
from muhatap.privacy.codes import Ground, Outcome, Right, right_of
from muhatap.privacy.events import (
    IdentityAsked,
    PrivacyAnswered,
    PrivacyAsked,
    PrivacyDecided,
    PrivacyExtended,
    PrivacyRightCorrected,
)
from muhatap.privacy.law import CLOCK, longest_extension
from muhatap.privacy.models import PrivacyRequest
from muhatap.promises import operations as promises

_PROVED = 2


class NotADecision(ValueError):
    """An outcome lacks what belongs to it; `what` says which: `outcome`, `ground` or `words`."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class DecidedAlready(Exception):
    """The request has its answer, or its letter waits for a second person."""


class NotExtendable(Exception):
    """The law of the person knows no longer time, it was taken already, or its day is out of reach."""


class ReasonMissing(ValueError):
    """The person must be told why."""


def begin_request(*, case: Case, by: Actor, at: datetime) -> PrivacyRequest | None:
    """Keep which right a case of the kind `privacy` is about; None where that stands already."""
    with unit_of_work() as unit:
        if not case._state.adding and PrivacyRequest.objects.filter(case=case).exists():
            return None
        request = PrivacyRequest(
            brand_id=case.brand_id,
            case=case,
            right=right_of(case.topic.code if case.topic else "", (case.fields or {}).get("right")),
            asked_at=case.received_at,
            identity_level=level_of_channel(case.brand, case.channel),
        )
        unit.add(request)
        record(
            PrivacyAsked(
                brand=case.brand_id,
                case=case.id,
                right=request.right,
                identity_level=request.identity_level,
            ),
            by=by,
            at=at,
        )
    return request


def correct_right(*, request: PrivacyRequest, right: Right, by: Actor, at: datetime) -> None:
    """Say which right a request is about, where the form or mail did not."""
    with unit_of_work():
        held = _undecided(request)
        if held.right == right:
            return
        previous, held.right = held.right, right
        held.save(update_fields=["right"])
        record(
            PrivacyRightCorrected(brand=held.brand_id, case=held.case_id, right=right, previous=previous),
            by=by,
            at=at,
        )


def ask_identity(
    *, request: PrivacyRequest, reason: str, signer: Staff, by: Actor, at: datetime
) -> PreparedLetter:
    """Note the doubt and prepare the letter that asks for proof; the case waits for the customer.

    KVKK art. 13 knows no pause, so a promise that counts from the request runs on; where the law lets the
    time begin with a valid request (GDPR art. 12(6)), the charter's promise starts with the proof.
    """
    if not reason.strip():
        raise ReasonMissing
    said = mask(reason.strip()).text
    with unit_of_work():
        held = _undecided(request)
        held.identity_asked_at, held.identity_reason = at, said
        held.identity_proved_at = None
        held.save(update_fields=["identity_asked_at", "identity_reason", "identity_proved_at"])
        record(IdentityAsked(brand=held.brand_id, case=held.case_id, reason=said), by=by, at=at)
        letter = _prepare(held.case, Sort.DSR_ID, {"reason": said}, "identity", signer, by=by, at=at)
        if held.case.is_open and held.case.status != Status.WAITING_CUSTOMER:
            cases.change_status(case=held.case, status=Status.WAITING_CUSTOMER, by=by, at=at)
    return letter


def note_identity(*, case: Case, by: Actor, at: datetime) -> None:
    """Raise the level of a request after it was made sure who asks; the data request is valid from then."""
    with unit_of_work():
        held = PrivacyRequest.objects.select_for_update().filter(case=case).first()
        proof = IdentityProof.objects.filter(case=case).first()
        if held is None or proof is None:
            return
        level = max(held.identity_level, level_of(case))
        if level == held.identity_level and held.identity_proved_at is not None:
            return
        held.identity_level, held.identity_proved_at = level, at
        held.save(update_fields=["identity_level", "identity_proved_at"])
        _note_valid(held, case, by=by, at=at)
        if level >= _PROVED and case.is_open and case.status == Status.WAITING_CUSTOMER:
            cases.change_status(case=case, status=Status.OPEN, by=by, at=at)


def extend(
    *, request: PrivacyRequest, until_on: date, reason: str, signer: Staff, by: Actor, at: datetime
) -> PreparedLetter:
    """Take the longer time that the law allows with reasons, told within the first month; once.

    The clock follows when the letter leaves (`follow_extension`), since only what was told counts.
    `NotExtendable` in Türkiye (KVKK art. 13 knows none), after the first month, or beyond the law's last day.
    """
    if not reason.strip():
        raise ReasonMissing
    said = mask(reason.strip()).text
    with unit_of_work():
        held = _undecided(request)
        last = longest_extension(held, at)
        if last is None or held.extended_until is not None or not _today(held.case, at) < until_on <= last:
            raise NotExtendable(held.id)
        held.extended_until, held.extension_reason = until_on, said
        held.save(update_fields=["extended_until", "extension_reason"])
        record(
            PrivacyExtended(brand=held.brand_id, case=held.case_id, until_on=until_on, reason=said),
            by=by,
            at=at,
        )
        told = {"reason": said, "new_date": until_on.isoformat()}
        return _prepare(held.case, Sort.DSR_EXT, told, "extension", signer, by=by, at=at)


def follow_extension(*, case_id: int, by: Actor, at: datetime) -> None:
    """The letter of the longer time left: the clock runs to its day, if the usual time still ran."""
    held = _request_of(case_id)
    if held is None or held.extended_until is None:
        return
    promises.extend_clock(
        case=held.case,
        name=CLOCK,
        until_on=held.extended_until,
        reason=held.extension_reason,
        by=by,
        at=at,
    )


def take_extension_back(*, case_id: int, by: Actor, at: datetime) -> None:
    """The letter of the longer time was put aside: nobody was told of it, so it can be asked for again."""
    with unit_of_work():
        held = _request_of(case_id)
        if held is not None:
            held.extended_until, held.extension_reason = None, ""
            held.save(update_fields=["extended_until", "extension_reason"])


def decide(
    *,
    request: PrivacyRequest,
    outcome: Outcome,
    ground: Ground | None,
    words: str,
    signer: Staff,
    by: Actor,
    at: datetime,
) -> PreparedLetter:
    """Decide a request and prepare its letter; what refuses, also in part, leaves on another's yes."""
    refuses = outcome is not Outcome.GRANTED
    if refuses and ground is None:
        raise NotADecision("ground")
    if refuses and not words.strip():
        raise NotADecision("words")
    said = mask(words.strip()).text
    with unit_of_work():
        held = _undecided(request)
        held.outcome, held.ground, held.ground_words = outcome, ground or "", said
        held.decided_by_id, held.decided_at = by.id, at
        sort = Sort.DSR_REFUSE if outcome is Outcome.REFUSED else Sort.DSR_OUT
        told = {"reason": said} if said else {}
        held.letter = _prepare(held.case, sort, told, "answer", signer, refuses=refuses, by=by, at=at)
        held.save(update_fields=["outcome", "ground", "ground_words", "decided_by", "decided_at", "letter"])
        record(
            PrivacyDecided(
                brand=held.brand_id, case=held.case_id, outcome=outcome, ground=held.ground, words=said
            ),
            by=by,
            at=at,
        )
    return held.letter


def follow_letter(*, letter_id: int, message_id: int, by: Actor, at: datetime) -> None:
    """The letter of a decision left: the request is answered, and the clock of the law stops."""
    with unit_of_work():
        held = _of_letter(letter_id)
        if held is None or held.answered_at is not None or held.letter is None:
            return
        held.answered_at, held.agreed_by_id = at, held.letter.agreed_by_id
        held.save(update_fields=["answered_at", "agreed_by"])
        cases.reach_milestone(
            case=held.case, name=MilestoneName.DATA_REQUEST_ANSWERED, reached_at=at, by=by, at=at
        )
        record(
            PrivacyAnswered(
                brand=held.brand_id,
                case=held.case_id,
                outcome=held.outcome,
                message=message_id,
                agreed_by=held.agreed_by_id,
            ),
            by=by,
            at=at,
        )


def take_back(*, letter_id: int, by: Actor, at: datetime) -> None:
    """The letter of a decision was put aside: the request is to be decided again."""
    with unit_of_work():
        held = _of_letter(letter_id)
        if held is None or held.answered_at is not None:
            return
        held.outcome = held.ground = held.ground_words = ""
        held.decided_by = held.decided_at = held.letter = None
        held.save(update_fields=["outcome", "ground", "ground_words", "decided_by", "decided_at", "letter"])


def _note_valid(request: PrivacyRequest, case: Case, *, by: Actor, at: datetime) -> None:
    """Where proof was asked for, promises that count from a valid request begin now."""
    reached = list(case.milestones.values_list("name", flat=True))
    if request.identity_asked_at is not None and may_follow(MilestoneName.DATA_REQUEST_VALID, reached):
        cases.reach_milestone(case=case, name=MilestoneName.DATA_REQUEST_VALID, reached_at=at, by=by, at=at)


def _prepare(
    case: Case,
    sort: Sort,
    told: dict[str, str],
    because: str,
    signer: Staff,
    *,
    refuses: bool = False,
    by: Actor,
    at: datetime,
) -> PreparedLetter:
    text = written_case_letter(case, sort, told, signer=signer.name, at=at)
    key = f"privacy:{because}:{at:%Y%m%d%H%M%S%f}"
    new = letters.NewLetter(sort=sort, text=text, because="privacy", key=key, told=told, refuses=refuses)
    prepared = letters.prepare_letter(case=case, new=new, by=by, at=at)
    if prepared is None:
        raise DecidedAlready(case.id)
    return prepared


def _request_of(case_id: int) -> PrivacyRequest | None:
    rows = PrivacyRequest.objects.select_for_update(of=("self",))
    return rows.select_related("case__brand", "case__customer", "case__topic").filter(case_id=case_id).first()


def _undecided(request: PrivacyRequest) -> PrivacyRequest:
    rows = PrivacyRequest.objects.select_for_update(of=("self",))
    held = rows.select_related("case__brand", "case__customer", "case__topic").get(id=request.id)
    lock(held.case)
    if held.outcome:
        raise DecidedAlready(held.id)
    return held


def _of_letter(letter_id: int) -> PrivacyRequest | None:
    rows = PrivacyRequest.objects.select_for_update(of=("self",)).filter(letter_id=letter_id)
    return rows.select_related("case__brand", "case__customer", "letter").first()


def _today(case: Case, at: datetime) -> date:
    return at.astimezone(ZoneInfo(case.brand.zone)).date()
