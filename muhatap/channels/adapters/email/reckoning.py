"""The proof that no mail is lost: what was received is in a case, set aside with a reason, or waiting."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef

from muhatap.cases.models import Message
from muhatap.channels.adapters.email.boxes import access_of, box_of, state_of
from muhatap.channels.adapters.email.imap import ImapTrouble, open_box
from muhatap.channels.models import Mailbox, VaultItem, VaultState


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A mail that is in no case, or whose case lacks it, and why."""

    item: int
    state: str
    reason: str
    stored_at: datetime
    sha256: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One mailbox: `stored` = `in_case` + `set_aside` + `waiting`; `on_server`: not fetched yet."""

    brand: str
    mailbox: str
    address: str
    stored: int
    in_case: int
    set_aside: int
    waiting: int
    on_server: int | None
    error: str
    exceptions: tuple[Unsettled, ...]

    @property
    def is_balanced(self) -> bool:
        """Whether every mail is in a case or set aside with a reason, and the server holds nothing new."""
        parts = self.in_case + self.set_aside + self.waiting
        settled = all(one.state == VaultState.SET_ASIDE and one.reason for one in self.exceptions)
        return self.stored == parts and not self.waiting and not self.on_server and settled

    def to_json(self) -> dict:
        """Plain values for programs."""
        plain = asdict(self) | {"balanced": self.is_balanced}
        plain["exceptions"] = [
            {**asdict(one), "stored_at": one.stored_at.isoformat()} for one in self.exceptions
        ]
        return plain


def reckon(mailbox: Mailbox, *, ask_server: bool) -> Reckoning:
    """Count a mailbox; with `ask_server` the IMAP server says what it holds beyond what was read."""
    items = VaultItem.objects.filter(source=f"email:{mailbox.id}")
    counted = dict(items.values_list("state").annotate(count=Count("id")))
    on_server, error = _on_server(mailbox) if ask_server else (None, mailbox.error)
    return Reckoning(
        brand=mailbox.brand.code,
        mailbox=mailbox.name,
        address=mailbox.address,
        stored=sum(counted.values()),
        in_case=counted.get(VaultState.IN_CASE, 0),
        set_aside=counted.get(VaultState.SET_ASIDE, 0),
        waiting=counted.get(VaultState.STORED, 0),
        on_server=on_server,
        error=error,
        exceptions=tuple(_exceptions(items)),
    )


def waiting_in(mailbox: Mailbox) -> int:
    """How many mails of a mailbox are stored and neither in a case nor set aside."""
    return VaultItem.objects.filter(source=f"email:{mailbox.id}", state=VaultState.STORED).count()


def _exceptions(items) -> list[Unsettled]:
    open_items = items.exclude(state=VaultState.IN_CASE)
    found = [_exception(item, item.state, item.reason) for item in open_items.order_by("stored_at", "id")]
    message = Message.objects.filter(vault_item_id=OuterRef("id"), case_id=OuterRef("case_id"))
    lost = items.filter(state=VaultState.IN_CASE).exclude(reason__startswith="copy:")
    for item in lost.filter(~Exists(message)).order_by("stored_at", "id"):
        found.append(_exception(item, "no_message", item.reason))
    return found


def _exception(item: VaultItem, state: str, reason: str) -> Unsettled:
    return Unsettled(item.id, state, reason, item.stored_at, item.sha256, item.attempts)


def _on_server(mailbox: Mailbox) -> tuple[int | None, str]:
    if not mailbox.access:
        return None, mailbox.error
    state = state_of(mailbox)
    try:
        with open_box(box_of(access_of(mailbox))) as session:
            last = state.last_uid if session.uidvalidity == state.uidvalidity else 0
            return sum(uid > last for uid in session.all_uids()), ""
    except (ImapTrouble, OSError, ValueError, TypeError) as trouble:
        return None, f"{type(trouble).__name__}: {trouble}"
