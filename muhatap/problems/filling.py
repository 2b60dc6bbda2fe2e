"""What stands in braces in a notice to all, and what each recipient reads there."""

import re
from collections.abc import Callable, Mapping

from muhatap.cases.models import Case

_FIELD = re.compile(r"\{([^{}\n]{1,40})\}")
FIELDS: Mapping[str, Callable[[Case], str]] = {
    "name": lambda case: case.customer.name,
    "number": lambda case: case.number,
    "subject": lambda case: case.subject,
    "brand": lambda case: case.brand.name,
}


def unknown_fields(text: str) -> list[str]:
    """What a text asks for that no recipient has."""
    return [name for name in _FIELD.findall(text) if name not in FIELDS]


def filled(text: str, case: Case) -> str:
    """The text as the customer of this case reads it."""
    return _FIELD.sub(lambda found: FIELDS[found[1]](case) if found[1] in FIELDS else found[0], text)


def braced(name: str) -> str:
    """A field as it is written in a text."""
    return "{" + name + "}"
