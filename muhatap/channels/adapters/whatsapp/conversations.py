"""Which case a number is talking in, and whether our own words may still go to it."""

from datetime import datetime, timedelta

from muhatap.brands.models import Brand
from muhatap.cases.joined import lead_of
from muhatap.cases.models import Case
from muhatap.cases.statuses import Status
from muhatap.channels.adapters.whatsapp.accounts import CHANNEL, WrongAccount, account_of
from muhatap.channels.contract import Held
from muhatap.channels.manners import Manner
from muhatap.channels.models import Delivery, VaultItem
from muhatap.channels.queries import delivery_sent_as

# The rule of WhatsApp: free words until a day after hers. A minute less, for the way.
WINDOW = timedelta(hours=24) - timedelta(minutes=1)
WINDOW_CLOSED = "window_closed"


def case_of(brand: Brand, number: str, answers: str = "") -> Case | None:
    """The case that the number talks in: of the message it answers, else its last; None when it is closed.

    A message of ours counts only for the number that it went to.
    """
    quoted = delivery_sent_as(answers, brand.id)
    if quoted is not None and quoted.channel == CHANNEL and quoted.recipient == number:
        found = lead_of(Case.objects.get(id=quoted.case_id))
        if found.status != Status.CLOSED:
            return found
    items = VaultItem.objects.filter(brand=brand, source=CHANNEL, sender=number, case__isnull=False)
    last = items.select_related("case").order_by("-stored_at", "-id").first()
    found = lead_of(last.case) if last and last.case else None
    return found if found and found.status != Status.CLOSED else None


def admit(delivery: Delivery, at: datetime) -> Manner:
    """How it may leave: as it is, or as an approved template that names the case; `Held` for neither."""
    items = VaultItem.objects.filter(brand_id=delivery.brand_id, source=CHANNEL, sender=delivery.recipient)
    if items.filter(stored_at__gt=at - WINDOW).exists():
        return Manner.PLAIN
    try:
        account = account_of(delivery.brand.code)
    except WrongAccount:
        account = None
    if account is None or delivery.message.language not in account.templates:
        raise Held(WINDOW_CLOSED)
    return Manner.NOTICE
