"""Asking those whose moment has come: the letter, its row and its fact in one transaction each."""

from datetime import datetime, timedelta

from muhatap.audit.recording import record, unit_of_work
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.cases.telling import telling_of
from muhatap.channels.queries import mark_of, speaks_to_a_machine
from muhatap.customers.models import Customer
from muhatap.customers.telling import By
from muhatap.kernel.actors import Actor
from muhatap.surveys import wording
from muhatap.surveys.asking import OPEN_DAYS, REST_DAYS, Known, via_of, why_not
from muhatap.surveys.events import SurveyInvited, SurveyShown
from muhatap.surveys.models import SurveyInvitation
from muhatap.surveys.queries import due_ids, has_open_complaint, last_asked_at
from muhatap.surveys.questions import asks, questions_of, stage_of
from muhatap.surveys.sorts import Sort, State, Via

_AT_ONCE = 50
_DECLINED = "survey"
_ENDED = frozenset({Status.RESOLVED, Status.CLOSED})


def ask_due(*, by: Actor, at: datetime) -> int:
    """Ask everybody whose moment has come, or note why not; each once, however often this runs."""
    return sum(_ask(each, by=by, at=at) for each in due_ids(at, _AT_ONCE))


def ask_in_chat(*, case: Case, by: Actor, at: datetime) -> SurveyInvitation | None:
    """The chat shows the question at its end: that is an invitation too; None where she may not be asked."""
    with unit_of_work():
        if not asks(case.brand.survey):
            return None
        _hold_customer(case)
        row = SurveyInvitation(
            brand_id=case.brand_id,
            case=case,
            customer_id=case.customer_id,
            sort=Sort.CLOSING,
            occasion=f"chat:{case.id}:{at:%Y%m%d%H%M%S%f}",
            charter_number=case.brand.charter_number,
            due_at=at,
        )
        if why_not(_known(row, case), at) is not None:
            return None
        row.save(force_insert=True)
        _asked(row, case, Via.CHAT, by=by, at=at)
    return row


def note_shown(*, invitation: SurveyInvitation, by: Actor, at: datetime) -> None:
    """The customer saw the question on the page of her case; from now on it counts as delivered."""
    with unit_of_work():
        unseen = SurveyInvitation.objects.filter(id=invitation.id, shown_at__isnull=True)
        if unseen.update(shown_at=at):
            record(
                SurveyShown(brand=invitation.brand_id, case=invitation.case_id, invitation=invitation.id),
                by=by,
                at=at,
            )


def _ask(invitation_id: int, *, by: Actor, at: datetime) -> int:
    with unit_of_work():
        row = SurveyInvitation.objects.select_for_update(of=("self",)).get(id=invitation_id)
        if row.state != State.PLANNED:
            return 0
        case = Case.objects.select_related("brand", "customer", "first_customer", "topic").get(id=row.case_id)
        _hold_customer(case)
        known = _known(row, case)
        why = why_not(known, at)
        if why is not None:
            row.state, row.why = State.LEFT_OUT, why
            row.save(update_fields=["state", "why"])
            return 1
        via = via_of(known)
        if via is Via.EMAIL:
            _write(row, case, by=by, at=at)
        _asked(row, case, via, by=by, at=at)
    return 1


def _hold_customer(case: Case) -> None:
    """Two cases of one person that are due together are looked at one after the other."""
    Customer.objects.select_for_update().filter(id=case.customer_id).first()


def _write(row: SurveyInvitation, case: Case, *, by: Actor, at: datetime) -> None:
    question = questions_of(case.brand.survey, row.sort, row.stage)[0]
    new = cases.NewMessage(
        author=Author.AUTOMATIC,
        channel=case.channel,
        text=wording.invitation_text(case, question, row.sort, _closing(case, at)),
        external_id=f"survey:{row.id}",
    )
    with unit_of_work() as unit:
        row.message = cases.post_message(case=case, new=new, by=by, at=at)
        unit.flush()


def _asked(row: SurveyInvitation, case: Case, via: Via, *, by: Actor, at: datetime) -> None:
    row.state, row.via, row.asked_at, row.closes_at = State.ASKED, via, at, _closing(case, at)
    row.charter_number = case.brand.charter_number
    row.save(update_fields=["state", "via", "asked_at", "closes_at", "message", "charter_number"])
    record(
        SurveyInvited(
            brand=case.brand_id,
            case=case.id,
            invitation=row.id,
            sort=row.sort,
            stage=row.stage,
            via=via,
            message=row.message_id,
        ),
        by=by,
        at=at,
    )


def _closing(case: Case, at: datetime) -> datetime:
    return at + timedelta(days=case.brand.survey.get("open_days") or OPEN_DAYS)


def _known(row: SurveyInvitation, case: Case) -> Known:
    said, customer = case.brand.survey, case.customer
    telling, address = telling_of(case), case.customer_email
    own = stage_of(said, row.stage) if row.sort == Sort.STAGE else {}
    is_chat = row.occasion.startswith("chat:")
    ends = {ClosedReason.MERGED, *(said.get("not_for") or ())}
    rest_days = said.get("rest_days")
    return Known(
        sort=Sort(row.sort),
        due_at=row.due_at,
        is_on=_is_on(said, row),
        is_erased=customer.erased_at is not None,
        is_declined=customer.preferences.get(_DECLINED) is False,
        is_over=is_chat or case.status in _ENDED,
        is_excluded=row.sort != Sort.STAGE and case.closed_reason in ends,
        has_open_complaint=has_open_complaint(case),
        may_in_complaint=bool(said.get("in_complaint") or own.get("in_complaint")),
        is_machine=speaks_to_a_machine(case),
        last_asked_at=last_asked_at(case, row),
        rest_days=REST_DAYS if rest_days is None else rest_days,
        prefers_page=telling.by is By.PAGE or (telling.by is By.PHONE and bool(customer.phone)),
        has_mail=bool(address) and mark_of(case.brand_id, address) is None,
    )


def _is_on(said: dict[str, object], row: SurveyInvitation) -> bool:
    if not asks(said):
        return False
    if row.sort == Sort.PERIODIC:
        return bool(said.get("periodic"))
    return row.sort != Sort.STAGE or bool(stage_of(said, row.stage))
