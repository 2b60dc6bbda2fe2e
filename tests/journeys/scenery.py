"""Cases in every state that a page can show."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.channels.models import Delivery
from muhatap.kernel.actors import Actor
from muhatap.reports import operations as reports
from muhatap.reports.observations import Kind, Observation
from tests.journeys.nehir import BY, Nehir, do_background_work, write_in

LONG = "Uzun_bir_kelime" * 20


@dataclass(frozen=True, slots=True)
class Scenery:
    """What is there to be looked at."""

    late: Case
    talked: Case
    resolved: Case
    closed: Case
    delivery: Delivery


def paint(nehir: Nehir) -> Scenery:
    """A broken promise, a conversation, a resolved and a closed case, with all that followed."""
    now = timezone.now()
    late = write_in(
        nehir, at=now - timedelta(hours=80), text=LONG, name="Hakan Yıldırım", email="h@posta.example"
    )
    do_background_work()
    talked, resolved, closed = (write_in(nehir, at=now - timedelta(hours=hours)) for hours in (30, 20, 10))
    for case in (talked, resolved, closed):
        for author in (Author.STAFF, Author.NOTE, Author.CUSTOMER):
            _say(nehir, case, author)
    by = Actor.staff(nehir.staff["deniz"].pk)
    cases.change_status(case=resolved, status=Status.RESOLVED, by=by, at=now)
    cases.change_status(case=closed, status=Status.CLOSED, closed=ClosedReason.SOLVED, by=by, at=now)
    do_background_work()
    return Scenery(late, talked, resolved, closed, Delivery.objects.filter(case=talked).latest("id"))


def _say(nehir: Nehir, case: Case, author: Author) -> None:
    is_customer = author is Author.CUSTOMER
    cases.post_message(
        case=case,
        new=cases.NewMessage(author=author, channel="desk", text=f"Bakıyoruz.\n\n{LONG}"),
        by=Actor.customer(case.customer_id) if is_customer else Actor.staff(nehir.staff["deniz"].pk),
        at=timezone.now(),
    )


def tell_past(nehir: Nehir, days: int) -> None:
    """A case and a call of every second day before today, as another system had them, and their sums."""
    now = timezone.now()
    moments = [(now - timedelta(days=back)).replace(hour=9, minute=10) for back in range(1, days, 2)]
    seen = [each for number, at in enumerate(moments) for each in _seen(at, number)]
    reports.import_history(brand=nehir.brand, source="old", seen=seen, by=BY, at=now)
    while reports.roll_days(by=BY, at=now, limit=200):
        pass


def _seen(at: datetime, number: int) -> list[Observation]:
    """A case and a call of one half hour."""
    told = {"at": at, "on": at.date(), "subject": f"H{number}"}
    promise = ["first_reply", "first_reply", "kept", 3600, ""]
    case = {"hour": 9, "reply": 3600, "solved": 7200, "was_solved": True, "promises": [promise]}
    call = {"answered": True, "mode": "call", "wait": 4, "talk": 200, "hold": 0, "acw": 40}
    return [
        Observation(kind=Kind.CASE, places={"channel": "email", "topic": "PAY-WD"}, values=case, **told),
        Observation(kind=Kind.CONTACT, places={"channel": "phone"}, values=call, **told),
    ]
