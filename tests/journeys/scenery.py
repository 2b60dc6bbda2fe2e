"""Cases in every state that a page can show."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from muhatap.cases import operations as cases
from muhatap.cases.models import Case
from muhatap.cases.statuses import Author, ClosedReason, Status
from muhatap.channels.models import Delivery
from muhatap.kernel.actors import Actor
from tests.journeys.nehir import Nehir, do_background_work, write_in

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
