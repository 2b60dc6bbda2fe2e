"""What privacy does when something happens to a case."""

from datetime import datetime

from muhatap.audit.recording import unit_of_work
from muhatap.cases.events import CaseOpened, IdentityConfirmed, MilestoneReached
from muhatap.cases.milestones import MilestoneName
from muhatap.cases.models import Case
from muhatap.cases.statuses import Kind
from muhatap.kernel.actors import Actor
from muhatap.letters.events import LetterPutAside, LetterSent
from muhatap.letters.linting import Sort
from muhatap.privacy import operations as privacy
from muhatap.privacy.operations.breaches import suspect_breach

_ANSWERS = frozenset({Sort.DSR_OUT, Sort.DSR_REFUSE})


def begin_on_opening(fact: CaseOpened, *, by: Actor, at: datetime) -> None:
    """A case of the kind `privacy` is a request from its first moment, whatever way it came."""
    if fact.case_kind != Kind.PRIVACY:
        return
    with unit_of_work() as unit:
        case = unit.known(Case, fact.case) or Case.objects.select_related("topic").get(id=fact.case)
        privacy.begin_request(case=case, by=by, at=at)


def note_identity(fact: IdentityConfirmed, *, by: Actor, at: datetime) -> None:
    """Who asks for data is known better now."""
    case = Case.objects.select_related("brand", "customer").get(id=fact.case)
    if case.kind == Kind.PRIVACY:
        with unit_of_work() as unit:
            unit.flush()
            privacy.note_identity(case=case, by=by, at=at)


def follow_letter(fact: LetterSent, *, by: Actor, at: datetime) -> None:
    """The answer to a request left, or the word that it takes longer."""
    if fact.sort == Sort.DSR_EXT:
        privacy.follow_extension(case_id=fact.case, by=by, at=at)
    elif fact.sort in _ANSWERS:
        privacy.follow_letter(letter_id=fact.letter, message_id=fact.message, by=by, at=at)


def take_back(fact: LetterPutAside, *, by: Actor, at: datetime) -> None:
    """The answer to a request was put aside, or the word that it takes longer."""
    if fact.sort == Sort.DSR_EXT:
        privacy.take_extension_back(case_id=fact.case, by=by, at=at)
    elif fact.sort in _ANSWERS:
        privacy.take_back(letter_id=fact.letter, by=by, at=at)


def suspect_on_milestone(fact: MilestoneReached, *, by: Actor, at: datetime, event_id: int) -> None:
    """What an agent reports on a case, as a letter that went to the wrong person, stands in the register."""
    if fact.milestone == MilestoneName.BREACH_NOTICED:
        case = Case.objects.select_related("brand").get(id=fact.case)
        title = f"{case.number} {case.subject}"[:160]
        suspect_breach(brand=case.brand, title=title, found_at=fact.reached_at, case=case, by=by, at=at)
