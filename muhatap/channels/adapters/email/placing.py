"""Where a mail belongs: proof first, then what is known, then what is only claimed.

A mail enters a case only when it names it with a right to do so; whatever else names a case is doubtful.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from muhatap.accounts.queries import staff_id_of_address
from muhatap.cases.models import Case, Message, Participant
from muhatap.cases.people import folded
from muhatap.cases.queries import case_of_brand
from muhatap.cases.statuses import KNOWN_ROLES, Author
from muhatap.channels.adapters.email.authentication import Mark, Verdict
from muhatap.channels.adapters.email.intake import known_id
from muhatap.channels.adapters.email.own_ids import case_number_of, case_number_of_address
from muhatap.channels.adapters.email.parsed import ParsedMail
from muhatap.channels.models import Mailbox
from muhatap.customers.models import Identity, IdentityKind

_MOST_REFERENCES = 50
_MOST_ADDRESSES = 20


class Doubtful(StrEnum):
    """Why a mail does not enter the case that it names."""

    # It answers a letter of ours from an address that the case does not know: perhaps it was passed on.
    UNKNOWN_SENDER = "unknown_sender"
    # It only quotes a number or references, which anybody can write down.
    ONLY_QUOTED = "only_quoted"
    # A trusted receiver found that the sender is not who the mail says.
    FORGED = "forged"
    # The mailbox wants proof of the sender, and there is none.
    NOT_PROVED = "not_proved"
    # Staff work at the desk; their address, or the mailbox's own, on a mail is somebody else's.
    OUR_ADDRESS = "our_address"


@dataclass(frozen=True, slots=True)
class Place:
    """The case that a mail is part of, or none; `quoted` is one that it names, `doubt` why it is apart."""

    case: Case | None = None
    quoted: Case | None = None
    doubt: Doubtful | None = None
    is_signed: bool = False

    @property
    def for_machines(self) -> Case | None:
        """Where a machine's mail is noted: also the case of a letter that an unknown machine answers."""
        return self.case or (self.quoted if self.doubt is Doubtful.UNKNOWN_SENDER else None)


def place_of(mail: ParsedMail, mailbox: Mailbox | None, brand_id: int, proof: Verdict) -> Place:
    """The place of a mail within a brand.

    A signed id or reply address proves that the sender holds one of our letters; foreign ids and numbers in
    the subject can be made up by anybody. Neither is enough without a sender whom the case knows, and none of
    them when a trusted receiver found the sender forged.
    """
    ids = [one for one in (mail.in_reply_to, *reversed(mail.references)) if one][:_MOST_REFERENCES]
    first: Place | None = None
    for case in _signed_cases(mail, ids, brand_id):
        place = _judged(case, mail, proof, is_signed=True, is_strict=False)
        if place.case is not None:
            return place
        first = first or place
    is_strict = mailbox is not None and bool(mailbox.state.get("strict_senders"))
    for case in (*_cases_of_ids(ids, brand_id), *_cases_of_numbers(mail.case_numbers, brand_id)):
        place = _judged(case, mail, proof, is_signed=False, is_strict=is_strict)
        if place.case is not None:
            return place
        first = first or place
    return first or Place()


def is_our_address(address: str, brand_id: int) -> bool:
    """Whether an address is one of the brand's mailboxes or that of somebody who works at the desk."""
    email = folded(address)
    if not email:
        return False
    local, _, domain = email.partition("@")
    plain = f"{local.partition('+')[0]}@{domain}"
    boxes = Mailbox.objects.filter(brand_id=brand_id).values_list("address", flat=True)
    return plain in {folded(box) for box in boxes} or staff_id_of_address(email) is not None


def is_party(case: Case, address: str) -> bool:
    """Whether an address is the customer's or a participant's."""
    email = folded(address)
    if not email:
        return False
    known = {folded(case.customer.email or "")}
    identities = Identity.objects.filter(customer_id=case.customer_id, kind=IdentityKind.EMAIL)
    known |= {folded(value) for value in identities.values_list("value", flat=True)}
    # Whom a customer's mail was copied to is no party before staff has written to him.
    participants = Participant.objects.filter(case=case, role__in=KNOWN_ROLES).values_list("email", flat=True)
    return email in known | {folded(other) for other in participants}


def _judged(case: Case, mail: ParsedMail, proof: Verdict, *, is_signed: bool, is_strict: bool) -> Place:
    doubt = _doubt(case, mail, proof, is_signed=is_signed, is_strict=is_strict)
    if doubt is None:
        return Place(case, is_signed=is_signed)
    return Place(quoted=case, doubt=doubt, is_signed=is_signed)


def _doubt(
    case: Case, mail: ParsedMail, proof: Verdict, *, is_signed: bool, is_strict: bool
) -> Doubtful | None:
    if is_our_address(mail.from_email, case.brand_id):
        return Doubtful.OUR_ADDRESS
    if not is_party(case, mail.from_email):
        return Doubtful.UNKNOWN_SENDER if is_signed else Doubtful.ONLY_QUOTED
    if proof.mark is Mark.FAILED:
        return Doubtful.FORGED
    if is_strict and proof.mark is not Mark.VERIFIED:
        return Doubtful.NOT_PROVED
    return None


def _signed_cases(mail: ParsedMail, ids: list[str], brand_id: int) -> list[Case]:
    addressed = [*mail.delivered_to, *(one.email for one in (*mail.to, *mail.cc))][:_MOST_ADDRESSES]
    numbers = [case_number_of(one) for one in ids]
    numbers += [case_number_of_address(one, brand_id) for one in addressed]
    return _cases_of_numbers([number for number in dict.fromkeys(numbers) if number], brand_id)


def _cases_of_ids(ids: list[str], brand_id: int) -> list[Case]:
    if not ids:
        return []
    found = (
        Message.objects.filter(
            external_id__in=[known_id(one) for one in ids],
            author=Author.CUSTOMER,
            channel="email",
            case__brand_id=brand_id,
        )
        .select_related("case", "case__brand", "case__customer", "case__topic", "case__queue")
        .order_by("-at", "-id")[:_MOST_REFERENCES]
    )
    return [message.case for message in found]


def _cases_of_numbers(numbers: Iterable[str], brand_id: int) -> list[Case]:
    found = [case_of_brand(brand_id, number) for number in list(numbers)[:5]]
    return [case for case in found if case is not None]
