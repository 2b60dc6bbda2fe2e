"""Where a mail belongs: proof first, then what is known, then what is only claimed."""

from dataclasses import dataclass

from muhatap.cases.models import Case, Message, Participant
from muhatap.cases.queries import case_of_brand
from muhatap.cases.statuses import KNOWN_ROLES, Author
from muhatap.channels.adapters.email.intake import known_id
from muhatap.channels.adapters.email.own_ids import case_number_of
from muhatap.channels.adapters.email.parsed import ParsedMail
from muhatap.customers.models import Identity, IdentityKind
from muhatap.kernel.identifiers import normal_email

_MOST_REFERENCES = 50


@dataclass(frozen=True, slots=True)
class Place:
    """The case that a mail is part of, or none; `claimed` is a case that it names without any right to it."""

    case: Case | None
    by_stranger: bool = False
    claimed: str = ""


def place_of(mail: ParsedMail, brand_id: int) -> Place:
    """The place of a mail within a brand.

    A signed id proves that the sender holds one of our letters. Foreign ids and numbers in the subject
    can be made up by anybody, so they count only from the customer and the participants of that case.
    """
    ids = [one for one in (mail.in_reply_to, *reversed(mail.references)) if one][:_MOST_REFERENCES]
    for one in ids:
        case = case_of_brand(brand_id, case_number_of(one) or "")
        if case is not None:
            return Place(case, by_stranger=not is_party(case, mail.from_email))
    claimed = ""
    for case in (*_cases_of_ids(ids, brand_id), *_cases_of_numbers(mail.case_numbers, brand_id)):
        if is_party(case, mail.from_email):
            return Place(case)
        claimed = claimed or case.number
    return Place(None, claimed=claimed)


def is_party(case: Case, address: str) -> bool:
    """Whether an address is the customer's or a participant's."""
    email = _folded(address)
    if not email:
        return False
    known = {_folded(case.customer.email or "")}
    identities = Identity.objects.filter(customer_id=case.customer_id, kind=IdentityKind.EMAIL)
    known |= {_folded(value) for value in identities.values_list("value", flat=True)}
    # Whom a customer's mail was copied to is no party before staff has written to him.
    participants = Participant.objects.filter(case=case, role__in=KNOWN_ROLES).values_list("email", flat=True)
    return email in known | {_folded(other) for other in participants}


def _folded(address: str) -> str:
    # No mail system in use tells local parts apart by their case.
    return (normal_email(address) or "").lower()


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


def _cases_of_numbers(numbers: tuple[str, ...], brand_id: int) -> list[Case]:
    found = [case_of_brand(brand_id, number) for number in numbers[:5]]
    return [case for case in found if case is not None]
