"""What must never be said where everybody reads along: numbers that name a person or her case. Pure."""

import re

from muhatap.kernel.contact_masking import mask_contacts
from muhatap.kernel.damm import is_own_number
from muhatap.kernel.masking import mask

CASE, CONTACT = "case_number", "contact"
_NUMBER = re.compile(r"(?<!\d)\d{2}[ -]?\d{5}[ -]?\d{5}(?!\d)")


def private_in(text: str) -> tuple[str, ...]:
    """The sorts of what a text shows of a person: card, identity number, IBAN, contact, case number."""
    masked = mask(text)
    found = dict.fromkeys(str(each.kind) for each in masked.found)
    if any(is_own_number(re.sub(r"\D", "", each)) for each in _NUMBER.findall(text)):
        found[CASE] = None
    if mask_contacts(masked.text) != masked.text:
        found[CONTACT] = None
    return tuple(found)
