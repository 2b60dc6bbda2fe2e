"""How much one sender may set off: automatic letters, and cases of his own.

A machine that shows no sign of being one is known only by its persistence. Two letters within the hour end
a quick exchange with it after five mails in all, four within a day a slow one.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from muhatap.cases.models import Case
from muhatap.channels.adapters.email.intake import BY_MAIL
from muhatap.channels.caretakers import caretakers_of
from muhatap.customers.models import Identity, IdentityKind
from muhatap.kernel.identifiers import normal_email
from muhatap.notifications import operations as notifications

LETTERS_PER_HOUR = 2
LETTERS_PER_DAY = 4
CASES_PER_HOUR = 20
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Traffic:
    """What one sender set off by mail: cases within the hour, cases of the day that no person answered."""

    in_hour: int = 0
    unanswered_in_day: int = 0
    newest: Case | None = None

    @property
    def is_loop(self) -> bool:
        """Whether a further automatic letter could be one of a loop."""
        return self.in_hour >= LETTERS_PER_HOUR or self.unanswered_in_day >= LETTERS_PER_DAY

    @property
    def is_flood(self) -> bool:
        """Whether further mails go into the newest case instead of opening their own."""
        return self.in_hour >= CASES_PER_HOUR


def traffic_of(brand_id: int, address: str, at: datetime) -> Traffic:
    """What this sender set off lately."""
    known = Identity.objects.filter(
        brand_id=brand_id, kind=IdentityKind.EMAIL, value=normal_email(address) or ""
    ).first()
    if known is None:
        return Traffic()
    of_day = Case.objects.filter(
        customer_id=known.customer_id, channel="email", received_at__gt=at - _DAY
    ).order_by("-received_at", "-id")
    rows = list(of_day.values_list("id", "received_at", "staff_wrote_at")[: CASES_PER_HOUR + LETTERS_PER_DAY])
    found = Traffic(
        in_hour=sum(received_at > at - _HOUR for _, received_at, _ in rows),
        unanswered_in_day=sum(written_at is None for _, _, written_at in rows),
    )
    if not found.is_flood:
        return found
    return replace(found, newest=of_day.select_related("brand", "customer", "topic", "queue").first())


def tell_of_loop(case: Case, sender: str, *, at: datetime) -> None:
    """Tell those who look after the case, once for each sender and hour."""
    hour = at.replace(minute=0, second=0, microsecond=0).isoformat()
    notifications.tell(
        staff_ids=caretakers_of(case),
        kind="mail_loop",
        brand_id=case.brand_id,
        case_id=case.id,
        params={"number": case.number, "subject": case.subject, "sender": sender},
        once_key=f"mail_loop:{case.customer_id}:{hour}",
        by=BY_MAIL,
        at=at,
    )
