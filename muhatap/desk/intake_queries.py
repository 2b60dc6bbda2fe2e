"""Reads of the mail that came in, within the brands whose post the reader looks after."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from muhatap.accounts.models import Staff
from muhatap.accounts.queries import scope_of
from muhatap.accounts.roles import Permission
from muhatap.channels.models import Mailbox, VaultItem, VaultState

SHOWN_AT_MOST = 100


class Exceptional(StrEnum):
    """Which mails outside of cases are shown."""

    ALL = "all"
    WAITING = "waiting"
    FAILED = "failed"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class MailboxTally:
    """One mailbox: `stored` = `in_case` + `set_aside` + `waiting`."""

    mailbox: Mailbox
    stored: int
    set_aside: int
    waiting: int

    @property
    def in_case(self) -> int:
        """How many became part of a case."""
        return self.stored - self.set_aside - self.waiting


def mailboxes_visible_to(staff: Staff) -> QuerySet[Mailbox]:
    """The mailboxes of the brands in which her role looks after the post."""
    brand_ids = scope_of(staff).brand_ids_with(Permission.READ_OUTBOX)
    return Mailbox.objects.filter(brand_id__in=brand_ids)


def tallies_of(staff: Staff) -> list[MailboxTally]:
    """The account of every mailbox that she looks after."""
    boxes = list(mailboxes_visible_to(staff).select_related("brand").order_by("brand__code", "id"))
    sources = {f"email:{box.id}": box for box in boxes}
    of_boxes = VaultItem.objects.filter(source__in=sources)
    stored = dict(of_boxes.values_list("source").annotate(count=Count("id")))
    outside = of_boxes.filter(~Q(state=VaultState.IN_CASE)).values_list("source", "state")
    apart = {(source, state): count for source, state, count in outside.annotate(count=Count("id"))}
    return [
        MailboxTally(
            mailbox=box,
            stored=stored.get(source, 0),
            set_aside=apart.get((source, VaultState.SET_ASIDE), 0),
            waiting=apart.get((source, VaultState.STORED), 0),
        )
        for source, box in sources.items()
    ]


def mails_outside_visible_to(staff: Staff) -> QuerySet[VaultItem]:
    """The mails of her mailboxes that are in no case."""
    brand_ids = scope_of(staff).brand_ids_with(Permission.READ_OUTBOX)
    by_mail = (
        Q(source__startswith="email:") | Q(source__startswith="hook:") | Q(source__startswith="whatsapp")
    )
    return (
        VaultItem.objects.filter(~Q(state=VaultState.IN_CASE), by_mail, brand_id__in=brand_ids)
        # An envelope whose mail lies in its mailbox has nothing left to do.
        .exclude(reason__startswith="became:")
        .select_related("mailbox", "brand")
    )


def mails_outside(staff: Staff, which: Exceptional) -> Sequence[VaultItem]:
    """The newest mails in no case, of one sort."""
    found = mails_outside_visible_to(staff)
    match which:
        case Exceptional.WAITING:
            found = found.filter(state=VaultState.STORED)
        case Exceptional.FAILED:
            found = found.filter(state=VaultState.SET_ASIDE, reason__startswith="failed:")
        case Exceptional.ASIDE:
            found = found.filter(state=VaultState.SET_ASIDE).exclude(reason__startswith="failed:")
    return list(found.order_by("-stored_at", "-id")[:SHOWN_AT_MOST])
