"""Several mails filed in one sitting: what is asked of every mail is asked once for all of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from muhatap.accounts.queries import staff_addresses
from muhatap.brands.queries import brand_in_force
from muhatap.cases.models import Message
from muhatap.channels.adapters.email.authentication import Verdict
from muhatap.channels.adapters.email.intake import known_id
from muhatap.channels.adapters.email.parsed import ParsedMail
from muhatap.channels.adapters.email.reading import Reading
from muhatap.channels.models import Mailbox, VaultItem
from muhatap.customers.models import Identity, IdentityKind
from muhatap.kernel.identifiers import normal_email

# On SQLite a sitting holds the write lock, and people wait for pages meanwhile.
MOST_LETTERS = 16
MOST_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Letter:
    """A stored mail that was read and waits for its place."""

    stored: VaultItem
    mail: ParsedMail
    reading: Reading
    proof: Verdict = field(default_factory=Verdict)


def in_sittings(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Letters in the order given, as many at once as one transaction should file."""
    batch: list[Letter] = []
    total = 0
    for letter in letters:
        if batch and (len(batch) >= MOST_LETTERS or total + letter.stored.size > MOST_BYTES):
            yield batch
            batch, total = [], 0
        batch.append(letter)
        total += letter.stored.size
    if batch:
        yield batch


@dataclass(slots=True)
class Sitting:
    """The items of a sitting, locked, with their twins; and which senders and ids are known at all."""

    _twins: dict[tuple[int, str], list[VaultItem]]
    _senders: set[tuple[int, str]]
    _ids: set[tuple[int, str]]
    _ours: set[str]
    _seen: set[tuple[int, str]] = field(default_factory=set)

    @classmethod
    def of(cls, letters: list[Letter]) -> "Sitting":
        """Lock the items of these letters and look up what they name; inside a transaction only."""
        brands = {letter.stored.brand_id for letter in letters}
        boxes = {box.id: box for box in Mailbox.objects.filter(brand_id__in=brands)}
        return cls(
            _locked_twins(letters, boxes),
            _known_senders(letters, brands),
            _known_ids(letters, brands),
            {_bare(address) for address in (*(box.address for box in boxes.values()), *staff_addresses())},
        )

    def twins_of(self, letter: Letter) -> list[VaultItem]:
        """The item and the same mail in other mailboxes of its brand, so that they become one case."""
        return self._twins[letter.stored.brand_id, letter.stored.external_id]

    def stands_alone(self, letter: Letter) -> bool:
        """Whether nothing that this sitting wrote before can matter to the letter; remembers the letter."""
        mail, brand = letter.mail, letter.stored.brand_id
        names = {
            (brand, f"sender:{folded(mail.from_email)}"),
            (brand, f"id:{mail.message_id}"),
            (brand, f"item:{letter.stored.external_id}"),
        }
        speaks_of_others = (
            mail.in_reply_to or mail.references or mail.case_numbers or mail.is_auto or mail.is_bounce
        ) or any("+" in one.email for one in (*mail.to, *mail.cc))
        is_alone = not speaks_of_others and not names & self._seen
        self._seen |= names
        return is_alone

    def may_know_sender(self, letter: Letter) -> bool:
        """Whether the sender may be a customer already; never wrongly no."""
        name = (letter.stored.brand_id, folded(letter.mail.from_email))
        known = name in self._senders
        self._senders.add(name)
        return known

    def may_be_ours(self, item: VaultItem) -> bool:
        """Whether the sender may be a mailbox of ours or somebody of the desk; never wrongly no."""
        return _bare(item.sender) in self._ours

    def may_know_id(self, letter: Letter) -> bool:
        """Whether a mail of the brand may have come under this Message-ID; never wrongly no."""
        name = (letter.stored.brand_id, known_id(letter.mail.message_id))
        known = name in self._ids
        self._ids.add(name)
        return known


def folded(address: str) -> str:
    """An address for comparing; no mail system in use tells local parts apart by their case."""
    return (normal_email(address) or "").lower()


def _bare(address: str) -> str:
    local, _, domain = folded(address).partition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _locked_twins(letters: list[Letter], boxes: dict[int, Mailbox]) -> dict[tuple[int, str], list[VaultItem]]:
    sources = {f"email:{box}" for box in boxes} | {letter.stored.source for letter in letters}
    # In order, so that two workers cannot wait for each other.
    rows = (
        VaultItem.objects.select_for_update(of=("self",))
        .filter(source__in=sources, external_id__in={letter.stored.external_id for letter in letters})
        .select_related("case")
        .defer("sealed", "wrapped_key")
        .order_by("id")
    )
    found: dict[tuple[int, str], list[VaultItem]] = {}
    brands = {box.brand_id: brand_in_force(box.brand_id) for box in boxes.values()}
    for item in rows:
        item.brand = brands[item.brand_id]
        item.mailbox = boxes.get(item.mailbox_id)
        found.setdefault((item.brand_id, item.external_id), []).append(item)
    return found


def _known_senders(letters: list[Letter], brands: set[int]) -> set[tuple[int, str]]:
    values = {normal_email(letter.mail.from_email) or "" for letter in letters}
    known = Identity.objects.filter(brand_id__in=brands, kind=IdentityKind.EMAIL, value__in=values - {""})
    return {(brand, folded(value)) for brand, value in known.values_list("brand_id", "value")}


def _known_ids(letters: list[Letter], brands: set[int]) -> set[tuple[int, str]]:
    ids = {known_id(letter.mail.message_id) for letter in letters} - {""}
    known = Message.objects.filter(external_id__in=ids, case__brand_id__in=brands).exclude(external_id="")
    return set(known.values_list("case__brand_id", "external_id"))
