"""Promising calls, moving them, making them, and telling what came of each attempt."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from muhatap.audit.recording import record, unit_of_work
from muhatap.calendars.models import Calendar
from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, Kind
from muhatap.channels.call_events import CallAttempted, CallbackEnded, CallbackMoved, CallbackPromised
from muhatap.channels.call_models import CallAttempt, Callback, CallbackEnd, Outcome
from muhatap.channels.call_queries import callback_of, running_call, slots_of
from muhatap.channels.call_slots import Slot
from muhatap.channels.models import Delivery
from muhatap.channels.operations.spoken import note_told
from muhatap.kernel.actors import Actor, ActorKind
from muhatap.kernel.identifiers import normal_phone
from muhatap.kernel.masking import mask

CHANNEL = "phone"
MOST_ATTEMPTS = 3
# The clock's own ladder speaks first: who is responsible hears of the broken word before a new one is given.
_GRACE = timedelta(minutes=1)
_TURN_SECONDS = 5
# Who did not pick up or was talking is not called again at once.
_REST = {Outcome.NO_ANSWER: timedelta(hours=1), Outcome.BUSY: timedelta(minutes=20)}
_ENDS = {Outcome.ANSWERED: CallbackEnd.ANSWERED, Outcome.WRONG_NUMBER: CallbackEnd.WRONG_NUMBER}
_FRUITLESS = [Outcome.NO_ANSWER, Outcome.BUSY]


class NoSuchSlot(Exception):
    """This time cannot be promised, or not any more."""


class NotANumber(ValueError):
    """What was given is no telephone number."""


class CallbackOver(Exception):
    """The promised call was made, cancelled or given up already."""


class CallRuns(Exception):
    """Somebody is calling at this moment; `attempt` says who."""

    def __init__(self, attempt: CallAttempt) -> None:
        super().__init__(attempt.id)
        self.attempt = attempt


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a call, as who called notes it; `other` is the time that the customer asked for."""

    outcome: Outcome
    note: str = ""
    other: datetime | None = None


def promise_callback(*, case: Case, phone: str, begins_at: datetime, by: Actor, at: datetime) -> Callback:
    """Promise to call in the slot that begins then; a case has one promised call, and asked twice it stays.

    `NotANumber` and `NoSuchSlot` promise nothing.
    """
    number = normal_phone(phone)
    if not number:
        raise NotANumber(phone)
    with unit_of_work() as unit:
        _lock(case)
        unit.flush()
        known = callback_of(case)
        if known is not None:
            return known
        slot = _slot(case, begins_at, at)
        callback = Callback(
            brand_id=case.brand_id,
            case=case,
            phone=number,
            asked_at=at,
            begins_at=slot.begins_at,
            ends_at=slot.ends_at,
            is_urgent=case.priority == 1 or case.kind == Kind.EMERGENCY,
        )
        callback.save(force_insert=True)
        record(
            CallbackPromised(
                brand=case.brand_id,
                case=case.id,
                callback=callback.id,
                begins_at=callback.begins_at,
                ends_at=callback.ends_at,
                is_urgent=callback.is_urgent,
            ),
            by=by,
            at=at,
        )
    return callback


def move_callback(*, callback: Callback, begins_at: datetime, by: Actor, at: datetime) -> Callback:
    """Promise the call at another time that the customer chose; `CallbackOver`, `CallRuns`, `NoSuchSlot`."""
    with unit_of_work() as unit:
        _lock(callback.case)
        unit.flush()
        held = _held(callback)
        running = running_call(held)
        if running is not None:
            raise CallRuns(running)
        if held.begins_at == begins_at:
            return held
        _move(held, _slot(held.case, begins_at, at), cause="customer", by=by, at=at)
    return held


def cancel_callback(*, callback: Callback, by: Actor, at: datetime) -> None:
    """Take a promised call back at the customer's wish; `CallbackOver` where it is over already."""
    with unit_of_work() as unit:
        unit.flush()
        _end(_held(callback), CallbackEnd.CANCELLED, by=by, at=at)


def begin_call(*, callback: Callback, call_id: str = "", by: Actor, at: datetime) -> CallAttempt:
    """Begin an attempt; who began one goes on in it. `CallRuns` while somebody else calls."""
    with unit_of_work() as unit:
        unit.flush()
        held = _held(callback)
        staff_id = by.id if by.kind is ActorKind.STAFF else None
        running = running_call(held)
        if running is not None:
            if running.staff_id != staff_id:
                raise CallRuns(running)
            return running
        return CallAttempt.objects.create(callback=held, staff_id=staff_id, call_id=call_id, began_at=at)


def note_call(*, attempt: CallAttempt, told: Told, by: Actor, at: datetime) -> Callback:
    """Note what came of a call: it is done, it is tried again with a new word, or it is given up.

    The words become a note of the case. `NoSuchSlot` where the time that she asked for cannot be promised.
    """
    with unit_of_work() as unit:
        _lock(attempt.callback.case)
        unit.flush()
        held = _held(attempt.callback)
        running = running_call(held)
        if running is None or running.id != attempt.id:
            raise CallbackOver(attempt.id)
        running.outcome, running.note, running.noted_at = told.outcome, mask(told.note.strip()).text, at
        running.ended_at = running.ended_at or at
        running.save(update_fields=["outcome", "note", "noted_at", "ended_at"])
        record(
            CallAttempted(
                brand=held.brand_id,
                case=held.case_id,
                callback=held.id,
                attempt=running.id,
                outcome=told.outcome,
                began_at=running.began_at,
                seconds=running.seconds,
            ),
            by=by,
            at=at,
        )
        if running.note:
            new = cases.NewMessage(author=Author.NOTE, channel=CHANNEL, text=running.note)
            cases.post_message(case=held.case, new=new, by=by, at=at)
        _go_on(held, told, by=by, at=at)
    return held


def move_missed(*, by: Actor, at: datetime, limit: int = 50) -> int:
    """Give every missed call a new time, which its customer is then told; returns how many there were."""
    due = Callback.objects.filter(ended_at__isnull=True, ends_at__lte=at - _GRACE)
    calling = CallAttempt.objects.filter(outcome="", began_at__gt=at - timedelta(hours=1))
    ids = due.exclude(id__in=calling.values("callback_id")).order_by("ends_at", "id")
    count = 0
    for callback_id in list(ids.values_list("id", flat=True)[:limit]):
        count += _move_missed(callback_id, by=by, at=at)
    return count


def _move_missed(callback_id: int, *, by: Actor, at: datetime) -> int:
    with unit_of_work():
        due = Callback.objects.filter(id=callback_id, ended_at__isnull=True, ends_at__lte=at - _GRACE)
        rows = due.select_for_update(of=("self",)).select_related("case__brand", "case__customer")
        held = rows.first()
        if held is None:
            return 0
        _lock(held.case)
        slots = slots_of(held.case.brand, at, held.case)
        if not slots:
            return 0
        # An attempt that nobody finished noting was no call.
        held.attempts.filter(outcome="").update(outcome=Outcome.NO_ANSWER, noted_at=at, ended_at=at)
        held.was_missed += 1
        _move(held, slots[0], cause="missed", by=by, at=at)
    return 1


def _go_on(held: Callback, told: Told, *, by: Actor, at: datetime) -> None:
    if told.outcome in _ENDS:
        if told.outcome is Outcome.ANSWERED:
            note_told(case=held.case, by=by, at=at)
        _end(held, _ENDS[told.outcome], by=by, at=at)
        return
    if told.outcome is Outcome.OTHER_TIME:
        if told.other is None:
            raise NoSuchSlot("")
        _move(held, _slot(held.case, told.other, at), cause="customer", by=by, at=at)
        return
    tried = held.attempts.filter(outcome__in=_FRUITLESS).count()
    slots = slots_of(held.case.brand, at + _REST[told.outcome], held.case)
    if tried >= MOST_ATTEMPTS or not slots:
        _end(held, CallbackEnd.UNREACHED, by=by, at=at)
    else:
        _move(held, slots[0], cause="unanswered", by=by, at=at)


def _move(held: Callback, slot: Slot, *, cause: str, by: Actor, at: datetime) -> None:
    before = held.begins_at, held.ends_at
    held.begins_at, held.ends_at = slot.begins_at, slot.ends_at
    held.was_moved += 1
    held.save(update_fields=["begins_at", "ends_at", "was_moved", "was_missed"])
    record(
        CallbackMoved(
            brand=held.brand_id,
            case=held.case_id,
            callback=held.id,
            begins_at=held.begins_at,
            ends_at=held.ends_at,
            previous_begins_at=before[0],
            previous_ends_at=before[1],
            cause=cause,
        ),
        by=by,
        at=at,
    )


def _end(held: Callback, ended_as: CallbackEnd, *, by: Actor, at: datetime) -> None:
    held.ended_at, held.ended_as = at, ended_as
    held.save(update_fields=["ended_at", "ended_as"])
    held.attempts.filter(outcome="").delete()
    record(
        CallbackEnded(brand=held.brand_id, case=held.case_id, callback=held.id, ended_as=ended_as),
        by=by,
        at=at,
    )


def _slot(case: Case, begins_at: datetime, at: datetime) -> Slot:
    """The slot that begins then. "At once" stands for the first one while the page was read."""
    found = slots_of(case.brand, at, case)
    for slot in found:
        if slot.begins_at == begins_at:
            return slot
    if found and found[0].is_first and at - timedelta(minutes=30) <= begins_at <= at:
        return found[0]
    raise NoSuchSlot(begins_at)


def _held(callback: Callback) -> Callback:
    rows = Callback.objects.select_for_update(of=("self",)).select_related("case__brand", "case__customer")
    held = rows.filter(id=callback.id, ended_at__isnull=True).first()
    if held is None:
        raise CallbackOver(callback.id)
    return held


def _lock(case: Case) -> None:
    """One promise after the other, so that no slot is promised to more than it has room for."""
    name = (case.brand.channels.get(CHANNEL) or {}).get("calendar", "")
    list(Calendar.objects.select_for_update().filter(Q(brand_id=case.brand_id, name=name)).values_list("id"))


def owe_calls(*, by: Actor, at: datetime, limit: int = 50) -> int:
    """Promise the earliest call to those whose answers wait to be told by telephone; returns how many.

    Whom we gave up to reach is called again with the next answer only; hers stand on her page meanwhile.
    """
    waiting = Delivery.objects.filter(channel=CHANNEL, sent_at__isnull=True, given_up_at__isnull=True)
    known = Callback.objects.filter(case=OuterRef("case_id"))
    of_now = known.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=OuterRef("message__at")))
    # In the order of the index of what waits: all that was ever sent lies beside it.
    rows = waiting.filter(~Exists(of_now)).order_by("next_try_at", "id").values_list("case_id", flat=True)
    # Who cannot be promised one (no number, no hour) stays: each turn has the next ones.
    turns = max(1, -(-rows.count() // limit))
    first = int(at.timestamp()) // _TURN_SECONDS % turns * limit
    return sum(_owe(case_id, by=by, at=at) for case_id in sorted(set(rows[first : first + limit])))


def _owe(case_id: int, *, by: Actor, at: datetime) -> bool:
    case = Case.objects.select_related("brand", "customer").get(id=case_id)
    slots = slots_of(case.brand, at, case)
    if not slots:
        return False
    try:
        begins_at = slots[0].begins_at
        promise_callback(case=case, phone=case.customer.phone, begins_at=begins_at, by=by, at=at)
    except (NotANumber, NoSuchSlot):
        return False
    return True
